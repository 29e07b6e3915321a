"""Killed in the middle of a write, again and again: every acknowledged call and case is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.assist.call import CallState
from kiosk.cases.number import valid

ROUNDS = 25

KIOSK = """
import asyncio, importlib, os, signal, sys
from pathlib import Path
from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import Wish, Written
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

# Imported once; no thread is running yet, so that forking is safe.
importlib.import_module("kiosk.store._shelf")
importlib.import_module("kiosk.store._migrate")
folder, rounds = Path(sys.argv[1]), int(sys.argv[2])

async def work(out):
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    while True:
        visit = new_id()
        receipt, call = await asyncio.gather(
            store.cases.hand_in(Filing(visit, "k", "s", 1, "00", "x", "zh_CN", False,
                                       {f"step_{i}": Written(text="好" * 500) for i in range(20)},
                                       Wish(wish="no"))),
            store.calls.open_call(NewCall(visit, visit, "k", "p", None, None, "zh_CN", False)),
        )
        os.write(out, f"{visit} {call.id} {receipt.number}\\n".encode())
        hard = await store.calls.open_call(NewCall(new_id(), new_id(), "k", "p", None, None, "zh_CN", False))
        await store.calls.claim(hard.id, "007")
        await asyncio.gather(
            store.calls.close(hard.id, "007", Outcome.NOT_SOLVED, "好" * 500), store.cases.rate(visit, 1)
        )

for round_no in range(rounds):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            asyncio.run(work(writing))
        finally:
            os._exit(1)
    os.close(writing)
    got = b""
    # Killed as soon as the n-th is acknowledged: the next one is being written then.
    while got.count(b"\\n") < 1 + round_no % 5:
        part = os.read(reading, 4096)
        if not part:
            break
        got += part
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while part := os.read(reading, 4096):
        got += part
    assert os.WIFSIGNALED(status), status
    sys.stdout.write(got.decode())
    sys.stdout.flush()
"""


@pytest.fixture
def acknowledged(folder):
    """What the killed kiosks had acknowledged: visit, call id, registration number."""
    done = subprocess.run(
        [sys.executable, "-c", KIOSK, str(folder), str(ROUNDS)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


async def test_every_acknowledged_call_and_case_survives(acknowledged, make_store):
    assert len(acknowledged) >= ROUNDS
    store = make_store(kiosk_lock=True)
    await store.start()
    await store.healthy()
    calls = {call.id for call in await store.calls.open_calls()}
    cases = await store.cases.cases(reveal=True)
    numbers = {case.number for case in cases}
    for visit, call_id, number in acknowledged:
        assert visit == call_id
        assert call_id in calls
        assert number in numbers
    # A call not solved and a low rating have their difficult case, or did not happen.
    done = {call.id for call in await store.calls.all_calls() if call.state is CallState.DONE}
    low = {case.id for case in cases if case.rating is not None}
    difficult = await store.difficult.all_cases(reveal=True)
    assert sorted(each.call_id for each in difficult if each.call_id) == sorted(done)
    assert sum(each.visit_id is not None for each in difficult) == len(low)
    assert done
    assert low
    # Whole or not at all: what was being written when it was killed has all of its answers, or is not there.
    assert all(len(case.answers) == 20 for case in cases)
    for case in cases:
        assert await store.cases.wish_for_officer(case.id) is not None
    assert all(valid(number) for number in numbers)
    assert sorted(int(number[2:-1]) for number in numbers) == list(range(1, len(numbers) + 1))
