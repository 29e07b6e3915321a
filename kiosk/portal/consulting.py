"""Questions from home: asked as at a kiosk, and the answer read later with the number and proof.

Neither the number nor the proof ever stands in an address: the answer is the page that the form brings.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.cases.case import Filing
from kiosk.cases.channel import Channel
from kiosk.cases.number import grouped
from kiosk.cases.question import QuestionState
from kiosk.cases.question_due import answer_by
from kiosk.cases.question_note import last_four
from kiosk.cases.question_told import AnswerTold, NotTold
from kiosk.clock import HALL_ZONE
from kiosk.dates import written_out
from kiosk.failure import StoreFailed
from kiosk.flow import model as m
from kiosk.message import Message
from kiosk.portal.asking import MOST_WRITTEN, one
from kiosk.portal.consultation import Consultation
from kiosk.portal.drafts import Draft, Drafts, Held, NoRoom
from kiosk.portal.front import Front
from kiosk.portal.limits import Allowance, Pace, Shares, whose
from kiosk.portal.posted import DO, LOOK, posted
from kiosk.portal.shown import place_of
from kiosk.portal.visitors import Visitor
from kiosk.words import Words

HERE = "/answer"
ASKED = "/asked"


@dataclass(frozen=True)
class Asked:
    """What is left of a question that was asked, for the page with its number. until: when it is answered."""

    number: str
    until: date


class Consulting:
    """Handlers, and what the last page of a question does."""

    def __init__(self, front: Front, drafts: Drafts, asked: Held[Asked]) -> None:
        self._front, self._drafts, self._asked = front, drafts, asked
        limits, clock = front.parts.limits, front.parts.clock
        self._asking = Shares(limits.asked, clock, limits.addresses)
        self._reading = Allowance(limits.begun, clock, limits.addresses)
        self._salt = secrets.token_bytes(16)

    @property
    def _consultation(self) -> Consultation:
        found = self._front.parts.consultation
        if found is None:
            raise HTTPException(404)
        return found

    # --- asking ---------------------------------------------------------------------------------

    async def ask(self, request: Request, visitor: Visitor, draft: Draft, review: m.Step) -> Response:
        """Hand the question in, and forget it here. Where that cannot be, everything stays as it is."""
        with_whom = self._consultation
        again = RedirectResponse(f"/form/{place_of(draft.run.flow, review.id)}", 303)
        async with draft.keeping:
            if self.has_asked(visitor):  # pressed twice
                return RedirectResponse(ASKED, 303)
            draft.run.stand_at(review.id)
            if not draft.run.ready:
                return again
            answers = draft.run.answers()
            if not last_four(answers):
                draft.notice = Message("portal.asked.no_phone")
                return again
            host = request.client.host if request.client else ""
            if self._asking.wait_s(host) > 0:
                raise HTTPException(429)
            self._asking.take(host)
            flow = draft.release.flow
            filing = Filing(
                visit_id=draft.visit,
                kiosk=with_whom.kiosk,
                service=flow.id,
                flow_version=flow.version,
                flow_sha256=draft.release.sha256,
                flow_source=draft.release.source,
                locale=self._front.look(request).locale,
                priority=draft.run.priority(),
                answers=answers,
                question=True,
                channel=Channel.HOME,
            )
            try:
                with self._asked.room(visitor.id):  # held first: else a number would be given and not shown
                    receipt = await with_whom.cases.hand_in(filing)
                    until = answer_by(self._front.parts.clock.today(), with_whom.calendar)
                    self._asked.put(visitor.id, Asked(receipt.number, until))
            except NoRoom:
                raise HTTPException(503) from None
            except StoreFailed as error:
                self._front.parts.report(error)
                draft.notice = Message("portal.asked.not_sent")
                return again
            self._drafts.drop(visitor.id)
        return RedirectResponse(ASKED, 303)

    def has_asked(self, visitor: Visitor) -> bool:
        """Whether the visitor's last form was a question that was handed in."""
        return self._asked.find(visitor.id) is not None

    async def asked(self, request: Request) -> Response:
        """The number, large, for as long as the visitor stays."""
        visitor = self._front.visitors.of(request)
        found = self._asked.find(visitor.id)
        if found is None:
            return self._front.message(request, "code_gone", ASKED, status=410)
        return self._front.page(
            request,
            "asked",
            ASKED,
            number=grouped(found.number),
            until=self._day(request, found.until),
            mark=self._front.visitors.mark(visitor),
        )

    # --- reading --------------------------------------------------------------------------------

    async def answer(self, request: Request) -> Response:
        """Ask for number and proof; or what they lead to."""
        with_whom = self._consultation
        if request.method == "GET":
            return self._form(request, self._front.visitors.of(request))
        visitor, entries = await posted(request, self._front.visitors)
        if one(entries, DO) == LOOK:  # another language or size: nothing is looked up
            number, proof = (one(entries, name)[:MOST_WRITTEN] for name in ("number", "proof"))
            return self._form(request, visitor, number=number, proof=proof)
        if self._reading.take(_address(request)) is Pace.NOT_NOW:
            raise HTTPException(429)
        number, proof = (_digits(one(entries, name)) for name in ("number", "proof"))
        name = hashlib.sha256(self._salt + _address(request).encode()).hexdigest()[:32]
        words = self._front.pages.words(self._front.look(request))
        try:
            told = await with_whom.answers.told(number, proof, f"{with_whom.name}/{name}")
        except NotTold as refused:
            said = words.say(refused.message.id)
            return self._form(request, visitor, fault=said, number=number, status=422)
        return self._front.page(
            request,
            "answered",
            HERE,
            asked=self._day(request, told.asked_at.astimezone(HALL_ZONE).date()),
            said=self._said(request, told, words),
            answer=told.text,
            number=number,
            proof=proof,
            mark=self._front.visitors.mark(visitor),
        )

    def _form(
        self,
        request: Request,
        visitor: Visitor,
        *,
        fault: str = "",
        number: str = "",
        proof: str = "",
        status: int = 200,
    ) -> Response:
        page = self._front.page(
            request,
            "answer",
            HERE,
            status=status,
            fault=fault,
            number=number,
            proof=proof,
            mark=self._front.visitors.mark(visitor),
        )
        if visitor.fresh:
            self._front.visitors.tell(page, visitor)
        return page

    def _said(self, request: Request, told: AnswerTold, words: Words) -> str:
        """What is said above the answer, or in its place."""
        if told.state is QuestionState.UNREACHED:
            return words.say("portal.answer.unreached")
        if told.answered_at is not None:
            if not told.text:
                return words.say("portal.answer.gone")
            day = told.answered_at.astimezone(HALL_ZONE).date()
            return words.say("portal.answer.answered", day=self._day(request, day))
        if told.state is not QuestionState.OPEN:
            return words.say("portal.answer.gone")
        until = answer_by(told.asked_at.astimezone(HALL_ZONE).date(), self._consultation.calendar)
        if until < self._front.parts.clock.today():
            return words.say("portal.answer.late")
        return words.say("portal.answer.open", day=self._day(request, until))

    def _day(self, request: Request, day: date) -> str:
        return written_out(day, self._front.look(request).locale, weekday=True)


def _address(request: Request) -> str:
    return whose(request.client.host if request.client else "")


def _digits(text: str) -> str:
    """As they are said: spaces between them are nobody's mistake."""
    return "".join(text[:MOST_WRITTEN].split())[:20]
