"""Which services are served on this machine: the product's, the hall's, and what is published here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.flow.load import Release
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock
    from kiosk.studio.served import Served


def served(
    settings: Settings, store: LocalStore, clock: HallClock, load: Callable[[], Sequence[Release]]
) -> Served:
    """What is served here. clock: put right by whoever hears the hub. load: reads the product's."""
    from kiosk import outfit
    from kiosk.studio.hall import HallFirst
    from kiosk.studio.served import Served

    book = HallFirst(store.hall, store.releases, clock) if settings.of_a_hall else store.releases
    return Served(book, clock, load, outfit.note_spoilt)
