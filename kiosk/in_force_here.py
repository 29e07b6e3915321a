"""Which release of each service a machine serves, looked up in its store."""

from __future__ import annotations

from kiosk.clock import Clock
from kiosk.flow.load import load_folder
from kiosk.settings import Settings
from kiosk.store.local import LocalStore
from kiosk.studio.hall import HallClock, HallFirst
from kiosk.studio.here import InForce, in_force
from kiosk.studio.served import Served


async def in_force_here(settings: Settings, store: LocalStore, clock: Clock) -> tuple[InForce, ...]:
    """By service, and where each was published. Raises ``StoreFailed``."""
    hall_clock = HallClock(clock)
    hall = HallFirst(store.hall, store.releases, hall_clock) if settings.of_a_hall else None
    book = hall or store.releases
    served = await Served(book, hall_clock, lambda: load_folder(settings.flows)[0]).releases()
    return in_force(
        served,
        await book.histories(),
        frozenset() if hall is None else await hall.services_of_hall(),
        {} if hall is None else {one.service: one.number for one in await store.hall.declined()},
        hall_clock.now(),
    )
