"""What waits for a reviewer's look on the spot, on their own telephone: where it is, what to look at, and yes
or no.

Rights, record and rules are those of the window. What was written and could not be kept stays with whoever is
signed in, until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.assist.wording import Titles
from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.number import grouped
from kiosk.cases.window_desk import WindowCase, WindowDesk
from kiosk.cases.window_offers import to_review
from kiosk.clock import Clock
from kiosk.dates import written_out
from kiosk.failure import StoreFailed
from kiosk.flow.answer_lines import lines_of, read_flow
from kiosk.ids import is_id, new_id
from kiosk.message import Message
from kiosk.officers.officer import MAY_REVIEW, Officer
from kiosk.portal.asking import one
from kiosk.portal.drafts import Entries
from kiosk.portal.duty.entering import Entering
from kiosk.portal.duty.sessions import Session
from kiosk.portal.posted import DO, posted
from kiosk.portal.visitors import Visitors
from kiosk.words import Words

PAGE = "/duty/visits"
ACT_ID, REVIEWER, FINE, REASON = "act", "reviewer", "fine", "reason"
"""Fields."""
LONGEST_REASON = 200


@dataclass(frozen=True)
class Visit:
    """One that waits. due: the last day for it, in words."""

    id: str
    service: str
    number: str
    elderly: bool
    due: str


class Visits:
    """Its routes. page: renders one of the officers' pages. words: in the reader's language."""

    def __init__(
        self,
        window: WindowDesk,
        titles: Titles,
        entering: Entering,
        visitors: Visitors,
        clock: Clock,
        report: Callable[[BaseException], None],
        page: Callable[..., Response],
        words: Callable[[Request], Words],
    ) -> None:
        self._window, self._titles, self._entering, self._visitors = window, titles, entering, visitors
        self._clock, self._report, self._page, self._words = clock, report, page, words
        self.routes = [
            Route(PAGE, self.waiting, methods=["GET"]),
            Route(f"{PAGE}/{{case}}", self.visit, methods=["GET", "POST"]),
        ]

    @staticmethod
    def may(session: Session) -> bool:
        """Whether these pages are anything to whoever is signed in."""
        return not session.roles.isdisjoint(MAY_REVIEW)

    async def waiting(self, request: Request) -> Response:
        """What waits for this officer, the most pressing first."""
        session = self._session(request)
        if session is None:
            return RedirectResponse("/duty", 303)
        words, by = self._words(request), _officer(session)
        shown: tuple[Visit, ...] = ()
        notice, session.notice = session.notice, None
        try:
            cases = await self._window.open_cases(by)
            shown = tuple(self._visit(each, by, words) for each in cases if to_review(each.standing, by))
        except StoreFailed as failed:
            self._report(failed)
            notice = notice or Message("desk.not_read")
        except Refused as refused:
            notice = refused.message
        told = "" if notice is None else words.say(notice.id, **notice.params)
        return self._page(request, "visits", PAGE, visits=shown, notice=told)

    async def visit(self, request: Request) -> Response:
        """One of them: opened, which is on record, or said yes or no to."""
        if request.method == "POST":
            visitor, entries = await posted(request, self._visitors)
            session = self._entering.sessions.find(visitor.id)
        else:
            entries, session = {}, self._session(request)
        if session is None or not self.may(session):
            return RedirectResponse("/duty", 303)
        case_id = request.path_params["case"]
        if not is_id(case_id):
            return RedirectResponse(PAGE, 303)
        if request.method == "GET":
            return await self._opened(request, session, case_id, None)
        self._entering.sessions.touch(session)
        told = await self._said(session, case_id, entries)
        if told is None:
            session.half.pop(case_id, None)
            session.notice = Message("window.visit_written")
            return RedirectResponse(PAGE, 303)
        session.half = {case_id: entries}
        return await self._opened(request, session, case_id, told)

    async def _said(self, session: Session, case_id: str, entries: Entries) -> Message | None:
        """None once it is kept, else why it is not."""
        given = one(entries, ACT_ID)
        try:
            act = d.Reviewed(
                by=session.officer,
                reviewer=one(entries, REVIEWER),
                agrees=one(entries, DO) == "agree",
                reason=" ".join(one(entries, REASON).split())[:LONGEST_REASON],
                fine=tuple(
                    sorted(
                        {int(each) for each in entries.get(FINE, []) if each.isdecimal() and len(each) < 3}
                    )
                ),
            )
        except ValidationError:
            return Message("window.not_now")  # no page of the house sends such a form
        try:
            await self._window.act(case_id, given if is_id(given) else new_id(), act, _officer(session))
        except Refused as refused:
            return refused.message
        except StoreFailed as failed:
            self._report(failed)
            return Message("desk.not_written")
        except ValueError:  # the form was kept already, and then changed
            return Message("window.gone_meanwhile")
        return None

    async def _opened(
        self, request: Request, session: Session, case_id: str, told: Message | None
    ) -> Response:
        words, by = self._words(request), _officer(session)
        try:
            case = await self._window.read(case_id, by)
        except Refused as refused:
            session.half.pop(case_id, None)
            session.notice = refused.message
            return RedirectResponse(PAGE, 303)
        except StoreFailed as failed:
            self._report(failed)
            session.notice = told or Message("desk.not_read")
            return RedirectResponse(PAGE, 303)
        mine = () if case is None else to_review(case.standing, by)
        if case is None or not mine:
            session.half.pop(case_id, None)
            session.notice = told or Message("window.gone_meanwhile")
            return RedirectResponse(PAGE, 303)
        flow = read_flow(case.service, case.flow_source)
        asked = () if flow is None else flow.reviewers
        reviewer = next((each for each in asked if each.id == mine[0]), None)
        half: Entries = session.half.get(case_id, {})
        if one(half, REVIEWER) != mine[0]:  # it was written for another one, who has spoken meanwhile
            half = {}
        ticked: Sequence[str] = half.get(FINE, ())
        visitor = self._visitors.of(request)
        return self._page(
            request,
            "visit",
            f"{PAGE}/{case_id}",
            visit=self._visit(case, by, words),
            reviewer=mine[0],
            reviewer_name=mine[0] if reviewer is None else reviewer.text.in_(words.locale),
            lines=[
                (str(place), line.in_(words.locale), str(place) in ticked)
                for place, line in enumerate(() if reviewer is None else reviewer.look_at)
            ],
            answers=lines_of(flow, case.answers, words),
            reason=one(half, REASON),
            most=LONGEST_REASON,
            act=one(half, ACT_ID) or new_id(),
            told="" if told is None else words.say(told.id, **told.params),
            mark=self._visitors.mark(visitor),
        )

    def _visit(self, case: WindowCase, by: Officer, words: Words) -> Visit:
        asked = to_review(case.standing, by)
        due = next(each.due for each in case.standing.opinions if each.reviewer == asked[0])
        late = self._clock.today() > due
        day = words.say("window.due_late" if late else "window.visit_due", day=written_out(due, words.locale))
        service = self._titles(case.service, None, words.locale)[0]
        number = words.say("window.number", number=grouped(case.number))
        return Visit(case.id, service, number, case.priority, day)

    def _session(self, request: Request) -> Session | None:
        session = self._entering.sessions.find(self._visitors.of(request).id)
        if session is None or not self.may(session):
            return None
        # These pages renew nothing by themselves: whoever asks for one has touched something.
        self._entering.sessions.touch(session)
        self._entering.sessions.heard(session)
        return session


def _officer(session: Session) -> Officer:
    """As they signed in; whoever keeps the cases asks their own roll."""
    return Officer(session.officer, "", session.roles)
