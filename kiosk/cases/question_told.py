"""How a resident reads the answer: the number on the slip, and the end of the telephone number they gave.

What is said is the same whether there is no such question, its resident gave no number, or the end is wrong.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.cases.case import Filing, Receipt
from kiosk.cases.number import valid
from kiosk.cases.question import How, Question, QuestionState
from kiosk.cases.question_note import last_four
from kiosk.flow.answer import Answer
from kiosk.message import Message

PROOF_DIGITS = 4
"""So many digits at the end of the telephone number."""
_PROOF = re.compile(rf"[0-9]{{{PROOF_DIGITS}}}", re.ASCII)
_NOBODY = "none"
"""Compared with where there is nothing to compare with, so that it takes the same steps."""


@dataclass(frozen=True)
class AnswerTold:
    """What its resident is told. text: the answer; empty where there is none yet, or it is no longer kept.

    asked_at, answered_at: in UTC.
    """

    state: QuestionState
    asked_at: datetime
    answered_at: datetime | None = None
    text: str = field(default="", repr=False)


class NotTold(Exception):
    """Nothing is told. wait_s: so many seconds nothing more is looked at from there; 0: it may be tried."""

    def __init__(self, wait_s: int = 0) -> None:
        self.message = Message("answer.wait" if wait_s else "answer.wrong")
        self.wait_s = wait_s
        super().__init__(self.message.id)


class Asking(Protocol):
    """Where a question is handed in; a book of cases is one. Raises ``StoreFailed``."""

    async def hand_in(self, filing: Filing) -> Receipt:
        """Once, however often it is tried with the same visit."""
        ...


class QuestionAnswers(Protocol):
    """Where answers are read: on this machine, or at the hall's hub.

    Raises ``StoreFailed`` where it cannot be looked now.
    """

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        """asker: who looks; wrong tries are counted for each, and for all kiosks together.

        Either a kiosk's number, or a portal's with "/" and what stands for an address: those who look from
        home are counted apart, so that nobody there keeps a resident in the hall waiting. Raises
        :class:`NotTold`.
        """
        ...


def can_be(number: str, proof: str) -> bool:
    """Whether there could be such a question; what could not be is no guess."""
    return valid(number) and _PROOF.fullmatch(proof) is not None


def proves(answers: Mapping[str, Answer], proof: str) -> bool:
    """Whether this is the end of a telephone number that its resident gave."""
    ends = last_four(answers) or {_NOBODY}
    return sum(hmac.compare_digest(end.encode(), proof.encode()) for end in ends) > 0


def told_of(question: Question) -> AnswerTold:
    """What its resident is told of it; the last answer where there are several."""
    given = [reply for reply in question.replies if reply.how is not How.NOT_REACHED]
    if not given or question.state is not QuestionState.ANSWERED:
        return AnswerTold(question.state, question.asked_at)
    return AnswerTold(question.state, question.asked_at, given[-1].at, given[-1].text)
