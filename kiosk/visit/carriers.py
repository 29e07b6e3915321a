"""A kiosk whose calls may be answered at a desk on this machine or at one of the hall."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.failure import StoreFailed
from kiosk.visit.moving import KioskCarrier, Moving, NotMoving


class AnyCarrier:
    """See KioskCarrier. Whoever was asked through is answered through.

    carriers: looked at anew each time; one that takes long to make may be added later.
    """

    def __init__(self, carriers: Sequence[KioskCarrier]) -> None:
        self._carriers = carriers
        self._of: dict[str, KioskCarrier] = {}

    async def stands(self, call_id: str) -> Moving | None:
        """How it stands with the one who was asked through."""
        known = self._of.get(call_id)
        if known is not None:
            return await known.stands(call_id)
        failed: StoreFailed | None = None
        for carrier in self._carriers:
            try:
                found = await carrier.stands(call_id)
            except StoreFailed as error:
                failed = error
                continue
            if found is not None:
                self._of = {call_id: carrier}
                return found
        if failed is not None:
            raise failed
        return None

    async def refuse(self, call_id: str) -> None:
        """No, or no longer."""
        if call_id in self._of:
            await self._of[call_id].refuse(call_id)

    async def give(self, call_id: str, sealed: str) -> None:
        """Here it is."""
        if call_id not in self._of:
            raise NotMoving
        await self._of[call_id].give(call_id, sealed)
