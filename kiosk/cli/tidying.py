"""What the kiosk does once a day: put together here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.officers.record import ITSELF
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.duty.tidying import Tidying
    from kiosk.store.local import LocalStore
    from kiosk.store.retention import Kept


def tidying(settings: Settings, store: LocalStore, clock: Clock) -> Tidying:
    """Deletes what has outlived its time, and lets go of keys that nothing needs."""
    from kiosk import outfit
    from kiosk.duty.tidying import Tidying
    from kiosk.store.retention import Kept

    keep, copies = outfit.keep(settings), outfit.copies(settings)

    async def forget(kind: Kept) -> bool:
        return (await store.retention.some(keep, kind, ITSELF)).count > 0

    async def keys() -> bool:
        kept = await store.keys.kept()
        if len(kept.keys) > 1:
            if kept.left:  # a change of keys was broken off
                await store.keys.reseal()
            await store.keys.drop(ITSELF, copies)
        return False

    async def mark() -> bool:
        await store.record.mark()
        return False

    async def wipe() -> bool:
        await store.retention.wipe()
        return False

    return Tidying([*(partial(forget, kind) for kind in Kept), keys, mark, wipe], clock)
