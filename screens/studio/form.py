"""A form for a part of a service: made of fields, each of which is one place of the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio.condition_words import ConditionWords
from kiosk.studio.document import Document
from kiosk.words import Words
from screens.desk.look import button, label
from screens.studio.fields import NumberField, OneOf, TextField
from screens.studio.work import Work


@dataclass(frozen=True)
class Studio:
    """What every part of the studio is given. locales: each with its own name."""

    words: Words
    work: Work
    locales: tuple[tuple[str, str], ...]


class Form(QWidget):
    """condition_wanted: the place of a condition that is to be changed."""

    condition_wanted = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio, self._work, self._say = studio, studio.work, studio.words.say
        self._condition_words = ConditionWords(studio.words)
        self._shape: object = None
        self._refreshes: list[Callable[[], None]] = []
        self._typed: list[TextField | NumberField] = []
        self.fields: dict[Where, QWidget] = {}
        """The fields by their places."""
        self._body: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._column = self._outer = QVBoxLayout()

    # --- showing ------------------------------------------------------------------------------------

    def show_part(self, shape: object, build: Callable[[], None]) -> None:
        """Show the draft as it is now. shape: where it is the same as before, the same fields are kept."""
        if shape != self._shape:
            self._shape = shape
            self._clear()
            build()
            self._column.addStretch(1)
        for refresh in self._refreshes:
            refresh()

    def _clear(self) -> None:
        self.flush()
        if self._body is not None:
            self._body.hide()
            self._whole.removeWidget(self._body)
            self._body.deleteLater()
        self._refreshes, self._typed, self.fields = [], [], {}
        self._body = QWidget(self)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(24, 8, 16, 16)
        self._column.setSpacing(10)
        self._whole.addWidget(self._body)

    def flush(self) -> None:
        """Take what was typed now."""
        for field in self._typed:
            field.flush()

    def look_at(self, where: Where) -> bool:
        """Bring the field of a place, or of what it lies in, into sight; whether there is one."""
        for length in range(len(where), 0, -1):
            field = self.fields.get(where[:length])
            if field is not None:
                target = field
                if isinstance(field, TextField):
                    locale = where[length] if len(where) > length else self._studio.locales[0][0]
                    target = field.edits.get(str(locale), next(iter(field.edits.values())))
                target.setFocus()
                return True
        return False

    # --- what it is made of ---------------------------------------------------------------------------

    def add(self, part: QWidget | QLayout) -> None:
        """Anything else."""
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)

    def begin_card(self) -> None:
        """What follows stands in a frame, until it is ended."""
        card = QFrame()
        card.setProperty("part", "row")
        self._column.addWidget(card)
        self._outer, self._column = self._column, QVBoxLayout(card)
        self._column.setContentsMargins(14, 8, 14, 12)
        self._column.setSpacing(8)

    def end_card(self) -> None:
        """What follows stands below the frame."""
        self._column = self._outer

    def heading(self, text: str) -> None:
        """Words above what follows."""
        self._column.addWidget(label(text, "head", wrap=True))

    def refreshed(self, refresh: Callable[[], None]) -> None:
        """To be called whenever the draft is another."""
        self._refreshes.append(refresh)

    def text(
        self, where: Where, name: str, *, lines: int = 2, optional: bool = False, within: str = ""
    ) -> TextField:
        """Words in each language. optional: nothing in any language is no text at all."""
        field = TextField(name, self._studio.locales, lines, within)
        told = Message("studio.did.words", {"what": name})
        field.typed.connect(
            lambda locale, words: self._work.do(
                lambda d: self._written(d, where, locale, words, optional), told, (*where, locale)
            )
        )
        self.refreshed(lambda: field.show_text(self._work.document.at(where)))
        self._typed.append(field)
        self._place(where, field)
        return field

    def _written(self, document: Document, where: Where, locale: str, words: str, optional: bool) -> Document:
        there = document.at(where)
        if not isinstance(there, dict):
            return document.put(where, {at: words if at == locale else "" for at, _ in self._studio.locales})
        # What stands in languages that nobody here sees goes too: it would be all that is left.
        others = (there.get(at) for at, _ in self._studio.locales if at != locale)
        if optional and not words and not any(others):
            return document.remove(where)
        return document.put((*where, locale), words)

    def choice(
        self, where: Where, name: str, options: Sequence[tuple[object, str]], default: object = None
    ) -> OneOf:
        """One of several. default: what is meant where nothing stands; it is not written down."""
        field = OneOf(name)
        field.setMinimumContentsLength(10)
        told = Message("studio.did.changed", {"what": name})
        field.picked.connect(lambda value: self._work.put(where, None if value == default else value, told))

        def refresh() -> None:
            there = self._work.document.at(where)
            field.offer(options, default if there is None else there)

        self.refreshed(refresh)
        self._place(where, field, name)
        return field

    def tick(self, where: Where, name: str) -> QPushButton:
        """A yes or a no; a no is not written down."""
        told = Message("studio.did.changed", {"what": name})
        row, field = self.tick_row(name)
        field.clicked.connect(lambda on: self._work.put(where, True if on else None, told))

        def refresh() -> None:
            on = self._work.document.at(where) is True
            field.setChecked(on)
            field.setText(self._say("studio.on" if on else "studio.off"))

        self.refreshed(refresh)
        self._column.addLayout(row)
        self.fields[where] = field
        return field

    def tick_row(self, name: str) -> tuple[QHBoxLayout, QPushButton]:
        """Words, however long, and a key beside them that is on or off."""
        key = button("", name=name)
        key.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(name, "bold", wrap=True), 1)
        row.addWidget(key)
        return row, key

    def number(self, where: Where, name: str, least: int, most: int, default: int | None = None) -> None:
        """A whole number. default: what is meant where nothing stands."""
        field = NumberField(name, least, most)
        told = Message("studio.did.changed", {"what": name})
        field.given.connect(lambda number: self._work.put(where, number, told))

        def refresh() -> None:
            there = self._work.document.at(where)
            field.show_number(default if there is None else there)

        self.refreshed(refresh)
        self._typed.append(field)
        self._place(where, field, name)

    def condition(self, where: Where, always: str, when: str) -> QPushButton:
        """A condition as a sentence, which opens it. always: the words where there is none; when: with it."""
        key = button("")
        key.clicked.connect(lambda: self.condition_wanted.emit(where))
        told = label("", wrap=True)

        def refresh() -> None:
            document = self._work.document
            condition = document.at(where)
            if condition is None:
                told.setText(always)
            else:
                sentence = self._condition_words.sentence(condition, document.data)
                told.setText(self._say(when, what=sentence))
            key.setText(self._say("studio.condition_add" if condition is None else "studio.condition_change"))
            key.setAccessibleName(f"{key.text()}: {told.text()}")

        self.refreshed(refresh)
        row = QHBoxLayout()
        row.addWidget(told, 1)
        row.addWidget(key)
        self._column.addLayout(row)
        self.fields[where] = key
        return key

    def _place(self, where: Where, field: QWidget, name: str = "") -> None:
        self.fields[where] = field
        if not name:
            self._column.addWidget(field)
            return
        self._column.addWidget(label(name, "bold", wrap=True))
        row = QHBoxLayout()
        row.addWidget(field)
        row.addStretch(1)
        self._column.addLayout(row)
