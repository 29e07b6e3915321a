"""Cases that are late, or nearly: told at all desks that can handle them, late ones to the leader too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.cases.window import Lateness
from kiosk.cases.window_desk import WindowCase
from kiosk.officers.officer import AT_THE_WINDOW, Officer, Role


@dataclass(frozen=True)
class Risen:
    """How many are told here. mine: those of them that this officer has. leader: it is for them to see to."""

    soon: int = 0
    late: int = 0
    mine: int = 0
    leader: bool = False

    def __bool__(self) -> bool:
        return bool(self.soon or self.late)


def risen(cases: Iterable[WindowCase], by: Officer) -> Risen:
    """What is told to this officer, whoever has the cases; as with calls that nobody goes to."""
    kept = tuple(cases)
    if by.roles.isdisjoint(AT_THE_WINDOW):
        return Risen()
    soon = [case for case in kept if case.lateness is Lateness.SOON]
    late = [case for case in kept if case.lateness is Lateness.LATE]
    mine = sum(case.standing.handler == by.number for case in (*soon, *late))
    return Risen(len(soon), len(late), mine, bool(late) and Role.LEADER in by.roles)
