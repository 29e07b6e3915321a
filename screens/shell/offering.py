"""Before a question is written: those that are often asked, with answers at once and nothing to type."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kiosk.cases.ready import offered
from kiosk.flow.model import Flow
from kiosk.flow.ready_answer import MOST_READY
from screens.screen import Screen
from screens.shell.machine import Event, Machine
from screens.shell.scenes import Scenes
from screens.shell.serving import Serving
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.glossary import SEPARATOR
from screens.visit.ready import ReadyAnswerScreen, ReadyListScreen

NAME = "ready"
"""Of the sheet over the step at which the question is written."""


class Offering(QObject):
    """Offers them once for what the question is about, as long as nothing is written yet."""

    def __init__(
        self,
        machine: Machine,
        stage: Stage,
        scenes: Scenes,
        serving: Serving,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._machine, self._stage = machine, stage
        self._scenes, self._serving = scenes, serving
        self._offered: tuple[str, str] | None = None
        """The visit and the service, so that whoever goes back and forth is not asked again."""
        serving.step_changed.connect(self._step_changed)

    def _step_changed(self, kind: str) -> None:
        run, visit = self._serving.visit.run, self._serving.visit
        if kind != "text" or run is None or not run.flow.is_consultation:
            return
        step = run.step
        assert step is not None
        flow = offered(run.answers(), run.flow, [release.flow for release in self._scenes.releases or ()])
        if not flow.answers or run.value(step.id) is not None or self._offered == (visit.id, flow.id):
            return
        self._offered = (visit.id, flow.id)
        self._list(flow)

    def _list(self, flow: Flow) -> None:
        def build(ui: Ui) -> Screen:
            screen = ReadyListScreen(ui, flow.answers[:MOST_READY])
            screen.acted.connect(lambda action, argument: self._acted(flow, action, argument))
            screen.back_wanted.connect(self._back)
            return screen

        self._stage.prompt(NAME, build)

    def _answer(self, flow: Flow, id_: str) -> None:
        ready = next(each for each in flow.answers if each.id == id_)

        def build(ui: Ui) -> Screen:
            screen = ReadyAnswerScreen(ui, flow, ready)
            screen.acted.connect(lambda action, argument: self._acted(flow, action, argument))
            return screen

        self._stage.prompt(NAME, build)

    def _acted(self, flow: Flow, action: str, argument: str) -> None:
        if action == "ready":
            self._answer(flow, argument)
        elif action == "own":
            self._stage.close(NAME)
        elif action == "helps":
            self._machine.post(Event.TOLD)
        elif action == "explain":
            wanted = argument.split(SEPARATOR)
            self._serving.explain.emit(tuple(term for term in flow.glossary if term.id in wanted))

    def _back(self) -> None:
        assert self._serving.host is not None
        self._offered = None
        self._stage.close(NAME)
        self._serving.host.back()
