"""Everything that the hub can do beside calls."""

from __future__ import annotations

from kiosk.hub.asking import Feature
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_seeing import DeskSeeing
from kiosk.hub.freeing import FreeClaims
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.kiosk_states import KioskStates
from kiosk.hub.moving import MovingVisits
from kiosk.hub.pruning import PruneChanges
from kiosk.hub.roster import DutyRoster
from kiosk.pin import PinHasher


def features() -> tuple[Feature, ...]:
    """One of each, for one hub."""
    return (
        DeskDuty(PinHasher()),
        DeskSeeing(),
        MovingVisits(),
        FreeClaims(),
        HallFigures(),
        KioskStates(),
        DutyRoster(),
        PruneChanges(),
    )
