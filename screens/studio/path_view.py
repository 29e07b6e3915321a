"""A service as a path: its steps in order, those that only some residents meet set in, with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.studio.condition_words import ConditionWords, Data, parts_of, steps_of, text_in
from screens.desk.look import label, scrolling
from screens.studio.form import Studio

SET_IN = 36


class StepRow(QFrame):
    """One step. chosen: it is pressed."""

    chosen = Signal(int)

    def __init__(self, index: int, title: str, more: str, amiss: str) -> None:
        super().__init__()
        self._index = index
        self.setProperty("part", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{index + 1} {title} {more} {amiss}")
        self.title = label(f"{index + 1}　{title}", "bold", wrap=True)
        self.more = label(more, "detail", wrap=True)
        self.amiss = label(amiss, part="mark")
        self.amiss.setVisible(bool(amiss))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        row.addLayout(words, 1)
        row.addWidget(self.amiss)

    def show_chosen(self, chosen: bool) -> None:
        """Whether it is the one beside."""
        part = "mine" if chosen else "row"
        if self.property("part") != part:
            self.setProperty("part", part)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Chosen."""
        self.chosen.emit(self._index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Return choose it."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._index)
        else:
            super().keyPressEvent(event)


class PathView(QWidget):
    """The steps. chosen: the index of the one that is pressed."""

    chosen = Signal(int)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio, self._say = studio, studio.words.say
        self._condition_words = ConditionWords(studio.words)
        self.rows: list[StepRow] = []
        self._holders: list[QWidget] = []
        self._made = QWidget()
        self._column = QVBoxLayout(self._made)
        self._column.setContentsMargins(24, 8, 12, 16)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.area: QScrollArea = scrolling(self._made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._shown: object = None

    def show_path(self, chosen: int, problems: Mapping[int, int]) -> None:
        """As the draft has it now. problems: how many there are, by the index of the step."""
        flow = self._studio.work.document.data
        told = tuple(self._told(step, flow, problems.get(i, 0)) for i, step in enumerate(steps_of(flow)))
        if told != self._shown:
            self._shown = told
            at = self.area.verticalScrollBar().value()
            self._make(told)
            self._made.adjustSize()
            self.area.verticalScrollBar().setValue(at)
        for index, row in enumerate(self.rows):
            row.show_chosen(index == chosen)

    def look_at(self, index: int) -> None:
        """Bring a step into sight."""
        if 0 <= index < len(self.rows):
            self._column.activate()
            self.area.ensureWidgetVisible(self.rows[index], 0, 80)

    def _make(self, told: tuple[tuple[str, str, str, bool], ...]) -> None:
        for holder in self._holders:
            holder.hide()
            self._column.removeWidget(holder)
            holder.deleteLater()
        self.rows, self._holders = [], []
        for index, (title, more, amiss, set_in) in enumerate(told):
            row = StepRow(index, title, more, amiss)
            row.chosen.connect(self.chosen)
            holder = QWidget()
            beside = QHBoxLayout(holder)
            beside.setContentsMargins(SET_IN if set_in else 0, 0, 0, 0)
            beside.addWidget(row)
            self._column.insertWidget(index, holder)
            self._holders.append(holder)
            self.rows.append(row)

    def _told(self, step: Data, flow: Data, amiss: int) -> tuple[str, str, str, bool]:
        say, locale = self._say, self._studio.words.locale
        title = text_in(step.get("title"), locale) or say("studio.no_words_yet")
        kind = str(step.get("kind"))
        count = len(parts_of(step, "choices"))
        more = (
            say("studio.kind_of", kind=say(f"studio.kind.{kind}"), count=count)
            if count
            else say(f"studio.kind.{kind}")
        )
        when = step.get("when")
        if when is not None:
            sentence = self._condition_words.sentence(when, flow)
            more = f"{more}\n{say('studio.asked_when', what=sentence)}"
        return title, more, say("studio.amiss", count=amiss) if amiss else "", when is not None
