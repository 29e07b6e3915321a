"""What was done with a case at a kiosk's own window, gone through again by the hall that takes it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Standing, after, theirs
from kiosk.cases.window_acts import Accept, Act, Circulate, Correct, Decide, Issue, may
from kiosk.cases.window_desk import KeptDeed
from kiosk.cases.window_doing import Done, Filed, do, do_by_resident
from kiosk.clock import HALL_ZONE
from kiosk.officers.officer import Officer
from kiosk.working_days import WorkingDays


@dataclass(frozen=True)
class Followed:
    """taken: those that follow, with what came of each. whole: all did."""

    taken: tuple[tuple[KeptDeed, Done], ...]
    whole: bool


def new_ones(known: Sequence[str], told: Sequence[KeptDeed]) -> tuple[KeptDeed, ...] | None:
    """Those of told that go after the known ones, by their ids in order; None where the hall has gone on
    with the case by itself and more is told, so that neither goes after the other."""
    if [each.id for each in told[: len(known)]] == list(known):
        return tuple(told[len(known) :])
    return () if {each.id for each in told} <= set(known) else None


def follow(
    now: Standing,
    told: Sequence[KeptDeed],
    roll: Mapping[str, Officer],
    filed: Filed,
    calendar: WorkingDays,
) -> Followed:
    """As much of it as is legal here, up to the first that is not. told: times by the hall's clock. roll: the
    hall's officers by number. filed: with the answers as they are after all of it.

    Days and limits are counted anew, by the hall's own calendar.
    """
    taken: list[tuple[KeptDeed, Done]] = []
    corrected = max((n for n, each in enumerate(told) if isinstance(each.deed, d.Corrected)), default=-1)
    for place, each in enumerate(told):
        day = max(each.at.astimezone(HALL_ZONE).date(), filed.filed_on)
        try:
            if isinstance(each.deed, d.Withdrawn) and each.deed.by == d.RESIDENT:
                # Residents stand on no roll; the rules hold all the same.
                done = do_by_resident(now, each.deed, filed)
            elif place <= corrected:
                done = _before_correction(now, each.deed, roll)
            else:
                done = do(now, act_of(each.deed), roll[each.deed.by], filed, day, calendar)
        except (KeyError, Refused, ValueError):
            return Followed(tuple(taken), whole=False)
        taken.append((each, done))
        now = done.now
    return Followed(tuple(taken), whole=True)


def _before_correction(now: Standing, deed: d.AnyDeed, roll: Mapping[str, Officer]) -> Done:
    """What the answers asked for then is known no longer: it was before acceptance, and goes by who may.
    Residents stand on no roll."""
    if not isinstance(deed, d.Corrected):
        may(roll[deed.by], deed, now)
    elif deed.by != d.RESIDENT:
        may(roll[deed.by], Correct(deed.by, {}), now)
    theirs(now, deed)
    return Done(deed, after(now, deed))


def act_of(deed: d.AnyDeed) -> Act:
    """The act of which it came; not of a correction, whose answers stand with the case."""
    match deed:
        case d.Accepted(by=by):
            return Accept(by)
        case d.Circulated(by=by):
            return Circulate(by)
        case d.Decided(by=by, granted=granted, reason=reason):
            return Decide(by, granted, reason)
        case d.Issued():
            return Issue(deed.by, deed.collector, deed.checked, deed.signature, deed.name)
        case d.Corrected():
            raise ValueError("its answers stand with the case")
        case _:
            return deed
