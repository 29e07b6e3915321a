"""The page behind the greeting, for staff alone: who may open it, and what they did there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.message import Message
from kiosk.officers.officer import AT_THE_STUDIO, Officer
from kiosk.officers.record import Deed
from kiosk.officers.roll import ArrivalRoll, Refused
from kiosk.put_back import PutBacks

NO_ROLE = Message("staff.no_role")
NO_ROLE_AT = frozenset({"desk.no_role", "studio.no_role"})
"""How a roll says the same of its own door."""
MAY_OPEN = AT_THE_STUDIO
"""Leaders, and staff who shape the services."""


class StaffDoor(Protocol):
    """What the kiosk needs of it. All raise ``StoreFailed``."""

    async def open(self, number: str, pin: str) -> Officer:
        """Who may go in; it is on record. Raises :class:`Refused`, wrong PINs counting as at a desk."""
        ...

    async def note(self, number: str, deed: Deed) -> None:
        """What they did, on record before it is done."""
        ...

    async def looked_at(self, number: str, until: datetime) -> None:
        """They looked at how the database was put back, up to then; on record."""
        ...


class KnownHere(Protocol):
    """The roll of this machine."""

    async def prove(self, number: str, pin: str) -> Officer:
        """Who this is. Raises :class:`Refused`."""
        ...

    async def officers(self) -> tuple[Officer, ...]:
        """Everybody."""
        ...


class Noting(Protocol):
    """The record of this machine."""

    async def note(self, who: str, deed: Deed, about: str = "") -> None:
        """Append."""
        ...


class LocalStaffDoor:
    """A StaffDoor. here: the roll of this machine, which needs no hub; hall: gives the hub's for whoever is
    not on it, or None where there is no hub."""

    def __init__(
        self,
        here: KnownHere,
        record: Noting,
        put_backs: PutBacks,
        hall: Callable[[], ArrivalRoll | None] = lambda: None,
    ) -> None:
        self._here, self._record, self._put_backs, self._hall = here, record, put_backs, hall
        self._inside = ""

    async def open(self, number: str, pin: str) -> Officer:
        """As the protocol says."""
        hall = self._hall()
        known = any(each.number == number and each.active for each in await self._here.officers())
        try:
            officer = await (self._here if known or hall is None else hall).prove(number, pin)
        except Refused as refused:
            raise Refused(NO_ROLE) if refused.reason.id in NO_ROLE_AT else refused from None
        if not officer.active or officer.roles.isdisjoint(MAY_OPEN):
            await self._record.note(number, Deed.SIGN_IN_REFUSED)
            raise Refused(NO_ROLE)
        await self._record.note(officer.number, Deed.STAFF_PAGE_OPENED)
        self._inside = officer.number
        return officer

    async def note(self, number: str, deed: Deed) -> None:
        """As the protocol says. Raises :class:`Refused` for anybody but the one who opened it last."""
        self._must_be_inside(number)
        await self._record.note(number, deed)

    async def looked_at(self, number: str, until: datetime) -> None:
        """As the protocol says. Raises :class:`Refused` as :meth:`note` does."""
        self._must_be_inside(number)
        await self._put_backs.looked_at(number, until)

    def _must_be_inside(self, number: str) -> None:
        if number != self._inside:
            raise Refused(NO_ROLE)
