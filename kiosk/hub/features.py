"""Everything that the hub can do beside calls."""

from __future__ import annotations

from kiosk.clock import SystemClock
from kiosk.hub.appointments import HallAppointments
from kiosk.hub.asking import Feature
from kiosk.hub.declined import DeclinedReleases
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_seeing import DeskSeeing
from kiosk.hub.difficult import DifficultCases
from kiosk.hub.facts import KioskFacts
from kiosk.hub.freeing import FreeClaims
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.journals import NewJournals
from kiosk.hub.kiosk_states import KioskStates
from kiosk.hub.moving import MovingVisits
from kiosk.hub.prepared import HallPrepared
from kiosk.hub.pruning import PruneChanges
from kiosk.hub.questions import HallQuestions
from kiosk.hub.releases import HallReleases
from kiosk.hub.roster import DutyRoster
from kiosk.hub.standing import StandingBeside
from kiosk.hub.studio import HallStudio
from kiosk.hub.where import HallWhere
from kiosk.hub.window import HallWindow
from kiosk.pin import PinHasher
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule


def features(rule: DueRule, publishing: Publishing) -> tuple[Feature, ...]:
    """One of each, for one hub. rule: by when a difficult case is to be closed, and on which days
    the hall works. publishing: its services."""
    return (
        DeskDuty(PinHasher()),
        StandingBeside(),
        DeskSeeing(),
        MovingVisits(),
        FreeClaims(),
        HallFigures(rule.calendar),
        KioskStates(),
        DutyRoster(),
        PruneChanges(),
        KioskFacts(rule),
        NewJournals(),
        DifficultCases(rule, SystemClock()),
        HallQuestions(),
        HallAppointments(rule.calendar),
        HallWindow(rule.calendar, SystemClock()),
        HallPrepared(),
        HallWhere(rule.calendar, SystemClock()),
        HallReleases(),
        DeclinedReleases(),
        HallStudio(PinHasher(), publishing),
    )
