"""What is shown in each mode, and where a resident's choices lead."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kiosk.assist.seeing import How
from kiosk.flow.model import Audience, Text
from screens.shell.machine import Event, Machine, Mode
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.scenes import Scenes
from screens.shell.seeing import SeeingGuide
from screens.shell.serving import Serving
from screens.shell.stage import Stage


class Showing(QObject):
    """Scenes to the stage, and what is done in them to the machine."""

    def __init__(
        self,
        parts: KioskParts,
        machine: Machine,
        stage: Stage,
        scenes: Scenes,
        serving: Serving,
        prompts: Prompts,
        seeing: SeeingGuide,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._machine, self._stage = parts, machine, stage
        self._scenes, self._serving, self._prompts, self._seeing = scenes, serving, prompts, seeing
        self._moved_to = parts.hall.staffed_window
        scenes.service.connect(self.service)
        scenes.audience.connect(self._home)
        scenes.rated.connect(self._rated)
        serving.step_changed.connect(self._step_changed)

    def show(self, mode: Mode, before: Mode | None) -> None:
        """The scene of a mode; nothing where it shows already."""
        match mode:
            case Mode.HOME:
                run = self._serving.visit.run
                self._serving.leave()
                self._home(run.flow.audience if run is not None else None)
            case Mode.SERVING if before is Mode.HOME:
                self._step()
            case Mode.RECEIPT:
                self._stage.show_scene("receipt", self._serving.receipt_screen)
            case Mode.RATING:
                self._stage.show_scene("rating", self._scenes.rating)
            case Mode.IDLE_PROMPT:
                self._prompts.idle(int(self._parts.idle_countdown_s))
            case Mode.MOVED:
                self._wipe()
                moved_to = self._moved_to
                self._stage.show_scene("moved", lambda ui: self._scenes.moved(ui, moved_to), plain=True)
            case Mode.OUT_OF_SERVICE:
                self._wipe()
                self._stage.show_scene("broken", self._scenes.broken, plain=True)
            case _:
                pass

    def attract(self) -> None:
        """The greeting."""
        clock = self._parts.clock
        self._stage.show_scene("attract", lambda ui: self._scenes.attract(ui, clock.now()), plain=True)

    def service(self, service_id: str) -> None:
        """A service was chosen: its release of now stays this visit's."""
        release = next(r for r in self._scenes.releases or () if r.flow.id == service_id)
        self._serving.begin(release)
        self._machine.post(Event.SERVICE_CHOSEN)

    def moved(self, window: Text) -> None:
        """The visit went along to a window."""
        self._moved_to = window
        self._machine.post(Event.MOVED)

    def _home(self, audience: Audience | None = None) -> None:
        self._stage.show_scene("home", lambda ui: self._scenes.home(ui, audience))

    def _step_changed(self, kind: str) -> None:
        self._step()
        if kind == "checklist":
            self._machine.post(Event.AT_MATERIALS)
        elif self._machine.mode is Mode.MATERIALS:
            self._machine.post(Event.AT_QUESTION)

    def _step(self) -> None:
        self._stage.show_scene("step", self._serving.build)

    def _rated(self, level: int) -> None:
        self._serving.rate(level)
        self._machine.post(Event.RATED)

    def _wipe(self) -> None:
        self._serving.wipe()
        self._seeing.end(How.VISIT)
