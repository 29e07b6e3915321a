"""The end of a form: it is kept for the kiosk under a code, or forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import segno
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.cases.prepared import Kept, PreparedForm, TooMany
from kiosk.clock import HALL_ZONE, Clock
from kiosk.dates import written_out
from kiosk.failure import StoreFailed
from kiosk.flow import model as m
from kiosk.message import Message
from kiosk.portal.belongings import Belongings
from kiosk.portal.drafts import Draft, Drafts, Held, NoRoom
from kiosk.portal.front import Front
from kiosk.portal.limits import Shares
from kiosk.portal.posted import posted
from kiosk.portal.shown import Thing, place_of
from kiosk.portal.visitors import Visitor

ASKED_AGAIN = frozenset({"checklist"})
"""What was laid ready at home may lie there still: the kiosk asks whether it is there."""


@dataclass(frozen=True)
class Note:
    """What is left of a form that was kept, for the page with its code: no answer of the resident."""

    service: m.Text
    kept: Kept
    materials: tuple[m.Material, ...]
    form: str = ""
    """The id of the form on its pages."""


MOST_NOTES = 5
"""So many of one visitor are shown, the newest first."""
Notes = Held[tuple[Note, ...]]
"""The codes that were given a while ago."""


class Keeping:
    """Handlers, and what the form's last page does."""

    def __init__(self, front: Front, drafts: Drafts, notes: Notes, belongings: Belongings) -> None:
        self._front, self._drafts, self._notes, self._belongings = front, drafts, notes, belongings
        limits = front.parts.limits
        self._shares = Shares(limits.kept, front.parts.clock, limits.addresses)

    async def keep(self, request: Request, visitor: Visitor, draft: Draft, review: m.Step) -> Response:
        """Keep the form, and forget it here. Where that cannot be, everything stays as it is."""
        forms = self._front.parts.forms
        if forms is None:
            raise HTTPException(404)
        again = RedirectResponse(f"/form/{place_of(draft.run.flow, review.id)}", 303)
        async with draft.keeping:
            if self.has_kept(visitor, draft.id):
                return RedirectResponse("/kept", 303)
            draft.run.stand_at(review.id)
            if not draft.run.ready:
                return again
            address = request.client.host if request.client else ""
            if wait_s := self._shares.wait_s(address):
                draft.notice = _later(self._front.parts.clock, wait_s)
                return again
            self._shares.take(address)
            locale = self._front.look(request).locale
            try:
                with self._notes.room(visitor.id):  # held first: else a code would be given and not shown
                    kept = await forms.keep(_prepared(draft, locale))
                    note = Note(draft.run.flow.title, kept, draft.run.materials(), draft.id)
                    before = self._notes.find(visitor.id) or ()
                    self._notes.put(visitor.id, (note, *before)[:MOST_NOTES])
            except NoRoom:
                raise HTTPException(503) from None
            except (StoreFailed, TooMany) as error:
                if isinstance(error, StoreFailed):
                    self._front.parts.report(error)
                draft.notice = Message("portal.not_kept")
                return again
            self._drafts.drop(visitor.id)
        return RedirectResponse("/kept", 303)

    def has_kept(self, visitor: Visitor, form: str | None = None) -> bool:
        """Whether a form of the visitor was kept. form: this very one."""
        notes = self._notes.find(visitor.id) or ()
        return any(form is None or note.form == form for note in notes)

    def goes_on(self, before: Visitor, visitor: Visitor) -> None:
        """The visitor has another number from now on; the codes that were given are still theirs, as is what
        they booked, asked and found."""
        self._belongings.hand_on(before.id, visitor.id)

    async def kept(self, request: Request) -> Response:
        """The code, large, for as long as the visitor stays."""
        visitor = self._front.visitors.of(request)
        notes = self._notes.find(visitor.id)
        if not notes:
            return self._front.message(request, "code_gone", "/kept", status=410)
        note, *earlier = notes
        locale = self._front.look(request).locale
        day = note.kept.until.astimezone(HALL_ZONE).date()
        return self._front.page(
            request,
            "kept",
            "/kept",
            service=note.service.in_(locale),
            code=_spaced(note),
            earlier=[{"service": each.service.in_(locale), "code": _spaced(each)} for each in earlier],
            qr=_picture(note.kept.secret),
            until=written_out(day, locale, weekday=True),
            asks_proof=note.kept.asks_proof,
            materials=[
                Thing(x.text.in_(locale), x.note.in_(locale) if x.note else "") for x in note.materials
            ],
            where=self._front.parts.where is not None,
            mark=self._front.visitors.mark(visitor),
        )

    async def leave(self, request: Request) -> Response:
        """Everything is forgotten here."""
        visitor, _ = await posted(request, self._front.visitors)
        return self.forget(visitor)

    def forget(self, visitor: Visitor) -> Response:
        """Nothing of the visitor stays here. Where a form lies for the kiosk, that is said."""
        response = RedirectResponse("/noted" if self.has_kept(visitor) else "/left", 303)
        self._belongings.drop(visitor.id)
        self._front.visitors.forget(response)
        return response

    async def noted(self, request: Request) -> Response:
        """Nothing is here any more; the form that was kept lies for the kiosk."""
        return self._front.message(request, "noted", "/noted")

    async def left(self, request: Request) -> Response:
        """Nothing is here any more."""
        return self._front.message(request, "left", "/left")


def _spaced(note: Note) -> str:
    return f"{note.kept.code[:3]} {note.kept.code[3:]}"


def _later(clock: Clock, wait_s: float) -> Message:
    """From which time on, by the hall's clock, another form is kept from here; nothing written is lost."""
    at = (clock.now() + timedelta(seconds=wait_s + 59)).astimezone(HALL_ZONE)
    return Message("portal.keep_later", {"hour": str(at.hour), "minute": f"{at:%M}"})


def _prepared(draft: Draft, locale: str) -> PreparedForm:
    form = PreparedForm.of(draft.release, draft.run, locale)
    again = {step.id for step in draft.run.flow.steps if step.kind in ASKED_AGAIN}
    return replace(form, answers={id: value for id, value in form.answers.items() if id not in again})


def _picture(secret: str) -> Markup:
    """The secret as a picture code: shapes alone, made here, in which nothing is quoted."""
    code = segno.make(secret, error="m", micro=False)
    return Markup(code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704
