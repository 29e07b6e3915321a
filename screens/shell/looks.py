"""How the kiosk looks and is read from: as this resident wants it, and as each visit begins."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.writing.aids import NO_AIDS, WritingAids
from screens.icons import Icons
from screens.screen import Spoken
from screens.shell.comfort import Comfort
from screens.shell.curtain import Curtain
from screens.shell.hearing import Hearing
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.theme import Panel
from screens.ui import Ui
from screens.widgets.tap import HOLD_MS

SLOW_MS = 300
"""How long a key must be held where the resident wishes for slower keys."""


class Looks(QObject):
    """comfort: as it is now. usual: as each visit begins. aids: what helps to write, once it was read.

    darkened: the screen is dark from now on.
    """

    darkened = Signal()

    def __init__(
        self,
        parts: KioskParts,
        window: QWidget,
        stage: Stage,
        prompts: Prompts,
        speech: Speech,
        hearing: Hearing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._window, self._stage = parts, window, stage
        self._prompts, self._speech, self._hearing = prompts, speech, hearing
        self._icons = Icons(parts.icons)
        self.panel = parts.panel
        self.comfort = self.usual = Comfort(parts.locale)
        self.aids: WritingAids = NO_AIDS
        self.curtain = Curtain(window)

    def ui(self) -> Ui:
        """The surroundings of a screen, as the resident wants them now."""
        c = self.comfort
        return Ui(
            theme=c.theme(self.panel),
            words=self._parts.words[c.locale],
            locale=c.locale,
            icons=self._icons,
            today=self._parts.clock.today,
            aids=self.aids,
            slow=c.slow,
            dark=c.dark,
            way=c.way,
        )

    def dress(self) -> None:
        """What is shown looks so too. What was entered stays."""
        self._stage.dress(self.ui())

    def resize(self, width: int, height: int) -> None:
        """The panel has this many pixels."""
        if (width, height) != (self.panel.width, self.panel.height):
            self.panel = Panel(width, height, self.panel.diagonal_inch)
            if self._stage.frame is not None:
                self.dress()

    def begin_with(self, comfort: Comfort) -> None:
        """Look like this from now on, and at the beginning of each visit."""
        self.usual = comfort
        self.wear(comfort)
        self.dress()

    def wear(self, comfort: Comfort) -> None:
        """Look like this; what is shown only once it is dressed."""
        self.comfort = comfort
        self._speech.dialect = comfort.dialect
        self._window.setProperty(HOLD_MS, SLOW_MS if comfort.slow else 0)
        self.curtain.draw_over(comfort.dark)

    def change(self, action: str, argument: str) -> None:
        """A wish of the resident's."""
        wanted = self.comfort.after(action, argument)
        darker = wanted.dark and not self.comfort.dark
        if darker and not self._hearing.heard:
            self._prompts.no_sound()
            return
        self.wear(wanted)
        self.dress()
        if darker:
            self.darkened.emit()
            self.hear("focus.dark")

    def keep_way(self, argument: str) -> None:
        """How the resident writes, which the screen shows already."""
        self.comfort = self.comfort.after("way", argument)
        self._stage.lend(self.ui())

    def light(self) -> None:
        """The dark screen is lit again: a finger touched it, or nothing can be heard any more."""
        if self.comfort.dark:
            self.wear(replace(self.comfort, dark=False))
            self.dress()
            self.hear("focus.light")

    def hear(self, id_: str) -> None:
        """Say this sentence."""
        self._speech.hear([Spoken(self.ui().say(id_))])
