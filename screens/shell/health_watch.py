"""Looks every few seconds at how the kiosk itself does, and tells residents what they would notice."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.failure import Trouble
from kiosk.health.file import LOOK_S
from kiosk.health.keeper import HealthKeeping, Seen
from kiosk.health.notice import for_residents
from kiosk.health.state import Health
from screens.shell.looks import Looks
from screens.shell.machine import Machine, Mode
from screens.shell.scenes import Scenes
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.visit.attract import AttractScreen


class HealthWatch(QObject):
    """looked: how it does now. keeping: None where nobody asks, and then nothing is looked at."""

    looked = Signal(object)

    def __init__(
        self,
        keeping: HealthKeeping | None,
        seen: Callable[[], Seen],
        stage: Stage,
        scenes: Scenes,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeping, self._seen, self._spawn = keeping, seen, spawn
        self._stage, self._scenes = stage, scenes
        self._busy = False
        self.last: Health | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(LOOK_S * 1000))
        self._timer.timeout.connect(self.look)

    async def start(self) -> None:
        """Look from now on."""
        if self._keeping is not None:
            await self._keeping.start()
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Look now; one look at a time."""
        if not self._busy:
            self._busy = True
            self._spawn(self._look())

    async def close(self) -> None:
        """Look no more: the kiosk is being ended."""
        self._timer.stop()
        if self._keeping is not None:
            await self._keeping.close()

    async def _look(self) -> None:
        try:
            if self._keeping is not None:
                self.last = await self._keeping.look(self._seen())
                self._tell(for_residents(self.last))
                self.looked.emit(self.last)
        finally:
            self._busy = False

    def _tell(self, notice: str) -> None:
        """On the greeting that shows, and on those to come."""
        if notice != self._scenes.notice:
            self._scenes.notice = notice
            screen = self._stage.screen
            if isinstance(screen, AttractScreen):
                screen.set_notice(screen.ui.say(notice) if notice else "")


def what_is_seen(machine: Machine, scenes: Scenes, looks: Looks, speech: Speech) -> Seen:
    """What the window knows of the parts; nothing of the resident."""
    out = machine.mode is Mode.OUT_OF_SERVICE
    return Seen(
        trouble=str(scenes.trouble or Trouble.UNKNOWN) if out else None,
        voice_ready=speech.voice is not None,
        voice_silent=speech.voice is not None and speech.voice.silent,
        handwriting=looks.aids.hand.there,
    )
