"""A case at the window: what officers do with it, in which order that is legal, and where it stands.

What was done is kept as a list of deeds that is only appended to; where the case stands follows from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.message import Message
from kiosk.working_days import WorkingDays


class WindowState(StrEnum):
    """Where a case is."""

    HANDED_IN = "handed_in"
    RETURNED = "returned"
    """What is missing was named; it waits for the resident."""
    ACCEPTED = "accepted"
    CIRCULATING = "circulating"
    REVIEWED = "reviewed"
    """All who were asked have said what they think."""
    GRANTED = "granted"
    REFUSED = "refused"
    ISSUED = "issued"
    DECLINED = "declined"
    """Not accepted: it does not belong here, with a reason."""
    WITHDRAWN = "withdrawn"


S = WindowState

OVER = frozenset({S.REFUSED, S.ISSUED, S.DECLINED, S.WITHDRAWN})
"""Nobody has anything left to do."""

BEFORE_ACCEPTANCE = frozenset({S.HANDED_IN, S.RETURNED})
"""The time limits have not begun, and the resident can still correct what they said."""

MOST_CORRECTIONS = 10
"""So often a resident corrects one case by themselves; after that the window does it with them."""

RUNNING = frozenset({S.ACCEPTED, S.CIRCULATING, S.REVIEWED})
"""The time limit runs."""

TRANSITIONS: Mapping[tuple[WindowState, type[d.Deed]], WindowState] = {
    (S.HANDED_IN, d.MaterialsSeen): S.HANDED_IN,
    (S.RETURNED, d.MaterialsSeen): S.RETURNED,
    (S.HANDED_IN, d.AskedApart): S.HANDED_IN,
    (S.RETURNED, d.AskedApart): S.RETURNED,
    (S.HANDED_IN, d.Returned): S.RETURNED,
    (S.HANDED_IN, d.Accepted): S.ACCEPTED,
    (S.RETURNED, d.Accepted): S.ACCEPTED,
    (S.HANDED_IN, d.Declined): S.DECLINED,
    (S.RETURNED, d.Declined): S.DECLINED,
    (S.ACCEPTED, d.Circulated): S.CIRCULATING,
    (S.CIRCULATING, d.Reviewed): S.CIRCULATING,
    (S.ACCEPTED, d.Decided): S.GRANTED,
    (S.REVIEWED, d.Decided): S.GRANTED,
    (S.GRANTED, d.Issued): S.ISSUED,
    (S.HANDED_IN, d.Corrected): S.HANDED_IN,
    (S.RETURNED, d.Corrected): S.RETURNED,
    **{(state, d.Withdrawn): S.WITHDRAWN for state in (*BEFORE_ACCEPTANCE, *RUNNING)},
    **{(state, d.Taken): state for state in S if state not in OVER},
    **{(state, d.PutBack): state for state in S if state not in OVER},
}
"""Every legal transition; all others are refused. Where one may lead to two states, ``after`` says which."""


@dataclass(frozen=True)
class Service:
    """What a service's release, with a case's answers, asks of the window.

    materials: those that this resident needs; spare: those of them that may be missing. asks_wish: the
    private question is part of it, so it is asked again, apart from companions. reviewers: to whom it goes.
    look_at: how many things each of them looks at on the spot, those with nothing left out.
    """

    materials: tuple[str, ...] = ()
    spare: frozenset[str] = frozenset()
    asks_wish: bool = False
    reviewers: tuple[str, ...] = ()
    look_at: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Opinion:
    """What one of the reviewers thinks, or is still asked. due: the last day for it."""

    reviewer: str
    due: date
    certain: bool
    agrees: bool | None = None
    by: str | None = None


@dataclass(frozen=True)
class Standing:
    """Where a case stands. handler: the number of the officer who has it. seen: the materials there.

    missing: those that were named when it was returned. due: the last day for the decision, once accepted and
    where there is a limit. accepted_on, decided_on: days in the hall. corrections: how often its resident
    corrected it. to_read: they did so since the officer who has it took it, who reads it and takes it again.
    """

    state: WindowState = S.HANDED_IN
    handler: str | None = None
    seen: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    returned: bool = False
    asked_apart: bool = False
    accepted_on: date | None = None
    due: date | None = None
    due_certain: bool = True
    opinions: tuple[Opinion, ...] = ()
    decided_on: date | None = None
    deeds: int = 0
    corrections: int = 0
    to_read: bool = False

    @property
    def over(self) -> bool:
        """Nobody has anything left to do."""
        return self.state in OVER

    def next_due(self) -> date | None:
        """The next day by which somebody must have done something; None where none is set."""
        if self.state not in RUNNING:
            return None
        waiting = [each.due for each in self.opinions if each.agrees is None]
        days = [day for day in (self.due, *waiting) if day is not None]
        return min(days, default=None)


class Lateness(StrEnum):
    """How a case stands to its next day."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


