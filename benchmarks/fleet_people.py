"""The kiosks and desks of benchmarks/hub_fleet.py, each one connection without anything behind it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

from websockets.asyncio.client import ClientConnection

from kiosk.assist.call import Call, CallState
from kiosk.assist.change import Change, ChangeKind
from kiosk.assist.change_form import ChangeForm
from kiosk.ids import new_id

BUSY_S = 1.0


@dataclass
class Seen:
    """What kiosks and desks were told, and when. Times in milliseconds."""

    made: dict[str, float] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    won: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    closed: set[str] = field(default_factory=set)
    coming: dict[str, float] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def since(started: float) -> float:
    return (perf_counter() - started) * 1000


class Kiosk:
    """One kiosk's end of its connection."""

    def __init__(self, name: str, seen: Seen) -> None:
        self._name, self._seen = name, seen
        self._calls: list[str] = []
        self._socket: ClientConnection

    async def greet(self, socket: ClientConnection) -> None:
        self._socket = socket
        await socket.send(json.dumps({"type": "hello", "version": 1, "journal": new_id(), "told": 0}))

    async def call(self) -> None:
        now = datetime.now(UTC)
        call = Call(
            new_id(), self._name, "一号机", "大厅", None, None, "zh_CN", False, False, CallState.WAITING, now
        )
        self._calls.append(call.id)
        change = Change(new_id(), self._name, len(self._calls), ChangeKind.OPENED, now, None, call)
        form = json.loads(ChangeForm.of(change).json_text())
        said = json.dumps({"type": "changes", "sent_at": now.isoformat(), "changes": [form]})
        self._seen.made[call.id] = perf_counter()
        await self._socket.send(said)

    async def hear(self) -> None:
        acknowledged = 0
        async for text in self._socket:
            said = json.loads(text)
            if said["type"] == "heard":
                for call_id in self._calls[acknowledged : said["heard"]]:
                    self._seen.acknowledged.add(call_id)
                    self._seen.took["tap to acknowledgement"].append(since(self._seen.made[call_id]))
                acknowledged = said["heard"]
            elif said["type"] == "calls":
                for call in (hall["call"] for hall in said["calls"]):
                    if call["state"] == "claimed":
                        self._seen.coming.setdefault(call["id"], perf_counter())


class Desk:
    """One desk's end. It claims its share of the calls: those whose id falls to ``turn`` of ``turns``."""

    def __init__(self, socket: ClientConnection, officer: str, turn: int, turns: int, seen: Seen) -> None:
        self._socket, self._officer, self._seen = socket, officer, seen
        self._turn, self._turns = turn, turns
        self.asked: dict[str, float] = {}
        self._again: list[asyncio.Future[None]] = []

    async def hear(self) -> None:
        async for text in self._socket:
            # Of calls that somebody has already there is nothing to read: 50 desks in one process are busy.
            if text.startswith('{"type":"calls"') and '"state":"waiting"' not in text:
                continue
            said = json.loads(text)
            call = (said.get("call") or {}).get("call", {})
            if said["type"] == "calls":
                for each in (hall["call"] for hall in said["calls"]):
                    if each["state"] == "waiting":
                        await self._waiting(each["id"])
            elif said["type"] == "done":
                self._done(said["ref"], call)
                if call["state"] == "claimed":
                    await self._ask("close", call["id"], outcome="helped")
            elif said["type"] == "refused" and said["reason"] == "busy":
                self._seen.busy += 1
                self._again.append(asyncio.ensure_future(self._ask_later(said["ref"])))
            elif said["type"] == "refused":
                assert said["reason"] == "lost", text
                self._seen.lost[call["id"]] += 1
                self._seen.took["claim to answer"].append(since(self.asked.pop(said["ref"])))

    async def _waiting(self, call_id: str) -> None:
        if int(call_id[-6:], 16) % self._turns != self._turn or f"claim-{call_id}" in self.asked:
            return
        self._seen.took["tap to desk"].append(since(self._seen.made[call_id]))
        self._seen.asked.setdefault(call_id, perf_counter())
        await self._ask("claim", call_id)

    def _done(self, ref: str, call: dict[str, str]) -> None:
        took = since(self.asked.pop(ref))
        if call["state"] == "claimed":
            self._seen.won[call["id"]] += 1
            self._seen.took["claim to answer"].append(took)
        else:
            self._seen.closed.add(call["id"])
            self._seen.took["close to answer"].append(took)

    async def _ask_later(self, ref: str) -> None:
        """As an officer would who reads that the hub is busy; the time runs from the first time on."""
        await asyncio.sleep(BUSY_S)
        what, _, call_id = ref.partition("-")
        await self._ask(what, call_id, **({"outcome": "helped"} if what == "close" else {}))

    async def _ask(self, what: str, call_id: str, **more: str) -> None:
        ref = f"{what}-{call_id}"
        self.asked.setdefault(ref, perf_counter())
        said = {"type": what, "ref": ref, "call": call_id, "officer": self._officer, **more}
        await self._socket.send(json.dumps(said))
