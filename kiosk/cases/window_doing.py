"""One thing done to a case at the window: the same rules wherever its deeds are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.cases import window_deeds as d
from kiosk.cases.correcting import corrected, corrected_by_resident
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Service, Standing, after, check
from kiosk.cases.window_acts import Accept, Act, Circulate, Correct, Decide, Issue, deed_of, may, service_of
from kiosk.clock import HALL_ZONE
from kiosk.flow import model as m
from kiosk.flow.answer import Answer
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.working_days import WorkingDays

ANY_RELEASE = (d.Taken, d.PutBack, d.Withdrawn)
"""What can be done with a case though the release that it was filed under cannot be read here."""


@dataclass(frozen=True)
class Filed:
    """What the acts need of a case. flow: the release it was filed under; None where that cannot be read."""

    flow: m.Flow | None
    answers: Mapping[str, Answer]
    filed_at: datetime

    @property
    def filed_on(self) -> date:
        """The day in the hall."""
        return self.filed_at.astimezone(HALL_ZONE).date()

    @property
    def asks(self) -> Service:
        """What its release asks of the window."""
        if self.flow is None:
            return Service()
        return service_of(self.flow, self.answers, self.filed_on)


@dataclass(frozen=True)
class Done:
    """answers: all of them, anew, where they were corrected."""

    deed: d.AnyDeed
    now: Standing
    answers: Mapping[str, Answer] | None = None


def do(now: Standing, act: Act, by: Officer, filed: Filed, today: date, calendar: WorkingDays) -> Done:
    """What comes of it. by: as the roll has them. Raises :class:`Refused`, and ValueError for what no desk
    of the house would send."""
    may(by, act, now)
    if isinstance(act, Correct):
        return _corrected(now, act, filed)
    if filed.flow is None:
        if not isinstance(act, ANY_RELEASE):
            raise Refused(Message("window.release_not_read"))
        check(now, act, filed.asks)
        return Done(act, after(now, act))
    kept = deed_of(act, filed.flow, filed.answers, filed.filed_on, today, calendar)
    check(now, kept, filed.asks)
    return Done(kept, after(now, kept))


ByResident = d.Withdrawn | Correct
"""What residents do themselves."""


def do_by_resident(now: Standing, act: ByResident, filed: Filed) -> Done:
    """What comes of what the resident does themselves. Raises :class:`Refused`, and ValueError where it says
    that somebody else does it."""
    if act.by != d.RESIDENT:
        raise ValueError("not the resident's own")
    if isinstance(act, Correct):
        return _corrected(now, act, filed)
    check(now, act, filed.asks)
    return Done(act, after(now, act))


def _corrected(now: Standing, act: Correct, filed: Filed) -> Done:
    # Whether it may still be corrected comes before what is corrected.
    deed = d.Corrected(by=act.by, steps=tuple(act.answers))
    then = after(now, deed)
    check(now, deed, filed.asks)
    if filed.flow is None:
        raise Refused(Message("window.release_not_read"))
    how = corrected_by_resident if act.by == d.RESIDENT else corrected
    answers = how(filed.flow, filed.answers, act.answers, filed.filed_on)
    was = {step: given for step, given in filed.answers.items() if answers.get(step) != given}
    steps = (*was, *(step for step in answers if step not in filed.answers))
    return Done(d.Corrected(by=act.by, steps=steps, was=was), then, answers)


def repeats(act: Act, kept: d.AnyDeed, answers: Mapping[str, Answer]) -> bool:
    """Whether a deed on record is what came of this very act. answers: as they are now."""
    match act, kept:
        case Accept(), d.Accepted():
            return act.by == kept.by
        case Circulate(), d.Circulated():
            return act.by == kept.by
        case Decide(), d.Decided():
            return (act.by, act.granted, act.reason) == (kept.by, kept.granted, kept.reason)
        case Issue(), d.Issued():
            return all(
                getattr(act, each) == getattr(kept, each)
                for each in ("by", "collector", "checked", "name", "signature")
            )
        case Correct(), d.Corrected():
            return act.by == kept.by and all(answers.get(step) == each for step, each in act.answers.items())
        case _:
            return act == kept
