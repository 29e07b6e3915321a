"""A few lines in which an officer writes, read as one line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit

_AROUND = 22
"""Pixels around what is written: border and room."""


class WritingLine(QPlainTextEdit):
    """As high as so many lines; Tab leads on. What is too long stays, and is said when it is sent."""

    def __init__(self, name: str, lines: int = 3) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = lines

    def showEvent(self, event: QEvent) -> None:
        """The style is known only now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + _AROUND)

    def text(self) -> str:
        """What stands there, on one line."""
        return " ".join(self.toPlainText().split())

    def setText(self, text: str) -> None:
        """Other words in its place; an officer can take that back as any typing."""
        self.selectAll()
        self.insertPlainText(text)
