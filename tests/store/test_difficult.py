"""Difficult cases: how they open, what is recorded, when they close."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from kiosk.assist.call import CallState, IllegalTransition, Outcome
from kiosk.cases.difficult import (
    DifficultBook,
    DifficultState,
    NewDifficult,
    NewStep,
    Refused,
    Source,
    StepKind,
    Way,
)
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.local import LocalStore
from kiosk.working_days import DueRule, WorkingDays

ROUNDS = 40


def a_step(kind=StepKind.NOTE, way=None, text="记一笔", **changes):
    return NewStep(new_id(), "007", kind, way, text, **changes)


def attempt():
    return a_step(StepKind.ATTEMPT_TO_REACH, Way.CALL, "")


@pytest.fixture
async def case(store):
    return await store.difficult.open(NewDifficult(new_id(), "001", "门牌对不上", "household_move"))


async def closed_call(store, a_call, outcome, note=""):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "007")
    return await store.calls.close(call.id, "007", outcome, note)


async def test_a_leader_opens_one_from_a_conversation(store, clock):
    book: DifficultBook = store.difficult
    new = NewDifficult(new_id(), "001", "门牌对不上", "household_move", "008")
    case = await book.open(new)
    assert (case.id, case.source, case.opened_at) == (new.id, Source.CONVERSATION, clock.now())
    assert (case.opened_by, case.service, case.owner) == ("001", "household_move", "008")
    assert (case.call_id, case.visit_id) == (None, None)
    assert case.due == date(2026, 11, 27)
    assert (case.masked, case.noted, case.subject) == (True, True, "")
    told = await book.get(new.id, reveal=True)
    assert (told.masked, told.subject) == (False, "门牌对不上")
    assert await book.open(new) == case
    assert len(await book.all_cases()) == 1


async def test_a_call_not_solved_goes_on_as_a_case_of_the_officer_who_closed_it(store, a_call, clock):
    call = await closed_call(store, a_call, Outcome.NOT_SOLVED, "证件过期了")
    (case,) = await store.difficult.open_cases(reveal=True)
    assert (case.source, case.call_id, case.visit_id) == (Source.NOT_SOLVED, call.id, None)
    assert (case.opened_by, case.owner, case.service) == ("007", "007", "household_move")
    assert (case.subject, case.opened_at) == ("证件过期了", clock.now())
    assert (call.state, call.note) == (CallState.DONE, "证件过期了")


async def test_without_a_note_there_is_no_subject(store, a_call):
    await closed_call(store, a_call, Outcome.NOT_SOLVED)
    (case,) = await store.difficult.open_cases(reveal=True)
    assert (case.noted, case.subject) == (False, "")


@pytest.mark.parametrize("outcome", [Outcome.HELPED, Outcome.TO_WINDOW])
async def test_other_outcomes_open_none(store, a_call, outcome):
    await closed_call(store, a_call, outcome, "好了")
    assert await store.difficult.all_cases() == ()


async def test_a_call_is_closed_once_and_opens_one(store, a_call):
    call = await closed_call(store, a_call, Outcome.NOT_SOLVED)
    with pytest.raises(IllegalTransition):
        await store.calls.close(call.id, "007", Outcome.NOT_SOLVED)
    assert len(await store.difficult.all_cases()) == 1


async def test_a_call_that_is_another_officers_opens_none(store, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "007")
    with pytest.raises(IllegalTransition):
        await store.calls.close(call.id, "008", Outcome.NOT_SOLVED)
    assert await store.difficult.all_cases() == ()


async def test_where_no_case_can_be_opened_the_call_stays_as_it_was(store, folder, a_call):
    call = await store.calls.open_call(a_call())
    claimed = await store.calls.claim(call.id, "007")
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON difficult_case BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        database.commit()
        with pytest.raises(StoreFailed):
            await store.calls.close(call.id, "007", Outcome.NOT_SOLVED, "没办成")
        with pytest.raises(StoreFailed):
            await store.cases.rate("visit", 1)
        assert await store.calls.get(call.id) == claimed
        database.execute("DROP TRIGGER full")
        database.commit()
    assert (await store.calls.close(call.id, "007", Outcome.NOT_SOLVED, "没办成")).note == "没办成"
    await store.cases.rate("visit", 1)
    assert len(await store.difficult.all_cases()) == 2


@pytest.mark.parametrize("level", [1, 2])
async def test_a_low_rating_opens_one_that_is_nobodys_yet(store, a_filing, level):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, level)
    (case,) = await store.difficult.open_cases(reveal=True)
    assert (case.source, case.visit_id, case.call_id) == (Source.LOW_RATING, filing.visit_id, None)
    assert (case.opened_by, case.owner, case.service) == (None, None, "household_move")
    assert (case.noted, case.subject, case.steps) == (False, "", ())


@pytest.mark.parametrize("level", [3, 4, 5])
async def test_a_good_rating_opens_none(store, level):
    await store.cases.rate("visit", level)
    assert await store.difficult.all_cases() == ()


async def test_only_the_rating_that_counts_opens_a_case(store):
    for level in (1, 1, 5, 2):
        await store.cases.rate("low", level)
    for level in (5, 1):
        await store.cases.rate("high", level)
    (case,) = await store.difficult.all_cases()
    assert (case.visit_id, case.service) == ("low", None)


async def test_steps_are_kept_in_order_and_masked(store, case, clock):
    ways = iter(Way)
    for kind in (StepKind.ASKED_BACK, StepKind.ATTEMPT_TO_REACH, StepKind.RESIDENT_CONFIRMED):
        await store.difficult.record(case.id, a_step(kind, next(ways), "电话里说的"))
        clock.pass_by(-60)  # a clock that is set back does not turn the order round
    masked = await store.difficult.record(case.id, a_step())
    assert [step.kind for step in masked.steps] == [
        StepKind.ASKED_BACK,
        StepKind.ATTEMPT_TO_REACH,
        StepKind.RESIDENT_CONFIRMED,
        StepKind.NOTE,
    ]
    assert [step.way for step in masked.steps] == [Way.CALL, Way.MESSAGE, Way.RELATIVE, None]
    assert all(step.noted and not step.text and step.by == "007" for step in masked.steps)
    told = await store.difficult.get(case.id, reveal=True)
    assert [step.text for step in told.steps] == ["电话里说的"] * 3 + ["记一笔"]


async def test_the_same_step_again_changes_nothing(store, case):
    step = attempt()
    assert await store.difficult.record(case.id, step) == await store.difficult.record(case.id, step)
    assert len((await store.difficult.get(case.id)).steps) == 1


async def test_a_step_sent_again_after_the_end_is_known_and_one_of_another_case_is_refused(store, case):
    step = a_step(StepKind.RESIDENT_CONFIRMED, Way.CALL)
    await store.difficult.record(case.id, step)
    closed = await store.difficult.close(case.id, "001")
    assert await store.difficult.record(case.id, step) == closed
    other = await store.difficult.open(NewDifficult(new_id(), "001", "别的事"))
    with pytest.raises(ValueError, match="another case"):
        await store.difficult.record(other.id, step)


async def test_the_day_it_is_due_is_by_the_stations_rule(folder, clock):
    rule = DueRule(2, WorkingDays(off=frozenset({date(2026, 11, 25)})))
    store = LocalStore(folder, "01", clock, kiosk_lock=False, due=rule)
    try:
        await store.cases.rate("visit", 1)
        (case,) = await store.difficult.open_cases()
    finally:
        await store.close()
    assert case.due == date(2026, 11, 27)


async def test_assigning_names_the_new_owner(store, case):
    assert case.owner is None
    for owner in ("008", "009"):
        case = await store.difficult.record(case.id, a_step(StepKind.ASSIGNED, text="", owner=owner))
        assert case.owner == owner
    assert [(step.kind, step.owner, step.noted) for step in case.steps] == [
        (StepKind.ASSIGNED, "008", False),
        (StepKind.ASSIGNED, "009", False),
    ]


async def test_other_steps_leave_the_owner(store, case):
    await store.difficult.record(case.id, a_step(StepKind.ASSIGNED, owner="008"))
    assert (await store.difficult.record(case.id, attempt())).owner == "008"


async def test_it_does_not_close_before_the_third_attempt(store, case):
    for missing in (3, 2, 1):
        with pytest.raises(Refused) as refused:
            await store.difficult.close(case.id, "001")
        assert refused.value.message.params == {"attempts": 3 - missing, "missing": missing}
        assert (await store.difficult.get(case.id)).open
        await store.difficult.record(case.id, attempt())
    assert not (await store.difficult.close(case.id, "001")).open


@pytest.mark.parametrize("way", list(Way))
async def test_it_closes_when_the_resident_confirmed(store, case, clock, way):
    await store.difficult.record(case.id, a_step(StepKind.RESIDENT_CONFIRMED, way, ""))
    clock.pass_by(60)
    closed = await store.difficult.close(case.id, "001")
    assert (closed.state, closed.closed_by, closed.closed_at) == (
        DifficultState.CLOSED,
        "001",
        clock.now(),
    )
    assert await store.difficult.open_cases() == ()
    assert await store.difficult.all_cases() == (closed,)


async def test_what_is_closed_stays_closed(store, case):
    await store.difficult.record(case.id, a_step(StepKind.RESIDENT_CONFIRMED, Way.VISIT))
    closed = await store.difficult.close(case.id, "001")
    with pytest.raises(Refused):
        await store.difficult.record(case.id, a_step())
    with pytest.raises(Refused):
        await store.difficult.close(case.id, "002")
    assert await store.difficult.get(case.id) == closed


async def test_an_unknown_case_is_refused(store):
    assert await store.difficult.get("nothing") is None
    for doing in (store.difficult.close("nothing", "001"), store.difficult.record("nothing", a_step())):
        with pytest.raises(Refused) as refused:
            await doing
        assert refused.value.message.id == "difficult.unknown"


async def test_a_step_that_says_too_little_is_not_kept(store, case):
    with pytest.raises(Refused):
        await store.difficult.record(case.id, a_step(StepKind.ATTEMPT_TO_REACH))
    assert (await store.difficult.get(case.id)).steps == ()


async def test_open_ones_come_by_their_day_all_of_them_by_their_age(store, clock):
    ids = []
    for _ in range(3):
        ids.append((await store.difficult.open(NewDifficult(new_id(), "001", "一件"))).id)
        clock.pass_by(24 * 3600)
    clock.pass_by(-9 * 24 * 3600)
    ids.append((await store.difficult.open(NewDifficult(new_id(), "001", "一件"))).id)
    assert [case.id for case in await store.difficult.open_cases()] == [ids[3], *ids[:3]]
    assert [case.id for case in await store.difficult.all_cases()] == [ids[3], *ids[:3]]
    for case_id in ids[:2]:
        await store.difficult.record(case_id, a_step(StepKind.RESIDENT_CONFIRMED, Way.CALL))
        await store.difficult.close(case_id, "001")
    assert [case.id for case in await store.difficult.open_cases()] == [ids[3], ids[2]]


async def test_two_that_close_at_once_close_once(make_store):
    desks = [make_store(), make_store()]
    for desk in desks:
        await desk.start()

    async def close(desk, case_id, by):
        try:
            return (await desk.difficult.close(case_id, by)).closed_by
        except Refused:
            return None

    for _ in range(ROUNDS):
        case = await desks[0].difficult.open(NewDifficult(new_id(), "001", "一件"))
        await desks[0].difficult.record(case.id, a_step(StepKind.RESIDENT_CONFIRMED, Way.CALL))
        got = await asyncio.gather(*(close(desk, case.id, f"{n}") for n, desk in enumerate(desks)))
        won = [by for by in got if by is not None]
        assert len(won) == 1
        assert (await desks[1].difficult.get(case.id)).closed_by == won[0]


async def test_steps_from_two_desks_at_once_are_all_kept(make_store):
    desks = [make_store(), make_store()]
    case = await desks[0].difficult.open(NewDifficult(new_id(), "001", "一件"))
    await asyncio.gather(*(desk.difficult.record(case.id, a_step()) for desk in desks * ROUNDS))
    assert len((await desks[0].difficult.get(case.id)).steps) == 2 * ROUNDS


async def test_one_rating_sent_twice_at_once_opens_one(make_store):
    stores = [make_store(), make_store()]
    for number in range(ROUNDS):
        await asyncio.gather(*(store.cases.rate(f"visit-{number}", 1) for store in stores))
    assert len(await stores[0].difficult.all_cases()) == ROUNDS


@pytest.mark.parametrize("column", ["call_id", "visit_id"])
async def test_at_most_one_a_call_and_a_visit_holds_in_the_database_itself(store, folder, a_call, column):
    await closed_call(store, a_call, Outcome.NOT_SOLVED)
    await store.cases.rate("visit", 1)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(
            "INSERT INTO difficult_case (id, source, opened_at, due, state, call_id, visit_id) "
            f"SELECT 'other', source, opened_at, due, state, call_id, visit_id FROM difficult_case "
            f"WHERE {column} IS NOT NULL"
        )


async def test_exchanged_texts_do_not_open(store, folder, case):
    other = await store.difficult.open(NewDifficult(new_id(), "001", "别的事"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(
            "UPDATE difficult_case SET subject = (SELECT subject FROM difficult_case WHERE id = ?) "
            "WHERE id = ?",
            (other.id, case.id),
        )
        database.commit()
    with pytest.raises(StoreFailed) as failed:
        await store.difficult.all_cases(reveal=True)
    assert failed.value.trouble is Trouble.DAMAGED
    assert len(await store.difficult.all_cases()) == 2


async def test_a_store_with_nothing_but_difficult_cases_wants_its_own_key(make_store, store, folder, case):
    await store.close()
    (folder / "key").write_bytes(bytes(32))
    with pytest.raises(StoreFailed) as failed:
        await make_store().start()
    assert failed.value.trouble is Trouble.NO_KEY


async def deeds_of(store):
    return [(each.who, each.deed, each.about) for each in await store.record.entries()]


async def test_who_did_what_to_a_case_is_on_record_and_nothing_that_was_written(store, case):
    await store.difficult.record(case.id, a_step(StepKind.ASSIGNED, owner="008"))
    note = a_step(text="门牌是旧的")
    await store.difficult.record(case.id, note)
    await store.difficult.record(case.id, note)
    with pytest.raises(Refused):
        await store.difficult.close(case.id, "001")
    await store.difficult.record(case.id, a_step(StepKind.RESIDENT_CONFIRMED, Way.VISIT))
    await store.difficult.close(case.id, "001")
    assert await deeds_of(store) == [
        ("001", Deed.DIFFICULT_OPENED, case.id),
        ("007", Deed.DIFFICULT_ASSIGNED, f"{case.id} 008"),
        ("007", Deed.DIFFICULT_STEP, case.id),
        ("007", Deed.DIFFICULT_STEP, case.id),
        ("001", Deed.DIFFICULT_CLOSED, case.id),
    ]
    assert (await store.record.verify()).broken is None


async def test_a_case_opened_again_is_one_entry_and_a_rating_is_nobodys_deed(store, a_call):
    new = NewDifficult(new_id(), "001", "门牌对不上")
    await store.difficult.open(new)
    await store.difficult.open(new)
    await store.cases.rate(new_id(), 1)
    call = await closed_call(store, a_call, Outcome.NOT_SOLVED)
    (of_call,) = [each for each in await store.difficult.all_cases() if each.call_id == call.id]
    opened = [each for each in await deeds_of(store) if each[1] is Deed.DIFFICULT_OPENED]
    assert opened == [("001", Deed.DIFFICULT_OPENED, new.id), ("007", Deed.DIFFICULT_OPENED, of_call.id)]


async def test_where_the_record_cannot_be_written_the_case_stays_as_it_was(store, folder, case):
    with closing(sqlite3.connect(folder / "kiosk.db")) as other:
        other.execute(
            "CREATE TRIGGER no_record BEFORE INSERT ON record_entry BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(StoreFailed):
        await store.difficult.record(case.id, a_step())
    with pytest.raises(StoreFailed):
        await store.difficult.open(NewDifficult(new_id(), "001", "另一件"))
    (kept,) = await store.difficult.all_cases()
    assert (kept.id, kept.steps) == (case.id, ())
