"""Figures of the questions that residents asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.cases.question import QuestionState
from kiosk.figures.spread import Spread, spread, taken


@dataclass(frozen=True)
class QuestionFigures:
    """Of the questions asked in a period. unreached: closed after enough attempts. to_answer: seconds from
    asking to the answer, nights and days off counted."""

    asked: int
    answered: int
    unreached: int
    to_answer: Spread

    @property
    def open(self) -> int:
        """Those that nobody has answered yet."""
        return self.asked - self.answered - self.unreached


def question_figures(
    questions: Iterable[tuple[QuestionState, datetime, datetime | None]],
) -> QuestionFigures:
    """Of (state, asked at, closed at) each."""
    kept = tuple(questions)
    states = [state for state, _, _ in kept]
    answered = [(asked, closed) for state, asked, closed in kept if state is QuestionState.ANSWERED]
    return QuestionFigures(
        asked=len(kept),
        answered=len(answered),
        unreached=states.count(QuestionState.UNREACHED),
        to_answer=spread(taken(answered)),
    )
