"""Which audio outputs there are this very moment, as the sound system tells it.

Qt (6.11, PulseAudio) does not notice that an output is taken away, and PulseAudio moves what was playing
there to whatever is left: what is meant for earphones would go on aloud. So the sound system is listened to.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

PROGRAM = "pactl"
ENDS_WITHIN_MS = 1000
_EVENT = re.compile(r"Event '(\w+)' on sink #(\d+)")


class OutputWatch(QObject):
    """Follows ``pactl subscribe`` (Debian: pulseaudio-utils; PipeWire answers it too).

    changed: an output came or went, or it is known for the first time which there are. Where nothing can be
    learnt, no output counts as there.
    """

    changed = Signal()

    def __init__(self, program: str = PROGRAM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._names: dict[str, str] = {}
        self._known = False
        self._asked_again = False
        self._listening = self._process()
        self._listening.readyReadStandardOutput.connect(self._heard)
        self._listening.started.connect(self._ask)
        self._listening.finished.connect(self._lost)
        self._asking = self._process()
        self._asking.finished.connect(self._answered)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)
        self._listening.start(program, ["subscribe"])

    @property
    def names(self) -> frozenset[str]:
        """The outputs that are there."""
        return frozenset(self._names.values())

    @property
    def known(self) -> bool:
        """Whether the sound system has told; until then, none is there without being gone."""
        return self._known

    def close(self) -> None:
        """Follow no more."""
        self._listening.finished.disconnect(self._lost)
        for process in (self._listening, self._asking):
            process.kill()
            process.waitForFinished(ENDS_WITHIN_MS)

    def _process(self) -> QProcess:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("LC_ALL", "C")
        process.setProcessEnvironment(environment)
        return process

    def _heard(self) -> None:
        told = bytes(self._listening.readAllStandardOutput().data()).decode(errors="replace")
        for event, number in _EVENT.findall(told):
            if event == "remove":  # nothing need be asked: the sooner it is known, the less is heard
                if self._names.pop(number, None) is not None:
                    self.changed.emit()
            elif event == "new":
                self._ask()

    def _ask(self) -> None:
        if self._asking.state() is not QProcess.ProcessState.NotRunning:
            self._asked_again = True
            return
        self._asking.start(self._program, ["list", "short", "sinks"])

    def _answered(self) -> None:
        told = bytes(self._asking.readAllStandardOutput().data()).decode(errors="replace")
        if self._asked_again:
            self._asked_again = False
            self._ask()
            return
        rows = [line.split("\t") for line in told.splitlines()]
        names = {row[0]: row[1] for row in rows if len(row) > 1}
        if names != self._names or not self._known:
            self._names, self._known = names, True
            self.changed.emit()

    def _lost(self) -> None:
        if self._names:
            self._names = {}
            self.changed.emit()
