"""The ends of visits, in SQL."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import select

from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.store._engine import writing
from kiosk.store._tables import CaseRow, VisitEndRow


class KeptEnds:
    """One row a visit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, end: VisitEnd) -> None:
        """The first end of a visit stays."""
        with writing(self._engine) as session:
            filed = select(CaseRow.id).where(CaseRow.visit_id == end.visit_id)
            # Handing in may have reached the disk only after the resident had left the screen.
            ending = Ending.HANDED_IN if session.exec(filed).one_or_none() is not None else end.ending
            session.exec(
                insert(VisitEndRow)
                .values(asdict(end) | {"ending": str(ending)})
                .on_conflict_do_nothing(index_elements=["visit_id"])
            )
