"""A new key comes into force while everybody works on: nothing is lost, nothing stays under the old one."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from datetime import date, time

import pytest

from kiosk.assist.call import Outcome
from kiosk.cases.appointment import NewAppointment
from kiosk.cases.difficult import NewDifficult, NewStep, Refused, StepKind
from kiosk.cases.proof import Proof
from kiosk.cases.question import How, NewReply
from kiosk.cases.visiting_hours import Half
from kiosk.flow.answer import Written
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.store._sealed import SEALED
from kiosk.store.keys import read_ring

AN_HOUR_S = 3600.0


CARD = "11010519491231002X"


async def fill(store, a_call, a_filing, times=3):
    """Something in every column that is sealed."""
    if not await store.officers.anybody():
        await store.officers.add(Officer("007", "王", frozenset(Role)), "482913", CONSOLE)
    store.seats.desk.sit("007")
    for _ in range(times):
        await store.cases.hand_in(a_filing())
        call = await store.calls.open_call(a_call())
        await store.calls.claim(call.id, "007")
        await store.calls.close(call.id, "007", Outcome.NOT_SOLVED, "没办成")
        case = await store.difficult.open(NewDifficult(new_id(), "007", "电话里说的"))
        await store.difficult.record(case.id, NewStep(new_id(), "007", StepKind.NOTE, None, "记一笔"))
        asked = a_filing(question=True, answers={"question": Written(text="养老金?")}, wish=None)
        receipt = await store.cases.hand_in(asked)
        await store.questions.reply(receipt.case_id, NewReply(new_id(), "007", How.CALLED_BACK, "二楼"))
    half = Half(date(2026, 11, 25), time(9))
    with suppress(Refused):  # one of a service at a time
        await store.appointments.book(NewAppointment(new_id(), "s", half, True, "zh_CN", CARD))


async def everything(store):
    """All that is sealed, opened."""
    cases = await store.cases.cases(reveal=True)
    return (
        await store.calls.all_calls(),
        [(case.id, dict(case.answers)) for case in cases],
        [await store.cases.wish_for_officer(case.id) for case in cases],
        await store.difficult.all_cases(reveal=True),
        await store.questions.questions(every=True, reveal=True),
        await store.officers.officers(),
        await store.appointments.find(Proof("01", CARD)),
    )


def on_disk(folder, name):
    """How often the head of values of this key stands in the database's files."""
    content = b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
    return content.count(b"\x02" + bytes.fromhex(name))


def first_key(folder):
    return read_ring(folder).keys[0].name


async def test_everything_is_sealed_anew_and_reads_as_before(store, folder, a_call, a_filing):
    await fill(store, a_call, a_filing)
    before, old = await everything(store), first_key(folder)
    assert on_disk(folder, old)
    rotated = await store.keys.rotate(CONSOLE)
    assert rotated.begun
    assert rotated.unreadable == 0
    assert rotated.key == read_ring(folder).current.name != old
    assert await everything(store) == before
    kept = await store.keys.kept()
    assert kept.left == 0
    assert [key.name for key in kept.keys] == [old, rotated.key]
    assert (await store.officers.sign_in("007", "482913")).name == "王"


async def test_each_value_is_sealed_once_and_a_second_pass_finds_nothing_to_do(
    store, folder, a_call, a_filing
):
    await fill(store, a_call, a_filing)
    rotated = await store.keys.rotate(CONSOLE)
    assert rotated.resealed == on_disk_values(folder)
    assert await store.keys.reseal() == (0, 0)


def on_disk_values(folder):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return sum(
            database.execute(
                f'SELECT count(*) FROM "{each.table}" WHERE "{each.column}" IS NOT NULL'
            ).fetchone()[0]
            for each in SEALED
        )


async def test_a_rotation_that_broke_off_is_brought_to_its_end_and_makes_no_key_more(
    make_store, store, folder, a_call, a_filing
):
    await fill(store, a_call, a_filing)
    before = await everything(store)
    await store._line.run(lambda shelf: shelf.keys.begin(CONSOLE))
    again = make_store()
    assert (await again.keys.kept()).left > 0
    rotated = await again.keys.rotate(CONSOLE)
    assert not rotated.begun
    assert rotated.resealed > 0
    assert len(read_ring(folder).keys) == 2
    assert await everything(store) == before
    assert (await again.keys.rotate(CONSOLE)).begun


async def test_an_old_key_goes_only_when_nothing_needs_it(store, folder, a_call, a_filing, clock, tmp_path):
    await fill(store, a_call, a_filing)
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "monday").write_bytes(b"")
    old = first_key(folder)
    await store._line.run(lambda shelf: shelf.keys.begin(CONSOLE))
    clock.pass_by(2 * AN_HOUR_S)
    assert await store.keys.drop(CONSOLE, [backups]) == ()  # the database needs it
    assert (await store.keys.kept()).keys[0].copies is None
    await store.keys.reseal()
    assert await store.keys.drop(CONSOLE, [backups]) == ()  # monday's copy may need it
    assert (await store.keys.kept()).keys[0].copies == 1
    (backups / "tuesday").write_bytes(b"")  # made after everything had been sealed anew
    backups.rename(tmp_path / "taken out")
    assert await store.keys.drop(CONSOLE, [backups]) == ()  # on a disk that is not there just now
    (tmp_path / "taken out").rename(backups)
    (backups / "monday").unlink()
    assert await store.keys.drop(CONSOLE, [backups]) == (old,)
    assert [key.name for key in read_ring(folder).keys] == [read_ring(folder).current.name]
    deeds = [(entry.who, entry.deed, entry.about) for entry in await store.record.entries()][-2:]
    assert deeds == [
        (CONSOLE, Deed.KEY_CHANGED, read_ring(folder).current.name),
        (CONSOLE, Deed.KEY_DROPPED, old),
    ]
    await everything(store)


