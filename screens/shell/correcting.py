"""A resident changes what they handed in: which answer, its question, and what it was and becomes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.cases.difficult import Refused
from kiosk.cases.where_given import Change, Correction, Given
from kiosk.flow.answer import Answer
from kiosk.flow.model import Step
from kiosk.flow.tell import told
from kiosk.message import Message
from screens.screen import Screen
from screens.shell.host import FlowHost
from screens.steps.step import ReviewRow
from screens.ui import Ui
from screens.visit.glossary import SEPARATOR
from screens.visit.where_change import AnswersScreen, ChangedRow, SureScreen


class Correcting(QObject):
    """What is changed is kept here until it is sent or given up, and nowhere else. show: shows a screen.

    sent: these answers, by step id, are to be others from now on. left: nothing is changed. at_window: that
    change is the window's. guide_wanted, offer_guide: somebody is. explain: the meaning of these terms.
    """

    sent = Signal(object)
    left = Signal()
    at_window = Signal()
    guide_wanted = Signal()
    offer_guide = Signal()
    explain = Signal(object)

    def __init__(self, show: Callable[[Callable[[Ui], Screen]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._correction: Correction | None = None
        self._host: FlowHost | None = None

    def begin(self, given: Given) -> None:
        """Raises :class:`Refused` where these answers cannot be gone through here."""
        self.forget()
        self._correction = Correction(given)
        self.answers()

    def forget(self) -> None:
        """Nothing of it stays."""
        self._end_host()
        self._correction = None

    def answers(self) -> None:
        """What was handed in, as it is changed so far."""
        made = self._made
        self._end_host()

        def build(ui: Ui) -> Screen:
            rows = [
                ReviewRow(each.step.id, _label(ui, each.step), _value(ui, each.step, each.value))
                for each in made.lines()
            ]
            screen = AnswersScreen(ui, rows, changed=bool(made.changed()))
            screen.acted.connect(self._acted)
            return screen

        self._show(build)

    @property
    def _made(self) -> Correction:
        assert self._correction is not None, "nothing is corrected"
        return self._correction

    def _acted(self, action: str, step_id: str) -> None:
        if action == "change":
            self._made.change(step_id)
            # The step before may be one that is not shown here: back gives the change up.
            self._host = host = FlowHost(self._made.run, self, back_leaves=True)
            host.step_changed.connect(lambda _kind: self._step())
            host.guide_wanted.connect(lambda _quiet: self.guide_wanted.emit())
            host.left.connect(self._give_up)
            host.told.connect(self._refuse)
            host.acted.connect(self._wished)
            self._step()
        elif action == "look":
            self._look()
        elif action == "close":
            self.left.emit()

    def _step(self) -> None:
        made, host = self._made, self._host
        made.go_on()
        if made.run.ready:
            self._answered()
        elif host is not None:
            self._show(host.build)

    def _answered(self) -> None:
        """All is answered that the change asked for. Whether it can be changed so is known at once."""
        try:
            self._made.changes()
        except Refused:
            self._refuse()
        else:
            self.answers()

    def _give_up(self) -> None:
        self._made.undo()
        self.answers()

    def _refuse(self) -> None:
        """That change is the window's; what was changed before it stays."""
        self._made.undo()
        self._end_host()
        self.at_window.emit()

    def _wished(self, action: str, argument: str) -> None:
        if action == "call_guide":
            self.guide_wanted.emit()
        elif action == "offer_guide":
            self.offer_guide.emit()
        elif action == "explain":
            wanted = argument.split(SEPARATOR)
            terms = self._made.given.flow.glossary
            self.explain.emit(tuple(each for each in terms if each.id in wanted))

    def _look(self) -> None:
        """Before and after."""
        changes, changed = self._made.changes(), self._made.changed()

        def build(ui: Ui) -> Screen:
            screen = SureScreen(ui, [_changed(ui, each) for each in changed])
            screen.acted.connect(lambda action, _argument: self._sure(action, changes))
            return screen

        self._show(build)

    def _sure(self, action: str, changes: dict[str, Answer]) -> None:
        if action == "yes":
            self.sent.emit(changes)
        elif action == "no":
            self.answers()

    def _end_host(self) -> None:
        if self._host is not None:
            self._host.deleteLater()
            self._host = None


def _label(ui: Ui, step: Step) -> str:
    return (step.label or step.title).in_(ui.locale)


def _value(ui: Ui, step: Step, answer: Answer) -> str:
    value = told(step, answer, ui.locale)
    return ui.tell(value) if isinstance(value, Message) else value


def _changed(ui: Ui, change: Change) -> ChangedRow:
    was, now = (
        ui.say("where.not_asked") if each is None else _value(ui, change.step, each)
        for each in (change.was, change.now)
    )
    return ChangedRow(_label(ui, change.step), was, now)
