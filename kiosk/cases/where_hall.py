"""Where a case is, at a kiosk of a hall: the hub knows those of all, this one what it has still to tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

from kiosk.cases.whereabouts import (
    Corrected,
    Enquiry,
    Handed,
    NotTold,
    Place,
    Whereabouts,
    WhereaboutsBook,
)
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Answer

T = TypeVar("T")


class CasesHere(WhereaboutsBook, Protocol):
    """What this kiosk keeps. Without the hub it tells of what it filed, and counts wrong tries itself."""

    async def ask_here(self, enquiry: Enquiry) -> Whereabouts | None:
        """Of a case that the hall has not yet; the hall has counted the try. None: not told."""
        ...

    async def withdraw_here(self, enquiry: Enquiry, act_id: str) -> Whereabouts | None:
        """Likewise."""
        ...

    async def answers_here(self, enquiry: Enquiry) -> Handed | None:
        """Likewise."""
        ...

    async def correct_here(
        self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]
    ) -> Corrected | None:
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
            lambda: _not_the_halls(self._here.withdraw(enquiry, act_id), lambda found: found),
        )

    async def answers(self, enquiry: Enquiry) -> Handed:
        """What was handed in, to be corrected."""
        return await self._first(
            enquiry,
            self._hub.answers(enquiry),
            lambda: self._here.answers_here(enquiry),
            lambda: _not_the_halls(self._here.answers(enquiry), lambda found: found.where),
        )

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        """Other answers."""
        return await self._first(
            enquiry,
            self._hub.correct(enquiry, act_id, changes),
            lambda: self._here.correct_here(enquiry, act_id, changes),
            lambda: _not_the_halls(self._here.correct(enquiry, act_id, changes), lambda found: found.where),
        )

    async def _first(
        self,
        enquiry: Enquiry,
        at_hub: Awaitable[T],
        not_told_yet: Callable[[], Awaitable[T | None]],
        alone: Callable[[], Awaitable[T]],
    ) -> T:
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


async def _not_the_halls(asked: Awaitable[T], where: Callable[[T], Whereabouts]) -> T:
    """What the hub did with a case of its own before it fell silent, nobody knows here."""
    found = await asked
    if where(found).place is Place.AT_HALL:
        raise StoreFailed(Trouble.AWAY, "the hub has the case")
    return found
