"""The desk's uppermost line: what this is, whether it is heard, and who is on duty."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kiosk.words import Words
from screens.desk.look import Picture, button, label
from screens.icons import Icons
from screens.theme import Palette


class Header(QFrame):
    """lock, sign_out: to press."""

    def __init__(self, words: Words, icons: Icons, palette: Palette) -> None:
        super().__init__()
        say = self._say = words.say
        self.setProperty("part", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(66)
        self.who = label("", "bold")
        self.sound = label("", "detail")
        self._speakers = (
            Picture(icons, "speaker_off", 28, palette.ink),
            Picture(icons, "speaker", 28, palette.ink),
        )
        self.lock = button(say("desk.lock"))
        self.sign_out = button(say("desk.sign_out"))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(16)
        row.addWidget(label(say("desk.title"), "head"))
        row.addStretch(1)
        for speaker in self._speakers:
            row.addWidget(speaker)
        row.addWidget(self.sound)
        row.addSpacing(16)
        row.addWidget(self.who)
        row.addWidget(self.lock)
        row.addWidget(self.sign_out)

    def show_officer(self, officer: str, *, signed_in: bool, may_lock: bool) -> None:
        """Who is on duty."""
        self.who.setText(self._say("desk.on_duty", officer=officer))
        self.who.setVisible(signed_in)
        self.lock.setVisible(signed_in and may_lock)
        self.sign_out.setVisible(signed_in)

    def show_sound(self, heard: bool) -> None:
        """Whether a call would be heard."""
        self.sound.setText(self._say("desk.sound_on" if heard else "desk.sound_off"))
        for speaker, shown in zip(self._speakers, (not heard, heard), strict=True):
            speaker.setVisible(shown)
