"""By when a question is to be answered, and who is told when it is not.

The desk tells it as it tells of cases at the window: whoever answers sees how many are late, and it is the
leader who sees to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.cases.question import Question
from kiosk.clock import HALL_ZONE
from kiosk.officers.officer import AT_THE_DESK, Officer, Role
from kiosk.working_days import WorkingDays

ANSWER_DAYS = 1
"""Working days within which a question is to be answered; the day on which it was asked does not count."""


def answer_by(asked: date, calendar: WorkingDays) -> date:
    """The last day on which the answer to what was asked on this day is not late."""
    return calendar.after(asked, ANSWER_DAYS)


def is_late(question: Question, today: date, calendar: WorkingDays) -> bool:
    """Whether nobody has answered it in time."""
    asked = question.asked_at.astimezone(HALL_ZONE).date()
    return question.open and today > answer_by(asked, calendar)


@dataclass(frozen=True)
class QuestionsRisen:
    """late: how many are told of. leader: they are for this officer to see to."""

    late: int = 0
    leader: bool = False

    def __bool__(self) -> bool:
        return bool(self.late)


def questions_risen(
    questions: Iterable[Question], by: Officer, today: date, calendar: WorkingDays
) -> QuestionsRisen:
    """What is told to this officer of the open ones."""
    if by.roles.isdisjoint(AT_THE_DESK):
        return QuestionsRisen()
    late = sum(is_late(question, today, calendar) for question in questions)
    return QuestionsRisen(late, bool(late) and Role.LEADER in by.roles)
