"""What officers do at the window, as it comes in; who may; and the deed that is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Service, Standing, WindowState
from kiosk.flow import model as m
from kiosk.flow.answer import Answer
from kiosk.flow.condition import holds
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_WINDOW, MAY_REVIEW, Officer, Role
from kiosk.working_days import Due, WorkingDays


@dataclass(frozen=True)
class Accept:
    """Everything is there: from today on the limits run."""

    by: str
    kind: Literal["accept"] = "accept"


@dataclass(frozen=True)
class Circulate:
    """To all whom the service names for this case."""

    by: str
    kind: Literal["circulate"] = "circulate"


@dataclass(frozen=True)
class Decide:
    """Grant or refuse it today."""

    by: str
    granted: bool
    reason: d.Reason
    kind: Literal["decide"] = "decide"


@dataclass(frozen=True)
class Issue:
    """Hand it over today. signature: see ``Stroke``."""

    by: str
    collector: d.Collector
    checked: d.Checked
    signature: Annotated[tuple[d.Stroke, ...], Field(max_length=60)]
    name: Annotated[str, Field(max_length=50)] = ""
    kind: Literal["issue"] = "issue"


@dataclass(frozen=True)
class Correct:
    """The resident has some answers changed, by step id; the officer does it for them."""

    by: str
    answers: Mapping[str, Answer] = field(repr=False)
    kind: Literal["correct"] = "correct"


Act = Annotated[
    Accept
    | Circulate
    | Decide
    | Issue
    | Correct
    | d.Taken
    | d.PutBack
    | d.MaterialsSeen
    | d.AskedApart
    | d.Returned
    | d.Declined
    | d.Reviewed
    | d.Withdrawn,
    Field(discriminator="kind"),
]
"""What comes in: a deed as it is kept, or what gets its days from the hall's calendar first."""

_ACT: TypeAdapter[Act] = TypeAdapter(Act)


def act_json(act: Act) -> str:
    """As it goes over a line."""
    return _ACT.dump_json(act).decode()


def read_act(text: str) -> Act:
    """What came over a line. Raises ValueError, which quotes nothing of it."""
    try:
        return _ACT.validate_json(text)
    except ValueError:
        raise ValueError("no act of the window") from None


def may(by: Officer, act: Act | d.AnyDeed, now: Standing) -> None:
    """Whether this officer may do so at all. Raises :class:`Refused`."""
    if isinstance(act, d.Reviewed):
        allowed = not by.roles.isdisjoint(MAY_REVIEW)
    elif isinstance(act, d.PutBack):
        allowed = Role.LEADER in by.roles or (now.handler == by.number and Role.WINDOW in by.roles)
    else:
        allowed = not by.roles.isdisjoint(AT_THE_WINDOW)
    if not by.active or not allowed:
        raise Refused(Message("window.no_right"))
    if isinstance(act, d.Withdrawn) and now.handler != by.number and Role.LEADER not in by.roles:
        raise Refused(Message("window.not_yours"))
    if act.by != by.number:
        raise ValueError("an act is its own officer's")


def may_see(by: Officer, now: Standing) -> bool:
    """Whether this officer may see such a case: at the window all, a reviewer those that were circulated."""
    if not by.active:
        return False
    asked = now.state is WindowState.CIRCULATING or any(each.by == by.number for each in now.opinions)
    return not by.roles.isdisjoint(AT_THE_WINDOW) or (Role.REVIEWER in by.roles and asked)


def service_of(flow: m.Flow, answers: Mapping[str, Answer], filed_on: date) -> Service:
    """What the release that it was filed under asks of the window, with these answers, as on that day."""
    materials = [each for each in flow.materials if holds(each.when, answers, filed_on)]
    return Service(
        materials=tuple(each.id for each in materials),
        spare=frozenset(each.id for each in materials if each.spare),
        asks_wish=any(step.kind == "own_wish" and holds(step.when, answers, filed_on) for step in flow.steps),
        reviewers=tuple(each.id for each in _reviewers(flow, answers, filed_on)),
        look_at={each.id: len(each.look_at) for each in flow.reviewers if each.look_at},
    )


def deed_of(
    act: Act,
    flow: m.Flow,
    answers: Mapping[str, Answer],
    filed_on: date,
    today: date,
    calendar: WorkingDays,
) -> d.AnyDeed:
    """The deed that is kept of an act; not of a :class:`Correct`. today: in the hall."""
    match act:
        case Accept(by=by):
            limit = flow.window.limit
            if limit is None:
                return d.Accepted(by=by, on=today)
            due = _due(limit, today, calendar)
            return d.Accepted(by=by, on=today, due=due.day, certain=due.certain)
        case Circulate(by=by):
            asked = []
            for each in _reviewers(flow, answers, filed_on):
                due = _due(each.limit, today, calendar)
                asked.append(d.Asked(reviewer=each.id, due=due.day, certain=due.certain))
            return d.Circulated(by=by, on=today, asked=tuple(asked))
        case Decide(by=by, granted=granted, reason=reason):
            return d.Decided(by=by, on=today, granted=granted, reason=reason)
        case Issue():
            return d.Issued(
                by=act.by,
                on=today,
                collector=act.collector,
                checked=act.checked,
                name=act.name,
                signature=act.signature,
            )
        case Correct():
            raise ValueError("see kiosk.cases.correcting")
        case _:
            return act


def _reviewers(flow: m.Flow, answers: Mapping[str, Answer], filed_on: date) -> tuple[m.Reviewer, ...]:
    return tuple(each for each in flow.reviewers if holds(each.when, answers, filed_on))


def _due(limit: m.Limit, today: date, calendar: WorkingDays) -> Due:
    if limit.counted == "working_days":
        return calendar.due(today, limit.days)
    return calendar.due_in_days(today, limit.days)
