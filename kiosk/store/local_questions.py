"""Questions in the local store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.cases.difficult import Refused
from kiosk.cases.question import NewReply, Question, Similar
from kiosk.cases.question_note import NewNote
from kiosk.cases.question_told import AnswerTold, NotTold, can_be
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")


class LocalQuestions:
    """The book of questions in the local store; see QuestionDesk and QuestionAnswers."""

    def __init__(self, line: Line, kiosk_no: str, on_fact: Callable[[], None]) -> None:
        self._line, self._kiosk_no, self._on_fact = line, kiosk_no, on_fact

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

    async def note(self, note: NewNote) -> Question:
        """Write down one that came by telephone."""
        noted = await self._asked(lambda shelf: shelf.questions.note(note, self._kiosk_no))
        self._on_fact()
        return noted

    async def similar(self, words: str, by: Officer) -> tuple[Similar, ...]:
        """Of those answered last the most alike."""
        return await self._asked(lambda shelf: shelf.question_search.similar(words, by.number))

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        """The answer, for its own resident; see QuestionAnswers."""
        if not can_be(number, proof):
            raise NotTold
        at_home = "/" in asker
        everybody = f"{asker.partition('/')[0]}/*" if at_home else "*"
        found = await self._line.run(
            lambda shelf: shelf.question_search.told(number, proof, asker, everybody)
        )
        if isinstance(found, NotTold):
            raise found
        return found

    async def _asked(self, work: Callable[[Shelf], T]) -> T:
        try:
            return await self._line.run(work)
        except NoRight as refused:
            raise Refused(refused.reason) from None
