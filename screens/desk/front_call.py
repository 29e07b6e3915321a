"""The call that comes first: the largest thing in the room. Without one, a calm page in its place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from kiosk.assist.call import Call
from kiosk.assist.wording import Wording
from screens.desk.lines import Line, Lines
from screens.desk.look import FRONT, FRONT_HEAD, Picture, button, frame, label
from screens.icons import Icons
from screens.theme import Palette

EDGE = 28
LINE_WIDTH = 3
SIZES = ((FRONT, FRONT), (FRONT_HEAD, FRONT), (64, 46), (80, 54))
"""Type for the place and for the rest, in pixels: the largest that fits, and never less than the first."""


class FrontCall(QWidget):
    """claim_wanted: the officer goes to this call (its id)."""

    claim_wanted = Signal(str)

    def __init__(self, wording: Wording, icons: Icons, palette: Palette) -> None:
        super().__init__()
        self._wording = wording
        self.call: Call | None = None
        self._cards = QStackedLayout(self)
        self._cards.addWidget(self._calm(icons, palette))
        self._cards.addWidget(self._front(icons, palette))

    def _calm(self, icons: Icons, palette: Palette) -> QWidget:
        say = self._wording.words.say
        card = frame("calm")
        column = QVBoxLayout(card)
        column.setSpacing(12)
        self.calm = label(say("desk.nobody"), "front_bold")
        self.calm_more = label()
        column.addStretch(1)
        column.addWidget(Picture(icons, "check", 72, palette.done), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.calm, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.calm_more, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return card

    def _front(self, icons: Icons, palette: Palette) -> QWidget:
        say = self._wording.words.say
        self.waited = label("", "front_bold")
        self.waited.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.language = label("", part="tag")
        self.priority = label("", part="tag")
        band = frame("band")
        head = QHBoxLayout(band)
        head.setContentsMargins(24, 6, 24, 6)
        head.setSpacing(16)
        head.addWidget(Picture(icons, "guide", 56, palette.on_guide))
        head.addWidget(self.waited, 1)
        head.addWidget(self.language)
        head.addWidget(self.priority)

        self.words = Lines(palette.ink)
        self.claim = button(say("desk.claim"), "go", "front")
        self.claim.setMinimumWidth(230)
        self.claim.clicked.connect(self.claim_now)
        self.claim_key = label(say("desk.claim_key"), "detail")
        side = QVBoxLayout()
        side.addStretch(1)
        side.addWidget(self.claim)
        side.addWidget(self.claim_key, 0, Qt.AlignmentFlag.AlignHCenter)
        side.addStretch(1)

        body = QHBoxLayout()
        body.setContentsMargins(EDGE, 8, EDGE, 8)
        body.setSpacing(EDGE)
        body.addWidget(self.words, 1)
        body.addLayout(side)
        self._band = band
        card = frame("front")
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band)
        column.addLayout(body, 1)
        return card

    def show_call(self, call: Call | None, now: datetime) -> None:
        """Show this call, or that nobody waits."""
        self.call = call
        self._cards.setCurrentIndex(0 if call is None else 1)
        if call is None:
            return
        text = self._wording.text(call)
        for tag, words in ((self.language, text.language), (self.priority, text.priority)):
            tag.setText(words)
            tag.setVisible(bool(words))
        self.claim.setAccessibleName(f"{self.claim.text()} {text.where}")
        self.tick(now)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words break elsewhere now, or have room for larger type."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """All words stand in full, whatever is left for the list below."""
        if self.call is None:
            self.setMinimumHeight(0)
            return
        side = max(self.claim.minimumWidth(), self.claim.sizeHint().width())
        width = max(300, self.width() - 3 * EDGE - 2 * LINE_WIDTH - side)
        around = self._band.sizeHint().height() + 2 * (8 + LINE_WIDTH)
        text = self._wording.text(self.call)
        lines = [
            (
                Line(text.where, where, bold=True),
                Line(text.service, other),
                Line(text.step, other),
                Line(text.hint, other, bold=True),
            )
            for where, other in SIZES
        ]
        self.setMinimumHeight(around + self.words.height_for(lines[0], width))
        fitting = [x for x in lines[1:] if around + self.words.height_for(x, width) <= self.height()]
        self.words.show_lines(fitting[-1] if fitting else lines[0])

    def tick(self, now: datetime) -> None:
        """The waiting time runs."""
        if self.call is not None:
            self.waited.setText(self._wording.waited(self.call, now))

    def show_sound(self, heard: bool) -> None:
        """Promise on the calm page only what will happen when somebody calls."""
        id_ = "desk.nobody_sound" if heard else "desk.nobody_silent"
        self.calm_more.setText(self._wording.words.say(id_))

    def show_key(self, shown: bool) -> None:
        """Whether the Return key claims just now."""
        self.claim_key.setVisible(shown)

    def claim_now(self) -> None:
        """Go, where there is anybody to go to."""
        if self.call is not None:
            self.claim_wanted.emit(self.call.id)
