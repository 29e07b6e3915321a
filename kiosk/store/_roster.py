"""The duty roster, in SQL: numbers and times only."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import col, select

from kiosk.duty.roster import Roster, problems
from kiosk.officers.roll import Refused
from kiosk.store._engine import reading, writing
from kiosk.store._tables import OfficerRow, RosterRow
from kiosk.store.failure import StoreFailed, Trouble

HERE = "here"
"""The one station of a data folder."""


class Rosters:
    """Each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def roster(self) -> Roster:
        """As it was set last; an empty one before."""
        with reading(self._engine) as session:
            row = session.get(RosterRow, HERE)
            body = None if row is None else row.body
        try:
            return Roster() if body is None else Roster.model_validate_json(body)
        except ValidationError:
            raise StoreFailed(Trouble.DAMAGED, "the roster cannot be read") from None

    def set(self, roster: Roster) -> None:
        """In place of the one before. Raises :class:`Refused` with the first thing that is wrong with it."""
        with writing(self._engine) as session:
            known = session.exec(select(OfficerRow.number).where(col(OfficerRow.active))).all()
            found = problems(roster, known)
            if found:
                raise Refused(found[0])
            session.merge(RosterRow(station=HERE, body=roster.model_dump_json()))
