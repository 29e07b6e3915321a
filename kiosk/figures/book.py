"""All figures of a period, and where a desk asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.assist.call import Call
from kiosk.figures.calls import CallFigures, call_figures
from kiosk.figures.officers import OfficerFigures, officer_figures
from kiosk.figures.period import Period
from kiosk.figures.questions import QuestionFigures
from kiosk.figures.ratings import RatingFigures
from kiosk.figures.visits import VisitFigures


@dataclass(frozen=True)
class Figures:
    """ratings, visits, questions: None where only the kiosks themselves know them."""

    period: Period
    calls: CallFigures
    officers: tuple[OfficerFigures, ...]
    ratings: RatingFigures | None
    visits: VisitFigures | None
    questions: QuestionFigures | None = None


class FiguresBook(Protocol):
    """Of this machine, or of the whole hall."""

    async def figures(self, period: Period, officer: str) -> Figures:
        """For this officer, a leader. Raises ``StoreFailed``."""
        ...


def figures_of(
    calls: Sequence[Call],
    ratings: RatingFigures | None,
    period: Period,
    visits: VisitFigures | None = None,
    thanked: Mapping[str, int] | None = None,
) -> Figures:
    """What figures are, from the calls themselves; where there are too many of those, see ``Tally``."""
    officers = officer_figures(calls, period, thanked or {})
    return Figures(period, call_figures(calls, period), officers, ratings, visits)
