"""Questions and answers that can be reached only later: at the hub, once its line stands."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.cases.case import Filing, Receipt
from kiosk.cases.question_told import AnswerTold, Asking, QuestionAnswers
from kiosk.failure import StoreFailed, Trouble


class LaterConsultation:
    """See Asking and QuestionAnswers. asking, at: give them; until they are set nothing is there."""

    def __init__(self) -> None:
        self.asking: Callable[[], Asking] | None = None
        self.at: Callable[[], QuestionAnswers] | None = None

    async def hand_in(self, filing: Filing) -> Receipt:
        """Ask."""
        if self.asking is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return await self.asking().hand_in(filing)

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        """The answer."""
        if self.at is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return await self.at().told(number, proof, asker)
