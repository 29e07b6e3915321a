"""What is said between kiosk, hub and desk about how kiosks do."""

from __future__ import annotations

from kiosk.assist.change_form import Form, Id, Moment, Words
from kiosk.duty.kiosks import KioskReport, KioskStanding


class ReportForm(Form):
    """What a kiosk says of itself."""

    kiosk: Id
    kiosk_name: Words
    place: Words
    in_use: bool
    in_service: bool
    voice_ok: bool
    paper_ok: bool
    version: Words

    @classmethod
    def of(cls, report: KioskReport) -> ReportForm:
        """Taken as it is."""
        return cls.model_construct(**{name: getattr(report, name) for name in cls.model_fields})

    def value(self) -> KioskReport:
        """The report."""
        return KioskReport(**dict(self))


class StandingForm(Form):
    """How a kiosk stands. heard_at, offline: by the hub's clock."""

    report: ReportForm
    heard_at: Moment
    offline: bool

    @classmethod
    def of(cls, standing: KioskStanding) -> StandingForm:
        """Taken as it is."""
        return cls.model_construct(
            report=ReportForm.of(standing.report), heard_at=standing.heard_at, offline=standing.offline
        )

    def value(self) -> KioskStanding:
        """The standing."""
        return KioskStanding(self.report.value(), self.heard_at, self.offline)


class Standings(Form):
    """Several kiosks: all of them, or those that changed."""

    kiosks: list[StandingForm]
