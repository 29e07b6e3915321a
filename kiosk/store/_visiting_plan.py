"""The plan by which appointments are given, in SQL."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from kiosk.cases.visiting_hours import VisitingPlan, problems, usual_plan
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._tables import VisitingPlanRow
from kiosk.store.failure import StoreFailed, Trouble

HERE = "here"
"""The one station of a data folder."""


class VisitingPlans:
    """Each method is one transaction, and puts a change on record in it."""

    def __init__(self, engine: Engine, record: Record) -> None:
        self._engine = engine
        self._record = record

    def plan(self) -> VisitingPlan:
        """As it was set last; the usual one before."""
        with reading(self._engine) as session:
            return self.within(session)

    def set(self, plan: VisitingPlan, services: Collection[str]) -> None:
        """See PlanBook."""
        found = problems(plan, services)
        if found:
            raise Refused(found[0])
        with writing(self._engine) as session:
            session.merge(VisitingPlanRow(station=HERE, body=plan.model_dump_json()))
            self._record.append(session, CONSOLE, Deed.VISITING_PLAN_CHANGED)

    def within(self, session: Session) -> VisitingPlan:
        """In a transaction that is under way."""
        row = session.get(VisitingPlanRow, HERE)
        try:
            return usual_plan() if row is None else VisitingPlan.model_validate_json(row.body)
        except ValidationError:
            raise StoreFailed(Trouble.DAMAGED, "the plan for appointments cannot be read") from None
