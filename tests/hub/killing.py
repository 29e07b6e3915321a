"""Kills a kiosk at random moments, and looks afterwards whether all it had acknowledged is there once."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import asyncpg

from kiosk.clock import SystemClock
from kiosk.hub.beside import Beside
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.store.local import LocalStore

PROGRAM = Path(__file__).with_name("killed_kiosk.py")
PATIENCE_S = 60
LONGEST_LIFE_S = 0.25
"""After it is ready a kiosk is killed within this time."""


@dataclass
class Acknowledged:
    """What the kiosks said before they were killed."""

    called: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)


async def kill_once(data: Path, url: str, key: str, seed: int, said: Acknowledged) -> None:
    """Start it, let it work for a random time, and end it with a signal that cannot be caught."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), str(data), url, key, str(seed),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    while (line := await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)) != b"ready\n":
        if not line:
            raise AssertionError((await process.stderr.read()).decode())
        _hear(line, said)
    await asyncio.sleep(Random(seed).random() * LONGEST_LIFE_S)
    process.kill()
    for line in (await process.stdout.read()).splitlines():
        _hear(line, said)
    await process.stderr.read()
    await process.wait()


def _hear(line: bytes, said: Acknowledged) -> None:
    what, _, call = line.decode().strip().partition(" ")
    if len(call) == 36:  # the last line may have been cut off by the kill: then nobody has read it
        (said.called if what == "called" else said.cancelled).append(call)


async def look(data: Path, url: str, key: str, database: str, said: Acknowledged) -> dict[str, int]:
    """Let the rest be carried, and compare. Raises AssertionError. Returns how much there is."""
    store = LocalStore(data, "01", SystemClock(), kiosk_lock=True)
    link = lambda: websocket(url, Claimant("01", key))  # noqa: E731
    forwarder = Forwarder(store.outbox, link, SystemClock(), Random())
    beside = Beside(store.start, store.close, lambda: forwarder)
    await beside.start()
    hub = await asyncpg.connect(database)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (mark := await store.outbox.mark()).delivered < mark.made:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        here = Counter(call.id for call in await store.calls.all_calls())
        there = Counter(row["id"] for row in await hub.fetch("SELECT id FROM call"))
        over = {row["id"] for row in await hub.fetch("SELECT id FROM call WHERE state = 'cancelled'")}
        assert len(set(said.called)) == len(said.called)
        lost = [call for call in said.called if here[call] != 1 or there[call] != 1]
        assert not lost, f"{len(lost)} acknowledged calls are not there once, such as {lost[0]}"
        assert here.keys() == there.keys()
        assert set(said.cancelled) <= over
        heard = await hub.fetchval("SELECT max(heard) FROM journal")
        changes = await hub.fetchval("SELECT count(*) FROM heard_change")
        assert heard == changes == mark.made, "a change is doubled or missing"
    finally:
        await hub.close()
        await beside.close()
    return {"called": len(said.called), "cancelled": len(said.cancelled), "changes": int(changes)}
