"""Keeping a draft of the visit while it lasts, for a kiosk that has to start anew in the middle of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.visit.draft import Draft, Drafts, Page
from screens.shell.looks import Looks
from screens.shell.machine import Machine, Mode
from screens.shell.page_draft import written
from screens.shell.serving import Serving
from screens.shell.stage import Stage

EVERY_MS = 1000
"""How often what is being entered is kept; each answer and each change of looks is kept at once."""

_KEPT_IN = (Mode.HOME, Mode.SERVING, Mode.MATERIALS, Mode.RECEIPT)


class Keeping(QObject):
    """drafts: None: nothing is kept. waits: whether an earlier draft lies there that is still to go on.
    report: told once where a draft cannot be kept; the visit goes on.
    """

    def __init__(
        self,
        drafts: Drafts | None,
        machine: Machine,
        stage: Stage,
        serving: Serving,
        looks: Looks,
        waits: Callable[[], bool],
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts, self._waits = drafts, waits
        self._lies = True
        self._machine, self._stage, self._serving, self._looks = machine, stage, serving, looks
        self._report = report
        self._last: Draft | None = None
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        if drafts is not None:
            stage.shown.connect(lambda _screen: self.keep())
            machine.mode_entered.connect(lambda _mode: self.keep())
            self._timer.timeout.connect(self.keep)

    def keep(self) -> None:
        """As the visit stands now; nothing where there is none."""
        mode = self._machine.mode
        if self._waits():
            return
        if mode in _KEPT_IN:
            self._timer.start()
            self._keep(self._stands())
        elif mode is not Mode.IDLE_PROMPT:  # that one changes nothing in the visit
            self.forget()

    def forget(self) -> None:
        """The visit is over."""
        self._timer.stop()
        if self._drafts is not None and self._lies:
            self._last, self._lies = None, False
            try:
                self._drafts.forget()
            except OSError as error:
                self._report(error)

    def _stands(self) -> Draft:
        comfort, serving = self._looks.comfort, self._serving
        entered, at = self._stage.entered("step")
        return Draft.of(
            serving.visit,
            comfort.locale,
            comfort.look(),
            Page(entered=written(entered), at=at),
            handing_in=serving.handing_in,
            slip_out=serving.slip_out,
        )

    def _keep(self, draft: Draft) -> None:
        if self._drafts is None or draft == self._last:
            return
        try:
            self._drafts.keep(draft)
        except OSError as error:
            if not self._failed:
                self._report(error)
            self._failed = True
        self._last, self._lies = draft, True
