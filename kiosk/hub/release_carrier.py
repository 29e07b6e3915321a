"""Brings the hall's releases from the hub to a kiosk or a desk, where they are kept."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
from collections.abc import Sequence
from contextlib import suppress

import structlog

from kiosk.failure import StoreFailed
from kiosk.flow.problem import FlowFileError
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.declined_forms import MINE, DeclinedHere
from kiosk.hub.hub_line import HubLine
from kiosk.hub.release_forms import ALL, MOVED, TEXT, HallEvents, Known, ReleaseText, Wanted, digest
from kiosk.officers.roll import Refused
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import Declined, HallClock, HallShelf, Name, Unfit
from kiosk.studio.numbering import read_release

LOOK_S = 600.0
"""How often it is asked though nothing was told: so that the hall's clock is known."""
RETRY_S = 10.0
OLDER_HUB_S = 600.0
"""Until a hub that knows nothing of it is asked again."""

_log = structlog.stdlib.get_logger("kiosk.releases")


class ReleaseCarrier:
    """locales: all of them need all texts. retry_s: how long after a failure it is tried again."""

    def __init__(
        self,
        shelf: HallShelf,
        line: HubLine,
        clock: HallClock,
        locales: Sequence[str],
        retry_s: float = RETRY_S,
    ) -> None:
        self._shelf, self._line, self._clock = shelf, line, clock
        self._locales, self._retry_s = tuple(locales), retry_s
        self._told: tuple[Declined, ...] | None = None
        self._moved = asyncio.Event()
        line.listen(MOVED, Nothing, lambda _told: self._moved.set())
        line.when_changed(lambda connected: self._moved.set() if connected else None)

    async def run(self) -> None:
        """For as long as it is wanted, or as one connection lasts: cancel it to end it."""
        # What was declined may be fit now: this may be a newer program.
        again, self._told = True, None
        while True:
            self._moved.clear()
            wait_s = LOOK_S
            try:
                await self._take(again=again)
                again = False
                await self._tell_declined()
            except NotAnswered as refused:
                wait_s = OLDER_HUB_S if refused.reason.id == "hub.unknown" else self._retry_s
            except StoreFailed:  # the store's, or the connection's
                wait_s = self._retry_s
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._moved.wait()

    async def _take(self, *, again: bool) -> None:
        known = await self._shelf.events()
        told = await self._line.ask(ALL, Known(digest=digest(known)), HallEvents)
        self._clock.learn(told.now)
        if told.events is None and not again:
            return
        events = known if told.events is None else tuple(form.value() for form in told.events)
        have = await self._shelf.have()
        wanted = sorted({name for each in events if (name := each.needed) is not None} - have)
        if told.events is None and not wanted:
            return
        taken: list[KeptRelease] = []
        declined: dict[Name, Unfit] = {}
        for name in wanted:
            found = await self._fetched(name)
            if isinstance(found, Unfit):
                declined[name] = found
                _log.error("release_declined", service=name[0], number=name[1], why=str(found))
            else:
                taken.append(found)
        await self._shelf.take(events, taken, declined)

    async def _tell_declined(self) -> None:
        declined = await self._shelf.declined()
        if declined != self._told:
            with suppress(NotAnswered):  # an older hub has no ear for it, nor has any for a desk or a portal
                await self._line.ask(MINE, DeclinedHere.of(declined), Nothing)
            self._told = declined

    async def _fetched(self, name: Name) -> KeptRelease | Unfit:
        service, number, _ = name
        form = await self._line.ask(TEXT, Wanted(service=service, number=number), ReleaseText)
        kept = form.value()
        why = await asyncio.to_thread(unfit, kept, name, self._locales)
        return why or kept


def unfit(kept: KeptRelease, wanted: Name, locales: Sequence[str]) -> Unfit | None:
    """What is the matter with a release that was told; None: it can be served. Takes a second or more."""
    service, number, sha256 = wanted
    same = (kept.service, kept.number, kept.sha256) == wanted
    if not same or hashlib.sha256(kept.source.encode()).hexdigest() != sha256:
        return Unfit.DAMAGED
    try:
        release = read_release(kept.source, service)
    except FlowFileError:
        return Unfit.PROBLEMS
    if (release.flow.id, release.flow.version) != (service, number):
        return Unfit.DAMAGED
    try:
        # Imported only here: a kiosk must have painted its first screen soon.
        importlib.import_module("kiosk.studio.fit").fit(service, kept.source, locales)
    except Refused:
        return Unfit.PROBLEMS
    return None
