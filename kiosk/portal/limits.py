"""How often somebody may ask: each address for itself, and all together."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

from kiosk.clock import Clock


class Pace(Enum):
    """What is to be done with whoever asks."""

    AT_ONCE = "at_once"
    SLOWER = "slower"
    """Answered, after a moment."""
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Limit:
    """per_s: how many in each second in the long run. at_once: how many of them one after the other."""

    per_s: float
    at_once: int


@dataclass(frozen=True)
class Limits:
    """each: for an address. all: for everybody together. begun: forms that an address begins; kept: those
    that it keeps for the kiosk.

    forms: unfinished forms in memory at a time. codes: codes that are still shown. addresses: how many are
    remembered.
    """

    each: Limit = Limit(2.0, 60)
    all: Limit = Limit(200.0, 2000)
    begun: Limit = Limit(1 / 30, 15)
    kept: Limit = Limit(1 / 360, 10)
    forms: int = 2000
    codes: int = 10_000
    addresses: int = 10_000
    asked: Limit = Limit(1 / 360, 10)
    """Questions that an address asks."""


SLOWER_BELOW = 0.25
"""Whoever has used so much of what may be asked at once that only this part is left is answered slower."""


class Allowance:
    """What each may still ask: it fills up with time. Of more names than ``remembered`` the one that has not
    asked for longest is forgotten."""

    def __init__(self, limit: Limit, clock: Clock, remembered: int = 1) -> None:
        self._limit, self._clock, self._remembered = limit, clock, remembered
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str = "") -> Pace:
        """Ask once."""
        now = self._clock.monotonic()
        left, at = self._left.get(name, (float(self._limit.at_once), now))
        left = min(float(self._limit.at_once), left + (now - at) * self._limit.per_s)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        self._left.move_to_end(name)
        while len(self._left) > self._remembered:
            self._left.popitem(last=False)
        if not allowed:
            return Pace.NOT_NOW
        return Pace.SLOWER if left <= self._limit.at_once * SLOWER_BELOW else Pace.AT_ONCE


def whose(address: str) -> str:
    """Whom an address counts for: of IPv6 a household has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
