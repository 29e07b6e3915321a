"""Handing over what a case ends in: to whom, how that was made sure of, and the signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from kiosk.cases.window_acts import Issue
from kiosk.cases.window_deeds import Checked, Collector
from kiosk.words import Words
from screens.desk.look import button, label
from screens.theme import Palette
from screens.widgets.signature_pad import SignaturePad

LONGEST_NAME = 50
E = TypeVar("E", bound=StrEnum)


class IssueForm(QFrame):
    """wanted: everything is chosen and signed. What was entered stays until :meth:`clear`."""

    wanted = Signal()

    def __init__(self, words: Words, palette: Palette) -> None:
        super().__init__()
        say = words.say
        self.collectors = {each: button(say(f"window.collector.{each}")) for each in Collector}
        self.checks = {each: button(say(f"window.checked.{each}")) for each in Checked}
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(say("window.collector_name"))
        self.name.setAccessibleName(say("window.collector_name"))
        self.pad = SignaturePad(say("window.sign_here"), palette.ink)
        self.pad.setStyleSheet("background: white; border: 3px solid; border-radius: 12px;")
        self.again = button(say("window.sign_again"))
        self.again.clicked.connect(self.pad.clear)
        self.hand_over = button(say("window.do.issue"), "go", "head")
        self.hand_over.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._groups: list[QButtonGroup] = []
        column.addWidget(label(say("window.who_collects"), "bold"))
        column.addLayout(self._row(self.collectors.values()))
        column.addWidget(self.name)
        column.addWidget(label(say("window.how_checked"), "bold"))
        column.addLayout(self._row(self.checks.values()))
        column.addWidget(label(say("window.sign_here"), "bold"))
        column.addWidget(self.pad)
        last = QHBoxLayout()
        last.setSpacing(10)
        last.addWidget(self.again)
        last.addWidget(self.hand_over, 1)
        column.addLayout(last)
        for key in (*self.collectors.values(), *self.checks.values()):
            key.toggled.connect(self._show)
        self.pad.changed.connect(self._show)
        self._show()

    def _row(self, keys: Iterable[QPushButton]) -> QHBoxLayout:
        row, group = QHBoxLayout(), QButtonGroup(self)
        row.setSpacing(10)
        for key in keys:
            key.setCheckable(True)
            group.addButton(key)
            row.addWidget(key, 1)
        self._groups.append(group)
        return row

    def act(self, by: str) -> Issue:
        """What is chosen; only once :attr:`wanted` may come."""
        collector, checked = _chosen(self.collectors), _chosen(self.checks)
        assert collector is not None
        assert checked is not None
        name = "" if collector is Collector.SELF else self.name.text().strip()
        return Issue(by, collector, checked, self.pad.signature, name)

    def clear(self) -> None:
        """For the next one."""
        for group in self._groups:
            group.setExclusive(False)
            for key in group.buttons():
                key.setChecked(False)
            group.setExclusive(True)
        self.name.clear()
        self.pad.clear()

    def _show(self) -> None:
        collector = _chosen(self.collectors)
        self.name.setVisible(collector not in (None, Collector.SELF))
        ready = collector is not None and _chosen(self.checks) is not None and self.pad.signed
        self.hand_over.setEnabled(ready)
        self.again.setEnabled(bool(self.pad.signature))


def _chosen(keys: Mapping[E, QPushButton]) -> E | None:
    return next((each for each, key in keys.items() if key.isChecked()), None)
