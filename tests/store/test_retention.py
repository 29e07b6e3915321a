"""What has outlived its time goes for good, is on record, and nothing open or undelivered goes with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import time, timedelta

import pytest

from kiosk.assist.call import Outcome
from kiosk.cases.appointment import Arrival, NewAppointment
from kiosk.cases.difficult import NewDifficult, NewStep, StepKind, Way
from kiosk.cases.question import How, NewReply
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.cases.visiting_hours import Half
from kiosk.flow.answer import Written
from kiosk.ids import new_id
from kiosk.officers.record import CONSOLE, Deed, Fault
from kiosk.store.keys import read_ring
from kiosk.store.retention import Keep, Kept

KEEP = Keep(cases=90, difficult=365, calls=365, figures=365, record=1095)
DAY_S = 24 * 3600.0


def rows(folder, table):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


async def visit(store, clock, a_filing, level=5):
    """Somebody handed something in, rated, and left."""
    filing = a_filing()
    receipt = await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, level, ["007"])
    now = clock.now()
    await store.ends.keep(
        VisitEnd(filing.visit_id, "01", "household_move", 3, "zh_CN", None, Ending.HANDED_IN, False, now, now)
    )
    return receipt


async def ended_call(store, a_call, outcome=Outcome.HELPED, kiosk="01"):
    call = await store.calls.open_call(a_call(kiosk=kiosk))
    await store.calls.claim(call.id, "007")
    return await store.calls.close(call.id, "007", outcome, "记")


async def closed_difficulty(store):
    case = await store.difficult.open(NewDifficult(new_id(), "007", "电话里说的"))
    await store.difficult.record(
        case.id, NewStep(new_id(), "007", StepKind.RESIDENT_CONFIRMED, Way.CALL, "好")
    )
    await store.difficult.close(case.id, "007")


async def question(store, a_filing, *, answered):
    asked = a_filing(question=True, answers={"question": Written(text="养老金?")}, wish=None)
    receipt = await store.cases.hand_in(asked)
    if answered:
        await store.questions.reply(receipt.case_id, NewReply(new_id(), "007", How.CALLED_BACK, "二楼"))


async def kinds(store, keep=KEEP):
    return {gone.kind: gone.count for gone in await store.retention.due(keep) if gone.count}


async def test_nothing_goes_before_its_time(store, clock, a_filing, a_call):
    await visit(store, clock, a_filing)
    await ended_call(store, a_call)
    clock.pass_by(90 * DAY_S)
    assert await store.retention.run(KEEP, CONSOLE) == ()
    assert len(await store.cases.cases()) == 1


async def test_each_kind_goes_after_its_own_time(store, folder, clock, a_filing, a_call):
    await visit(store, clock, a_filing)
    await ended_call(store, a_call)
    await closed_difficulty(store)
    await question(store, a_filing, answered=True)
    clock.pass_by(90 * DAY_S + 1)
    assert await kinds(store) == {Kept.CASES: 2}
    await store.retention.run(KEEP, CONSOLE)
    for table in ("filed_case", "case_answer", "wish", "question", "question_reply"):
        assert rows(folder, table) == 0, table
    assert rows(folder, "rating") == rows(folder, "call") == 1
    clock.pass_by(275 * DAY_S)
    assert await kinds(store) == {**{Kept.DIFFICULT: 1, Kept.CALLS: 1, Kept.RATINGS: 1, Kept.VISIT_ENDS: 1}}
    clock.pass_by(DAY_S)  # thanks are known by the day
    await store.retention.run(KEEP, CONSOLE)
    for table in ("difficult_case", "difficult_step", "call", "rating", "thanks", "visit_end"):
        assert rows(folder, table) == 0, table
    assert rows(folder, "outgoing_fact") == 1  # the release itself, which is nobody's
    assert rows(folder, "outgoing_change") == 0
    await store.healthy()


async def test_appointments_go_after_their_day_and_one_to_come_stays(store, folder, clock):
    for days in (1, 10):
        half = Half(clock.today() + timedelta(days=days), time(9))
        new = NewAppointment(new_id(), f"s{days}", half, True, "zh_CN", phone="13812345678")
        await store.appointments.book(new)
    await store.appointments.take_number(Arrival(new_id(), "s", True, "zh_CN"))
    clock.pass_by(30 * DAY_S)
    assert await kinds(store) == {}
    clock.pass_by(DAY_S)
    assert await kinds(store) == await kinds(store, Keep(to_hall=True)) == {Kept.APPOINTMENTS: 1}
    clock.pass_by(DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    assert rows(folder, "appointment") == 1
    clock.pass_by(10 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    assert rows(folder, "appointment") == 0


async def test_what_went_is_on_record_and_nothing_of_it(store, clock, a_filing):
    begun = clock.now()
    await visit(store, clock, a_filing)
    clock.pass_by(DAY_S)
    await visit(store, clock, a_filing)
    clock.pass_by(90 * DAY_S + 1)
    await store.retention.run(KEEP, CONSOLE)
    (entry,) = [each for each in await store.record.entries() if each.deed is Deed.DATA_DELETED]
    last = begun + timedelta(days=1)
    assert (entry.who, entry.about) == (CONSOLE, f"cases 2 {begun:%Y-%m-%d} {last:%Y-%m-%d}")
    assert (await store.record.verify()).broken is None


async def test_what_is_open_stays_however_old(store, clock, a_filing, a_call):
    await question(store, a_filing, answered=False)
    await store.difficult.open(NewDifficult(new_id(), "007", "还没办好"))
    waiting = await store.calls.open_call(a_call(kiosk="01"))
    unsolved = await ended_call(store, a_call, Outcome.NOT_SOLVED, kiosk="02")
    clock.pass_by(4000 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    assert len(await store.questions.questions(every=True, reveal=False)) == 1
    assert len(await store.difficult.open_cases()) == 2
    # The call that was not solved stays as long as the difficulty that came of it.
    assert {call.id for call in await store.calls.all_calls()} == {waiting.id, unsolved.id}


async def test_with_a_hub_nothing_goes_that_it_has_not(store, clock, a_filing, a_call, folder):
    await visit(store, clock, a_filing)
    call = await ended_call(store, a_call)
    await closed_difficulty(store)
    clock.pass_by(400 * DAY_S)
    hall = Keep(to_hall=True)
    assert await kinds(store, hall) == {}
    assert await store.retention.run(hall, CONSOLE) == ()
    waiting = await store.facts.waiting(0, 100)
    await store.facts.kept(waiting.facts)
    mark = await store.outbox.mark()
    await store.outbox.delivered(mark.made)
    left = await kinds(store, hall)
    assert set(left) == {Kept.CASES, Kept.CALLS, Kept.RATINGS, Kept.THANKS, Kept.VISIT_ENDS, Kept.DIFFICULT}
    await store.retention.run(hall, CONSOLE)
    assert await store.calls.get(call.id) is None
    assert rows(folder, "filed_case") == 0
    # The numbers of a journal that the hub knows are never given again.
    assert (await store.outbox.mark()).made == mark.made


async def test_a_journal_that_no_hub_ever_heard_has_no_gap_afterwards(store, clock, a_call):
    await ended_call(store, a_call)
    clock.pass_by(300 * DAY_S)
    later = await ended_call(store, a_call)
    clock.pass_by(100 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    changes = await store.outbox.after(0, 100)
    assert [change.seq for change in changes] == list(range(1, len(changes) + 1))
    assert {change.call.id for change in changes} == {later.id}
    assert (await store.outbox.mark()).made == len(changes)
    newest = await store.calls.open_call(a_call(kiosk="01"))
    assert (await store.outbox.after(len(changes), 100))[0].call.id == newest.id


async def test_the_bytes_are_gone_from_the_file(store, folder, clock, a_filing):
    await store.cases.hand_in(a_filing())
    head = b"\x02" + read_ring(folder).current.id
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        sealed = [bytes(value) for (value,) in database.execute("SELECT value FROM case_answer")]
    await store.retention.wipe()

    def there():
        content = b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
        return [value for value in sealed if value[:40] in content]

    assert len(there()) == len(sealed)
    assert all(value.startswith(head) for value in sealed)
    clock.pass_by(91 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    assert there() == []


async def test_many_go_in_lots_and_all_of_them(store, clock, a_filing, monkeypatch):
    monkeypatch.setattr("kiosk.store._retention.BATCH", 2)
    for _ in range(5):
        await store.cases.hand_in(a_filing())
    clock.pass_by(91 * DAY_S)
    lots = await store.retention.run(KEEP, CONSOLE)
    assert [gone.count for gone in lots] == [2, 2, 1]
    assert await store.cases.cases() == ()


async def test_the_old_record_goes_and_the_rest_is_still_proved(store, folder, clock):
    for n in range(4):
        await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, f"case {n}")
        clock.pass_by(400 * DAY_S)
    assert await kinds(store) == {Kept.RECORD: 2}
    await store.retention.run(KEEP, CONSOLE)
    entries = await store.record.entries()
    assert [(entry.seq, entry.deed) for entry in entries] == [
        (3, Deed.ANSWERS_SEEN),
        (4, Deed.ANSWERS_SEEN),
        (5, Deed.DATA_DELETED),
    ]
    assert (await store.record.verify()).broken is None
    await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, "later")
    assert (await store.record.verify()).broken is None
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="only appended"):
            database.execute("DELETE FROM record_entry WHERE seq = 3")
        database.execute("DROP TRIGGER record_entry_no_delete")
        database.execute("DELETE FROM record_entry WHERE seq = 3")
    verdict = await store.record.verify()
    assert (verdict.broken, verdict.fault) == (3, Fault.REMOVED)


async def test_of_a_record_that_is_broken_nothing_goes(store, folder, clock):
    for n in range(3):
        await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, f"case {n}")
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER record_entry_no_update")
        database.execute("UPDATE record_entry SET who = '0999' WHERE seq = 2")
    clock.pass_by(4000 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    assert len(await store.record.entries()) == 3
    assert (await store.record.verify()).broken == 2


async def test_all_of_the_record_may_go(store, clock):
    for n in range(3):
        await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, f"case {n}")
    clock.pass_by(4000 * DAY_S)
    await store.retention.run(KEEP, CONSOLE)
    (entry,) = await store.record.entries()
    assert (entry.seq, entry.about[:8]) == (4, "record 3")
    assert (await store.record.verify()).broken is None
