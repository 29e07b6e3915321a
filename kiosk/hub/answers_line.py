"""The answers to the hall's questions, as a kiosk or a portal reads them through the hub."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.cases.case import Filing, Receipt
from kiosk.cases.question_told import AnswerTold, NotTold, can_be
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered
from kiosk.hub.hub_line import HubLine
from kiosk.hub.question_forms import AnswerForm, AskAnswer, AskQuestion, ReceiptForm


class HubAnswers:
    """See QuestionAnswers; the hub knows who asks by the connection's key. line: None: not yet there."""

    def __init__(self, line: Callable[[], HubLine | None]) -> None:
        self._line = line

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        """The answer."""
        if not can_be(number, proof):
            raise NotTold
        line = self._line()
        if line is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        asked = AskAnswer(number=number, proof=proof, asker=asker.partition("/")[2])
        try:
            form = await line.ask("question.told", asked, AnswerForm)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        told = form.value()
        if told is None:
            raise NotTold(form.wait_s)
        return told


class HubAsking:
    """See Asking: a portal with a key of its own keeps nothing of a question itself."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def hand_in(self, filing: Filing) -> Receipt:
        """Ask."""
        try:
            told = await self._line.ask("question.ask", AskQuestion.of(filing), ReceiptForm)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        return Receipt(told.id, told.number)
