"""The scenes outside a service: attract, home, rating, out of service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from kiosk.clock import HALL_ZONE
from kiosk.failure import Trouble
from kiosk.flow.load import Release
from kiosk.flow.model import AUDIENCES, Audience, Flow, Text
from screens.screen import Screen
from screens.shell.parts import Hall
from screens.ui import Ui
from screens.visit.attract import AttractScreen
from screens.visit.home import HomeScreen, OutOfServiceScreen, RatingScreen, ServiceCard, WaitScreen
from screens.visit.tell import TellScreen


class Scenes(QObject):
    """Builds them, and says what was touched.

    attract_acted: "start", "languages", or "language" and "sitting" with their argument. service: its id.
    audience: whose services are to be shown. prepared: a form was filled in at home. where: somebody asks
    where their case is. appointments: one is wanted.
    rated: 1 to 5, 0 where it was skipped. left: that the form is elsewhere was read.
    """

    attract_acted = Signal(str, str)
    service = Signal(str)
    audience = Signal(str)
    prepared = Signal()
    where = Signal()
    appointments = Signal()
    rated = Signal(int)
    left = Signal()

    def __init__(
        self, hall: Hall, audiences: Sequence[Audience] = AUDIENCES, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hall, self._audiences = hall, audiences
        self.releases: tuple[Release, ...] | None = None
        """None until the flow files are read."""
        self.offers_prepared = False
        """Whether forms that were filled in at home can be finished here."""
        self.offers_where = False
        """Whether residents can ask here where their case is."""
        self.offers_appointments = False
        """Whether appointments are given here."""
        self.trouble: Trouble | None = None
        self.notice = ""
        """The id of what residents are told of a part that does not work; "" for nothing."""

    def staffed_window(self, ui: Ui) -> str:
        """Where a person is, whatever happens."""
        return self._hall.staffed_window.in_(ui.locale)

    def attract(self, ui: Ui, now: datetime) -> Screen:
        """The greeting."""
        here = now.astimezone(HALL_ZONE)
        day = ui.say(
            "attract.day",
            weekday=ui.say(f"weekday.{here.weekday()}"),
            month=ui.say(f"month.{here.month}"),
            day=here.day,
        )
        notice = ui.say(self.notice) if self.notice else ""
        screen = AttractScreen(ui, self._hall.station.in_(ui.locale), day, notice)
        screen.acted.connect(self.attract_acted)
        return screen

    def home(self, ui: Ui, audience: Audience | None = None) -> Screen:
        """The services for an audience in their order, with a key to the other audience's.

        audience: the first that there is something for, where it is None or there is nothing for it.
        """
        if self.releases is None:
            return WaitScreen(ui, ui.say("wait.opening"))
        offered = self._offered(self.releases)
        if not offered:
            return OutOfServiceScreen(ui, (ui.say("home.none"), self._go_to(ui)))
        first = next(iter(offered))
        here = audience if audience in offered else first
        cards = tuple(
            ServiceCard(flow.id, flow.title.in_(ui.locale), flow.summary.in_(ui.locale), flow.icon)
            for flow in offered[here]
        )
        other = next((each for each in offered if each != here), None)
        screen = HomeScreen(
            ui,
            cards,
            here,
            other,
            behind=here != first,
            prepared=self.offers_prepared,
            where=self.offers_where,
            appointments=self.offers_appointments,
        )
        screen.acted.connect(self._home_acted)
        return screen

    def _offered(self, releases: Sequence[Release]) -> dict[Audience, list[Flow]]:
        """The services for each audience of this kiosk in their order; none without services."""
        flows = sorted((r.flow for r in releases), key=lambda flow: (flow.order, flow.id))
        each = {audience: [f for f in flows if f.audience == audience] for audience in self._audiences}
        return {audience: found for audience, found in each.items() if found}

    def _home_acted(self, action: str, argument: str) -> None:
        if action == "service":
            self.service.emit(argument)
        elif action == "audience":
            self.audience.emit(argument)
        elif action == "prepared":
            self.prepared.emit()
        elif action == "where":
            self.where.emit()
        elif action == "appointments":
            self.appointments.emit()

    def rating(self, ui: Ui) -> Screen:
        """How was it?"""
        screen = RatingScreen(ui)
        screen.acted.connect(lambda action, level: self.rated.emit(int(level)) if action == "rated" else None)
        return screen

    def moved(self, ui: Ui, window: Text) -> Screen:
        """The form is at this window now."""
        place = window.in_(ui.locale)
        screen = TellScreen(
            ui, ui.say("move.done"), ui.say("move.done_help", window=place), icon="window_counter"
        )
        screen.acted.connect(lambda action, _argument: self.left.emit() if action == "close" else None)
        return screen

    def broken(self, ui: Ui) -> Screen:
        """Out of service: where a person is."""
        lines = [self._go_to(ui), ui.say("broken.guide", place=self._hall.place.in_(ui.locale))]
        if self.trouble is Trouble.IN_USE:
            lines.append(ui.say("broken.in_use"))
        return OutOfServiceScreen(ui, tuple(lines))

    def _go_to(self, ui: Ui) -> str:
        return ui.say("broken.go_to", window=self.staffed_window(ui))
