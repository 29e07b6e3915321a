"""Drafts of services, in SQL. What they say is published sooner or later: nothing in them is anybody's."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.officers.roll import Refused
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import DraftRow
from kiosk.studio.book import LONGEST, NO_RIGHT, TOO_LONG, KeptDraft, Newer


class Drafts:
    """Each method is one transaction. That a draft was begun or dropped is on record, each saving is not."""

    def __init__(self, engine: Engine, clock: Clock, record: Record, rights: Rights) -> None:
        self._engine, self._clock, self._record, self._rights = engine, clock, record, rights

    def drafts(self) -> tuple[KeptDraft, ...]:
        """All of them, by service."""
        with reading(self._engine) as session:
            rows = session.exec(select(DraftRow).order_by(col(DraftRow.service))).all()
            return tuple(map(_value, rows))

    def keep(self, service: str, text: str, based_on: int, revision: int, by: str) -> KeptDraft:
        """See DraftBook."""
        if len(text) > LONGEST:
            raise Refused(TOO_LONG)
        with writing(self._engine) as session:
            # What was typed is saved a moment later, be the studio locked by then.
            self._rights.shape(session, by, otherwise=NO_RIGHT, locked=True)
            row = self._as_known(session, service, revision)
            if row is None:
                row = DraftRow(service=service, text=text, based_on=based_on, revision=0, by=by)
                self._record.append(session, by, Deed.DRAFT_BEGUN, service)
            row.text, row.based_on, row.by = text, based_on, by
            row.revision += 1
            row.saved_at = self._clock.now()
            session.add(row)
            return _value(row)

    def drop(self, service: str, revision: int, by: str) -> None:
        """See DraftBook."""
        with writing(self._engine) as session:
            self._rights.shape(session, by, otherwise=NO_RIGHT)
            row = self._as_known(session, service, revision)
            if row is not None:
                session.delete(row)
                self._record.append(session, by, Deed.DRAFT_DROPPED, service)

    def _as_known(self, session: Session, service: str, revision: int) -> DraftRow | None:
        row = session.get(DraftRow, service)
        if (0 if row is None else row.revision) != revision:
            raise Newer(None if row is None else _value(row))
        return row


def _value(row: DraftRow) -> KeptDraft:
    return KeptDraft(row.service, row.text, row.based_on, row.revision, row.by, row.saved_at)
