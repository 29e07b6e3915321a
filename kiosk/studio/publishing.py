"""The book of releases over any store that keeps them."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.flow.load import Release
from kiosk.studio.acts import Act, Approve, Publish, Retire, RollBack, Withdraw
from kiosk.studio.in_force import NOT_OFFERED, History
from kiosk.studio.releases import Published, Publishing, Standing
from kiosk.studio.served import Shelved

if TYPE_CHECKING:
    # Seen by the type checker, and by whatever packs a frozen program; at run time see _fit.
    from kiosk.studio import fit as _check  # noqa: F401


class ReleaseStore(Shelved, Protocol):
    """Keeps releases. All raise ``StoreFailed``, or what else the store raises."""

    async def now(self) -> datetime:
        """By the clock that releases begin by, in UTC."""
        ...

    async def act(self, service: str, act: Act, by: str, shipped: Release | None) -> int:
        """Do it, with its entry on the record, while nobody else does anything with releases.

        The number that was given or meant. Raises ``Refused``, also where ``by`` has no right to.
        """
        ...


class ReleasesIn:
    """See ReleaseBook and Shelved. Files are read and texts checked in threads of their own."""

    def __init__(self, store: ReleaseStore, publishing: Publishing) -> None:
        self._store, self._publishing = store, publishing

    async def mark(self) -> int:
        """It grows with every change."""
        return await self._store.mark()

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return await self._store.histories()

    async def kept(self) -> tuple[Published, ...]:
        """Every release that is in the store."""
        return await self._store.kept()

    async def releases(self, service: str) -> tuple[Published, ...]:
        """All of a service, by number."""
        found = {one.number: one for one in await self.kept() if one.service == service}
        shipped = await self._shipped(service)
        if shipped is not None:
            number = shipped.flow.version
            found.setdefault(number, Published(service, number, shipped.sha256, shipped.source))
        return tuple(found[number] for number in sorted(found))

    async def standings(self) -> tuple[Standing, ...]:
        """How each service stands now."""
        histories, shipped = await self.histories(), await self._all_shipped()
        now = await self._store.now()
        return tuple(
            _standing(service, histories.get(service, History(())), shipped.get(service), now)
            for service in sorted({*histories, *shipped})
        )

    async def live(self, moment: datetime) -> Mapping[str, int]:
        """The number in force of each service that is offered then."""
        histories, shipped = await self.histories(), await self._all_shipped()
        live = {service: release.flow.version for service, release in shipped.items()}
        live |= {s: number for s, h in histories.items() if (number := h.live(moment)) is not None}
        return {service: number for service, number in live.items() if number != NOT_OFFERED}

    async def publish(
        self,
        service: str,
        source: str,
        by: str,
        *,
        based_on: int | None = None,
        starts_on: date | None = None,
    ) -> Published:
        """One release more."""
        release = await asyncio.to_thread(_fit, service, source, self._publishing)
        approval = self._publishing.needs_approval
        number = await self._act(service, Publish(release, based_on, starts_on, approval), by)
        return next(one for one in await self.kept() if (one.service, one.number) == (service, number))

    async def approve(self, service: str, number: int, by: str) -> None:
        """By a second person."""
        await self._act(service, Approve(number), by)

    async def withdraw(self, service: str, number: int, by: str) -> None:
        """Before it begins."""
        await self._act(service, Withdraw(number), by)

    async def roll_back(self, service: str, number: int, by: str) -> None:
        """To one that was in force."""
        await self._act(service, RollBack(number), by)

    async def retire(self, service: str, by: str) -> None:
        """Not offered any more."""
        await self._act(service, Retire(), by)

    async def _act(self, service: str, act: Act, by: str) -> int:
        return await self._store.act(service, act, by, await self._shipped(service))

    async def _all_shipped(self) -> Mapping[str, Release]:
        found = await asyncio.to_thread(self._publishing.shipped)
        return {release.flow.id: release for release in found}

    async def _shipped(self, service: str) -> Release | None:
        return (await self._all_shipped()).get(service)


def _fit(service: str, source: str, publishing: Publishing) -> Release:
    # Imported only here: a kiosk checks hardly ever, and must have painted its first screen soon.
    check: Callable[..., Release] = importlib.import_module("kiosk.studio.fit").fit
    return check(service, source, publishing.locales, publishing.icons)


def _standing(service: str, history: History, shipped: Release | None, now: datetime) -> Standing:
    number = history.live(now)
    if number is None and shipped is not None:
        number = shipped.flow.version
    return Standing(
        service,
        None if number == NOT_OFFERED else number,
        tuple((event.number, event.starts_on) for event in history.scheduled(now)),
        tuple(event.number for event in history.proposed()),
    )
