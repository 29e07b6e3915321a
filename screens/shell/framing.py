"""What the keys around a screen do, and what is heard of each screen that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from kiosk.assist.seeing import How
from kiosk.voice.sentence import Dialect
from screens.screen import Screen
from screens.shell.arriving import Arriving
from screens.shell.frame import Frame
from screens.shell.guiding import Guiding
from screens.shell.hearing import Hearing
from screens.shell.looks import Looks
from screens.shell.prompts import Prompts
from screens.shell.seeing import SeeingGuide
from screens.shell.speech import Speech
from screens.shell.stage import Stage


class Framing(QObject):
    """with_guide: whether a guide can be called from here."""

    def __init__(
        self,
        stage: Stage,
        prompts: Prompts,
        speech: Speech,
        hearing: Hearing,
        looks: Looks,
        guiding: Guiding,
        arriving: Arriving,
        seeing: SeeingGuide,
        dialects: Sequence[Dialect],
        *,
        with_guide: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage, self._prompts, self._speech, self._hearing = stage, prompts, speech, hearing
        self._looks, self._guiding, self._arriving, self._seeing = looks, guiding, arriving, seeing
        self._dialects, self._with_guide = dialects, with_guide
        stage.framed.connect(self._framed)
        stage.shown.connect(self._shown)

    def set(self, name: str) -> None:
        """Open the sheet of a setting."""
        if name == "voice":
            self._prompts.voice_sheet(self._speech.voice)
        elif name == "language":
            self._prompts.language_sheet(self._dialects, lambda: self._looks.comfort.dialect)
        else:
            self._prompts.setting(name)

    def _framed(self, frame: Frame) -> None:
        frame.setting.connect(self.set)
        frame.guide_wanted.connect(lambda: self._guiding.call(quiet=False))
        frame.guide.setVisible(self._with_guide)
        frame.cancel_wanted.connect(self._prompts.cancel_call_ask)
        frame.here_wanted.connect(self._arriving.ask)
        frame.unseen_wanted.connect(lambda: self._seeing.end(How.RESIDENT))
        self._guiding.show_on(frame)
        self._hearing.show_on(frame)

    def _shown(self, screen: Screen) -> None:
        screen.turned.connect(self._speech.go_on)
        screen.said.connect(self._speech.say)
        screen.acted.connect(self._acted)
        self._speech.arrive(screen, screen.ui.locale, first=self._stage.top == "idle")

    def _acted(self, action: str, argument: str) -> None:
        if action == "repeat":
            self._speech.speak()
        elif action == "way":
            self._looks.keep_way(argument)
