"""The officers' page: which address does what. There where the settings say so, and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.assist.call import LONGEST_NOTE, Call, CallState, IllegalTransition, Outcome
from kiosk.assist.wording import Wording
from kiosk.failure import StoreFailed, Trouble
from kiosk.locales import FIRST, STAND_IN
from kiosk.message import Message
from kiosk.officers.officer import NUMBER_LENGTHS
from kiosk.officers.roll import Refused
from kiosk.portal.asking import one
from kiosk.portal.drafts import Entries
from kiosk.portal.duty.entering import Entering, SlowDown
from kiosk.portal.duty.parts import DutyParts
from kiosk.portal.duty.sessions import Session
from kiosk.portal.duty.shown import CallsView, view
from kiosk.portal.limits import whose
from kiosk.portal.looks import Look, Looks
from kiosk.portal.pages import Pages
from kiosk.portal.parts import PortalParts
from kiosk.portal.posted import DO, posted
from kiosk.portal.visitors import Visitor, Visitors
from kiosk.words import Words

RENEWED_S = 20
"""How often the page shows the calls anew by itself."""
PAGE, SIGN_IN, ACT, ENDED = "/duty", "/duty/sign-in", "/duty/do", "/duty/ended"
CALL, NUMBER, PIN, OUTCOME, NOTE = "call", "number", "pin", "outcome", "note"
"""Fields."""

Moving = Callable[[str], Awaitable[Call]]


class Duty:
    """Its routes, and ``entering``, which is to be kept up beside them."""

    def __init__(self, duty: DutyParts, parts: PortalParts) -> None:
        self._duty, self._parts = duty, parts
        # What officers read is written in these two; another language would be none of them throughout.
        locales = tuple(each for each in parts.words if each in (FIRST, STAND_IN)) or tuple(parts.words)
        self._looks = Looks(locales)
        templates = (parts.folder / "duty" / "templates",)
        self._pages = Pages(parts.folder, parts.words, parts.station, locales, templates)
        self._visitors = Visitors(secure=parts.secure, name="duty", from_elsewhere="strict")
        self.entering = Entering(duty, parts.clock, parts.report)
        self.routes = [
            Route(PAGE, self.calls, methods=["GET"]),
            Route(SIGN_IN, self.sign_in, methods=["POST"]),
            Route(ACT, self.act, methods=["POST"]),
            Route(f"{ENDED}/{{call}}", self.ended, methods=["GET", "POST"]),
        ]

    # --- the pages ------------------------------------------------------------------------------

    async def calls(self, request: Request) -> Response:
        """The open calls, or the page on which to sign in."""
        visitor = self._visitors.of(request)
        trouble, shown = False, CallsView((), (), ())
        session = self.entering.sessions.find(visitor.id)
        words = self._words(request)
        try:
            session = await self.entering.still(visitor.id)
            if session is not None:
                calls = await self._duty.queue.open_calls()
                await self._mark_seen(session, calls)
                wording = Wording(words, self._duty.titles)
                shown = view(calls, session.officer, wording, self._parts.clock.now())
        except StoreFailed as failed:
            self._parts.report(failed)
            trouble = True
        if session is None:
            return self._sign_in_page(request, visitor, self.entering.sessions.why_ended(visitor.id))
        notice, session.notice = session.notice, None
        return self._page(
            request,
            "calls",
            PAGE,
            officer=session.officer,
            calls=shown,
            notice="" if notice is None else words.say(notice.id, **notice.params),
            trouble=trouble,
            minutes=self.entering.sessions.minutes_left(session),
            seconds=RENEWED_S if session.renews else 0,
            mark=self._visitors.mark(visitor),
        )

    def _sign_in_page(
        self, request: Request, visitor: Visitor, told: Message | None, number: str = ""
    ) -> Response:
        page = self._page(
            request,
            "sign_in",
            PAGE,
            told="" if told is None else self._words(request).say(told.id, **told.params),
            number=number,
            mark=self._visitors.mark(visitor),
        )
        if visitor.fresh:
            self._visitors.tell(page, visitor)
        return page

    def _page(self, request: Request, name: str, here: str, **values: object) -> Response:
        # The reader's language and size are remembered by the residents' pages alone.
        look = replace(self._looks.of(request), chosen=False)
        return self._pages.render(f"duty_{name}", look, here, status=200, **values)

    def _look(self, request: Request) -> Look:
        return self._looks.of(request)

    def _words(self, request: Request) -> Words:
        return self._pages.words(self._look(request))

    async def _mark_seen(self, session: Session, calls: tuple[Call, ...]) -> None:
        unseen = [c.id for c in calls if c.seen_at is None and c.id not in session.seen]
        if unseen:
            await self._duty.queue.mark_seen(unseen)
        session.seen = {c.id for c in calls}

    # --- what is done ---------------------------------------------------------------------------

    async def sign_in(self, request: Request) -> Response:
        """Number and PIN. Whoever is right gets another number for the telephone than it had before."""
        visitor, entries = await posted(request, self._visitors)
        number, pin = one(entries, NUMBER).strip()[: NUMBER_LENGTHS.stop], one(entries, PIN).strip()
        new = self._visitors.new()
        try:
            await self.entering.sign_in(new.id, number, pin, _address(request))
        except SlowDown:
            raise HTTPException(429) from None
        except Refused as refused:
            return self._sign_in_page(request, visitor, refused.reason, number)
        except StoreFailed as failed:
            self._parts.report(failed)
            return self._sign_in_page(request, visitor, Message("desk.not_written"), number)
        there = RedirectResponse(PAGE, 303)
        self._visitors.tell(there, new)
        return there

    async def act(self, request: Request) -> Response:
        """One of the keys of the page."""
        visitor, entries = await posted(request, self._visitors)
        there = RedirectResponse(PAGE, 303)
        session = self.entering.sessions.find(visitor.id)
        if session is None:
            return there
        self.entering.sessions.touch(session)
        queue, call_id, me = self._duty.queue, one(entries, CALL), session.officer
        match one(entries, DO):
            case "claim":
                await self._tried(session, call_id, lambda id: queue.claim(id, me))
            case "there":
                await self._tried(session, call_id, lambda id: queue.stand_beside(id, me))
            case "put_back":
                await self._tried(session, call_id, lambda id: queue.put_back(id, me))
            case "pause" | "renew" as how:
                session.renews = how == "renew"
            case "leave":
                await self._leave(visitor, session)
        return there

    async def _leave(self, visitor: Visitor, session: Session) -> None:
        try:
            await self.entering.sign_out(visitor.id, session)
        except StoreFailed as failed:
            self._parts.report(failed)
            session.notice = Message("desk.not_written")

    async def ended(self, request: Request) -> Response:
        """How a call ended: asked for, and written down."""
        there = RedirectResponse(PAGE, 303)
        if request.method == "POST":
            visitor, entries = await posted(request, self._visitors)
        else:
            visitor, entries = self._visitors.of(request), {}
        session = self.entering.sessions.find(visitor.id)
        if session is None:
            return there
        self.entering.sessions.heard(session)
        try:
            call = await self._duty.queue.get(request.path_params["call"])
        except StoreFailed as failed:
            self._parts.report(failed)
            session.notice = Message("desk.not_read")
            return there
        if call is None or call.state is not CallState.CLAIMED or call.officer != session.officer:
            return there
        if request.method == "GET":
            return self._ended_page(request, visitor, call, {}, None)
        self.entering.sessions.touch(session)
        outcome, note = one(entries, OUTCOME), _plain(one(entries, NOTE))
        if outcome not in set(Outcome):
            return self._ended_page(request, visitor, call, entries, Message("desk.phone_choose"))
        if len(note) > LONGEST_NOTE:
            told = Message("desk.phone_note_long", {"most": LONGEST_NOTE, "count": len(note)})
            return self._ended_page(request, visitor, call, entries, told)
        queue, me = self._duty.queue, session.officer
        if not await self._tried(session, call.id, lambda id: queue.close(id, me, Outcome(outcome), note)):
            told, session.notice = session.notice or Message("desk.not_written"), None
            return self._ended_page(request, visitor, call, entries, told)
        return there

    def _ended_page(
        self, request: Request, visitor: Visitor, call: Call, entries: Entries, told: Message | None
    ) -> Response:
        words = self._words(request)
        chosen = one(entries, OUTCOME)
        return self._page(
            request,
            "ended",
            f"{ENDED}/{call.id}",
            call=call.id,
            where=Wording(words, self._duty.titles).text(call).where,
            outcomes=[(str(each), each == chosen) for each in Outcome],
            note=one(entries, NOTE),
            most=LONGEST_NOTE,
            told="" if told is None else words.say(told.id, **told.params),
            at="note" if told is not None and told.id == "desk.phone_note_long" else "outcome",
            mark=self._visitors.mark(visitor),
        )

    async def _tried(self, session: Session, call_id: str, move: Moving) -> bool:
        """Whether it can be left at that: written down, or told why there is nothing more to do."""
        try:
            call = await self._duty.queue.get(call_id)
            if call is None:
                return True
            try:
                await move(call_id)
            except IllegalTransition:
                session.notice = _why_not(await self._duty.queue.get(call_id) or call, session.officer)
        except StoreFailed as failed:
            self._parts.report(failed)
            busy = failed.trouble is Trouble.BUSY
            session.notice = Message("desk.busy" if busy else "desk.not_written")
            return False
        return True


def _why_not(call: Call, officer: str) -> Message | None:
    """What became of a call that could not be moved."""
    where: dict[str, str | int] = {"place": call.place, "kiosk": call.kiosk_name}
    if call.state is CallState.CLAIMED and call.officer != officer:
        return Message("desk.lost", {**where, "officer": call.officer or ""})
    if call.open:
        return None  # it stands on the page as it is now
    return Message("desk.over", where)


def _plain(text: str) -> str:
    """A line: no control characters, no double spaces."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _address(request: Request) -> str:
    return whose(request.client.host if request.client else "")
