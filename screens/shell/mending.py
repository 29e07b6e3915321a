"""A screen that breaks is built anew; one that breaks again gives way to an apology with a way out.

So that nobody stands before keys that do nothing. The error itself is for the log.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.clock import Clock
from screens.shell.machine import PRESENT_MODES, Machine, Mode
from screens.shell.prompts import Prompts
from screens.shell.serving import Serving
from screens.shell.stage import Stage

FORGIVEN_S = 60.0
"""A fault at the same place counts as a new one after so long."""
SORRY = "sorry"
"""The name of the apology."""

UNSEEN = frozenset(
    f"screens.{name}"
    for name in (
        "outputs",
        "sound",
        "shell.calls",
        "shell.heart",
        "shell.idle",
        "shell.keeping",
        "shell.mover",
        "shell.opening",
        "shell.release_watch",
        "shell.reporting",
        "shell.seeing",
    )
)
"""What works behind the screens: where that breaks, what shows is whole."""


class Mending(QObject):
    """report: told of every error."""

    def __init__(
        self,
        machine: Machine,
        stage: Stage,
        serving: Serving,
        prompts: Prompts,
        clock: Clock,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._machine, self._stage, self._serving, self._prompts = machine, stage, serving, prompts
        self._clock, self._report = clock, report
        self._waits = False
        self._last: tuple[str, str] | None = None
        self._at = 0.0
        stage.on_fault = self.broke

    def broke(self, error: BaseException) -> None:
        """Something that nobody expected, while a screen was built, touched or painted."""
        self._report(error)
        if _came_from(error) in UNSEEN or self._waits:
            return
        # Later: what broke may be in the middle of being shown.
        self._waits = True
        QTimer.singleShot(0, self, self._mend)

    def _mend(self) -> None:
        self._waits = False
        place, now = self._place(), self._clock.monotonic()
        again = place == self._last and now - self._at < FORGIVEN_S
        self._last, self._at = place, now
        if not again:
            self._stage.rebuild()
        elif self._machine.mode in (*PRESENT_MODES, Mode.IDLE_PROMPT) and self._stage.top != SORRY:
            self._prompts.sorry()

    def _place(self) -> tuple[str, str]:
        run = self._serving.visit.run
        step = run.step if run is not None and self._stage.top == "step" else None
        return self._stage.top, step.id if step is not None else ""


def _came_from(error: BaseException) -> str:
    """The module that Qt or the loop called."""
    trace = error.__traceback__
    return str(trace.tb_frame.f_globals.get("__name__", "")) if trace is not None else ""
