"""Changing a roster: what it leaves open, and two leaders who change it at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TypeVar

from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift, Weekday

Part = Shift | Cover | Absence
P = TypeVar("P")


@dataclass(frozen=True)
class Gap:
    """Nobody is on duty then. begins, ends: None for the whole day."""

    day: Weekday
    begins: time | None = None
    ends: time | None = None


def gaps(roster: Roster) -> tuple[Gap, ...]:
    """Between the first and the last of a day, and whole days from Monday to Friday, nobody is on duty.

    Not a mistake: a hall may close at noon. A roster without any shift has none.
    """
    found: list[Gap] = []
    for day in WEEK:
        shifts = sorted((s.begins, s.ends) for s in roster.shifts if day in s.days)
        if not shifts and roster.shifts and day in WEEK[:5]:
            found.append(Gap(day))
        until = shifts[0][1] if shifts else None
        for begins, ends in shifts:
            assert until is not None
            if begins > until:
                found.append(Gap(day, until, begins))
            until = max(until, ends)
    return tuple(found)


def replaced(roster: Roster, old: Part | None, new: Part | None) -> Roster:
    """With ``new`` in the place of ``old``; None: with one more, or with one less."""
    match old or new:
        case Shift():
            return roster.model_copy(update={"shifts": _replaced(roster.shifts, old, new)})
        case Cover():
            return roster.model_copy(update={"lunch": _replaced(roster.lunch, old, new)})
        case Absence():
            return roster.model_copy(update={"absences": _replaced(roster.absences, old, new)})
        case None:
            return roster


def _replaced(parts: tuple[Part, ...], old: Part | None, new: Part | None) -> tuple[Part, ...]:
    kept = tuple(part for part in parts if part not in (old, new))
    return kept if new is None else (*kept, new)


def merged(base: Roster, mine: Roster, newer: Roster) -> Roster:
    """``newer`` with all that was changed from ``base`` to ``mine``."""
    return Roster(
        leader=newer.leader if mine.leader == base.leader else mine.leader,
        shifts=_merged(base.shifts, mine.shifts, newer.shifts),
        lunch=_merged(base.lunch, mine.lunch, newer.lunch),
        absences=_merged(base.absences, mine.absences, newer.absences),
    )


def _merged(base: tuple[P, ...], mine: tuple[P, ...], newer: tuple[P, ...]) -> tuple[P, ...]:
    kept = tuple(part for part in newer if part in mine or part not in base)
    return kept + tuple(part for part in mine if part not in base and part not in kept)
