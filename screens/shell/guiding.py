"""Calling a guide, and what the bar and the voice say of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from kiosk.assist.call import NewCall
from kiosk.ids import new_id
from screens.shell.bar import show_on
from screens.shell.calls import CallFollower, Phase, Telling
from screens.shell.frame import Frame
from screens.shell.idle import IdleWatch
from screens.shell.looks import Looks
from screens.shell.parts import KioskParts
from screens.shell.scenes import Scenes
from screens.shell.seeing import SeeingGuide
from screens.shell.serving import Serving
from screens.shell.speech import Speech
from screens.shell.stage import Stage


class Guiding(QObject):
    """Nobody is called from a window: an officer sits beside the resident there."""

    def __init__(
        self,
        parts: KioskParts,
        stage: Stage,
        scenes: Scenes,
        serving: Serving,
        looks: Looks,
        speech: Speech,
        calls: CallFollower,
        seeing: SeeingGuide,
        idle: IdleWatch,
        spawn: Callable[[Coroutine[Any, Any, Any]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._stage, self._scenes, self._serving = parts, stage, scenes, serving
        self._looks, self._speech, self._calls, self._seeing = looks, speech, calls, seeing
        self._idle, self._spawn = idle, spawn
        calls.changed.connect(self._changed)
        calls.followed.connect(lambda call: serving.visit.helpers.follow(call))
        seeing.changed.connect(self._seen)

    def call(self, *, quiet: bool) -> None:
        """One tap, or an answer that asks for a guide without a sign of it."""
        if self._parts.resumed is not None:
            return
        if self._parts.instead_of_call is not None:
            self._parts.instead_of_call()
            return
        host, run, hall = self._serving.host, self._serving.visit.run, self._parts.hall
        new = NewCall(
            id=new_id(),
            kiosk=hall.kiosk_no,
            kiosk_name=hall.kiosk_name,
            place=hall.place.in_(self._looks.usual.locale),
            service=run.flow.id if run is not None else None,
            step=host.nameable_step if host is not None and not quiet else None,
            locale=self._looks.comfort.locale,
            priority=run is not None and run.priority(),
            quiet=quiet,
        )
        self._serving.visit.helpers.called(new.id)
        self._spawn(self._calls.open(new))

    def show_on(self, frame: Frame) -> None:
        """The bar of a new frame says how it stands."""
        self._show(frame, self._calls.telling)

    def _changed(self, telling: Telling) -> None:
        frame = self._stage.frame
        if frame is not None:
            said = self._show(frame, telling)
            if telling.phase is Phase.NONE:
                self._speech.withdraw()
            elif telling.phase is not Phase.SAVING:
                self._speech.announce(said, fixed=not telling.officer)
        self._idle.rest(telling.open)

    def _show(self, frame: Frame, telling: Telling) -> str:
        """What the bar says now; returns what the voice may say of it."""
        told = self._seeing.telling(telling)
        return show_on(frame.guide, frame.ui, told, self._scenes.staffed_window(frame.ui))

    def _seen(self) -> None:
        if self._stage.frame is not None:
            self.show_on(self._stage.frame)
