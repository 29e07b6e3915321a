"""All sentences of the plan, how far one is, and how much of what residents hear is in this voice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QProgressBar, QVBoxLayout, QWidget

from kiosk.voice.plan import Line, State
from kiosk.words import Words
from screens.desk.look import label
from screens.record.recording import Recording

NEXT = 20
"""So many sentences are a good morning's work."""
_SIGNS = {State.MISSING: "○", State.CHANGED: "△", State.RECORDED: "✓"}


class PlanList(QWidget):
    """A touch on a line goes there."""

    def __init__(self, words: Words, recording: Recording) -> None:
        super().__init__()
        self._words, self._recording = words, recording
        self._shown: list[Line] = []
        self.count = label("", "head", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.coverage = label("", "", wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(words.say("record.list"))
        self.list.currentRowChanged.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.count)
        column.addWidget(self.progress)
        column.addWidget(self.coverage)
        column.addWidget(self.list, 1)

    def show_recording(self) -> None:
        """How things stand now."""
        recording, say, lines = self._recording, self._words.say, self._recording.lines
        planned = recording.plan
        missing, recorded = len(planned.missing), planned.recorded
        for each in (self.count, self.progress, self.coverage):
            each.setVisible(bool(lines))
        self.count.setText(say("record.count", recorded=recorded, missing=missing))
        self.progress.setRange(0, max(1, len(lines)))
        self.progress.setValue(recorded)
        self.progress.setAccessibleName(self.count.text())
        now, more = planned.coverage(), min(NEXT, missing)
        told = [say("record.coverage", percent=now)]
        if more:
            told.append(say("record.coverage_next", count=more, percent=planned.coverage(more)))
        self.coverage.setText("\n".join(told))
        self._show_lines(lines)

    def _show_lines(self, lines: list[Line]) -> None:
        blocked = self.list.blockSignals(True)
        if len(lines) != len(self._shown):
            self.list.clear()
            self._shown = []
            for line in lines:
                self.list.addItem(QListWidgetItem(self._told(line)))
        for at, (line, old) in enumerate(zip(lines, self._shown, strict=False)):
            if line != old:
                self.list.item(at).setText(self._told(line))
        self._shown = list(lines)
        if lines:
            self.list.setCurrentRow(self._recording.at)
        self.list.blockSignals(blocked)

    def _told(self, line: Line) -> str:
        say = self._words.say
        new = line.new and line.state is State.MISSING
        state = say("record.state.new" if new else f"record.state.{line.state.value}")
        times = say("record.times", count=line.times) if line.times else ""
        return f"{_SIGNS[line.state]} {state}　{times}".rstrip("　") + f"\n{line.text}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence one is at stays in sight."""
        super().resizeEvent(event)
        if item := self.list.currentItem():
            self.list.scrollToItem(item)

    def _go(self, at: int) -> None:
        if at >= 0 and at != self._recording.at:
            self._recording.choose(at)