SOON_DAYS = 2
"""So many working days are left, or fewer: it stands out."""


def lateness(standing: Standing, today: date, calendar: WorkingDays) -> Lateness:
    """How it stands to its next day. A returned case waits for its resident and is never late."""
    due = standing.next_due()
    if due is None:
        return Lateness.CALM
    if today > due:
        return Lateness.LATE
    return Lateness.SOON if calendar.left(today, due) <= SOON_DAYS else Lateness.CALM


def standing(deeds: Iterable[d.Deed]) -> Standing:
    """Where a case stands after these deeds, in order. Raises :class:`Refused` where one is not legal."""
    now = Standing()
    for deed in deeds:
        now = after(now, deed)
    return now


def after(now: Standing, deed: d.Deed) -> Standing:
    """Where it stands after one more deed. Raises :class:`Refused`."""
    state = TRANSITIONS.get((now.state, type(deed)))
    if state is None:
        raise Refused(_why_not(now, deed))
    then = replace(now, state=state, deeds=now.deeds + 1)
    match deed:
        case d.Taken(by=by):
            if now.handler not in (None, by):
                raise Refused(Message("window.taken_by", {"officer": now.handler or ""}))
            return replace(then, handler=by, to_read=False)
        case d.PutBack():
            return replace(then, handler=None, to_read=False)
        case d.MaterialsSeen(materials=materials):
            return replace(then, seen=frozenset(materials))
        case d.AskedApart():
            return replace(then, asked_apart=True)
        case d.Returned(missing=missing):
            return replace(then, missing=missing, returned=True, handler=None)
        case d.Corrected(by=d.RESIDENT):
            if now.corrections >= MOST_CORRECTIONS:
                raise Refused(Message("window.corrected_often"))
            # What was asked apart was asked of other answers.
            return replace(
                then, corrections=now.corrections + 1, to_read=now.handler is not None, asked_apart=False
            )
        case d.Accepted(on=on, due=due, certain=certain):
            return replace(then, accepted_on=on, due=due, due_certain=certain, missing=())
        case d.Circulated(asked=asked):
            opinions = tuple(Opinion(each.reviewer, each.due, each.certain) for each in asked)
            return replace(then, opinions=opinions)
        case d.Reviewed():
            return _with_opinion(then, deed)
        case d.Decided(on=on, granted=granted):
            return replace(then, state=S.GRANTED if granted else S.REFUSED, decided_on=on)
        case _:
            return then


def _with_opinion(now: Standing, deed: d.Reviewed) -> Standing:
    if any(each.by == deed.by for each in now.opinions):
        raise Refused(Message("window.reviewed_by_you"))
    if not any(each.reviewer == deed.reviewer and each.agrees is None for each in now.opinions):
        raise Refused(Message("window.not_asked"))
    opinions = tuple(
        replace(each, agrees=deed.agrees, by=deed.by) if each.reviewer == deed.reviewer else each
        for each in now.opinions
    )
    done = all(each.agrees is not None for each in opinions)
    return replace(now, opinions=opinions, state=S.REVIEWED if done else S.CIRCULATING)


