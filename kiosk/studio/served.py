"""The releases that are served: those that came with the product, and what was published in their place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.flow.problem import FlowFileError
from kiosk.flow.source import read
from kiosk.studio.in_force import NOT_OFFERED, History
from kiosk.studio.numbering import read_release
from kiosk.studio.releases import Published

Stamp = tuple[tuple[str, int], ...]
"""Services and the numbers that are in force, of those where anything was published."""


class Shelved(Protocol):
    """Where releases lie. All raise ``StoreFailed``."""

    async def mark(self) -> int:
        """It grows with everything that is done with releases."""
        ...

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        ...

    async def kept(self) -> tuple[Published, ...]:
        """Every release; of two with one number the last counts."""
        ...


@dataclass(frozen=True)
class Spoilt:
    """A release that cannot be served, and is passed over: it was changed since, or is no flow any more."""

    service: str
    number: int


class Served:
    """What is served at this moment; one that is spoilt leaves the last good one before it in place.

    shipped: reads the services that came with the product, or lie in the station's own folder. spoilt: told
    once of each release that cannot be served. All raise ``StoreFailed``.
    """

    def __init__(
        self,
        book: Shelved,
        clock: Clock,
        shipped: Callable[[], Sequence[Release]],
        spoilt: Callable[[Spoilt], None] = lambda _spoilt: None,
    ) -> None:
        self._book, self._clock, self._shipped, self._on_spoilt = book, clock, shipped, spoilt
        self._mark = -1
        self._histories: Mapping[str, History] = {}
        self._of_product: tuple[Release, ...] | None = None
        self._loaded: dict[tuple[str, int, str, str], Release | None] = {}

    async def stamp(self) -> Stamp:
        """What is in force now: it differs whenever :meth:`releases` does. Cheap: may be asked often."""
        mark = await self._book.mark()
        if mark != self._mark:
            self._histories = await self._book.histories()
            self._mark = mark
        now = self._clock.now()
        live = ((service, history.live(now)) for service, history in self._histories.items())
        return tuple((service, number) for service, number in live if number is not None)

    async def releases(self) -> tuple[Release, ...]:
        """One of each service that is offered, in the order of the home screen."""
        return await asyncio.to_thread(_and_forget, self._offered, await self._kept())

    async def known(self) -> tuple[Release, ...]:
        """Every release that can be read, those that are served last: for names, and visits begun before."""
        return await asyncio.to_thread(_and_forget, self._every, await self._kept())

    async def one(self, service: str, sha256: str) -> Release | None:
        """The very release that a visit was begun with; no other is read for it where that takes a while."""
        kept = [each for each in await self._kept() if (each.service, each.sha256) == (service, sha256)]
        return await asyncio.to_thread(self._one, kept, sha256)

    def _one(self, kept: Sequence[Published], sha256: str) -> Release | None:
        try:
            found = next(filter(None, map(self._good, kept)), None)
            return found or next((each for each in self._product() if each.sha256 == sha256), None)
        finally:
            read.cache_clear()

    async def _kept(self) -> tuple[Published, ...]:
        await self.stamp()
        return await self._book.kept()

    def _offered(self, all_kept: Sequence[Published]) -> tuple[Release, ...]:
        now = self._clock.now()
        kept = {(one.service, one.number): one for one in all_kept}
        found = {release.flow.id: release for release in self._product()}
        for service, history in self._histories.items():
            live = history.live(now)
            if live == NOT_OFFERED:
                found.pop(service, None)
            elif live is not None:
                begun = (kept.get((service, number)) for number in reversed(history.begun(now)))
                good = next(filter(None, map(self._good, filter(None, begun))), None)
                if good is not None:
                    found[service] = good
        return tuple(sorted(found.values(), key=lambda r: (r.flow.order, r.flow.id)))

    def _every(self, kept: Sequence[Published]) -> tuple[Release, ...]:
        readable = filter(None, map(self._good, kept))
        found: dict[str, Release] = {}
        for release in reversed([*self._product(), *readable, *self._offered(kept)]):
            found.setdefault(release.sha256, release)
        return tuple(reversed(found.values()))

    def _product(self) -> tuple[Release, ...]:
        if self._of_product is None:
            self._of_product = tuple(self._shipped())
        return self._of_product

    def _good(self, one: Published) -> Release | None:
        """The release, read when it is needed for the first time: that takes a while."""
        text = (one.service, one.number, one.sha256, one.source)
        if text not in self._loaded:
            self._loaded[text] = _loaded(one)
            if self._loaded[text] is None:
                self._on_spoilt(Spoilt(one.service, one.number))
        return self._loaded[text]


def _and_forget(
    find: Callable[[Sequence[Published]], tuple[Release, ...]], kept: Sequence[Published]
) -> tuple[Release, ...]:
    """What the parser kept goes again: whoever serves runs for months, and reads no release twice."""
    try:
        return find(kept)
    finally:
        read.cache_clear()


def _loaded(one: Published) -> Release | None:
    try:
        found = read_release(one.source, one.service)
    except FlowFileError:
        return None
    same = (found.sha256, found.flow.id, found.flow.version) == (one.sha256, one.service, one.number)
    return found if same else None
