"""By when a question is to be answered, and who is told when it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.question import Question, QuestionState
from kiosk.cases.question_due import QuestionsRisen, answer_by, is_late, questions_risen
from kiosk.clock import HALL_ZONE
from kiosk.officers.officer import Officer, Role
from kiosk.working_days import WorkingDays

CALENDAR = WorkingDays()
FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)


def asked(day: date, state: QuestionState = QuestionState.OPEN) -> Question:
    at = datetime.combine(day, time(16), HALL_ZONE).astimezone(UTC)
    return Question("q", "0100012", "01", "question", "zh_CN", False, at, state=state)


def by(*roles: Role) -> Officer:
    return Officer("0235", "", frozenset(roles))


def test_the_weekend_does_not_count() -> None:
    assert answer_by(FRIDAY, CALENDAR) == MONDAY
    assert not is_late(asked(FRIDAY), MONDAY, CALENDAR)
    assert is_late(asked(FRIDAY), MONDAY + timedelta(days=1), CALENDAR)


def test_what_is_answered_is_never_late() -> None:
    assert not is_late(asked(FRIDAY, QuestionState.ANSWERED), date(2027, 1, 4), CALENDAR)


def test_the_day_is_the_halls() -> None:
    """Late in the evening in UTC it is the next day in Shanghai."""
    question = Question(
        "q", "0100012", "01", "question", "zh_CN", False, datetime(2026, 11, 22, 17, tzinfo=UTC)
    )
    assert not is_late(question, date(2026, 11, 24), CALENDAR)
    assert is_late(question, date(2026, 11, 25), CALENDAR)


def test_it_is_the_leaders_to_see_to() -> None:
    questions = [asked(FRIDAY), asked(MONDAY)]
    tuesday = date(2026, 11, 24)
    assert questions_risen(questions, by(Role.OFFICER), tuesday, CALENDAR) == QuestionsRisen(1, False)
    assert questions_risen(questions, by(Role.LEADER), tuesday, CALENDAR) == QuestionsRisen(1, True)
    assert not questions_risen(questions, by(Role.WINDOW), tuesday, CALENDAR)
    assert not questions_risen([], by(Role.LEADER), tuesday, CALENDAR)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 20))
def test_late_once_it_stays_late(day: date, days: int) -> None:
    question, later = asked(day), day + timedelta(days=days)
    assert answer_by(day, CALENDAR) in CALENDAR
    if is_late(question, later, CALENDAR):
        assert is_late(question, later + timedelta(days=1), CALENDAR)
        assert later > answer_by(day, CALENDAR) > day