async def test_an_old_key_stays_for_an_hour_whatever_is_there(store, folder, a_filing, clock, tmp_path):
    await store.cases.hand_in(a_filing())
    await store.keys.rotate(CONSOLE)
    assert await store.keys.drop(CONSOLE, [tmp_path / "none"]) == ()
    clock.pass_by(AN_HOUR_S)
    assert len(await store.keys.drop(CONSOLE, [tmp_path / "none"])) == 1


async def test_a_value_that_does_not_open_keeps_its_key_and_is_told(store, folder, a_filing, clock):
    await store.cases.hand_in(a_filing())
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("UPDATE case_answer SET value = x'01' WHERE step = 'own'")
    assert (await store.keys.rotate(CONSOLE)).unreadable == 1
    clock.pass_by(2 * AN_HOUR_S)
    assert await store.keys.drop(CONSOLE, []) == ()
    assert (await store.keys.kept()).left == 1


WRITER = """
import asyncio, sys
from pathlib import Path
from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import Wish, Written
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

async def work(folder):
    store = LocalStore(Path(folder), "01", SystemClock(), kiosk_lock=False)
    await store.start()
    store.seats.desk.sit("007")
    print("ready", flush=True)
    stop = asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    filed = called = 0
    while not stop.done():
        visit = new_id()
        await store.cases.hand_in(Filing(visit, "k", "s", 1, "00", "x", "zh_CN", False,
            {f"step_{i}": Written(text=f"好{visit}") for i in range(5)}, Wish(wish="no")))
        filed += 1
        call = await store.calls.open_call(NewCall(new_id(), new_id(), "k", "p", None, None, "en", False))
        await store.calls.claim(call.id, "007")
        await store.calls.close(call.id, "007", Outcome.HELPED, f"记{call.id}")
        called += 1
    await store.close()
    print(filed, called, flush=True)

asyncio.run(work(sys.argv[1]))
"""


@contextmanager
def process(code, *words):
    running = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


async def test_others_write_on_while_it_happens_and_nothing_is_lost_or_left_behind(
    store, folder, a_call, a_filing, clock
):
    await fill(store, a_call, a_filing)
    old = [first_key(folder)]
    with process(WRITER, folder) as one, process(WRITER, folder) as other:
        for each in (one, other):
            assert await asyncio.to_thread(each.stdout.readline) == "ready\n"
        for _ in range(3):
            await store.keys.rotate(CONSOLE)
            old.append(read_ring(folder).current.name)
        told = [await asyncio.to_thread(each.communicate, "stop\n") for each in (one, other)]
    filed, called = (sum(each) for each in zip(*(map(int, out.split()) for out, _ in told), strict=True))
    assert filed >= 2
    # Whoever wrote while the last key came into force may have sealed with it alone: nothing is left over.
    assert (await store.keys.kept()).left == 0
    cases = [case for case in await store.cases.cases(reveal=True) if case.service == "s"]
    assert len(cases) == filed
    assert all(len(case.answers) == 5 for case in cases)
    notes = [
        call for call in await store.calls.all_calls() if call.kiosk == "k" or call.note.startswith("记")
    ]
    assert len([call for call in notes if call.note == f"记{call.id}"]) == called
    clock.pass_by(2 * AN_HOUR_S)
    assert list(await store.keys.drop(CONSOLE, [])) == old[:-1]
    await store.healthy()
    await store.close()
    assert [on_disk(folder, name) for name in old[:-1]] == [0, 0, 0]
    assert on_disk(folder, old[-1])


ROTATOR = """
import asyncio, sys
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.store import local_keys
from kiosk.store.local import LocalStore

local_keys.BATCH = 1

async def work(folder):
    store = LocalStore(Path(folder), "01", SystemClock(), kiosk_lock=False)
    await store.start()
    store.seats.desk.sit("007")
    print("ready", flush=True)
    while True:
        await store.keys.rotate("console")

asyncio.run(work(sys.argv[1]))
"""

KILLS = 8


@pytest.mark.parametrize("round_no", range(KILLS))
async def test_killed_at_any_moment_everything_is_there_and_the_next_one_ends_it(
    make_store, folder, a_call, a_filing, round_no
):
    store = make_store()
    await fill(store, a_call, a_filing, times=2)
    before = await everything(store)
    with process(ROTATOR, folder) as rotator:
        assert await asyncio.to_thread(rotator.stdout.readline) == "ready\n"
        seen, wanted = read_ring(folder).current.name, 1 + round_no % 3
        while wanted:
            now = read_ring(folder).current.name
            wanted, seen = wanted - (now != seen), now
            await asyncio.sleep(0)
        for _ in range(round_no * 7):  # some way into sealing anew
            await store.keys.kept()
        rotator.send_signal(signal.SIGKILL)
        rotator.wait()
    assert await everything(store) == before
    await store.keys.rotate(CONSOLE)
    assert (await store.keys.kept()).left == 0
    assert await everything(store) == before
    assert (await store.record.verify()).broken is None
