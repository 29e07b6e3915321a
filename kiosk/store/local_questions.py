"""Questions in the local store."""

from __future__ import annotations

from kiosk.cases.question import NewReply, Question
from kiosk.officers.officer import Officer
from kiosk.store.line import Line


class LocalQuestions:
    """The book of questions in the local store; see QuestionDesk."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def open_questions(self, by: Officer) -> tuple[Question, ...]:
        """The open ones, masked: the urgent ones first, among them the oldest."""
        return await self._line.run(lambda shelf: shelf.questions.questions(every=False, reveal=False))

    async def questions(self, *, every: bool, reveal: bool) -> tuple[Question, ...]:
        """The open ones, or ``every`` one, the oldest first; masked unless ``reveal``."""
        return await self._line.run(lambda shelf: shelf.questions.questions(every=every, reveal=reveal))

    async def read(self, question_id: str, by: Officer) -> Question | None:
        """One with all its words; that they were read is on record."""
        return await self._line.run(lambda shelf: shelf.questions.read(question_id, by))

    async def reply(self, question_id: str, reply: NewReply) -> Question:
        """Note how it was answered, or that the resident was not reached."""
        return await self._line.run(lambda shelf: shelf.questions.reply(question_id, reply))
