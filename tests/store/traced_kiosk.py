"""A kiosk that files cases and calls under strace, and the look at what a power loss left of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.store.local import LocalStore
from tests.store.disk_trace import Asked, traced

KIOSK = """
import asyncio, os, sys
from pathlib import Path
from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import Wish, Written
from kiosk.ids import new_id
from kiosk.store import _engine
from kiosk.store.local import LocalStore

folder, rounds, careless = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "careless"
if careless:
    right = _engine.connect
    def connect(*given, **more):
        connection = right(*given, **more)
        connection.execute("PRAGMA synchronous=OFF")
        return connection
    _engine.connect = connect
    os.fsync = os.fdatasync = lambda _handle: None

async def work():
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    for _ in range(rounds):
        visit = new_id()
        receipt = await store.cases.hand_in(Filing(visit, "k", "s", 1, "00", "x", "zh_CN", False,
            {f"step_{i}": Written(text="好" * 300) for i in range(8)}, Wish(wish="no")))
        os.write(1, f"case {receipt.number}\\n".encode())
        call = await store.calls.open_call(NewCall(visit, visit, "k", "p", None, None, "zh_CN", False))
        os.write(1, f"call {call.id}\\n".encode())
        await store.calls.claim(call.id, "007")
        await store.calls.close(call.id, "007", Outcome.NOT_SOLVED, "好" * 300)
        os.write(1, f"done {call.id}\\n".encode())
        await store.cases.rate(visit, 1)
    await store.close()

asyncio.run(work())
"""


def asked_by(tmp_path: Path, how: str, rounds: int) -> tuple[list[Asked], Path]:
    """What it asked of the disk. how: careful, or careless: it does not wait for the disk."""
    folder = tmp_path / "kiosk"
    folder.mkdir(mode=0o700)
    command = [sys.executable, "-c", KIOSK, str(folder), str(rounds), how]
    return traced(command, folder, tmp_path / "trace", env=os.environ | {"PYTHONPATH": os.getcwd()}), folder


async def what_is_missing(folder: Path, said: bytes) -> list[str]:
    """Of what was said to be done."""
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    try:
        calls = {call.id: call for call in await store.calls.all_calls()}
        numbers = {case.number for case in await store.cases.cases(reveal=True)}
        hard = [each.call_id for each in await store.difficult.all_cases(reveal=True)]
    finally:
        await store.close()
    missing = []
    for line in said.decode().splitlines():
        what, name = line.split()
        there = {
            "case": name in numbers,
            "call": name in calls,
            "done": name in calls and calls[name].outcome is not None and hard.count(name) == 1,
        }
        if not there[what]:
            missing.append(line)
    return missing
