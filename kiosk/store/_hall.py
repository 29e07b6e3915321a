"""The hall's releases as its hub told them, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, text
from sqlmodel import Session, col, delete, select

from kiosk.clock import Clock
from kiosk.officers.record import ITSELF, Deed
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._tables import HallDeclinedRow, HallEventRow, HallReleaseRow, SequenceRow
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import Declined, HallEvent, Name, Unfit
from kiosk.studio.in_force import Event, History, Kind
from kiosk.studio.releases import Published

_COUNTER = "hall"


class HallBook:
    """Each method is one transaction. That a release was declined is on record."""

    def __init__(self, engine: Engine, clock: Clock, record: Record) -> None:
        self._engine, self._clock, self._record = engine, clock, record

    def mark(self) -> int:
        """It grows with everything that is taken."""
        with reading(self._engine) as session:
            counter = session.get(SequenceRow, _COUNTER)
            return 0 if counter is None else counter.last

    def events(self) -> tuple[HallEvent, ...]:
        """What was told last, in order."""
        with reading(self._engine) as session:
            return _events(session)

    def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return _histories(self.events())

    def kept(self) -> tuple[Published, ...]:
        """The releases that the events are of, by service and number."""
        with reading(self._engine) as session:
            told = _events(session)
            order = (col(HallReleaseRow.service), col(HallReleaseRow.number))
            rows = session.exec(select(HallReleaseRow).order_by(*order)).all()
        wanted = {each.needed for each in told}
        histories = _histories(told)
        return tuple(
            KeptRelease(row.service, row.number, row.sha256, row.source, row.shipped).published(
                histories[row.service]
            )
            for row in rows
            if _name(row) in wanted
        )

    def have(self) -> frozenset[Name]:
        """The releases that are kept."""
        with reading(self._engine) as session:
            return frozenset(map(_name, session.exec(select(HallReleaseRow))))

    def declined(self) -> tuple[Declined, ...]:
        """The releases that are wanted, and not taken."""
        order = (col(HallDeclinedRow.service), col(HallDeclinedRow.number))
        with reading(self._engine) as session:
            rows = session.exec(select(HallDeclinedRow).order_by(*order))
            return tuple(Declined(*_name(row), Unfit(row.why), row.at) for row in rows)

    def take(
        self, events: Sequence[HallEvent], releases: Sequence[KeptRelease], declined: Mapping[Name, Unfit]
    ) -> None:
        """See HallShelf."""
        with writing(self._engine) as session:
            session.exec(delete(HallEventRow))
            session.add_all(HallEventRow(**vars(e.event), sha256=e.sha256) for e in events)
            for release in releases:
                told = {name: value for name, value in vars(release).items() if name != "changes"}
                session.merge(HallReleaseRow(**told))
            self._decline(session, declined)
            session.connection().execute(
                text(
                    "INSERT INTO sequence (name, last) VALUES (:name, 1) "
                    "ON CONFLICT (name) DO UPDATE SET last = last + 1"
                ),
                {"name": _COUNTER},
            )

    def _decline(self, session: Session, declined: Mapping[Name, Unfit]) -> None:
        known = {_name(row): row for row in session.exec(select(HallDeclinedRow))}
        for name, row in known.items():
            if declined.get(name) != row.why:
                session.delete(row)
        session.flush()
        for name, why in sorted(declined.items()):
            if name in known and known[name].why == why:
                continue
            service, number, sha256 = name
            session.add(
                HallDeclinedRow(
                    service=service, number=number, sha256=sha256, why=str(why), at=self._clock.now()
                )
            )
            self._record.append(session, ITSELF, Deed.RELEASE_DECLINED, f"{service} {number}")


def _name(row: HallReleaseRow | HallDeclinedRow) -> Name:
    return row.service, row.number, row.sha256


def _events(session: Session) -> tuple[HallEvent, ...]:
    rows = session.exec(select(HallEventRow).order_by(col(HallEventRow.seq)))
    return tuple(
        HallEvent(
            Event(r.seq, r.service, r.number, Kind(r.kind), r.by, r.at, r.starts_on, r.based_on), r.sha256
        )
        for r in rows
    )


def _histories(told: Sequence[HallEvent]) -> Mapping[str, History]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for each in told:
        found[each.event.service].append(each.event)
    return {service: History(done) for service, done in sorted(found.items())}
