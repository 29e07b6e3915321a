"""Which release of each service is in force on this machine, and where it was published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.flow.load import Release
from kiosk.studio.in_force import NOT_OFFERED, History


class Origin(StrEnum):
    """Whose word it is."""

    PRODUCT = "product"
    """It came with the product, or lies in the station's own folder."""
    HERE = "here"
    HALL = "hall"


@dataclass(frozen=True)
class InForce:
    """number: of the release that is served; None: not offered. scheduled: numbers and the days they begin.

    not_served: the number that ought to be in force, where this machine cannot serve it.
    """

    service: str
    number: int | None
    origin: Origin
    scheduled: tuple[tuple[int, date | None], ...] = ()
    not_served: int | None = None


def in_force(
    served: Collection[Release],
    histories: Mapping[str, History],
    of_hall: Collection[str],
    declined: Mapping[str, int],
    now: datetime,
) -> tuple[InForce, ...]:
    """By service. served: what is. histories: what was done, the hall's for the services ``of_hall``.

    declined: by service the newest release of the hall that is not taken here.
    """
    numbers = {release.flow.id: release.flow.version for release in served}
    found = []
    for service in sorted({*numbers, *histories, *declined}):
        history, number = histories.get(service, History(())), numbers.get(service)
        live = history.live(now)
        ours = live is None or number not in (None, *history.begun(now))
        wanted = declined.get(service, live if live != NOT_OFFERED else None)
        found.append(
            InForce(
                service,
                number,
                Origin.PRODUCT if ours else Origin.HALL if service in of_hall else Origin.HERE,
                tuple((event.number, event.starts_on) for event in history.scheduled(now)),
                None if wanted == number else wanted,
            )
        )
    return tuple(found)
