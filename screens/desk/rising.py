"""Calls that nobody goes to: rung for again and again, louder, and shown to the leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.assist.call import Call
from kiosk.assist.escalation import Level, Limits, rise

AGAIN_S = 15.0
"""A call that is repeated rings so often until somebody goes."""


@dataclass(frozen=True)
class Alarm:
    """ring: loudly, now. leader: the calls that the leader must see to."""

    ring: bool = False
    leader: tuple[Call, ...] = ()


class Rising:
    """Remembers how far each call has risen, and when it last rang."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._levels: dict[str, Level] = {}
        self._rang: datetime | None = None

    def look(self, calls: Sequence[Call], now: datetime) -> Alarm:
        """What is due for these calls. A quiet call rises and never rings: it would tell the hall."""
        known, self._levels = self._levels, {}
        leader, new, rings = [], False, False
        for call in calls:
            found = rise(call, now, self._limits, known.get(call.id, Level.WAITING))
            if found is None:
                continue
            self._levels[call.id] = found.level
            rings |= found.level >= Level.REPEATED and not call.quiet
            new |= bool(found.reached) and not call.quiet
            if found.level is Level.LEADER:
                leader.append(call)
        if not rings:
            self._rang = None
        ring = new or (rings and self._due(now))
        if ring:
            self._rang = now
        return Alarm(ring, tuple(leader))

    def _due(self, now: datetime) -> bool:
        # A clock set back must not silence it for hours.
        return self._rang is None or abs(now - self._rang) >= timedelta(seconds=AGAIN_S)
