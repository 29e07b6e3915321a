"""Questions in the local store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.cases.difficult import Refused
from kiosk.cases.question import NewReply, Question
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")


class LocalQuestions:
    """The book of questions in the local store; see QuestionDesk."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def open_questions(self, by: Officer) -> tuple[Question, ...]:
        """The open ones, masked: the urgent ones first, among them the oldest."""
        return await self._asked(lambda shelf: shelf.questions.open_for(by.number))

    async def questions(self, *, every: bool, reveal: bool) -> tuple[Question, ...]:
        """The open ones, or ``every`` one, the oldest first; masked unless ``reveal``."""
        return await self._line.run(lambda shelf: shelf.questions.questions(every=every, reveal=reveal))

    async def read(self, question_id: str, by: Officer) -> Question | None:
        """One with all its words; that they were read is on record."""
        return await self._asked(lambda shelf: shelf.questions.read(question_id, by))

    async def reply(self, question_id: str, reply: NewReply) -> Question:
        """Note how it was answered, or that the resident was not reached."""
        return await self._asked(lambda shelf: shelf.questions.reply(question_id, reply))

    async def _asked(self, work: Callable[[Shelf], T]) -> T:
        try:
            return await self._line.run(work)
        except NoRight as refused:
            raise Refused(refused.reason) from None
