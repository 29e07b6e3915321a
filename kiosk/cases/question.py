"""A question that a resident asked at the kiosk, from home or by telephone, and how officers answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from kiosk.cases.channel import Channel
from kiosk.cases.difficult import ENOUGH_ATTEMPTS, Refused
from kiosk.flow.answer import Answer
from kiosk.message import Message
from kiosk.officers.officer import Officer

if TYPE_CHECKING:
    from kiosk.cases.question_note import NewNote


class QuestionState(StrEnum):
    """Whether somebody still has to answer it. ``UNREACHED``: the resident was looked for often enough."""

    OPEN = "open"
    ANSWERED = "answered"
    UNREACHED = "unreached"


class How(StrEnum):
    """How an officer answered, or that they could not reach the resident.

    ``WRITTEN``: here alone, where the resident reads it with their number; ``ON_THE_PHONE``: at once, in the
    call in which it was asked.
    """

    CALLED_BACK = "called_back"
    AT_THE_DESK = "at_the_desk"
    MESSAGE = "message"
    WRITTEN = "written"
    ON_THE_PHONE = "on_the_phone"
    NOT_REACHED = "not_reached"


AT_A_DESK = (How.CALLED_BACK, How.AT_THE_DESK, How.MESSAGE, How.WRITTEN, How.NOT_REACHED)
"""What can be done with a question that waits."""


@dataclass(frozen=True)
class NewReply:
    """What an officer did. id: UUIDv7 made where it is taken, the idempotency key. by: their number.

    text: what was said; it may be empty only where the resident was not reached.
    """

    id: str
    by: str
    how: How
    text: str = ""


@dataclass(frozen=True)
class Reply:
    """What was done, as it is kept; time in UTC. text is empty where the question was read masked."""

    id: str
    at: datetime
    by: str
    how: How
    noted: bool = False
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A question as it is kept; times in UTC. id: its case's. number: what the resident holds. kiosk: where
    it was asked; "" where no kiosk had to do with it. at_hall: the hub has it, and
    it is answered there.

    answers, flow_source (the text of the release that they were given under) and the replies' texts are empty
    where it was read masked; ``masked`` says so.
    """

    id: str
    number: str
    kiosk: str
    service: str
    locale: str
    priority: bool
    asked_at: datetime
    channel: Channel = Channel.KIOSK
    state: QuestionState = QuestionState.OPEN
    closed_at: datetime | None = None
    closed_by: str | None = None
    replies: tuple[Reply, ...] = ()
    masked: bool = True
    at_hall: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    flow_source: str = ""

    @property
    def open(self) -> bool:
        """Somebody still has to answer it."""
        return self.state is QuestionState.OPEN

    @property
    def attempts(self) -> int:
        """How often the resident was not reached."""
        return sum(reply.how is How.NOT_REACHED for reply in self.replies)


def after(state: QuestionState, attempts: int, how: How) -> QuestionState:
    """The state after this was done. attempts: those before it.

    An answer closes a question, and so does the last of :data:`ENOUGH_ATTEMPTS` attempts. Raises
    :class:`Refused` where it is closed already.
    """
    if state is not QuestionState.OPEN:
        raise Refused(Message("question.is_closed"))
    if how is not How.NOT_REACHED:
        return QuestionState.ANSWERED
    return QuestionState.UNREACHED if attempts + 1 >= ENOUGH_ATTEMPTS else QuestionState.OPEN


LONGEST_ANSWER = 400
"""Characters of an answer."""


def check_reply(reply: NewReply) -> None:
    """Raises :class:`Refused` where an answer does not tell what was said, or is too long to be read."""
    if len(reply.text) > LONGEST_ANSWER:
        raise Refused(Message("field.text.long", {"most": LONGEST_ANSWER}))
    if reply.how is not How.NOT_REACHED and not reply.text.strip():
        raise Refused(Message("question.no_text"))


@dataclass(frozen=True)
class Similar:
    """One that was answered, whose question has words in common with what was looked for.

    words: those that both have. at: when it was answered, in UTC.
    """

    id: str
    question: str = field(repr=False)
    answer: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    at: datetime


MOST_SEARCHED = 400
"""So many of those answered last are looked through: they are opened in memory, one by one, and none of
their words is kept outside what is sealed. Hashes of words would tell which are alike."""
MOST_SIMILAR = 5
LONGEST_SEARCH = 400
"""Characters of what is looked for."""


class QuestionDesk(Protocol):
    """What an officer's desk works with: of this machine, or of the whole hall.

    Each method returns only after its change is committed; all raise ``StoreFailed``, and :class:`Refused`
    where the officer may not.
    """

    async def open_questions(self, by: Officer) -> tuple[Question, ...]:
        """The open ones, masked: the urgent ones first, among them the oldest. by: who is signed in there."""
        ...

    async def read(self, question_id: str, by: Officer) -> Question | None:
        """One with all its words; that they were read is on record."""
        ...

    async def reply(self, question_id: str, reply: NewReply) -> Question:
        """Note how it was answered, or that the resident was not reached; told masked.

        The same reply again changes nothing. Raises :class:`Refused` where another closed it before.
        """
        ...

    async def note(self, note: NewNote) -> Question:
        """Write down one that came by telephone, answered at once or not; told masked.

        The same note again changes nothing, but for an answer that it had not yet.
        """
        ...

    async def similar(self, words: str, by: Officer) -> tuple[Similar, ...]:
        """Of those answered last the most alike, at most :data:`MOST_SIMILAR`; those shown are on record."""
        ...
