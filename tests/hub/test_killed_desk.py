"""A desk that is killed while it holds a claim: its call waits again for others, once, and on record."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk.assist.call import CallState, NewCall
from kiosk.assist.queue import SILENT_S
from kiosk.clock import SystemClock
from kiosk.hub import record
from kiosk.hub.freeing import FreeClaims
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from tests.hub.killed_desk import DESK, OFFICER
from tests.hub.test_desk import PATIENCE_S, DeskDuty, make_desk, quick, soon
from tests.hub.test_forwarder import WrongClock

__all__ = ["make_desk"]

PROGRAM = Path(__file__).with_name("killed_desk.py")
KILLS = 5
LONGEST_LIFE_S = 0.1
"""After its first claim a desk is killed within this time."""


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), FreeClaims(soon)]


async def killed(seed, *arguments):
    """Start it, let it claim, kill it (-9). Returns the last word that it had acknowledged of each call."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment,
    )  # fmt: skip
    said = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
    if not said:
        raise AssertionError((await process.stderr.read()).decode())
    await asyncio.sleep(Random(seed).random() * LONGEST_LIFE_S)
    process.kill()
    lines = [said, *(await process.stdout.read()).splitlines(keepends=True)]
    await process.stderr.read()
    await process.wait()
    return [line.split() for line in lines if line.endswith(b"\n")]


async def _turned_on(sql, ids):
    """A minute passes for the desk that is gone, until its calls wait again. What it had still sent may be
    heard after it was killed."""
    ago = f"clock_timestamp() - interval '{SILENT_S + 1} seconds'"
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await sql.execute(f"UPDATE call SET claimed_at = {ago} WHERE officer = $1", OFFICER)
            await sql.execute(f"UPDATE presence SET heard_at = {ago} WHERE officer = $1", OFFICER)
            waiting = await sql.fetch("SELECT id FROM call WHERE state = 'waiting'")
            if {row["id"] for row in waiting} == ids:
                return
            await asyncio.sleep(0.02)


async def test_at_the_hub(hub, sql, make_desk, kiosk_line, told):
    book = told()
    opened = [book.opened(), book.opened()]
    url, ids = hub.url.replace("ws", "http", 1), {change.call.id for change in opened}
    async with kiosk_line(hub) as kiosk, make_desk(hub, "west") as west:
        await kiosk.changes(*opened)
        await west.calls.sign_in("0202")
        for seed in range(KILLS):
            assert await killed(seed, "hub", url, await enrol(sql, Part.DESK, DESK))
            await _turned_on(sql, ids)
            for call_id in ids:
                await west.until_call(call_id, state=CallState.WAITING, officer=None)
        rows = await sql.fetch("SELECT id, state FROM call")
        assert {row["id"] for row in rows} == ids
        assert len(rows) == len(ids)
        for call_id in ids:
            assert (await west.calls.claim(call_id, "0202")).officer == "0202"
    entries = await record.entries(sql, "hub")
    assert {(entry.deed, entry.who) for entry in entries} == {(Deed.CALL_FREED, OFFICER)}
    assert (await record.verified(sql, "hub")).broken is None


async def test_beside_the_kiosk(tmp_path):
    store = LocalStore(tmp_path, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    new = NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False)
    call = await store.calls.open_call(new)
    others = LocalStore(tmp_path, "01", WrongClock(timedelta(seconds=SILENT_S + 1)), kiosk_lock=False)
    freed = 0
    try:
        for seed in range(KILLS):
            assert await killed(seed, "local", str(tmp_path))
            freed += (await store.calls.get(call.id)).state is CallState.CLAIMED
            await others.calls.sign_in("0202")
            stands = await store.calls.get(call.id)
            assert (stands.state, stands.officer) == (CallState.WAITING, None)
        assert [each.id for each in await store.calls.all_calls()] == [call.id]
        assert (await others.calls.claim(call.id, "0202")).officer == "0202"
        deeds = [entry for entry in await store.record.entries() if entry.deed is Deed.CALL_FREED]
        assert [(entry.who, entry.about) for entry in deeds] == [(OFFICER, call.id)] * freed
        assert freed > 0
        assert (await store.record.verify()).broken is None
    finally:
        await others.close()
        await store.close()
