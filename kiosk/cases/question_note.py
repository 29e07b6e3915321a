"""A question that came by telephone, as an officer writes it down at the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.cases.case import Filing
from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.question import LONGEST_ANSWER, How, NewReply
from kiosk.field import name, phone, text
from kiosk.flow.answer import Answer, PhoneNo, Written
from kiosk.message import Message

SERVICE = "question"
"""Under which it is filed, as what is asked at the kiosk is."""
QUESTION, NAME, PHONE = "question", "name", "phone"
"""The steps under which the words are kept: those of the service that comes with the product."""
LONGEST = 400
"""Characters of what was asked; what an officer types in a call, not what a resident writes at a kiosk."""


@dataclass(frozen=True)
class NewNote:
    """What an officer wrote down. id: UUIDv7, the idempotency key; also the reply's, if there is one.

    by: their number. phone: where to call back, and what the answer can be read with. answer: what was said
    at once; empty where the caller is to be called back, which takes a number. name may be empty.
    locale: of the call.
    """

    id: str
    by: str
    question: str
    name: str = ""
    phone: str = ""
    elderly: bool = False
    answer: str = ""
    locale: str = "zh_CN"

    def filing(self, kiosk: str) -> Filing:
        """It as a case. kiosk: whose number its registration number begins with. Raises :class:`Refused`."""
        return Filing(
            visit_id=self.id,
            kiosk=kiosk,
            service=SERVICE,
            flow_version=0,
            flow_sha256=NO_FLOW,
            flow_source="",
            locale=self.locale,
            priority=self.elderly,
            answers=self.answers(),
            question=True,
            channel=Channel.PHONE,
        )

    def reply(self) -> NewReply | None:
        """What was said at once. Raises :class:`Refused`."""
        if not self.answer.strip():
            return None
        return NewReply(
            self.id, self.by, How.ON_THE_PHONE, _read(text.read(self.answer, LONGEST_ANSWER)).text
        )

    def answers(self) -> Mapping[str, Answer]:
        """What is kept of it. Raises :class:`Refused` with what is to be done."""
        asked: dict[str, Answer] = {}
        if not self.question.strip():
            raise Refused(Message("question.note_empty"))
        asked[QUESTION] = _read(text.read(self.question, LONGEST))
        if self.name.strip():
            asked[NAME] = _read(name.read(self.name))
        if self.phone.strip():
            found = phone.read(self.phone)
            if isinstance(found, Message):
                raise Refused(found)
            asked[PHONE] = found
        elif not self.answer.strip():
            raise Refused(Message("question.note_no_phone"))
        return asked


NO_FLOW = hashlib.sha256(b"").hexdigest()
"""The release of what was asked without one."""


def _read(read: Written | Message) -> Written:
    if isinstance(read, Message):
        raise Refused(read)
    return read


def last_four(answers: Mapping[str, Answer]) -> frozenset[str]:
    """The ends of the telephone numbers among these answers: each of them proves whose question it is."""
    return frozenset(value.number[-4:] for value in answers.values() if isinstance(value, PhoneNo))
