"""Whether the resident is still there: touches, the question after a while, and the end of the count."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.cases.visit_end import Ending
from screens.shell.arriving import Arriving
from screens.shell.ending import VisitEnding
from screens.shell.idle import IdleWatch
from screens.shell.looks import Looks
from screens.shell.machine import PRESENT_MODES, Event, Machine, Mode
from screens.shell.prompts import Prompts
from screens.shell.speech import Speech
from screens.shell.steady import Steady
from screens.shell.touch import TouchWatch


class Presence(QObject):
    """ending: told where the visit timed out; None at a window, where it only goes back.

    forgotten: nobody began a visit, and how the greeting looked is to go back.
    """

    forgotten = Signal()

    def __init__(
        self,
        machine: Machine,
        idle: IdleWatch,
        touch: TouchWatch,
        steady: Steady,
        speech: Speech,
        prompts: Prompts,
        arriving: Arriving,
        looks: Looks,
        ending: VisitEnding | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._machine, self._idle, self._steady, self._speech = machine, idle, steady, speech
        self._prompts, self._arriving, self._looks, self._ending = prompts, arriving, looks, ending
        idle.quiet.connect(self._quiet)
        idle.counting.connect(self._counting)
        idle.over.connect(self._timed_out)
        touch.touched.connect(self._touched)
        touch.repeat_wanted.connect(speech.speak)

    def words_chosen(self) -> None:
        """The first of the four keys was pressed where only words stand."""
        if self._machine.mode is Mode.ATTRACT:
            self._machine.post(Event.START)
        elif self._machine.mode is Mode.IDLE_PROMPT:
            self._machine.post(Event.STILL_HERE)

    def _touched(self, on_key: bool) -> None:
        self._speech.stop()
        if self._machine.mode is Mode.IDLE_PROMPT and not on_key:
            self._steady.took_effect()
            self._machine.post(Event.STILL_HERE)
        self._idle.touch()
        self._arriving.touched()

    def _quiet(self) -> None:
        if self._machine.mode in PRESENT_MODES:
            self._machine.post(Event.IDLE)
        elif self._machine.mode is Mode.MOVED:
            self._machine.post(Event.LEAVE)
        elif self._machine.mode is Mode.ATTRACT and self._looks.comfort != self._looks.usual:
            self.forgotten.emit()

    def _timed_out(self) -> None:
        if self._ending is not None and self._machine.mode is Mode.IDLE_PROMPT:
            self._ending.over(Ending.TIMED_OUT)
        self._machine.post(Event.LEAVE)

    def _counting(self, seconds: int) -> None:
        if self._machine.mode is Mode.IDLE_PROMPT:
            self._prompts.count(seconds)
