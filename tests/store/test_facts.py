"""What the hub has still to hear beside calls: noted with what it tells of, read there, told once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from kiosk.assist.call import CallState, Outcome
from kiosk.assist.change import HallCall
from kiosk.cases.difficult import NewDifficult, NewStep, Refused, Source, StepKind
from kiosk.cases.facts import CaseFact, DifficultFact, FactBacklog, FactOutbox, RatingFact, ReleaseFact
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Wish
from kiosk.ids import new_id
from kiosk.store._migrate import upgrade
from kiosk.store.migrations.versions import ALL


async def facts(store, after=0, limit=100):
    book: FactOutbox = store.facts
    return [fact for _, fact in (await book.waiting(after, limit)).facts]


async def deliver(store):
    await store.facts.kept((await store.facts.waiting(0, 100)).facts)


async def a_conversation(store, **changes):
    new = NewDifficult(**({"id": new_id(), "by": "001", "subject": "门牌对不上", "owner": "007"} | changes))
    return await store.difficult.open(new)


async def test_what_is_handed_in_is_told_with_its_release_and_without_its_wish(store, a_filing, clock):
    filing = a_filing()
    receipt = await store.cases.hand_in(filing)
    await store.cases.hand_in(filing)
    release, case = await facts(store)
    assert release == ReleaseFact(filing.flow_sha256, filing.service, filing.flow_version, filing.flow_source)
    assert isinstance(case, CaseFact)
    assert (case.id, case.number, case.visit_id) == (receipt.case_id, receipt.number, filing.visit_id)
    assert (case.filed_at, case.priority, case.state) == (clock.now(), filing.priority, "handed_in")
    told = {answer.step: answer.value for answer in case.answers}
    kept = {step: answer for step, answer in filing.answers.items() if not isinstance(answer, Wish)}
    assert told == {step: answer.model_dump_json() for step, answer in kept.items()}
    assert filing.wish is not None
    assert filing.wish.model_dump_json() not in told.values()


async def test_a_release_is_told_once_for_all_its_cases(store, a_filing):
    await store.cases.hand_in(a_filing())
    await deliver(store)
    await store.cases.hand_in(a_filing())
    (case,) = await facts(store)
    assert isinstance(case, CaseFact)


async def test_a_rating_is_told_once_and_a_low_one_with_its_difficulty(store, clock):
    await store.cases.rate("good", 5)
    await store.cases.rate("good", 4)
    await store.cases.rate("bad", 1)
    good, bad, difficult = await facts(store)
    assert (good, bad) == (RatingFact("good", 5, clock.now()), RatingFact("bad", 1, clock.now()))
    assert isinstance(difficult, DifficultFact)
    assert (difficult.case.source, difficult.case.visit_id) == (Source.LOW_RATING, "bad")


def an_end(visit_id, at):
    return VisitEnd(visit_id, "01", "household", 3, "zh_CN", "reason", Ending.LEFT, True, at, at)


async def test_how_a_visit_ended_is_told_once(store, clock):
    end = an_end(new_id(), clock.now())
    await store.ends.keep(end)
    await store.ends.keep(end)
    assert await facts(store) == [end]
    await asyncio.wait_for(store.facts.changed(), 60)


async def test_what_the_hub_has_is_not_told_again(store, a_filing):
    await store.cases.hand_in(a_filing())
    await store.cases.rate("good", 5)
    assert (await store.facts.backlog()).count == 3
    first = await store.facts.waiting(0, 2)
    await store.facts.kept(first.facts)
    (rating,) = await facts(store)
    assert isinstance(rating, RatingFact)
    await store.facts.kept(first.facts)
    await deliver(store)
    assert await store.facts.backlog() == FactBacklog(0, None)


async def test_a_number_is_never_given_twice(store):
    await store.cases.rate("a", 5)
    first = await store.facts.waiting(0, 10)
    await store.facts.kept(first.facts)
    await store.cases.rate("b", 5)
    assert [seq for seq, _ in (await store.facts.waiting(first.looked, 10)).facts] == [first.looked + 1]


async def test_the_backlog_tells_since_when(store, clock):
    assert await store.facts.backlog() == FactBacklog(0, None)
    first = clock.now()
    await store.cases.rate("a", 5)
    clock.pass_by(60)
    await store.cases.rate("b", 5)
    assert await store.facts.backlog() == FactBacklog(2, first)


async def test_a_difficulty_that_the_hub_has_is_seen_to_there(store):
    case = await a_conversation(store)
    await deliver(store)
    assert await store.difficult.open_cases() == ()
    (kept,) = await store.difficult.all_cases()
    assert (kept.id, kept.at_hall, kept.open) == (case.id, True, True)
    step = NewStep(new_id(), "007", StepKind.NOTE, text="打过电话")
    for refused in (store.difficult.record(case.id, step), store.difficult.close(case.id, "007")):
        with pytest.raises(Refused, match=r"difficult\.at_hall"):
            await refused


async def test_a_step_that_came_in_between_is_told_too(store):
    case = await a_conversation(store)
    waiting = await store.facts.waiting(0, 10)
    await store.difficult.record(case.id, NewStep(new_id(), "007", StepKind.NOTE, text="打过电话"))
    await store.facts.kept(waiting.facts)
    assert [each.id for each in await store.difficult.open_cases()] == [case.id]
    # Whoever carries them goes on after the last one they had.
    (again,) = await facts(store, after=waiting.looked)
    assert [step.text for step in again.case.steps] == ["打过电话"]


async def test_a_difficulty_of_a_call_that_the_hall_closed_is_told(store, a_call):
    call = await store.calls.open_call(a_call(kiosk="01"))
    (opened,) = await store.outbox.after(0, 10)
    done = replace(
        opened.call, state=CallState.DONE, officer="007", outcome=Outcome.NOT_SOLVED, note="门牌对不上"
    )
    await asyncio.wait_for(store.facts.changed(), 60)
    await store.outbox.take_over([HallCall(done, 1, 1)])
    await asyncio.wait_for(store.facts.changed(), 60)
    (fact,) = await facts(store)
    assert (fact.case.call_id, fact.case.owner, fact.case.subject) == (call.id, "007", "门牌对不上")


async def test_whoever_waits_is_woken(store, a_filing):
    async def woken(work):
        await asyncio.wait_for(work, 60)
        await asyncio.wait_for(store.facts.changed(), 60)

    await woken(store.cases.hand_in(a_filing()))
    await woken(store.cases.rate("a", 5))
    await woken(a_conversation(store))


async def test_one_that_does_not_open_holds_up_no_other(store, folder, a_filing):
    await store.cases.hand_in(a_filing())
    await store.cases.rate("good", 5)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("UPDATE case_answer SET value = x'0102'")
        database.execute(
            "INSERT INTO outgoing_fact (kind, ref, noted_at) VALUES ('newer', 'x', '2026-01-01 00:00:00')"
        )
        database.commit()
    waiting = await store.facts.waiting(0, 100)
    assert [type(fact) for _, fact in waiting.facts] == [ReleaseFact, RatingFact]
    assert (waiting.looked, waiting.unreadable) == (4, (2, 4))
    await store.facts.kept(waiting.facts)
    assert (await store.facts.backlog()).count == 2


async def test_fact_and_what_it_tells_of_are_kept_together_or_not_at_all(store, folder):
    await store.healthy()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON outgoing_fact BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        database.commit()
    with pytest.raises(StoreFailed) as failed:
        await store.cases.rate("a", 5)
    assert failed.value.trouble is Trouble.UNKNOWN
    assert await store.cases.ratings() == ()


async def test_what_there_was_before_is_told_of(make_store, store, folder, a_filing, clock):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, 2)
    await store.ends.keep(an_end(new_id(), clock.now()))
    open_, closed = await a_conversation(store), await a_conversation(store)
    await store.difficult.record(closed.id, NewStep(new_id(), "007", StepKind.RESIDENT_CONFIRMED, way="call"))
    await store.difficult.close(closed.id, "007")
    before = await facts(store)
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for table in (
            "window_deed",
            "window_case",
            *("prepared_form", "prepared_flow", "prepared_key", "prepared_guess"),
            *("appointment", "finding_key", "finding_try", "visiting_plan"),
            "record_mark",
            "question_reply",
            "question",
            "hall_release",
            "hall_event",
            "hall_declined",
        ):
            database.execute(f"DROP TABLE {table}")
        database.execute("DROP TABLE service_draft")
        database.execute("DROP TABLE outgoing_fact")
        database.execute("DROP TABLE thanks")
        database.execute("DROP TABLE service_release")
        database.execute("DROP TABLE release_event")
        database.execute("ALTER TABLE difficult_case DROP COLUMN moved_at")
        database.execute("ALTER TABLE outgoing_journal DROP COLUMN begun_at")
        database.execute("UPDATE alembic_version SET version_num = '0010'")
        database.commit()
    again = make_store()
    told = await facts(again)
    kinds = [ReleaseFact, CaseFact, RatingFact, VisitEnd, DifficultFact, DifficultFact]
    assert [type(fact) for fact in told] == kinds
    assert set(map(str, told)) == {
        str(fact) for fact in before if not (isinstance(fact, DifficultFact) and fact.case.id == closed.id)
    }
    assert open_.id in {fact.case.id for fact in told if isinstance(fact, DifficultFact)}


async def test_after_the_hub_was_put_back_all_is_told_again(store, a_filing, clock):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, 5)
    await store.cases.rate("another", 4, {"0101", "0202"})
    await store.ends.keep(an_end(new_id(), clock.now()))
    open_, closed = await a_conversation(store), await a_conversation(store)
    await store.difficult.record(closed.id, NewStep(new_id(), "007", StepKind.RESIDENT_CONFIRMED, way="call"))
    await store.difficult.close(closed.id, "007")
    before = [fact for fact in await facts(store) if not isinstance(fact, DifficultFact)]
    await deliver(store)
    assert await facts(store) == []
    await store.facts.again()
    await store.facts.again()
    told = await facts(store)
    assert told[:-1] == before
    assert isinstance(told[-1], DifficultFact)
    assert told[-1].case.id == open_.id


async def test_an_empty_database_of_before_comes_to_the_newest(folder):
    folder.mkdir()
    os.close(os.open(folder / "kiosk.db", os.O_CREAT | os.O_RDWR, 0o600))
    upgrade(folder / "kiosk.db", [module for module in ALL if module.revision < "0011"])
    upgrade(folder / "kiosk.db", ALL)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT count(*) FROM outgoing_fact").fetchone() == (0,)
