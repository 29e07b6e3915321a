"""Where a case is, at a kiosk of a hall: the hub knows those of all, this one what it has still to tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from kiosk.cases.whereabouts import Enquiry, NotTold, Place, Whereabouts, WhereaboutsBook
from kiosk.failure import StoreFailed, Trouble


class CasesHere(WhereaboutsBook, Protocol):
    """What this kiosk keeps. Without the hub it tells of what it filed, and counts wrong tries itself."""

    async def ask_here(self, enquiry: Enquiry) -> Whereabouts | None:
        """Of a case that the hall has not yet; the hall has counted the try. None: not told."""
        ...

    async def withdraw_here(self, enquiry: Enquiry, act_id: str) -> Whereabouts | None:
        """Likewise."""
        ...


class HallWhere:
    """See WhereaboutsBook. The hub is asked first, and its patience holds. kiosk_no: this kiosk's."""

    def __init__(self, hub: WhereaboutsBook, here: CasesHere, kiosk_no: str) -> None:
        self._hub, self._here, self._kiosk_no = hub, here, kiosk_no

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is."""
        return await self._first(
            enquiry,
            self._hub.ask(enquiry),
            lambda: self._here.ask_here(enquiry),
            lambda: self._here.ask(enquiry),
        )

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """The resident does not want it any more."""
        return await self._first(
            enquiry,
            self._hub.withdraw(enquiry, act_id),
            lambda: self._here.withdraw_here(enquiry, act_id),
            lambda: self._alone(enquiry, act_id),
        )

    async def _alone(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """Whether the hub withdrew a case of its own before it fell silent, nobody knows here."""
        found = await self._here.withdraw(enquiry, act_id)
        if found.place is Place.AT_HALL:
            raise StoreFailed(Trouble.AWAY, "the hub has the case")
        return found

    async def _first(
        self,
        enquiry: Enquiry,
        at_hub: Awaitable[Whereabouts],
        not_told_yet: Callable[[], Awaitable[Whereabouts | None]],
        alone: Callable[[], Awaitable[Whereabouts]],
    ) -> Whereabouts:
        try:
            return await at_hub
        except NotTold as not_told:
            found = None if not_told.wait_s else await not_told_yet()
            if found is None:
                raise
            return found
        except StoreFailed:
            # Which kiosk gave a number out shows in the number: that others' are not known here says nothing.
            if not enquiry.number.startswith(self._kiosk_no):
                raise
            return await alone()
