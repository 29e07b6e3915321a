"""An officer's duty as it goes on, and who takes over when it ends or lunch begins."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kiosk.clock import HALL_ZONE
from kiosk.duty.day import covered, duties
from kiosk.duty.roster import Roster


class Standing(StrEnum):
    """How an officer stands in the roster at a moment."""

    ON = "on"
    LUNCH = "lunch"
    """Within their duty, and somebody covers them."""
    OFF = "off"
    """Not down for duty then. They may work all the same."""


def standing(roster: Roster, moment: datetime, officer: str) -> Standing:
    """How this officer stands then."""
    here = moment.astimezone(HALL_ZONE)
    if not any(duty.officer == officer and duty.now(here.time()) for duty in duties(roster, here.date())):
        return Standing.OFF
    if any(cover.officer == officer for cover in covered(roster, moment)):
        return Standing.LUNCH
    return Standing.ON


def relief(roster: Roster, moment: datetime, officer: str) -> tuple[str, ...]:
    """Who takes over from this officer, the nearest first.

    Whoever covers their lunch, then those on duty, then whose duty begins next that day.
    """
    here = moment.astimezone(HALL_ZONE)
    covers = [cover.by for cover in covered(roster, moment) if cover.officer == officer]
    later = [duty.officer for duty in duties(roster, here.date()) if duty.begins > here.time()]
    found = dict.fromkeys((*covers, *roster.on_duty(moment), *later))
    return tuple(number for number in found if number != officer)
