"""All services: which are offered, and which are being worked on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.words import Words
from screens.desk.look import button, label, scrolling

SLUG = QRegularExpression("[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Listed:
    """A service. title: in the reader's language. draft: who saved it last, and when; "" where there is none.

    number: of the release that residents meet; 0: none yet.
    """

    service: str
    title: str
    number: int
    draft: str = ""


class ServiceRow(QFrame):
    """open_wanted, drop_wanted: its service."""

    open_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, words: Words, listed: Listed) -> None:
        super().__init__()
        say = self._say = words.say
        self.setProperty("part", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.listed, self._sure = listed, False
        live = say("studio.live", number=listed.number) if listed.number else say("studio.live_not")
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(label(listed.title, "head", wrap=True))
        told.addWidget(label(live, "detail", wrap=True))
        if listed.draft:
            told.addWidget(label(listed.draft, "bold", wrap=True))
        self.open = button(say("studio.go_on" if listed.draft else "studio.open"), "go")
        self.open.setAccessibleName(f"{self.open.text()} {listed.title}")
        self.open.clicked.connect(lambda: self.open_wanted.emit(listed.service))
        self.drop = button(say("studio.drop"), name=f"{say('studio.drop')} {listed.title}")
        self.drop.clicked.connect(self._drop)
        self.drop.setVisible(bool(listed.draft))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(12)
        row.addLayout(told, 1)
        row.addWidget(self.drop)
        row.addWidget(self.open)

    def _drop(self) -> None:
        """Asks twice: what was written would be gone."""
        if self._sure:
            self.drop_wanted.emit(self.listed.service)
        self._sure = True
        self.drop.setText(self._say("studio.drop_sure"))


class ServicesPage(QWidget):
    """open_wanted, drop_wanted: a service. begin_wanted: a new one, by its short name."""

    open_wanted = Signal(str)
    drop_wanted = Signal(str)
    begin_wanted = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        say = self._say = words.say
        self._words = words
        self._taken: Collection[str] = ()
        self.rows: dict[str, ServiceRow] = {}
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        self.name = QLineEdit()
        self.name.setPlaceholderText(say("studio.new_name"))
        self.name.setAccessibleName(say("studio.new_name"))
        self.name.setValidator(QRegularExpressionValidator(SLUG))
        self.name.setMaximumWidth(420)
        self.begin: QPushButton = button(say("studio.new"), "go")
        self.begin.clicked.connect(self._begin)
        self.name.returnPressed.connect(self._begin)
        made = QWidget()
        self._column = QVBoxLayout(made)
        self._column.setContentsMargins(24, 12, 24, 16)
        self._column.setSpacing(10)
        self._column.addWidget(label(say("studio.services"), "head"))
        self._column.addWidget(self.told)
        new = QHBoxLayout()
        new.setSpacing(12)
        new.addWidget(self.name, 1)
        new.addWidget(self.begin)
        new.addStretch(1)
        self._column.addWidget(label(say("studio.new_head"), "head"))
        self._column.addWidget(label(say("studio.new_help"), "detail", wrap=True))
        self._column.addLayout(new)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(made))

    def show_services(self, listed: Sequence[Listed]) -> None:
        """All of them."""
        for row in self.rows.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {}
        for place, one in enumerate(listed):
            row = self.rows[one.service] = ServiceRow(self._words, one)
            row.open_wanted.connect(self.open_wanted)
            row.drop_wanted.connect(self.drop_wanted)
            self._column.insertWidget(2 + place, row)
        self._taken = [one.service for one in listed]

    def tell(self, words: str) -> None:
        """Above the services; "" nothing."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _begin(self) -> None:
        name = self.name.text()
        if not self.name.hasAcceptableInput():
            self.tell(self._say("studio.new_needs_name"))
        elif name in self._taken:
            self.tell(self._say("studio.new_taken", name=name))
        else:
            self.tell("")
            self.name.clear()
            self.begin_wanted.emit(name)
