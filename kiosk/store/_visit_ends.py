"""The ends of visits, in SQL, and their counting."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import select

from kiosk.cases.facts import FactKind
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.clock import Clock
from kiosk.figures.period import Period
from kiosk.figures.visits import EndsAlike
from kiosk.store._engine import writing
from kiosk.store._kinds import check_texts, kept_time
from kiosk.store._noting import note_fact
from kiosk.store._tables import CaseRow, VisitEndRow

_ALIKE = (
    "SELECT service, step, ending, count(*) FROM visit_end WHERE ended_at >= ? AND ended_at < ? "
    "GROUP BY service, step, ending"
)


class KeptEnds:
    """One row a visit."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, end: VisitEnd) -> None:
        """The first end of a visit stays."""
        with writing(self._engine) as session:
            filed = select(CaseRow.id).where(CaseRow.visit_id == end.visit_id)
            # Handing in may have reached the disk only after the resident had left the screen.
            ending = Ending.HANDED_IN if session.exec(filed).one_or_none() is not None else end.ending
            new = session.exec(
                insert(VisitEndRow)
                .values(asdict(end) | {"ending": str(ending)})
                .on_conflict_do_nothing(index_elements=["visit_id"])
            )
            if new.rowcount == 1:
                note_fact(session, FactKind.VISIT, end.visit_id, self._clock)


def count_ends(connection: Connection, period: Period) -> list[EndsAlike]:
    """The visits that ended in these days, those alike together. Raises ValueError where one is damaged."""
    bounds = tuple(kept_time(moment) for moment in period.bounds())
    found = []
    for service, step, ending, visits in connection.exec_driver_sql(_ALIKE, bounds):
        check_texts(service, step)
        found.append(EndsAlike(service, step, Ending(ending), visits))
    return found
