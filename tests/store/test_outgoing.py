"""What goes to the hub is kept in the transaction that made it; what the hub tells is taken over once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from kiosk.assist.call import CallState, IllegalTransition, Outcome
from kiosk.assist.change import ChangeKind, HallCall, at_hub
from kiosk.assist.outbox import Backlog, HubRefusal, RefusalReason
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from tests.store.conftest import refusing_rows


@pytest.fixture
def own_call(a_call):
    return lambda **changes: a_call(**({"kiosk": "01"} | changes))


async def kinds(store):
    return [(change.seq, change.kind, change.officer) for change in await store.outbox.after(0, 100)]


async def test_every_change_of_a_call_stands_in_the_journal_in_order(store, own_call, clock):
    call = await store.calls.open_call(own_call(quiet=True, step=None))
    await store.calls.open_call(own_call())
    await store.calls.mark_seen([call.id])
    await store.calls.claim(call.id, "甲")
    await store.calls.put_back(call.id, "甲")
    await store.calls.claim(call.id, "乙")
    clock.pass_by(5)
    closed = await store.calls.close(call.id, "乙", Outcome.HELPED, "秘密")
    assert await kinds(store) == [
        (1, ChangeKind.OPENED, None),
        (2, ChangeKind.OPENED, None),
        (3, ChangeKind.SEEN, None),
        (4, ChangeKind.CLAIMED, "甲"),
        (5, ChangeKind.PUT_BACK, "甲"),
        (6, ChangeKind.CLAIMED, "乙"),
        (7, ChangeKind.CLOSED, "乙"),
    ]
    last = (await store.outbox.after(6, 100))[0]
    assert (last.call, last.at, last.kiosk) == (replace(closed, note=""), clock.now(), "01")
    assert (await store.outbox.mark()).made == 7


async def test_no_note_leaves_the_call(store, folder, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.claim(call.id, "甲")
    await store.calls.close(call.id, "甲", Outcome.HELPED, "王秀英在三号窗口")
    await store.close()
    for path in folder.glob("kiosk.db*"):
        assert "王秀英" not in path.read_bytes().decode("utf-8", "ignore")


async def test_what_changes_nothing_is_no_change(store, own_call):
    new = own_call()
    call = await store.calls.open_call(new)
    await store.calls.open_call(new)
    await store.calls.open_call(own_call(step="other"))
    await store.calls.mark_seen([call.id])
    await store.calls.mark_seen([call.id])
    await store.calls.cancel(call.id)
    with pytest.raises(IllegalTransition):
        await store.calls.claim(call.id, "甲")
    assert [kind for _, kind, _ in await kinds(store)] == [
        ChangeKind.OPENED,
        ChangeKind.SEEN,
        ChangeKind.CANCELLED,
    ]


async def test_change_and_call_are_kept_together_or_not_at_all(store, folder, own_call):
    with refusing_rows(folder, "outgoing_change", "database or disk is full"):
        with pytest.raises(StoreFailed):
            await store.calls.open_call(own_call())
        assert await store.calls.all_calls() == ()
        assert (await store.outbox.mark()).made == 0
    call = await store.calls.open_call(own_call())
    with refusing_rows(folder, "outgoing_change", "database or disk is full"):
        with pytest.raises(StoreFailed):
            await store.calls.cancel(call.id)
        assert await store.calls.get(call.id) == call
    await store.calls.cancel(call.id)
    assert await kinds(store) == [(1, ChangeKind.OPENED, None), (2, ChangeKind.CANCELLED, None)]


async def test_another_kiosks_calls_are_counted_apart(store, own_call):
    await store.calls.open_call(own_call(kiosk="02"))
    await store.calls.open_call(own_call())
    assert await kinds(store) == [(1, ChangeKind.OPENED, None)]


async def test_changes_come_in_portions(store, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.claim(call.id, "甲")
    await store.calls.cancel(call.id)
    assert [change.seq for change in await store.outbox.after(0, 2)] == [1, 2]
    assert [change.seq for change in await store.outbox.after(2, 2)] == [3]
    assert await store.outbox.after(3, 2) == ()


async def test_delivered_never_goes_back_and_never_ahead(store, make_store, own_call):
    await store.calls.open_call(own_call())
    call = (await store.calls.open_calls())[0]
    await store.calls.cancel(call.id)
    before = await store.outbox.mark()
    await store.outbox.delivered(2)
    await store.outbox.delivered(1)
    await store.outbox.delivered(9)
    assert await store.outbox.mark() == replace(before, delivered=2)
    await store.close()
    assert await make_store().outbox.mark() == replace(before, delivered=2)


async def test_what_the_hub_has_still_to_hear_is_counted_with_the_age_of_the_oldest(store, own_call, clock):
    assert await store.outbox.backlog() == Backlog(0, None, None)
    call = await store.calls.open_call(own_call())
    first = clock.now()
    clock.pass_by(60)
    await store.calls.cancel(call.id)
    assert await store.outbox.backlog() == Backlog(2, first, None)
    await store.outbox.delivered(1)
    assert await store.outbox.backlog() == Backlog(1, clock.now(), None)
    await store.outbox.delivered(2)
    assert await store.outbox.backlog() == Backlog(0, None, None)


async def test_to_ask_what_is_undelivered_begins_no_journal(store, folder):
    await store.outbox.backlog()
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT * FROM outgoing_journal").fetchall() == []


async def test_the_last_refusal_is_kept_until_the_hub_keeps_a_change(store, make_store, own_call, clock):
    await store.calls.open_call(own_call())
    await store.outbox.refused(RefusalReason.MALFORMED, "x" * 5000)
    clock.pass_by(60)
    await store.outbox.refused(RefusalReason.FORKED, "another change")
    await store.outbox.delivered(0)
    await store.close()
    again = make_store()
    refusal = HubRefusal(RefusalReason.FORKED, "another change", clock.now())
    assert (await again.outbox.backlog()).refusal == refusal
    await again.outbox.delivered(1)
    assert (await again.outbox.backlog()).refusal is None


async def test_of_a_refusal_only_so_much_is_kept(store):
    await store.outbox.refused(RefusalReason.MALFORMED, "x" * 5000)
    refusal = (await store.outbox.backlog()).refusal
    assert refusal is not None
    assert refusal.detail == "x" * 400


async def test_a_call_is_at_the_hub_once_its_opening_is_delivered(store, own_call):
    call = await store.calls.open_call(own_call())
    assert not await store.outbox.at_hub(call.id)
    await store.outbox.delivered(1)
    await store.calls.cancel(call.id)
    other = await store.calls.open_call(own_call())
    assert await store.outbox.at_hub(call.id)
    assert not await store.outbox.at_hub(other.id)


async def test_a_new_folder_begins_a_new_journal(store, make_store, tmp_path):
    assert (await store.outbox.mark()).journal != (
        await make_store(at=tmp_path / "new").outbox.mark()
    ).journal


async def test_a_claim_at_the_hub_is_taken_over_once_and_does_not_go_back(store, own_call, clock):
    call = await store.calls.open_call(own_call())
    clock.pass_by(20)
    claimed = HallCall(replace(call, state=CallState.CLAIMED, officer="甲", claimed_at=call.created_at), 2, 1)
    waiting = HallCall(call, 1, 1)
    await store.outbox.take_over([claimed, waiting])
    here = await store.calls.get(call.id)
    assert (here.state, here.officer, here.claimed_at) == (CallState.CLAIMED, "甲", clock.now())
    await store.outbox.take_over([waiting])
    assert await store.calls.get(call.id) == here
    mark = await store.outbox.mark()
    assert (mark.told, mark.made) == (2, 1)


async def test_a_call_that_the_resident_cancelled_stays_cancelled(store, own_call):
    call = await store.calls.open_call(own_call())
    cancelled = await store.calls.cancel(call.id)
    later = await store.calls.open_call(own_call())
    await store.outbox.take_over([HallCall(replace(call, state=CallState.CLAIMED, officer="甲"), 1, 1)])
    assert await store.calls.get(call.id) == cancelled
    assert await store.calls.open_calls() == (later,)


async def test_an_officers_note_survives_what_the_hub_tells(store, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.claim(call.id, "甲")
    closed = await store.calls.close(call.id, "甲", Outcome.HELPED, "带去三号窗口")
    await store.outbox.take_over([HallCall(replace(closed, note=""), 4, 3)])
    assert await store.calls.get(call.id) == closed


async def test_an_unknown_call_and_another_kiosks_are_passed_over(store, own_call):
    other = await store.calls.open_call(own_call(kiosk="02"))
    call = await store.calls.open_call(own_call())
    gone = replace(call, id="gone", state=CallState.CANCELLED)
    foreign = replace(other, state=CallState.CANCELLED)
    await store.outbox.take_over([HallCall(gone, 1, 0), HallCall(foreign, 2, 0)])
    assert set(await store.calls.open_calls()) == {call, other}
    assert (await store.outbox.mark()).told == 2


async def test_a_call_made_before_there_was_a_journal_is_told_of_by_its_next_change(
    store, make_store, folder, own_call
):
    call = await store.calls.open_call(own_call())
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for table in ("window_deed", "window_case", "question_reply", "question"):
            database.execute(f"DROP TABLE {table}")
        for table in ("hall_release", "hall_event", "hall_declined"):
            database.execute(f"DROP TABLE {table}")
        for table in ("record_mark", "prepared_form", "prepared_flow", "prepared_key", "prepared_guess"):
            database.execute(f"DROP TABLE {table}")
        for table in ("appointment", "finding_key", "finding_try", "visiting_plan"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DROP TABLE outgoing_change")
        database.execute("DROP TABLE outgoing_journal")
        database.execute("DROP TABLE moving_visit")
        database.execute("DROP TABLE kiosk_report")
        database.execute("DROP TABLE roster")
        database.execute("DROP TABLE service_draft")
        database.execute("DROP TABLE visit_end")
        database.execute("DROP TABLE outgoing_fact")
        database.execute("DROP TABLE thanks")
        database.execute("DROP TABLE service_release")
        database.execute("DROP TABLE release_event")
        database.execute("ALTER TABLE difficult_case DROP COLUMN moved_at")
        database.execute("ALTER TABLE call DROP COLUMN arrived_at")
        database.execute("UPDATE alembic_version SET version_num = '0003'")
        database.commit()
    again = make_store()
    assert await again.calls.open_calls() == (call,)
    await again.calls.claim(call.id, "甲")
    (change,) = await again.outbox.after(0, 10)
    assert (change.seq, at_hub(None, change).state) == (1, CallState.CLAIMED)


async def test_a_change_wakes_whoever_waits(store, own_call):
    waiting = asyncio.ensure_future(store.outbox.changed())
    await store.outbox.mark()
    assert not waiting.done()
    await store.calls.open_call(own_call())
    await asyncio.wait_for(waiting, 5)


async def test_what_a_desk_of_the_hall_could_not_solve_becomes_a_difficult_case_once(store, own_call):
    call = await store.calls.open_call(own_call())
    unsolved = replace(
        call,
        state=CallState.DONE,
        officer="0235",
        claimed_at=call.created_at,
        closed_at=call.created_at,
        outcome=Outcome.NOT_SOLVED,
    )
    await store.outbox.take_over([HallCall(unsolved, 1, 1)])
    await store.outbox.take_over([HallCall(unsolved, 2, 1)])
    (case,) = await store.difficult.open_cases()
    assert (case.call_id, case.owner, case.service) == (call.id, "0235", call.service)


async def test_what_was_written_at_a_desk_of_the_hall_is_kept_sealed_and_tells_what_the_case_is_about(
    store, folder, own_call
):
    call = await store.calls.open_call(own_call())
    closed = replace(
        call, state=CallState.DONE, officer="0235", closed_at=call.created_at, outcome=Outcome.NOT_SOLVED
    )
    await store.outbox.take_over([HallCall(replace(closed, note="王秀英的名字有两种写法"), 1, 1)])
    await store.outbox.take_over([HallCall(closed, 2, 1)])
    (case,) = await store.difficult.open_cases(reveal=True)
    assert case.subject == "王秀英的名字有两种写法"
    assert (await store.calls.get(call.id)).note == "王秀英的名字有两种写法"
    await store.close()
    for path in folder.glob("kiosk.db*"):
        assert "王秀英" not in path.read_bytes().decode("utf-8", "ignore")


async def test_of_a_call_that_goes_on_here_no_note_is_kept(store, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.mark_seen([call.id])
    closed = replace(call, state=CallState.DONE, officer="0235", outcome=Outcome.HELPED, note="帮好了")
    await store.outbox.take_over([HallCall(closed, 1, 1)])
    assert (await store.calls.get(call.id)).note == ""


async def test_what_was_solved_becomes_none(store, own_call):
    call = await store.calls.open_call(own_call())
    solved = replace(call, state=CallState.DONE, officer="0235", outcome=Outcome.HELPED)
    await store.outbox.take_over([HallCall(solved, 1, 1)])
    assert await store.difficult.open_cases() == ()


async def test_in_a_new_journal_all_that_is_kept_counts_from_one_on_with_its_ids(store, own_call, clock):
    over = await store.calls.open_call(own_call(place='大厅 "东"'))
    await store.calls.cancel(over.id)
    call = await store.calls.open_call(own_call())
    await store.outbox.delivered(2)
    await store.outbox.refused(RefusalReason.FORKED, "why")
    before, changes = await store.outbox.mark(), await store.outbox.after(0, 10)
    clock.pass_by(60)
    new = new_id()
    await store.outbox.begin_journal(new, before.journal)
    assert await store.outbox.mark() == replace(before, journal=new, made=3, delivered=0)
    assert await store.outbox.after(0, 10) == changes
    assert await store.outbox.backlog() == Backlog(3, changes[0].at, None, clock.now())
    assert not await store.outbox.at_hub(call.id)
    await store.calls.cancel(call.id)
    assert (await store.outbox.after(3, 10))[0].seq == 4


async def test_what_was_pruned_leaves_no_gap_in_a_new_journal(store, own_call, monkeypatch):
    monkeypatch.setattr("kiosk.store._outgoing.KEPT_DELIVERED", 2)
    for _ in range(4):
        call = await store.calls.open_call(own_call())
        await store.calls.cancel(call.id)
    await store.outbox.delivered(7)
    kept = await store.outbox.after(0, 10)
    assert [change.seq for change in kept] == [6, 7, 8]
    await store.outbox.begin_journal(new_id(), (await store.outbox.mark()).journal)
    assert await store.outbox.after(0, 10) == tuple(
        replace(change, seq=seq) for seq, change in enumerate(kept, 1)
    )
    assert (await store.outbox.mark()).made == 3


async def test_another_kiosks_journal_in_the_same_folder_stays(store, make_store, folder, own_call):
    await store.calls.open_call(own_call(kiosk="02"))
    await store.calls.open_call(own_call())
    await store.outbox.begin_journal(new_id(), (await store.outbox.mark()).journal)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        rows = database.execute("SELECT kiosk, seq FROM outgoing_change ORDER BY kiosk").fetchall()
    assert rows == [("01", 1), ("02", 1)]


async def test_a_folder_that_was_exchanged_meanwhile_begins_no_journal(store, own_call):
    await store.outbox.begin_journal(new_id(), new_id())
    await store.calls.open_call(own_call())
    before = await store.outbox.mark()
    await store.outbox.begin_journal(new_id(), new_id())
    assert await store.outbox.mark() == before
    assert (await store.outbox.backlog()).begun is None


async def test_a_journal_that_cannot_be_begun_whole_stays_as_it_was(store, folder, own_call):
    await store.calls.open_call(own_call())
    before, changes = await store.outbox.mark(), await store.outbox.after(0, 10)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON outgoing_journal "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(StoreFailed):
        await store.outbox.begin_journal(new_id(), before.journal)
    assert (await store.outbox.mark(), await store.outbox.after(0, 10)) == (before, changes)
