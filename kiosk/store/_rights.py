"""Who may do what on this machine: by the roll and by who sits there, asked in the deed's transaction."""

from __future__ import annotations

from sqlmodel import Session, select

from kiosk.message import Message
from kiosk.officers.officer import (
    AT_THE_DESK,
    AT_THE_STUDIO,
    AT_THE_WINDOW,
    MAY_REVIEW,
    Officer,
    Role,
)
from kiosk.officers.roll import Refused
from kiosk.officers.seat import Seats
from kiosk.store._tables import OfficerRow

NO_RIGHT = Message("desk.no_right")


class Rights:
    """Every method works within a transaction of somebody else, whatever the screens have let through.

    As at the hub, anybody may answer calls while nobody is on the roll: so it is in a practice, and before
    the first officer of a station has signed in.
    """

    def __init__(self, seats: Seats) -> None:
        self._seats = seats

    def act(self, session: Session, number: str, *, locked: bool = False) -> None:
        """See that this officer sits at the desk. locked: be it locked, for what goes on meanwhile.

        Raises :class:`Refused`.
        """
        if self._nobody(session):
            return
        seat = self._seats.desk
        there = seat.taken(number) if locked else seat.open(number)
        if not (there and self._has(session, number, AT_THE_DESK)):
            raise Refused(NO_RIGHT)

    def lead(self, session: Session, number: str, *, otherwise: Message = NO_RIGHT) -> None:
        """See that this leader sits at the desk. Raises :class:`Refused` with ``otherwise``."""
        if not (self._seats.desk.open(number) and self._has(session, number, frozenset({Role.LEADER}))):
            raise Refused(otherwise)

    def shape(self, session: Session, number: str, *, otherwise: Message, locked: bool = False) -> None:
        """See that somebody who shapes the services sits at the studio. locked: see :meth:`act`.

        Raises :class:`Refused` with ``otherwise``.
        """
        seat = self._seats.studio
        there = seat.taken(number) if locked else seat.open(number)
        if not (there and self._has(session, number, AT_THE_STUDIO)):
            raise Refused(otherwise)

    def at_window(
        self, session: Session, number: str, *, otherwise: Message, locked: bool = False
    ) -> Officer:
        """Who this is by the roll, where they sit at the desk and may see cases. locked: see :meth:`act`.

        What they may do with each, its own rules say. Raises :class:`Refused` with ``otherwise``.
        """
        seat = self._seats.desk
        there = seat.taken(number) if locked else seat.open(number)
        row = session.get(OfficerRow, number)
        if not there or row is None or not row.active or not isinstance(row.roles, str):
            raise Refused(otherwise)
        known = {str(role): role for role in Role}
        roles = frozenset(known[slug] for slug in row.roles.split(",") if slug in known)
        if roles.isdisjoint(AT_THE_WINDOW | MAY_REVIEW):
            raise Refused(otherwise)
        return Officer(number, "", roles)

    def leads(self, session: Session, number: str) -> bool:
        """Whether it is a leader by the roll; while nobody is on it, everybody leads."""
        return self._nobody(session) or self._has(session, number, frozenset({Role.LEADER}))

    def _nobody(self, session: Session) -> bool:
        return session.exec(select(OfficerRow.number).limit(1)).first() is None

    def _has(self, session: Session, number: str, roles: frozenset[Role]) -> bool:
        row = session.get(OfficerRow, number)
        if row is None or not isinstance(row.roles, str):  # bytes there were put by nobody of the house
            return False
        return row.active and not roles.isdisjoint(row.roles.split(","))
