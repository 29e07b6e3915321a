"""Releases of services and what was done with them, in SQL. Nothing in them is anybody's."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.flow.problem import FlowFileError
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_STUDIO
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._tables import OfficerRow, ReleaseEventRow, ServiceReleaseRow
from kiosk.studio import releases as r
from kiosk.studio.changes import changes
from kiosk.studio.in_force import NOT_OFFERED, Event, History, Kind, day_begins
from kiosk.studio.numbering import numbered, read_release

_DEEDS = {
    Kind.PROPOSED: Deed.RELEASE_PROPOSED,
    Kind.PUBLISHED: Deed.RELEASE_PUBLISHED,
    Kind.APPROVED: Deed.RELEASE_APPROVED,
    Kind.WITHDRAWN: Deed.RELEASE_WITHDRAWN,
    Kind.ROLLED_BACK: Deed.RELEASE_ROLLED_BACK,
    Kind.RETIRED: Deed.SERVICE_RETIRED,
}


class Releases:
    """Each method is one transaction, and puts what happened on record in it.

    shipped: the release of the service that came with the product, read before; None where there is none.
    """

    def __init__(self, engine: Engine, clock: Clock, record: Record) -> None:
        self._engine, self._clock, self._record = engine, clock, record

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
            return tuple(_value(row, histories.get(row.service, History(()))) for row in rows)

    def publish(
        self,
        release: Release,
        by: str,
        based_on: int | None,
        starts_on: date | None,
        shipped: Release | None,
        *,
        approval: bool,
    ) -> r.Published:
        """See ReleaseBook; the release was checked before."""
        service = release.flow.id
        with writing(self._engine) as session:
            self._must_be_allowed(session, by)
            history = self._history(session, service)
            base = self._base(history, shipped)
            if based_on is not None and based_on != base:
                raise Refused(r.NEWER)
            begins = self._clock.now() if starts_on is None else day_begins(starts_on)
            self._no_later_one(history, begins)
            self._keep_shipped(session, shipped)
            live = self._row(session, service, base)
            if live is not None and _same(release, live.source, base):
                raise Refused(r.SAME)
            last = session.exec(
                select(func.max(ServiceReleaseRow.number)).where(ServiceReleaseRow.service == service)
            ).one()
            made = numbered(release, (last or 0) + 1)
            told = () if live is None else changes(_read(live).flow, made.flow)
            row = ServiceReleaseRow(
                service=service,
                number=made.flow.version,
                sha256=made.sha256,
                source=made.source,
                shipped=False,
                changes=json.dumps([[m.id, dict(m.params)] for m in told], ensure_ascii=False),
            )
            session.add(row)
            session.flush()
            kind = Kind.PROPOSED if approval else Kind.PUBLISHED
            self._note(session, service, made.flow.version, kind, by, starts_on, base)
            return _value(row, self._history(session, service))

    def approve(self, service: str, number: int, by: str, shipped: Release | None) -> None:
        """See ReleaseBook."""
        with writing(self._engine) as session:
            self._must_be_allowed(session, by)
            history = self._history(session, service)
            proposal = next((e for e in history.proposed() if e.number == number), None)
            if proposal is None:
                raise Refused(r.NOT_PROPOSED)
            if proposal.by == by:
                raise Refused(r.SAME_PERSON)
            if proposal.based_on != self._base(history, shipped):
                raise Refused(r.NEWER)
            self._note(session, service, number, Kind.APPROVED, by, proposal.starts_on, proposal.based_on)

    def withdraw(self, service: str, number: int, by: str) -> None:
        """See ReleaseBook."""
        with writing(self._engine) as session:
            self._must_be_allowed(session, by)
            history = self._history(session, service)
            waiting = (*history.proposed(), *history.scheduled(self._clock.now()))
            if number == NOT_OFFERED or not any(e.number == number for e in waiting):
                known = history.event_of(number, *Kind) is not None and number != NOT_OFFERED
                raise Refused(r.STARTED if known else r.NOT_PROPOSED)
            self._note(session, service, number, Kind.WITHDRAWN, by)

    def roll_back(self, service: str, number: int, by: str, shipped: Release | None) -> None:
        """See ReleaseBook."""
        with writing(self._engine) as session:
            self._must_be_allowed(session, by)
            history, now = self._history(session, service), self._clock.now()
            live = history.live(now)
            if (live if live is not None else _number(shipped)) == number:
                raise Refused(r.IN_FORCE_ALREADY)
            self._keep_shipped(session, shipped)
            row = self._row(session, service, number)
            if row is None or not (row.shipped or number in history.begun(now)):
                raise Refused(r.NEVER_IN_FORCE)
            _read(row)
            self._note(session, service, number, Kind.ROLLED_BACK, by)

    def retire(self, service: str, by: str, shipped: Release | None) -> None:
        """See ReleaseBook."""
        with writing(self._engine) as session:
            self._must_be_allowed(session, by)
            history, now = self._history(session, service), self._clock.now()
            live = history.live(now)
            if live is None and shipped is None and not history.events:
                raise Refused(r.UNKNOWN_SERVICE)
            if live == NOT_OFFERED or (live is None and shipped is None):
                raise Refused(r.NOT_OFFERED_ALREADY)
            self._no_later_one(history, now)
            self._keep_shipped(session, shipped)
            self._note(session, service, NOT_OFFERED, Kind.RETIRED, by)

    # --- what they share ------------------------------------------------------------------------

    def _must_be_allowed(self, session: Session, by: str) -> None:
        if by == CONSOLE:
            return
        row = session.get(OfficerRow, by)
        if row is None or not row.active or AT_THE_STUDIO.isdisjoint(row.roles.split(",")):
            raise Refused(r.NO_RIGHT)

    def _base(self, history: History, shipped: Release | None) -> int:
        """The number that comes last in force; 0 where there is none."""
        last = history.last()
        return last if last is not None else _number(shipped) or 0

    def _no_later_one(self, history: History, begins: datetime) -> None:
        # It would put itself in the place of what is newer.
        if any(event.effective > begins for event in history.scheduled(self._clock.now())):
            raise Refused(r.SCHEDULED)

    def _keep_shipped(self, session: Session, shipped: Release | None) -> None:
        """So that one can go back to it when the product has another one."""
        if shipped is None:
            return
        row = self._row(session, shipped.flow.id, shipped.flow.version)
        if row is None:
            session.add(
                ServiceReleaseRow(
                    service=shipped.flow.id,
                    number=shipped.flow.version,
                    # Of the text: a file's may begin with a mark that is no part of it.
                    sha256=hashlib.sha256(shipped.source.encode()).hexdigest(),
                    source=shipped.source,
                    shipped=True,
                    changes="[]",
                )
            )
            session.flush()

    def _row(self, session: Session, service: str, number: int) -> ServiceReleaseRow | None:
        return session.get(ServiceReleaseRow, (service, number))

    def _history(self, session: Session, service: str) -> History:
        where = ReleaseEventRow.service == service
        rows = session.exec(select(ReleaseEventRow).where(where).order_by(col(ReleaseEventRow.seq)))
        return History([_event(row) for row in rows])

    def _histories(self, session: Session) -> Mapping[str, History]:
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for row in session.exec(select(ReleaseEventRow).order_by(col(ReleaseEventRow.seq))):
            found[row.service].append(_event(row))
        return {service: History(events) for service, events in sorted(found.items())}

    def _note(
        self,
        session: Session,
        service: str,
        number: int,
        kind: Kind,
        by: str,
        starts_on: date | None = None,
        based_on: int | None = None,
    ) -> None:
        last = session.exec(select(func.max(ReleaseEventRow.seq))).one()
        session.add(
            ReleaseEventRow(
                seq=(last or 0) + 1,
                service=service,
                number=number,
                kind=str(kind),
                by=by,
                at=self._clock.now(),
                starts_on=starts_on,
                based_on=based_on,
            )
        )
        session.flush()
        about = service if number == NOT_OFFERED else f"{service} {number}"
        self._record.append(session, by, _DEEDS[kind], about)


def _number(shipped: Release | None) -> int | None:
    return None if shipped is None else shipped.flow.version


def _same(release: Release, source: str, number: int) -> bool:
    """Whether it would be that text again."""
    return numbered(release, number).source == source


def _read(row: ServiceReleaseRow) -> Release:
    """Raises :class:`Refused` where it is not what was published."""
    try:
        found = read_release(row.source, row.service)
    except FlowFileError:
        raise Refused(r.DAMAGED) from None
    if found.sha256 != row.sha256:
        raise Refused(r.DAMAGED)
    return found


def _event(row: ReleaseEventRow) -> Event:
    kind = Kind(row.kind)
    return Event(row.seq, row.service, row.number, kind, row.by, row.at, row.starts_on, row.based_on)


def _value(row: ServiceReleaseRow, history: History) -> r.Published:
    first = history.event_of(row.number, Kind.PROPOSED, Kind.PUBLISHED)
    approved = history.event_of(row.number, Kind.APPROVED)
    return r.Published(
        service=row.service,
        number=row.number,
        sha256=row.sha256,
        source=row.source,
        author="" if first is None else first.by,
        published_at=None if first is None else first.at,
        starts_on=None if first is None else first.starts_on,
        approved_by=None if approved is None else approved.by,
        changes=_changes(json.loads(row.changes)),
    )


def _changes(kept: Sequence[tuple[str, dict[str, str | int]]]) -> tuple[Message, ...]:
    return tuple(Message(id_, params) for id_, params in kept)
