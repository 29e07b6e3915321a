"""The page where an officer signs in: the number, on keys of the screen or of the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.words import Words
from screens.desk.look import Picture, button, frame, label
from screens.icons import Icons
from screens.theme import Palette

SHORTEST, LONGEST = 3, 8
"""Digits of an officer's number."""


class SignInPage(QWidget):
    """signed: an officer's number. The number is taken at its word; the page says so."""

    signed = Signal(str)

    def __init__(self, words: Words, icons: Icons, palette: Palette) -> None:
        super().__init__()
        self._words = words
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(words.say("desk.number"), "front_bold")
        self.number = QLineEdit()
        self.number.setProperty("type", "front")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{LONGEST}}}")))
        self.number.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.number.setAccessibleName(words.say("desk.number"))
        self.keys: dict[str, QPushButton] = {}
        self.waiting = label("", "head", wrap=True)
        self.go = button(words.say("desk.sign_in"), "go", "head")
        self.go.setEnabled(False)
        self.number.textChanged.connect(lambda text: self.go.setEnabled(len(text) >= SHORTEST))
        self.go.clicked.connect(self.sign)

        pad = QGridLayout()
        pad.setSpacing(12)
        for place, key in enumerate("123456789"):
            pad.addWidget(self._key(key), place // 3, place % 3)
        self.erase = self._pad_button(words.say("desk.erase"), size="tall")
        self.erase.clicked.connect(self.number.backspace)
        pad.addWidget(self.erase, 3, 0)
        pad.addWidget(self._key("0"), 3, 1)
        self.go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pad.addWidget(self.go, 3, 2)

        self._band = frame("count")
        room = self._band.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # a call that arrives must not move the keys under a finger
        self._band.setSizePolicy(room)
        band = QHBoxLayout(self._band)
        band.setContentsMargins(20, 10, 20, 10)
        band.setSpacing(16)
        band.addWidget(Picture(icons, "guide", 44, palette.on_guide))
        band.addWidget(self.waiting, 1)

        column = QVBoxLayout()
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.number)
        column.addLayout(pad)
        note = label(words.say("desk.no_pin"), "detail", wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(note)
        column.addWidget(self._band)
        column.addStretch(1)
        box = QWidget()
        box.setLayout(column)
        box.setFixedWidth(560)
        page = QHBoxLayout(self)
        page.addStretch(1)
        page.addWidget(box)
        page.addStretch(1)
        self.show_waiting(0)

    def _pad_button(self, text: str, size: str) -> QPushButton:
        made = button(text, size=size)
        # The number keeps the focus, so that key after key can come from either side.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _key(self, digit: str) -> QPushButton:
        made = self.keys[digit] = self._pad_button(digit, "head")
        made.clicked.connect(lambda: self.number.insert(digit))
        return made

    def show_waiting(self, count: int) -> None:
        """Whoever comes to the desk sees at once that somebody waits."""
        self._band.setVisible(count > 0)
        if count:
            self.waiting.setText(self._words.say("desk.waiting_count", count=count))

    def begin(self) -> None:
        """Empty, ready to type."""
        self.number.clear()
        self.number.setFocus()

    def sign(self) -> None:
        """Sign in, where the number is long enough."""
        if self.go.isEnabled():
            self.signed.emit(self.number.text())
