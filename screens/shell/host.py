"""Between a FlowRun and the screens of its steps: shows a step, takes its answer, goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.flow.answer import Place
from kiosk.flow.run import FlowRun, WrongAnswer
from kiosk.flow.step_words import terms_here
from kiosk.flow.tell import told
from kiosk.message import Message
from kiosk.visit.places import places_given
from screens.screen import Screen
from screens.steps.registry import SCREENS
from screens.steps.step import ReviewRow, StepScreen, View
from screens.ui import Ui

PRIVATE = "own_wish"


class FlowHost(QObject):
    """Walks one resident through one run.

    step_changed: show :meth:`build` now, with the step's kind. guide_wanted: an answer asks for a guide;
    True where nobody may notice. left: back from the first step. told: it ended, nothing is handed in.
    hand_in_wanted: the review was confirmed. acted: any other wish of the screen.
    """

    step_changed = Signal(str)
    guide_wanted = Signal(bool)
    left = Signal()
    told = Signal()
    hand_in_wanted = Signal()
    acted = Signal(str, str)

    def __init__(
        self, run: FlowRun, parent: QObject | None = None, *, earlier: tuple[Place, ...] = ()
    ) -> None:
        """earlier: the addresses of the visit's services before this one, the last one first."""
        super().__init__(parent)
        self.run = run
        self._earlier = earlier
        self._builders: dict[str, Callable[[Ui, View], StepScreen]] = dict(SCREENS)

    @property
    def kind(self) -> str:
        """The kind of the present step."""
        step = self.run.step
        return step.kind if step is not None else ""

    @property
    def nameable_step(self) -> str | None:
        """The step's id for a call row; the private step is named only as its service."""
        step = self.run.step
        return None if step is None or step.kind == PRIVATE else step.id

    def build(self, ui: Ui) -> Screen:
        """The screen of the present step."""
        step = self.run.step
        assert step is not None, "a service that ended has no screen"
        screen = self._builders[step.kind](ui, self.view(ui))
        screen.answered.connect(lambda value: self._answered(screen, value))
        screen.back_wanted.connect(self.back)
        screen.acted.connect(self._acted)
        return screen

    def view(self, ui: Ui) -> View:
        """What the present step's screen is given."""
        run, step = self.run, self.run.step
        assert step is not None
        return View(
            step=step,
            value=run.value(step.id),
            progress=run.progress(),
            choices=run.choices(step),
            materials=run.materials(),
            fees=run.fees(),
            fee_fen=run.fee_fen(),
            review=self._rows(ui) if step.kind == "review" else (),
            terms=terms_here(run, ui.locale),
            recent=self._recent(step.id),
        )

    def _recent(self, but: str) -> tuple[Place, ...]:
        """Addresses that other steps were answered with in this visit, the last one first, each once."""
        return tuple(dict.fromkeys([*places_given(self.run, but), *self._earlier]))

    def _rows(self, ui: Ui) -> tuple[ReviewRow, ...]:
        rows = []
        for line in self.run.review():
            label = (line.step.label or line.step.title).in_(ui.locale)
            value = told(line.step, line.value, ui.locale)
            rows.append(
                ReviewRow(line.step.id, label, ui.tell(value) if isinstance(value, Message) else value)
            )
        return tuple(rows)

    def _answered(self, screen: StepScreen, value: object) -> None:
        try:
            effect = self.run.answer(value)  # type: ignore[arg-type]
        except WrongAnswer as wrong:
            screen.refuse(wrong.message)
            return
        if effect.call is not None:
            self.guide_wanted.emit(effect.call == "quiet")
        if self.run.ended is not None:
            self.told.emit()
        else:
            self.step_changed.emit(self.kind)

    def back(self) -> None:
        """To the step before; from the first one the service is left."""
        if self.run.back():
            self.step_changed.emit(self.kind)
        else:
            self.left.emit()

    def _acted(self, action: str, argument: str) -> None:
        if action == "change":
            self.run.change(argument)
            self.step_changed.emit(self.kind)
        elif action == "hand_in":
            if self.run.ready:
                self.hand_in_wanted.emit()
        else:
            self.acted.emit(action, argument)
