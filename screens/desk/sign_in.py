"""The page where an officer signs in: the number, then the PIN, on keys of the screen or of the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.officers.officer import NUMBER_LENGTHS, PIN_LENGTHS
from kiosk.words import Words
from screens.desk.entrance import Ask, Entrance
from screens.desk.look import Picture, button, frame, label
from screens.icons import Icons
from screens.theme import Palette


class SignInPage(QWidget):
    """Shows an :class:`Entrance`. given: the digits of what it asks for. back: another number is wanted."""

    given = Signal(str)
    back = Signal()

    def __init__(self, words: Words, icons: Icons, palette: Palette) -> None:
        super().__init__()
        self._words = words
        self._asked = -1
        self._lengths = NUMBER_LENGTHS
        self._busy = False
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", "front_bold", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.title.setMinimumHeight(120)  # two lines
        self.number = QLineEdit()
        self.number.setProperty("type", "front")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.keys: dict[str, QPushButton] = {}
        self.waiting = label("", "head", wrap=True)
        self.go = button(words.say("desk.sign_in"), "go", "key")
        self.number.textChanged.connect(self._show_go)
        self.go.clicked.connect(self.sign)

        pad = QGridLayout()
        pad.setSpacing(12)
        for place, key in enumerate("123456789"):
            pad.addWidget(self._key(key), place // 3, place % 3)
        self.erase = self._pad_button(words.say("desk.erase"), size="key")
        self.erase.clicked.connect(self.number.backspace)
        pad.addWidget(self.erase, 3, 0)
        pad.addWidget(self._key("0"), 3, 1)
        self.go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pad.addWidget(self.go, 3, 2)
        for place in range(3):
            pad.setColumnStretch(place, 1)

        self._band = frame("count")
        self._keep_room(self._band)  # a call that arrives must not move the keys under a finger
        band = QHBoxLayout(self._band)
        band.setContentsMargins(20, 10, 20, 10)
        band.setSpacing(16)
        band.addWidget(Picture(icons, "guide", 44, palette.on_guide))
        band.addWidget(self.waiting, 1)

        self.note = label("", "bold", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.other = button(words.say("desk.other_number"), size="tall")
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.other.clicked.connect(self.back)
        self._keep_room(self.other)
        # What is asked and told stands beside the keys: however long the words, no key moves or shrinks.
        asked = QVBoxLayout()
        asked.setSpacing(14)
        asked.addWidget(self.title)
        asked.addWidget(self.number)
        asked.addWidget(self.note, 1)
        asked.addWidget(self.other)
        sides = QHBoxLayout()
        sides.setSpacing(40)
        sides.addLayout(asked, 1)
        sides.addLayout(pad, 1)
        column = QVBoxLayout()
        column.setSpacing(28)
        column.addStretch(1)
        column.addLayout(sides)
        column.addWidget(self._band)
        column.addStretch(1)
        box = QWidget()
        box.setLayout(column)
        box.setFixedWidth(960)
        page = QHBoxLayout(self)
        page.addStretch(1)
        page.addWidget(box)
        page.addStretch(1)
        self.show_waiting(0)

    @staticmethod
    def _keep_room(widget: QWidget) -> None:
        room = widget.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(room)

    def _pad_button(self, text: str, size: str) -> QPushButton:
        made = button(text, size=size)
        # The number keeps the focus, so that key after key can come from either side.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _key(self, digit: str) -> QPushButton:
        made = self.keys[digit] = self._pad_button(digit, "digit")
        made.clicked.connect(lambda: self.number.insert(digit))
        return made

    def show_entrance(self, entrance: Entrance) -> None:
        """What is asked for and what there is to say. Another question finds an empty field."""
        say, ask = self._words.say, entrance.ask
        self._busy = entrance.busy
        if entrance.asked != self._asked:
            self._asked = entrance.asked
            self._lengths = NUMBER_LENGTHS if ask is Ask.NUMBER else PIN_LENGTHS
            most = self._lengths.stop - 1
            self.number.clear()
            self.number.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{most}}}")))
            hidden = QLineEdit.EchoMode.Normal if ask is Ask.NUMBER else QLineEdit.EchoMode.Password
            self.number.setEchoMode(hidden)
            title = say("desk.locked" if entrance.locked else f"desk.ask.{ask}", number=entrance.number)
            self.title.setText(title)
            self.number.setAccessibleName(title)
            self.go.setText(say("desk.sign_in" if entrance.last else "desk.next"))
            self.go.setAccessibleName(self.go.text())
            self.number.setFocus()
        told = entrance.told
        if told is not None:
            self.note.setText(say(told.id, **told.params))
        else:
            self.note.setText(say("desk.first_here") if ask in (Ask.NEW_PIN, Ask.AGAIN) else "")
        self.other.setVisible(ask is not Ask.NUMBER)
        self._show_go()

    def _show_go(self) -> None:
        self.go.setEnabled(len(self.number.text()) >= self._lengths.start and not self._busy)

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
        """Give what was typed, where it is long enough."""
        if self.go.isEnabled():
            self.given.emit(self.number.text())
