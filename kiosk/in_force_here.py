"""Which release of each service a machine serves, looked up in its store."""

from __future__ import annotations

from datetime import date

from kiosk.clock import HALL_ZONE, Clock
from kiosk.flow.load import Release, load_folder
from kiosk.settings import Settings
from kiosk.store.local import LocalStore
from kiosk.studio.hall import HallClock, HallFirst
from kiosk.studio.here import InForce, in_force
from kiosk.studio.served import Served, Shelved


async def in_force_here(settings: Settings, store: LocalStore, clock: Clock) -> tuple[InForce, ...]:
    """By service, and where each was published. Raises ``StoreFailed``."""
    hall_clock = HallClock(clock)
    hall = HallFirst(store.hall, store.releases, hall_clock) if settings.of_a_hall else None
    book = hall or store.releases
    served = await Served(book, hall_clock, lambda: load_folder(settings.flows)[0]).releases()
    return in_force(
        served,
        await book.histories(),
        await hall.services_of_hall() if hall is not None else frozenset(),
        {one.service: one.number for one in await store.hall.declined()} if hall is not None else {},
        hall_clock.now(),
    )


async def served_here(
    settings: Settings, store: LocalStore, clock: Clock
) -> tuple[tuple[Release, date | None], ...]:
    """The releases that are served, in the order of the home screen, each with the day since when it is.

    No day: it came with the product. Raises ``StoreFailed``.
    """
    hall_clock = HallClock(clock)
    book: Shelved = store.releases
    if settings.of_a_hall:
        book = HallFirst(store.hall, store.releases, hall_clock)
    histories, now = await book.histories(), hall_clock.now()
    found: list[tuple[Release, date | None]] = []
    for release in await Served(book, hall_clock, lambda: load_folder(settings.flows)[0]).releases():
        history = histories.get(release.flow.id)
        ours = history is not None and history.live(now) == release.flow.version
        since = history.live_since(now) if history is not None and ours else None
        found.append((release, None if since is None else since.astimezone(HALL_ZONE).date()))
    return tuple(found)
