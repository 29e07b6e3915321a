"""What a leader's desk and the hub say of figures."""

from __future__ import annotations

from datetime import date

from kiosk.assist.change_form import Form
from kiosk.failure import StoreFailed, Trouble
from kiosk.figures.book import Figures
from kiosk.figures.calls import CallFigures
from kiosk.figures.officers import OfficerFigures
from kiosk.figures.period import Period
from kiosk.figures.questions import QuestionFigures
from kiosk.figures.ratings import RatingFigures
from kiosk.figures.visits import VisitFigures
from kiosk.hub.asking import NotAnswered
from kiosk.hub.duty_forms import Digits
from kiosk.hub.hub_line import HubLine


class AskFigures(Form):
    """Of whole days, the first and the last among them; for a leader at that desk."""

    first: date
    last: date
    officer: Digits


class HallFiguresForm(Form):
    """The figures. ratings, visits: None where no kiosk has told of any."""

    calls: CallFigures
    officers: tuple[OfficerFigures, ...]
    ratings: RatingFigures | None = None
    visits: VisitFigures | None = None
    questions: QuestionFigures | None = None


class HubFigures:
    """A FiguresBook of the whole hall."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def figures(self, period: Period, officer: str) -> Figures:
        """Raises ``StoreFailed`` too where the hub refuses: then this is no leader there any more."""
        asked = AskFigures(first=period.first, last=period.last, officer=officer)
        try:
            told = await self._line.ask("figures.read", asked, HallFiguresForm)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        return Figures(period, told.calls, told.officers, told.ratings, told.visits, told.questions)
