"""Releases of services and what was done with them, in SQL. Nothing in them is anybody's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.message import Message
from kiosk.officers.record import CONSOLE
from kiosk.store._engine import reading, writing
from kiosk.store._kinds import check_texts
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import ReleaseEventRow, ServiceReleaseRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.studio import releases as r
from kiosk.studio.acts import Act, KeptRelease, Shelf, Step
from kiosk.studio.in_force import Event, History, Kind
from kiosk.studio.rules import decide


class Releases:
    """Each method is one transaction, and puts what happened on record in it."""

    def __init__(self, engine: Engine, clock: Clock, record: Record, rights: Rights) -> None:
        self._engine, self._clock, self._record, self._rights = engine, clock, record, rights

    def mark(self) -> int:
        """The number of the last event; it grows with every change."""
        with reading(self._engine) as session:
            return session.exec(select(func.max(ReleaseEventRow.seq))).one() or 0

    def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        with reading(self._engine) as session:
            return self._histories(session)

    def kept(self) -> tuple[r.Published, ...]:
        """Every release, by service and number."""
        with reading(self._engine) as session:
            order = (col(ServiceReleaseRow.service), col(ServiceReleaseRow.number))
            rows = session.exec(select(ServiceReleaseRow).order_by(*order)).all()
            histories = self._histories(session)
            return tuple(_kept(row).published(histories.get(row.service, History(()))) for row in rows)

    def act(self, service: str, act: Act, by: str, shipped: Release | None) -> int:
        """See ReleaseStore. shipped: read before."""
        with writing(self._engine) as session:
            if by != CONSOLE:
                self._rights.shape(session, by, otherwise=r.NO_RIGHT)
            shelf = Shelf(
                service,
                self._clock.now(),
                self._history(session, service),
                self._kept(session, service),
                shipped,
            )
            step = decide(act, by, shelf)
            for row in step.kept:
                session.add(_row(row))
                session.flush()
            self._note(session, service, step, by)
            return step.number

    # --- what they share ------------------------------------------------------------------------

    def _kept(self, session: Session, service: str) -> Mapping[int, KeptRelease]:
        where = ServiceReleaseRow.service == service
        return {row.number: _kept(row) for row in session.exec(select(ServiceReleaseRow).where(where))}

    def _history(self, session: Session, service: str) -> History:
        where = ReleaseEventRow.service == service
        rows = session.exec(select(ReleaseEventRow).where(where).order_by(col(ReleaseEventRow.seq)))
        return History([_event(row) for row in rows])

    def _histories(self, session: Session) -> Mapping[str, History]:
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for row in session.exec(select(ReleaseEventRow).order_by(col(ReleaseEventRow.seq))):
            found[row.service].append(_event(row))
        return {service: History(events) for service, events in sorted(found.items())}

    def _note(self, session: Session, service: str, step: Step, by: str) -> None:
        last = session.exec(select(func.max(ReleaseEventRow.seq))).one()
        session.add(
            ReleaseEventRow(
                seq=(last or 0) + 1,
                service=service,
                number=step.number,
                kind=str(step.kind),
                by=by,
                at=self._clock.now(),
                starts_on=step.starts_on,
                based_on=step.based_on,
            )
        )
        session.flush()
        self._record.append(session, by, step.deed, step.about(service))


def _row(kept: KeptRelease) -> ServiceReleaseRow:
    told = [[message.id, dict(message.params)] for message in kept.changes]
    changes = json.dumps(told, ensure_ascii=False)
    return ServiceReleaseRow(**{**vars(kept), "changes": changes})


def _kept(row: ServiceReleaseRow) -> KeptRelease:
    try:
        check_texts(row.service, row.sha256, row.source)
        told: list[tuple[str, dict[str, str | int]]] = json.loads(row.changes)
        changes = tuple(Message(str(id_), dict(params)) for id_, params in told)
    except (ValueError, TypeError, RecursionError):
        raise _damaged() from None
    if not isinstance(row.number, int):
        raise _damaged()
    return KeptRelease(row.service, row.number, row.sha256, row.source, row.shipped, changes)


def _event(row: ReleaseEventRow) -> Event:
    try:
        check_texts(row.service, row.by)
        kind = Kind(row.kind)
    except ValueError:
        raise _damaged() from None
    return Event(row.seq, row.service, row.number, kind, row.by, row.at, row.starts_on, row.based_on)


def _damaged() -> StoreFailed:
    return StoreFailed(Trouble.DAMAGED, "a release cannot be read")