def _why_not(now: Standing, deed: d.Deed) -> Message:
    if now.over:
        return Message("window.is_over")
    if isinstance(deed, d.Returned) and now.returned:
        return Message("window.returned_once")
    if isinstance(deed, d.Decided) and now.state is S.CIRCULATING:
        return Message("window.still_circulating")
    if isinstance(deed, d.Corrected):
        return Message("window.accepted_already")
    return Message("window.not_now")


def check(now: Standing, deed: d.Deed, service: Service) -> None:
    """Whether this deed says all that it must, and the service allows it. Raises :class:`Refused`.

    Beside ``after``, which knows only what was done before.
    """
    theirs(now, deed)
    match deed:
        case d.MaterialsSeen(materials=materials):
            _known(materials, service)
        case d.Returned(missing=missing):
            if not missing:
                raise Refused(Message("window.nothing_missing"))
            _known(missing, service)
            if set(missing) & now.seen:
                raise Refused(Message("window.missing_was_seen"))
            if set(missing) != set(missing_of(service, now.seen)):
                raise Refused(Message("window.not_all_named"))
        case d.Accepted():
            if missing_of(service, now.seen):
                raise Refused(Message("window.not_all_seen"))
            if service.asks_wish and not now.asked_apart:
                raise Refused(Message("window.ask_apart"))
        case d.Circulated(asked=asked):
            if not asked or tuple(each.reviewer for each in asked) != service.reviewers:
                raise Refused(Message("window.nobody_to_ask"))
        case d.Decided(reason=reason):
            if now.state is S.ACCEPTED and service.reviewers:
                raise Refused(Message("window.circulate_first"))
            if not reason.strip():
                raise Refused(Message("window.no_reason"))
            if any(each.by == deed.by for each in now.opinions):
                raise Refused(Message("window.reviewed_by_you"))
        case d.Withdrawn(by=by, reason=reason):
            if by != d.RESIDENT and not reason.strip():
                raise Refused(Message("window.no_reason"))
        case d.Reviewed():
            _looked_at(deed, service.look_at.get(deed.reviewer, 0))
        case d.Declined(reason=reason):
            if not reason.strip():
                raise Refused(Message("window.no_reason"))
        case d.Issued(signature=signature):
            if not any(len(stroke) > 1 for stroke in signature):
                raise Refused(Message("window.no_signature"))
        case _:
            return


def theirs(now: Standing, deed: d.Deed) -> None:
    """What only the officer does who has the case, or the resident. Raises :class:`Refused`."""
    if isinstance(deed, HANDLERS) and deed.by != now.handler:
        raise Refused(Message("window.not_yours"))
    if isinstance(deed, d.Corrected) and deed.by not in (d.RESIDENT, now.handler):
        raise Refused(Message("window.not_yours"))
    if isinstance(deed, (*HANDLERS, d.Corrected)) and deed.by == now.handler and now.to_read:
        raise Refused(Message("window.read_again"))


def missing_of(service: Service, seen: Collection[str]) -> tuple[str, ...]:
    """What must be there and was not seen, in the service's order; what may be missing is not among it."""
    return tuple(each for each in service.materials if each not in service.spare and each not in seen)


def _looked_at(deed: d.Reviewed, count: int) -> None:
    """Whoever agrees though something is not fine says why; whoever does not agree always does."""
    if deed.fine != tuple(sorted({place for place in deed.fine if 0 <= place < count})):
        raise Refused(Message("window.not_looked_at"))
    if not deed.reason.strip() and not (deed.agrees and len(deed.fine) == count):
        raise Refused(Message("window.no_reason"))


def _known(materials: Collection[str], service: Service) -> None:
    if set(materials) - set(service.materials):
        raise Refused(Message("window.no_such_material"))


HANDLERS = (
    d.MaterialsSeen, d.AskedApart, d.Returned, d.Accepted, d.Declined, d.Circulated, d.Decided, d.Issued
)  # fmt: skip
"""What only the officer may do who has the case."""
