"""Two at the same thing at the same time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import event

from kiosk.assist.call import CallState, IllegalTransition
from kiosk.store import _calls
from kiosk.store._engine import connect
from kiosk.store._opening import open_new

ROUNDS = 40


async def test_of_two_desks_in_two_threads_one_gets_the_call(make_store, a_call):
    desks = [make_store(), make_store()]
    for desk in desks:
        await desk.start()

    async def claim(desk, call_id, name):
        try:
            return (await desk.calls.claim(call_id, name)).officer
        except IllegalTransition:
            return None

    winners = []
    for _ in range(ROUNDS):
        call = await desks[0].calls.open_call(a_call())
        got = await asyncio.gather(*(claim(desk, call.id, f"{i}") for i, desk in enumerate(desks)))
        won = [name for name in got if name is not None]
        assert len(won) == 1
        assert (await desks[1].calls.get(call.id)).officer == won[0]
        winners.append(won[0])
        await desks[0].calls.cancel(call.id)
    assert len(winners) == ROUNDS


DESK = """
import asyncio, sys
from pathlib import Path
from kiosk.assist.call import IllegalTransition
from kiosk.clock import SystemClock
from kiosk.store.local import LocalStore

async def main(folder, name):
    store = LocalStore(Path(folder), "01", SystemClock(), kiosk_lock=False)
    await store.start()
    print("ready", flush=True)
    for line in sys.stdin:
        won = 0
        for call_id in line.split():
            try:
                await store.calls.claim(call_id, name)
                won += 1
            except IllegalTransition:
                pass
        print(won, flush=True)
    await store.close()

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""


@pytest.fixture
def desks(store, folder):
    """Two desks, each a process of its own, ready to claim."""
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", DESK, str(folder), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("甲", "乙")
    ]
    with started[0], started[1]:
        for desk in started:
            assert desk.stdout.readline() == "ready\n"
        yield started
    assert [desk.returncode for desk in started] == [0, 0]


async def test_of_two_desks_in_two_processes_one_gets_each_call(desks, store, a_call):
    calls = [(await store.calls.open_call(a_call(kiosk=f"kiosk-{i}"))).id for i in range(ROUNDS)]
    for desk in desks:
        desk.stdin.write(" ".join(calls) + "\n")
        desk.stdin.flush()
    won = [int(desk.stdout.readline()) for desk in desks]
    assert sum(won) == ROUNDS
    open_calls = await store.calls.open_calls()
    assert all(call.state is CallState.CLAIMED for call in open_calls)
    by_officer = [call.officer for call in open_calls]
    assert [by_officer.count("甲"), by_officer.count("乙")] == won


async def test_a_call_that_moves_between_looking_and_claiming_is_not_claimed(store, a_call):
    """The state stands in the WHERE of the UPDATE itself: no reading before it is trusted."""
    call = await store.calls.open_call(a_call())
    engine = await store._line.run(lambda shelf: shelf._engine)

    def someone_else_is_first(connection, cursor, statement, parameters, context, many):
        if statement.startswith("UPDATE call"):
            cursor.execute("UPDATE call SET state = 'claimed', officer = 'first'")

    event.listen(engine, "before_cursor_execute", someone_else_is_first)
    with pytest.raises(IllegalTransition):
        await store.calls.claim(call.id, "second")


async def test_a_call_that_ends_while_the_kiosk_finds_it_in_its_way_keeps_no_new_one_out(
    store, folder, a_call, monkeypatch
):
    """Between finding that there is an open call and reading it, a desk may close it."""
    first, second = await store.calls.open_call(a_call()), a_call()
    tries = []

    def ended_meanwhile(engine, new, clock):
        tries.append(open_new(engine, new, clock))
        if tries[-1] is None:
            with closing(connect(folder / "kiosk.db")) as desk:
                desk.execute("UPDATE call SET state = 'cancelled'")
        return tries[-1]

    monkeypatch.setattr(_calls, "open_new", ended_meanwhile)
    assert (await store.calls.open_call(second)).id == second.id
    assert len(tries) == 2
    assert (await store.calls.open_calls()) == (tries[1],)
    assert (await store.calls.get(first.id)).state is CallState.CANCELLED


async def test_one_visit_handed_in_from_two_threads_at_once_is_one_case(make_store, a_filing):
    stores = [make_store(), make_store()]
    for store in stores:
        await store.start()
    for round_no in range(ROUNDS):
        filing = a_filing()
        receipts = await asyncio.gather(*(store.cases.hand_in(filing) for store in stores))
        assert receipts[0] == receipts[1]
        assert receipts[0].number[:-1] == f"01{round_no + 1:04d}"
    assert len(await stores[0].cases.cases()) == ROUNDS


async def test_two_that_start_at_once_on_an_empty_folder_share_one_key(make_store, folder, a_filing):
    stores = [make_store() for _ in range(4)]
    await asyncio.gather(*(store.start() for store in stores))
    for store in stores:
        await store.cases.hand_in(a_filing())
    assert len(await stores[0].cases.cases(reveal=True)) == 4


async def test_a_kiosk_calling_from_two_processes_still_has_one_open_call(make_store, a_call):
    stores = [make_store(), make_store()]
    for _ in range(ROUNDS):
        calls = await asyncio.gather(*(store.calls.open_call(a_call()) for store in stores))
        assert calls[0].id == calls[1].id
        await stores[0].calls.cancel(calls[0].id)


async def test_two_loops_may_use_two_stores(make_store, a_call):
    """A desk in a thread with a loop of its own sees what the kiosk wrote."""
    kiosk, desk = make_store(), make_store()
    call = await kiosk.calls.open_call(a_call())
    main = threading.get_ident()

    def at_the_desk():
        assert threading.get_ident() != main
        return asyncio.run(desk.calls.claim(call.id, "officer"))

    with ThreadPoolExecutor(1) as pool:
        claimed = await asyncio.wrap_future(pool.submit(at_the_desk))
    assert await kiosk.calls.get(call.id) == claimed
