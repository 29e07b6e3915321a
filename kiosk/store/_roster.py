"""The duty roster, in SQL: numbers and times only."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from kiosk.duty.roster import LEADERS_ONLY, NEWER, Roster, problems
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import OfficerRow, RosterRow
from kiosk.store.failure import StoreFailed, Trouble

HERE = "here"
"""The one station of a data folder."""


class Rosters:
    """Each method is one transaction, and puts a change on record in it."""

    def __init__(self, engine: Engine, record: Record, rights: Rights) -> None:
        self._engine = engine
        self._record = record
        self._rights = rights

    def roster(self) -> Roster:
        """As it was set last; an empty one before."""
        with reading(self._engine) as session:
            return self._read(session)

    def set(self, roster: Roster) -> None:
        """In place of the one before, whatever it is, by who sits at the machine.

        Raises :class:`Refused` with the first thing that is wrong with it.
        """
        with writing(self._engine) as session:
            self._keep(session, roster, CONSOLE)

    def change(self, before: Roster, after: Roster, by: str) -> None:
        """See RosterBook."""
        with writing(self._engine) as session:
            self._rights.lead(session, by, otherwise=LEADERS_ONLY)
            if self._read(session) != before:
                raise Refused(NEWER)
            self._keep(session, after, by)

    def _read(self, session: Session) -> Roster:
        row = session.get(RosterRow, HERE)
        try:
            return Roster() if row is None else Roster.model_validate_json(row.body)
        except ValidationError:
            raise StoreFailed(Trouble.DAMAGED, "the roster cannot be read") from None

    def _keep(self, session: Session, roster: Roster, by: str) -> None:
        known = session.exec(select(OfficerRow.number).where(col(OfficerRow.active))).all()
        found = problems(roster, known)
        if found:
            raise Refused(found[0])
        session.merge(RosterRow(station=HERE, body=roster.model_dump_json()))
        self._record.append(session, by, Deed.ROSTER_CHANGED)
