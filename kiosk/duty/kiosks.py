"""How each kiosk of the hall does: told by the kiosk, shown at the desks. Nothing of a resident is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.put_back import PutBack

BEAT_S = 5.0
"""How often a kiosk says how it does, beside each change."""

OFFLINE_S = 20.0
"""A kiosk that was not heard of for so many seconds is offline; several beats may be lost before."""

FORGOTTEN_S = 7 * 24 * 3600.0
"""One not heard of for so long has left the hall, and is shown no longer."""


class Condition(StrEnum):
    """What is to be said of a kiosk; those that want somebody come first, the worst at the top."""

    OFFLINE = "offline"
    OUT_OF_SERVICE = "out_of_service"
    NO_PAPER = "no_paper"
    SILENT = "silent"
    OLD_SERVICE = "old_service"
    """It does not take a service that was published; the one before stays in use."""
    IN_USE = "in_use"
    IDLE = "idle"


ORDER = tuple(Condition)
TROUBLES = frozenset(Condition) - {Condition.IN_USE, Condition.IDLE}


@dataclass(frozen=True)
class KioskReport:
    """What a kiosk says of itself.

    in_use: somebody stands at it; neither the service nor the step. in_service: residents can be served.
    voice_ok: what it says is heard. paper_ok: slips come out. version: of the program.
    """

    kiosk: str
    kiosk_name: str
    place: str
    in_use: bool
    in_service: bool
    voice_ok: bool
    paper_ok: bool
    version: str


@dataclass(frozen=True)
class KioskStanding:
    """What is known of a kiosk. heard_at: by the clock of whoever heard it, as are the others.

    declines: it does not take something that was published in the hall.
    set_back_at: when it was found out, lately, that it runs on an older copy of its data folder; it goes on.
    put_back: that its database was put back, until somebody has looked at it; a desk without a hub knows.
    """

    report: KioskReport
    heard_at: datetime
    offline: bool
    set_back_at: datetime | None = None
    declines: bool = False
    put_back: PutBack | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that is to be said, the worst first. What an offline kiosk said last is true no longer."""
        said = self.report
        if self.offline:
            return (Condition.OFFLINE,)
        told = {
            Condition.OUT_OF_SERVICE: not said.in_service,
            Condition.NO_PAPER: not said.paper_ok,
            Condition.SILENT: not said.voice_ok,
            Condition.OLD_SERVICE: self.declines,
            Condition.IN_USE: said.in_use,
        }
        return tuple(condition for condition, so in told.items() if so) or (Condition.IDLE,)

    @property
    def in_trouble(self) -> bool:
        """Whether somebody should look after it."""
        return not TROUBLES.isdisjoint(self.conditions)


def standing(report: KioskReport, heard_at: datetime, now: datetime) -> KioskStanding | None:
    """How it stands at ``now``; None where it has left the hall.

    After a clock was set back a kiosk is offline until it is heard next, not for as long as that.
    """
    gone = abs((now - heard_at).total_seconds())
    return None if gone > FORGOTTEN_S else KioskStanding(report, heard_at, gone > OFFLINE_S)


def by_urgency(standings: Iterable[KioskStanding]) -> tuple[KioskStanding, ...]:
    """Those in trouble first, the worst at the top; then by their ids."""

    def rank(each: KioskStanding) -> tuple[int, str]:
        return (ORDER.index(each.conditions[0]) if each.in_trouble else len(ORDER), each.report.kiosk)

    return tuple(sorted(standings, key=rank))


class KioskReporting(Protocol):
    """Where a kiosk says how it does."""

    async def report(self, report: KioskReport) -> None:
        """The newest counts. Raises ``StoreFailed``."""
        ...


class KioskBoard(Protocol):
    """How all kiosks do, as a desk sees it."""

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        """All that were heard of lately, by their ids. Raises ``StoreFailed``."""
        ...

    async def looked_at(self, kiosk: str, by: str, until: datetime) -> None:
        """An officer has looked at how its database was put back, up to then. Raises ``StoreFailed``."""
        ...
