"""The pages of a form: one step each, back, review, change."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.cases.ready import offered
from kiosk.flow import model as m
from kiosk.flow.at_home import at_home
from kiosk.flow.run import FlowRun, WrongAnswer
from kiosk.flow.tell import told
from kiosk.message import Message
from kiosk.portal.asking import Now, entries_of, one, read, written_at
from kiosk.portal.consulting import Consulting
from kiosk.portal.drafts import IDLE_MINUTES, Draft, Drafts, Entries, Fault, NoRoom
from kiosk.portal.front import Front
from kiosk.portal.keeping import Keeping
from kiosk.portal.limits import Allowance, Pace, whose
from kiosk.portal.posted import CHANGE, DO, FORM, PAGE, posted
from kiosk.portal.shown import place_of, said, step_at, view
from kiosk.words import Words

WRITTEN = frozenset({"name", "text", "number", "identity_number", "phone", "date", "address"})
"""The kinds whose "I don't know" is a key; among choices it is one of them."""
AT_ONCE = frozenset({"notice", "fee", "review"})
"""The kinds that have no answer to be changed in two places at once."""


class Filling:
    """Handlers. Each page bears the form and its own number, so that what two tabs, a page
    from before or a second press send is told apart, and nothing of it is lost."""

    def __init__(self, front: Front, drafts: Drafts, keeping: Keeping, consulting: Consulting) -> None:
        self._front, self._drafts, self._keeping = front, drafts, keeping
        self._consulting = consulting
        limits = front.parts.limits
        self._allowance = Allowance(limits.begun, front.parts.clock, limits.addresses)

    # --- beginning ------------------------------------------------------------------------------

    async def begin(self, request: Request) -> Response:
        """A form of a service, in place of another one that the visitor has."""
        visitor, entries = await posted(request, self._front.visitors)
        wanted = one(entries, "service")
        release = next((r for r in await self._front.releases() if r.flow.id == wanted), None)
        if release is None:
            raise HTTPException(404)
        if self._allowance.take(whose(request.client.host if request.client else "")) is Pace.NOT_NOW:
            raise HTTPException(429)
        run = FlowRun(at_home(release.flow), self._front.parts.clock.today)
        before, visitor = visitor, self._front.visitors.new()
        try:
            draft = self._drafts.instead(before.id, visitor.id, Draft(release, run))
        except NoRoom:
            raise HTTPException(503) from None
        self._keeping.goes_on(before, visitor)
        response = _to(draft, run.step)
        self._front.visitors.tell(response, visitor)
        return response

    async def where(self, request: Request) -> Response:
        """To where the form stands."""
        draft = self._drafts.find(self._front.visitors.of(request).id)
        if draft is None:
            raise HTTPException(410)
        return _to(draft, draft.run.step)

    # --- one step -----------------------------------------------------------------------------

    async def step(self, request: Request) -> Response:
        """Show a step, or take what was sent from its page."""
        if request.method == "POST":
            return await self._take(request)
        visitor = self._front.visitors.of(request)
        draft = self._drafts.find(visitor.id)
        if draft is None:
            raise HTTPException(410)
        words = self._front.pages.words(self._front.look(request))
        try:
            step = step_at(draft.run.flow, request.path_params["place"])
            shown = view(draft, step, words, await self._ready(draft, step))
        except KeyError:
            return _to(draft, draft.run.reached()[-1])
        draft.shown += 1
        asks = draft.release.flow.is_consultation
        return self._front.page(
            request,
            "step",
            f"/form/{shown.place}",
            view=shown,
            service=draft.release.flow.title.in_(words.locale),
            notice=_notice(draft, step, words),
            written=shown.kind in WRITTEN,
            error_at=shown.error_field,
            mark=self._front.visitors.mark(visitor),
            form=draft.id,
            page=draft.shown,
            minutes=IDLE_MINUTES,
            keeps=asks or self._front.parts.forms is not None,
            asks=asks,
        )

    async def _ready(self, draft: Draft, step: m.Step) -> tuple[m.ReadyAnswer, ...]:
        """What is often asked, where a question is to be written."""
        run = draft.run
        if not (run.flow.is_consultation and isinstance(step, m.TextEntry)):
            return ()
        flows = [release.flow for release in await self._front.releases()]
        return offered(run.answers(), run.flow, flows).answers

    async def _take(self, request: Request) -> Response:
        visitor, entries = await posted(request, self._front.visitors)
        draft = self._drafts.find(visitor.id)
        if draft is None:
            if self._keeping.has_kept(visitor, one(entries, FORM)):  # pressed twice
                return RedirectResponse("/kept", 303)
            if self._consulting.has_asked(visitor):
                return RedirectResponse("/asked", 303)
            raise HTTPException(410)
        if one(entries, FORM) != draft.id:
            raise HTTPException(409)
        try:
            step = step_at(draft.run.flow, request.path_params["place"])
            draft.run.fork().stand_at(step.id)
        except KeyError:
            draft.notice = Message("portal.not_asked")
            return _to(draft, draft.run.reached()[-1])
        written = written_at(step, entries)
        if look := self._front.looks.asked(one(entries, DO)):
            return _otherwise(draft, step, written, look)
        match one(entries, DO):
            case "back":
                return self._back(draft, step, written)
            case "unsure":
                written = {"value": ("?",)}
        if step.kind == "review":
            if one(entries, DO) == "keep":
                asks = draft.release.flow.is_consultation
                end = self._consulting.ask if asks else self._keeping.keep
                return await end(request, visitor, draft, step)
            return self._review(draft, step, entries)
        answered = self._answer(draft, step, written, _page(entries))
        return answered or self._keeping.forget(visitor)

    def _answer(self, draft: Draft, step: m.Step, written: Entries, page: int) -> Response | None:
        """Take an answer, or say what is to be done about it; None where the service ends here."""
        now = Now(draft.run.today, self._front.parts.split)
        answer = read(step, written, now)
        if isinstance(answer, Fault):
            return _wrong(draft, step, written, answer)
        before = draft.run.value(step.id)
        if draft.answered_elsewhere(step.id, page) and step.kind not in AT_ONCE:
            if answer == before:  # pressed twice, or sent again
                return _to(draft, draft.run.step or step)
            draft.entries[step.id] = written
            draft.clashes.add(step.id)
            return _to(draft, step)
        draft.run.stand_at(step.id)
        try:
            draft.run.answer(answer)
        except WrongAnswer as wrong:
            return _wrong(draft, step, written, Fault(wrong.message, "value"))
        draft.taken(step.id, page)
        if draft.run.ended == "told":
            return None
        return _to(draft, draft.run.step)

    def _back(self, draft: Draft, step: m.Step, written: Entries) -> Response:
        """To the step before. What was written here stays written, though nobody has looked at it yet."""
        if written != entries_of(step, draft.run.value(step.id)):
            draft.entries[step.id] = written
        draft.faults.pop(step.id, None)
        draft.run.stand_at(step.id)
        draft.run.back()
        return _to(draft, draft.run.step)

    def _review(self, draft: Draft, step: m.Step, entries: Entries) -> Response:
        draft.run.stand_at(step.id)
        place = one(entries, CHANGE)
        try:
            changed = step_at(draft.run.flow, int(place) if place.isdecimal() and len(place) < 5 else 0)
            draft.run.change(changed.id)
        except KeyError:
            return _to(draft, step)
        return _to(draft, changed)


def _otherwise(draft: Draft, step: m.Step, written: Entries, look: str) -> Response:
    """The same page in another language or size. What was written here stays written."""
    if step.kind not in AT_ONCE and written != entries_of(step, draft.run.value(step.id)):
        draft.entries[step.id] = written
    return RedirectResponse(f"/form/{place_of(draft.run.flow, step.id)}?{look}", 303)


def _to(draft: Draft, step: m.Step | None) -> RedirectResponse:
    """The page of a step; of an ended form that of its last."""
    at = step or draft.run.reached()[-1]
    return RedirectResponse(f"/form/{place_of(draft.run.flow, at.id)}", 303)


def _wrong(draft: Draft, step: m.Step, written: Entries, fault: Fault) -> RedirectResponse:
    """What was written stays as it was written, with what to do about it."""
    draft.entries[step.id], draft.faults[step.id] = written, fault
    return _to(draft, step)


def _page(entries: Entries) -> int:
    text = one(entries, PAGE)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _notice(draft: Draft, step: m.Step, words: Words) -> str:
    """What is to be told on this page, once."""
    notice, draft.notice = draft.notice, None
    value = draft.run.value(step.id)
    if step.id in draft.clashes and value is not None:
        return words.say("portal.changed", value=said(words, told(step, value, words.locale)))
    return said(words, notice) if notice is not None else ""
