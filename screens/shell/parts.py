"""Everything the kiosk's window is given; put together in one place, by the command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.assist.outbox import Reaching
from kiosk.assist.queue import KioskQueue
from kiosk.assist.seeing import SeeingPort
from kiosk.cases.appointment import AppointmentBook
from kiosk.cases.case import CaseBook
from kiosk.cases.prepared import PreparedForms
from kiosk.cases.visit_end import VisitEnds
from kiosk.cases.whereabouts import WhereaboutsBook
from kiosk.clock import Clock
from kiosk.devices.code_reader import CodeReader, NoCodeReader
from kiosk.devices.id_reader import IdReader
from kiosk.devices.slip import SlipDrawer, SlipPrinter
from kiosk.duty.kiosks import KioskReporting
from kiosk.flow.at_home import is_prepared_at_home
from kiosk.flow.load import Release
from kiosk.flow.model import AUDIENCES, Audience, Flow, Text
from kiosk.health.keeper import HealthKeeping
from kiosk.officers.roll import ArrivalRoll, LaterRoll
from kiosk.officers.staff_door import StaffDoor
from kiosk.studio.served import Served
from kiosk.visit.draft import Drafts
from kiosk.visit.travelling import Ended, Travelling
from kiosk.voice.sentence import Dialect
from kiosk.words import Words
from kiosk.working_days import WorkingDays
from kiosk.writing.aids import WritingAids
from screens.shell.mover import MovingParts
from screens.shell.speech import Voice
from screens.theme import Panel


@dataclass(frozen=True)
class Hall:
    """Where the kiosk stands, in each locale. kiosk_no: two digits. place: its own, within the hall.

    portal: under which address residents reach the services from home; "" where they do not.
    """

    station: Text
    kiosk_no: str
    kiosk_name: str
    place: Text
    staffed_window: Text
    portal: str = ""

    def on_portal(self, flow: Flow) -> str:
        """The address of a service's page on the portal; "" where it has none."""
        return f"{self.portal}/service/{flow.id}" if self.portal and is_prepared_at_home(flow) else ""

    def page(self, path: str) -> str:
        """The address of another page of the portal; "" where there is none."""
        return f"{self.portal}/{path}" if self.portal else ""


@dataclass(frozen=True)
class Storage:
    """The store as the window uses it. start and probe raise ``StoreFailed``; start may be tried again.

    reaching: what is known beyond this kiosk; None where there is no hub. seeing: where a desk's wish to see
    the screen comes in; nothing comes without a hub. arrivals: who an officer is that stands here.
    reporting: where the kiosk says how it does. served: what was published; None where nothing can be.
    prepared: where forms filled in at home lie; None where none can. where: where residents ask where their
    case is; None where they do not. appointments: where they are booked, and whoever comes is put in the
    line; None where the station gives none.
    """

    queue: KioskQueue
    cases: CaseBook
    ends: VisitEnds
    start: Callable[[], Awaitable[None]]
    probe: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    reaching: Reaching | None = None
    seeing: SeeingPort = field(default_factory=SeeingPort)
    arrivals: ArrivalRoll = field(default_factory=LaterRoll)
    reporting: Sequence[KioskReporting] = ()
    served: Served | None = None
    prepared: PreparedForms | None = None
    where: WhereaboutsBook | None = None
    appointments: AppointmentBook | None = None


VoiceMaker = Callable[[Callable[[int | None], None], Callable[[bool], None], Callable[[bool], None]], Voice]
"""Makes the voice; given what to call as each sentence starts, as silence comes and goes, and when a plug
moved the sound to the earphones or back."""


@dataclass(frozen=True)
class Resumed:
    """A visit to go on with. ended: told once how it ended, at the latest when the window is closed."""

    travelling: Travelling
    ended: Callable[[Ended], None]


@dataclass(frozen=True)
class KioskParts:
    """The parts of one kiosk.

    load_releases, load_aids: read files, called off the GUI thread; these services are the ones that came
    with the product. idle_after_s, idle_countdown_s, late_after_s: seconds. moving: how a visit goes to a
    window; None where none does. audiences: whose services are offered, those for the first on the home page.
    resumed: a visit that goes on at a window, with an officer beside the
    resident; None at a kiosk in the hall.
    """

    hall: Hall
    panel: Panel
    locale: str
    windowed: bool
    words: Mapping[str, Words]
    icons: Path
    fonts: Path
    clock: Clock
    storage: Storage
    load_releases: Callable[[], tuple[Release, ...]]
    load_aids: Callable[[], WritingAids]
    make_voice: VoiceMaker
    slips: SlipDrawer
    printer: SlipPrinter
    reader: IdReader
    idle_after_s: float
    idle_countdown_s: float
    late_after_s: float
    dialects: tuple[Dialect, ...] = ()
    moving: MovingParts | None = None
    resumed: Resumed | None = None
    reduced_motion: bool = False
    audiences: tuple[Audience, ...] = AUDIENCES
    calendar: WorkingDays = field(default_factory=WorkingDays)
    """On which days the station works: by then a question is answered."""
    codes: CodeReader = field(default_factory=NoCodeReader)
    """What reads picture codes."""
    announced: Callable[[int], bool] = lambda _year: True
    """Whether the public holidays of a year are known."""
    drafts: Drafts | None = None
    """Where the draft of the visit lies; None where nothing goes on after a new start."""
    health: HealthKeeping | None = None
    """How the kiosk itself does; None where nobody asks, as in a preview."""
    staff: StaffDoor | None = None
    """Who may open the page behind the greeting; None where there is none."""
    instead_of_call: Callable[[], None] | None = None
    """Called where a guide is wanted and none can be called, as in a preview; None at a kiosk."""
