"""Unfinished visits on their way to a window, in SQL."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col

from kiosk.assist.call import CallState
from kiosk.clock import Clock
from kiosk.flow.model import Text
from kiosk.officers.record import CLOSING, Deed
from kiosk.store._engine import writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import CallRow, MovingRow
from kiosk.visit.moving import Asked, Bound, Moving, NotMoving, Stage

KEPT = timedelta(days=1)
"""How long it is known after its time that a visit was moved."""


class MovingVisits:
    """Each method is one transaction, and first takes away what has outlived its time."""

    def __init__(self, engine: Engine, clock: Clock, record: Record, rights: Rights) -> None:
        self._engine = engine
        self._clock = clock
        self._record = record
        self._rights = rights

    def stands(self, call_id: str) -> Moving | None:
        """How it stands."""
        with writing(self._engine) as session:
            row = self._row(session, call_id)
            return None if row is None else _value(row)

    def ask(self, asked: Asked) -> None:
        """Ask for the visit of a call that this officer has."""
        call_id = asked.bound.call
        with writing(self._engine) as session:
            self._rights.act(session, asked.officer)
            row = self._row(session, call_id)
            if row is not None and row.stage in (Stage.SEALED, Stage.RECEIVED):
                raise NotMoving
            if not _has_call(session, call_id, asked.officer):
                raise NotMoving
            session.merge(
                MovingRow(
                    call_id=call_id,
                    desk=asked.bound.desk,
                    officer=asked.officer,
                    window=asked.window.model_dump_json(),
                    public=asked.public,
                    until=asked.bound.until,
                    stage=Stage.ASKED,
                )
            )

    def refuse(self, call_id: str) -> None:
        """No, or no longer."""
        with writing(self._engine) as session:
            row = self._row(session, call_id)
            if row is None:
                return
            if row.stage == Stage.RECEIVED:
                raise NotMoving
            row.stage, row.sealed = Stage.REFUSED, None
            session.add(row)

    def give(self, call_id: str, sealed: str) -> None:
        """Here it is, where it was asked for by whoever still has the call."""
        with writing(self._engine) as session:
            row = self._row(session, call_id)
            if row is None or row.stage not in (Stage.ASKED, Stage.SEALED):
                raise NotMoving
            if not _has_call(session, call_id, row.officer):
                raise NotMoving
            row.stage, row.sealed = Stage.SEALED, sealed
            session.add(row)

    def received(self, call_id: str, officer: str) -> None:
        """The desk has it; it comes whether that is locked or not."""
        with writing(self._engine) as session:
            self._rights.act(session, officer, locked=True)
            row = self._row(session, call_id)
            if row is not None and row.stage == Stage.RECEIVED:
                return
            if row is None or row.stage != Stage.SEALED:
                raise NotMoving
            row.stage, row.sealed = Stage.RECEIVED, None
            session.add(row)
            session.flush()
            self._record.append(session, officer, Deed.VISIT_MOVED, call_id)

    def opened(self, call_id: str, officer: str) -> None:
        """It is gone on with at the window, on record."""
        with writing(self._engine) as session:
            self._rights.act(session, officer)
            self._record.append(session, officer, Deed.VISIT_OPENED, call_id)

    def wiped(self, call_id: str, officer: str | None) -> None:
        """It was filed or its time is over, on record: that is never refused."""
        self._record.note(officer or CLOSING, Deed.VISIT_WIPED, call_id)

    def _row(self, session: Session, call_id: str) -> MovingRow | None:
        now = self._clock.now()
        session.exec(
            update(MovingRow)
            .where(col(MovingRow.until) <= now, col(MovingRow.stage) != Stage.RECEIVED)
            .values(stage=Stage.REFUSED, sealed=None)
        )
        session.exec(delete(MovingRow).where(col(MovingRow.until) <= now - KEPT))
        return session.get(MovingRow, call_id)


def _has_call(session: Session, call_id: str, officer: str) -> bool:
    """Whether this officer goes to the call; a quiet one asks nothing of the kiosk's screen."""
    call = session.get(CallRow, call_id)
    return call is not None and not call.quiet and (call.state, call.officer) == (CallState.CLAIMED, officer)


def _value(row: MovingRow) -> Moving:
    bound = Bound(row.desk, row.call_id, row.until)
    asked = Asked(bound, row.officer, Text.model_validate_json(row.window), row.public)
    return Moving(asked, Stage(row.stage), row.sealed or "")
