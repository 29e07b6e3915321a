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


DAY_S = 24 * 3600.0


@dataclass(frozen=True)
class KeptLimits:
    """How many forms are kept, each with a code: codes run out. address: from one, at once and in an hour.

    address_day, net_day, all_day: in a day, from an address, from its net (see :func:`net_of`), from
    everybody. scarce_day: from a net, once no more than half of ``all_day`` is left: so whoever has a few
    nets, however fast, leaves something for all the others.
    """

    address: Limit = Limit(1 / 360, 10)
    address_day: Limit = Limit(20 / DAY_S, 20)
    net_day: Limit = Limit(60 / DAY_S, 60)
    all_day: Limit = Limit(400 / DAY_S, 400)
    scarce_day: Limit = Limit(10 / DAY_S, 10)


@dataclass(frozen=True)
class Limits:
    """each: for an address. all: for everybody together. begun: forms that an address begins. kept: those
    that are kept for the kiosk.

    forms: unfinished forms in memory at a time. codes: codes that are still shown. addresses: how many are
    remembered.
    """

    each: Limit = Limit(2.0, 60)
    all: Limit = Limit(200.0, 2000)
    begun: Limit = Limit(1 / 30, 15)
    kept: KeptLimits = KeptLimits()
    forms: int = 2000
    codes: int = 10_000
    addresses: int = 10_000
    asked: KeptLimits = KeptLimits(
        address_day=Limit(20 / DAY_S, 20),
        net_day=Limit(40 / DAY_S, 40),
        all_day=Limit(200 / DAY_S, 200),
        scarce_day=Limit(5 / DAY_S, 5),
    )
    """Questions: officers have to answer each."""


SLOWER_BELOW = 0.25
"""Whoever has used so much of what may be asked at once that only this part is left is answered slower."""


class Allowance:
    """What each may still ask: it fills up with time. Of more names than ``remembered`` the one that has not
    asked for longest is forgotten."""

    def __init__(self, limit: Limit, clock: Clock, remembered: int = 1) -> None:
        self._limit, self._clock, self._remembered = limit, clock, remembered
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, name: str = "") -> float:
        """How many may be asked now; it need not be a whole number."""
        now = self._clock.monotonic()
        left, at = self._left.get(name, (float(self._limit.at_once), now))
        return min(float(self._limit.at_once), left + (now - at) * self._limit.per_s)

    def wait_s(self, name: str = "") -> float:
        """In how many seconds one may be asked; 0: now."""
        return max(0.0, 1 - self.left(name)) / self._limit.per_s

    def take(self, name: str = "") -> Pace:
        """Ask once."""
        now, left = self._clock.monotonic(), self.left(name)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        self._left.move_to_end(name)
        while len(self._left) > self._remembered:
            self._left.popitem(last=False)
        if not allowed:
            return Pace.NOT_NOW
        return Pace.SLOWER if left <= self._limit.at_once * SLOWER_BELOW else Pace.AT_ONCE


class Shares:
    """Who may keep forms, and how many. remembered: addresses, and nets, that are known at a time."""

    def __init__(self, limits: KeptLimits, clock: Clock, remembered: int) -> None:
        self._address = Allowance(limits.address, clock, remembered)
        self._address_day = Allowance(limits.address_day, clock, remembered)
        self._net_day = Allowance(limits.net_day, clock, remembered)
        self._scarce_day = Allowance(limits.scarce_day, clock, remembered)
        self._all_day = Allowance(limits.all_day, clock)
        self._scarce_below = limits.all_day.at_once / 2

    def wait_s(self, address: str) -> float:
        """In how many seconds one more may be kept from there, as things stand; 0: now."""
        who, net = whose(address), net_of(address)
        waits = [
            self._address.wait_s(who),
            self._address_day.wait_s(who),
            self._net_day.wait_s(net),
            self._all_day.wait_s(),
        ]
        if self._all_day.left() <= self._scarce_below:
            waits.append(self._scarce_day.wait_s(net))
        return max(waits)

    def take(self, address: str) -> None:
        """One is kept from there; counted also where there is plenty."""
        who, net = whose(address), net_of(address)
        self._address.take(who)
        self._address_day.take(who)
        self._net_day.take(net)
        self._scarce_day.take(net)
        self._all_day.take()


def net_of(address: str) -> str:
    """The net that an address is in: neighbours of IPv4 in a /24; of IPv6 a subscriber's whole /48."""
    try:
        found = ipaddress.ip_address(whose(address).partition("/")[0])
    except ValueError:
        return address[:64]
    bits = 24 if isinstance(found, ipaddress.IPv4Address) else 48
    return str(ipaddress.ip_network((found, bits), strict=False))


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
