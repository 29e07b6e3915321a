"""One thing done to a case at the window: the same rules wherever its deeds are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.cases import window_deeds as d
from kiosk.cases.correcting import corrected
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Service, Standing, after, check
from kiosk.cases.window_acts import Act, Correct, deed_of, may, service_of
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
        # Whether it may still be corrected comes before what is corrected.
        then = after(now, d.Corrected(by=act.by, steps=tuple(act.answers)))
        if filed.flow is None:
            raise Refused(Message("window.release_not_read"))
        answers = corrected(filed.flow, filed.answers, act.answers, filed.filed_on)
        steps = tuple(step for step in filed.answers if answers.get(step) != filed.answers[step])
        steps += tuple(step for step in answers if step not in filed.answers)
        return Done(d.Corrected(by=act.by, steps=steps), then, answers)
    if filed.flow is None:
        if not isinstance(act, ANY_RELEASE):
            raise Refused(Message("window.release_not_read"))
        return Done(act, after(now, act))
    deed = deed_of(act, filed.flow, filed.answers, filed.filed_on, today, calendar)
    check(now, deed, filed.asks)
    return Done(deed, after(now, deed))
