"""The visit as it stands, for whoever takes it on: a window, or the kiosk that it came from."""

from __future__ import annotations

from kiosk.visit.travelling import Ended, Travelling
from screens.shell.looks import Looks
from screens.shell.machine import Machine, Mode
from screens.shell.serving import Serving
from screens.shell.stage import Stage


class Unfinished:
    """Of the visit that is served now."""

    def __init__(self, machine: Machine, stage: Stage, serving: Serving, looks: Looks) -> None:
        self._machine, self._stage, self._serving, self._looks = machine, stage, serving, looks

    def packed(self) -> str | None:
        """As it would go to a window; None where there is none, or it is handed in."""
        serving = self._machine.mode in (Mode.SERVING, Mode.MATERIALS)
        if not serving or self._stage.top in ("wait", "hand_in_failed"):
            return None
        comfort = self._looks.comfort
        try:
            return Travelling.of(self._serving.visit, comfort.locale, comfort.look()).text()
        except ValueError:
            return None

    def stands(self) -> Ended:
        """As it is handed back from a window."""
        comfort = self._looks.comfort
        return Ended.of(self._serving.visit, comfort.locale, comfort.look())
