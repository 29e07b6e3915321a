"""How kiosks do, in SQL."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import Engine
from sqlmodel import col, select

from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskReport, KioskStanding, standing
from kiosk.store._engine import reading, writing
from kiosk.store._tables import KioskReportRow

_SAID = tuple(field.name for field in fields(KioskReport))


class Kiosks:
    """One row a kiosk: what it said last, and when."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def report(self, report: KioskReport) -> None:
        """The newest counts."""
        said = {name: getattr(report, name) for name in _SAID}
        with writing(self._engine) as session:
            session.merge(KioskReportRow(**said, heard_at=self._clock.now()))

    def kiosks(self) -> tuple[KioskStanding, ...]:
        """By their ids."""
        now = self._clock.now()
        with reading(self._engine) as session:
            rows = session.exec(select(KioskReportRow).order_by(col(KioskReportRow.kiosk)))
            found = [
                standing(KioskReport(**{name: getattr(row, name) for name in _SAID}), row.heard_at, now)
                for row in rows
            ]
        return tuple(each for each in found if each is not None)
