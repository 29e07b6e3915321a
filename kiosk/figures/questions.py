"""Figures of the questions that residents asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.cases.channel import Channel
from kiosk.cases.question import QuestionState
from kiosk.cases.question_due import answer_by
from kiosk.clock import HALL_ZONE
from kiosk.figures.spread import Spread, spread, taken
from kiosk.working_days import WorkingDays


@dataclass(frozen=True)
class QuestionFigures:
    """Of the questions asked in a period. unreached: closed after enough attempts. to_answer: seconds from
    asking to the answer, nights and days off counted. home, phone: those of them that came so.
    late: those still open whose last day is over.
    """

    asked: int
    answered: int
    unreached: int
    to_answer: Spread
    home: int = 0
    phone: int = 0
    late: int = 0

    @property
    def open(self) -> int:
        """Those that nobody has answered yet."""
        return self.asked - self.answered - self.unreached


@dataclass(frozen=True)
class Asked:
    """A question as far as figures go; times in UTC."""

    state: QuestionState
    asked_at: datetime
    closed_at: datetime | None
    channel: Channel = Channel.KIOSK


def question_figures(questions: Iterable[Asked], today: date, calendar: WorkingDays) -> QuestionFigures:
    """today, calendar: for those that nobody has answered in time."""
    kept = tuple(questions)
    states = [each.state for each in kept]
    channels = [each.channel for each in kept]
    answered = [(each.asked_at, each.closed_at) for each in kept if each.state is QuestionState.ANSWERED]
    days = [each.asked_at.astimezone(HALL_ZONE).date() for each in kept if each.state is QuestionState.OPEN]
    return QuestionFigures(
        asked=len(kept),
        answered=len(answered),
        unreached=states.count(QuestionState.UNREACHED),
        to_answer=spread(taken(answered)),
        home=channels.count(Channel.HOME),
        phone=channels.count(Channel.PHONE),
        late=sum(today > answer_by(day, calendar) for day in days),
    )
