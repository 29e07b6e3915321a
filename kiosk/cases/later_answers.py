"""Answers that can be reached only later: at the hub, once its line stands."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.cases.question_told import AnswerTold, QuestionAnswers
from kiosk.failure import StoreFailed, Trouble


class LaterAnswers:
    """See QuestionAnswers. at: gives it; until it is set nothing is there."""

    def __init__(self) -> None:
        self.at: Callable[[], QuestionAnswers] | None = None

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        """The answer."""
        if self.at is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return await self.at().told(number, proof, asker)
