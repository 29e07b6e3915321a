"""The kiosks, desks and people of such a day; see hub_day.py."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.day_plan import OPENS_S, Help, Visit
from kiosk.assist.call import Call, IllegalTransition, NewCall
from kiosk.clock import SystemClock
from kiosk.duty.kiosks import BEAT_S, KioskReport
from kiosk.hub.desk_calls import HubCalls
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

OFFICERS = 2
"""At each desk."""
HERE_S = 5.0
"""How often a desk says who is there."""
CLOCK = SystemClock()


@dataclass
class Day:
    """What everybody shares. took: seconds of each, by what was done."""

    speed: float
    started: float = 0.0
    wanted: dict[str, Help] = field(default_factory=dict)
    tapped: dict[str, float] = field(default_factory=dict)
    visits: int = 0
    ratings: int = 0
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def until(self, moment_s: float) -> None:
        """Until so many seconds after midnight; at once where that has passed."""
        await asyncio.sleep(self.started + (moment_s - OPENS_S) / self.speed - perf_counter())

    async def last(self, seconds: float) -> None:
        """So long by the day's own clock."""
        await asyncio.sleep(seconds / self.speed)


class Kiosk:
    """One kiosk and the residents who come to it."""

    def __init__(self, name: str, url: str, key: str, folder: Path, day: Day) -> None:
        self.name, self._day = name, day
        self.store = LocalStore(folder, name, CLOCK, kiosk_lock=True)
        self.forwarder = Forwarder(
            self.store.outbox, lambda: websocket(url, Claimant(name, key)), CLOCK, Random()
        )
        self._report = KioskReport(name, f"{name}号机", "大厅", False, True, True, True, "0")
        self._in_use = False
        self.over: dict[str, asyncio.Event] = {}

    async def serve(self, residents: list[Visit]) -> None:
        """All of the day's."""
        for visit in residents:
            await self._day.until(visit.begins_s)
            self._in_use = True
            if visit.call is None:
                await self._day.last(visit.lasts_s)
            else:
                await self._day.last(visit.call.after_s)
                await self._call(visit, visit.call)
                await self._day.last(visit.lasts_s - visit.call.after_s)
            if visit.rating is not None:
                await self.store.cases.rate(new_id(), visit.rating)
                self._day.ratings += 1
            self._in_use = False
            self._day.visits += 1

    async def beat(self) -> None:
        """Tells how it does as often as in life, not at each visit: those follow a hundred times as fast."""
        while True:
            await self.forwarder.report(replace(self._report, in_use=self._in_use))
            await asyncio.sleep(BEAT_S)

    async def _call(self, visit: Visit, wanted: Help) -> None:
        """From the tap to its end, which the kiosk hears of as it would anyhow."""
        new = NewCall(
            new_id(), self.name, f"{self.name}号机", "大厅", visit.service, wanted.step, "zh_CN",
            visit.priority, wanted.quiet,
        )  # fmt: skip
        self._day.wanted[new.id] = wanted
        over = self.over[new.id] = asyncio.Event()
        self._day.tapped[new.id] = tapped = perf_counter()
        await self.store.calls.open_call(new)
        self._day.took["tap to commit"].append(perf_counter() - tapped)
        try:
            async with asyncio.timeout(wanted.patience_s / self._day.speed):
                await over.wait()
        except TimeoutError:
            await self._give_up(new.id)
        await over.wait()

    async def _give_up(self, call_id: str) -> None:
        """Unless somebody stands there already."""
        call = await self.store.calls.get(call_id)
        assert call is not None
        if call.open and call.arrived_at is None:
            try:
                await self.store.calls.cancel(call_id)
            except IllegalTransition:
                return  # it ended meanwhile; the officer says so
            self.over[call_id].set()


class Desk:
    """A station's desk, with the two officers who work from it."""

    def __init__(self, name: str, url: str, key: str, kiosks: list[Kiosk], day: Day) -> None:
        self.name, self._day = name, day
        self._kiosks = {kiosk.name: kiosk for kiosk in kiosks}
        self.officers = [f"{name}{n + 1:02}" for n in range(OFFICERS)]
        kept = KeptUp(lambda: websocket(url, Claimant(name, key), Part.DESK), CLOCK, Random())
        self.calls = HubCalls(kept, HubLine(), CLOCK)
        self._free = asyncio.Semaphore(OFFICERS)
        self._idle = list(self.officers)
        self._taken: set[str] = set()
        self._helping: set[asyncio.Task[None]] = set()

    async def stay(self) -> None:
        """The officers are there, and the desk says so every few seconds, as it does."""
        while True:
            for officer in self.officers:
                await self.calls.sign_in(officer)
            await asyncio.sleep(HERE_S)

    async def work(self) -> None:
        """Whatever comes from this station's kiosks, an officer who is free sees to it."""
        while True:
            mine = [c for c in await self.calls.open_calls() if c.kiosk in self._kiosks]
            fresh = [c for c in mine if c.id not in self._taken]
            for call in fresh:
                self._taken.add(call.id)
                self._day.took["tap to desk"].append(perf_counter() - self._day.tapped[call.id])
                task = asyncio.ensure_future(self._help(call))
                self._helping.add(task)
                task.add_done_callback(self._helped)
            if fresh:
                await self.calls.mark_seen([call.id for call in fresh])
            await self.calls.moved(1.0)

    def _helped(self, task: asyncio.Task[None]) -> None:
        self._helping.discard(task)
        if not task.cancelled() and task.exception() is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "an officer failed", "exception": task.exception()}
            )

    async def _help(self, call: Call) -> None:
        wanted, kiosk = self._day.wanted[call.id], self._kiosks[call.kiosk]
        async with self._free:
            officer = self._idle.pop()
            try:
                await self._day.last(wanted.claim_s)
                await self._timed("claim", self.calls.claim(call.id, officer))
                await self._day.last(wanted.walk_s)
                await kiosk.store.calls.arrive(call.id, officer)
                await self._day.last(wanted.help_s)
                await self._timed("close", self.calls.close(call.id, officer, wanted.outcome))
            except IllegalTransition:
                return  # the resident gave up meanwhile
            finally:
                self._idle.append(officer)
                kiosk.over[call.id].set()

    async def _timed(self, what: str, doing: Awaitable[Call]) -> None:
        started = perf_counter()
        await doing
        self._day.took[f"{what} to answer"].append(perf_counter() - started)
