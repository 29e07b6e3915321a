"""What the portal asks questions with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.cases.question_told import Asking, QuestionAnswers
from kiosk.working_days import WorkingDays


@dataclass(frozen=True)
class Consultation:
    """What the portal asks questions with. kiosk: whose number stands in theirs.

    cases: where they are kept; answers: where they are read. calendar: the station's working days.
    """

    kiosk: str
    cases: Asking
    answers: QuestionAnswers
    calendar: WorkingDays
    name: str = "portal"
    """As whose its readers are counted."""
