"""How loudly a waiting call asks at the desks, and when it asks louder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from kiosk.assist.call import Call, CallState


class Level(IntEnum):
    """How far a waiting call has risen; a higher one holds all that the lower ones ask for."""

    WAITING = 0
    REPEATED = 1
    """Again and louder, and at every desk."""
    LEADER = 2
    """The station leader is told."""


@dataclass(frozen=True)
class Limits:
    """How long a call may wait, in seconds, until it is repeated and until the leader is told."""

    louder_s: int = 60
    leader_s: int = 180

    def __post_init__(self) -> None:
        if not 0 < self.louder_s < self.leader_s:
            raise ValueError("a call is repeated before the leader is told")


@dataclass(frozen=True)
class Rise:
    """Where a waiting call is. next_at: when it rises next; None at the top.

    reached: the levels it came to since it was last looked at, the lowest first.
    """

    level: Level
    next_at: datetime | None
    reached: tuple[Level, ...] = ()


def rise(call: Call, now: datetime, limits: Limits, before: Level = Level.WAITING) -> Rise | None:
    """Where a waiting call is at ``now``; None where it does not wait. before: where it was found last.

    It counts from when the call was made: one that was put back has waited all along. Whoever looks late is
    told of each level in between. A call never falls: a clock set back takes no alarm away and raises none
    twice. A quiet call rises as any other; that no kiosk shows it is for the kiosk to keep.
    """
    if call.state is not CallState.WAITING:
        return None
    # As moments, so that whoever looks again at next_at itself finds the next level.
    found = max(level for level in Level if level is Level.WAITING or now >= _due(call, level, limits))
    level = max(before, found)
    next_at = None if level is Level.LEADER else _due(call, Level(level + 1), limits)
    return Rise(level, next_at, tuple(each for each in Level if before < each <= level))


def _due(call: Call, level: Level, limits: Limits) -> datetime:
    seconds = {Level.WAITING: 0, Level.REPEATED: limits.louder_s, Level.LEADER: limits.leader_s}[level]
    return call.created_at + timedelta(seconds=seconds)
