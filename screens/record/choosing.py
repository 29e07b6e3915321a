"""Whose voice: one of those begun, or a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.voice.pack import Pack
from kiosk.words import Words
from screens.desk.look import button, frame, label
from screens.record.voices import Kind, found


class ChoosingPage(QWidget):
    """chosen: a pack to go on with. made: kind, speaker and licence of a new one."""

    chosen = Signal(object)
    made = Signal(str, str, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.packs: dict[str, QPushButton] = {}
        self.kinds: dict[Kind, QPushButton] = {}
        self.message = label("", "bold", wrap=True)
        self._begun = frame("row")
        self._begun_column = QVBoxLayout(self._begun)
        self._begun_column.setContentsMargins(24, 18, 24, 22)
        self._begun_column.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(18)
        column.addStretch(1)
        column.addWidget(label(words.say("record.whose"), "front_bold"))
        column.addWidget(self.message)
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addWidget(self._begun, 2, Qt.AlignmentFlag.AlignTop)
        sides.addWidget(self._new(), 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(sides)
        column.addStretch(1)
        box = QWidget()
        box.setLayout(column)
        box.setMaximumWidth(1200)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(24, 16, 24, 16)
        row.addStretch(1)
        row.addWidget(box, 12)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)
        self.message.hide()

    def _new(self) -> QWidget:
        say = self._words.say
        made = frame("row")
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 18, 24, 22)
        column.setSpacing(12)
        column.addWidget(label(say("record.new_voice"), "head"))
        kinds, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(12)
        for kind in Kind:
            key = self.kinds[kind] = button(say(f"record.kind.{kind.value}"), size="tall")
            key.setCheckable(True)
            key.toggled.connect(self._allow)
            kinds.addButton(key)
            row.addWidget(key)
        column.addLayout(row)
        self.speaker = self._field(column, "record.speaker")
        self.speaker.setPlaceholderText(say("record.speaker_hint"))
        self.licence = self._field(column, "record.licence")
        self.licence.setText(say("record.licence_usual"))
        self.licence.setCursorPosition(0)
        self.agreed = button(say("record.agreed"), size="tall")
        self.agreed.setCheckable(True)
        self.agreed.toggled.connect(self._show_agreed)
        column.addWidget(self.agreed)
        self.go = button(say("record.begin"), "go", "head")
        self.go.clicked.connect(self._make)
        column.addWidget(self.go)
        self.lacks = label("", "detail", wrap=True)
        column.addWidget(self.lacks)
        self._allow()
        return made

    def _field(self, column: QVBoxLayout, id_: str) -> QLineEdit:
        asks = label(self._words.say(id_), "bold")
        field = QLineEdit()
        field.setMaxLength(120)
        field.setAccessibleName(asks.text())
        field.textChanged.connect(self._allow)
        asks.setBuddy(field)
        column.addWidget(asks)
        column.addWidget(field)
        return field

    def show_voices(self, folder: Path) -> None:
        """What is there now. Raises OSError."""
        say = self._words.say
        while item := self._begun_column.takeAt(0):
            if old := item.widget():
                old.deleteLater()
        self.packs.clear()
        voices = found(folder)
        self._begun_column.addWidget(label(say("record.go_on"), "head"))
        for pack in voices.packs:
            key = button(self.name_of(pack), size="tall")
            key.clicked.connect(lambda _=False, pack=pack: self.chosen.emit(pack))
            self.packs[pack.folder.name] = key
            self._begun_column.addWidget(key)
        self._begun.setVisible(bool(voices.packs))
        self.message.setText("\n".join(say("record.pack_damaged", folder=name) for name in voices.damaged))
        self.message.setVisible(bool(voices.damaged))
        self.agreed.setChecked(False)

    def name_of(self, pack: Pack) -> str:
        """What a pack is called here."""
        told = pack.manifest
        kind = told.names.get(self._words.locale) or told.id
        return self._words.say("record.voice", kind=kind, speaker=told.speaker)

    def _kind(self) -> Kind | None:
        return next((kind for kind, key in self.kinds.items() if key.isChecked()), None)

    def _show_agreed(self, agreed: bool) -> None:
        told = self._words.say("record.agreed")
        self.agreed.setText(f"✓ {told}" if agreed else told)
        self._allow()

    def _allow(self) -> None:
        """Say what is still to be done, one thing at a time."""
        if not hasattr(self, "lacks"):
            return  # while the form is being built
        steps = (
            (self._kind() is not None, "record.choose_kind"),
            (bool(self.speaker.text().strip()), "record.write_speaker"),
            (bool(self.licence.text().strip()), "record.write_licence"),
            (self.agreed.isChecked(), "record.ask_speaker"),
        )
        lacking = next((id_ for done, id_ in steps if not done), None)
        self.lacks.setText(self._words.say(lacking) if lacking else "")
        self.go.setEnabled(lacking is None)

    def _make(self) -> None:
        kind = self._kind()
        if kind is not None and self.go.isEnabled():
            self.made.emit(kind.value, self.speaker.text().strip(), self.licence.text().strip())
