"""What is wrong with the draft: each problem in words, and one key to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kiosk.flow.problem import Problem
from kiosk.flow.source import Where
from kiosk.studio.places import Data
from screens.desk.look import button, label, scrolling
from screens.studio.form import Studio
from screens.studio.laying_out import Fit

MOST = 60
"""So many problems are shown; of more, how many there are."""


Told = Callable[[Problem, Data], str]
"""A problem of a draft with this data, in words."""


def place_of(problem: Problem) -> Where:
    """Where the problem stands, as a place of the document."""
    keys = problem.field.split(".") if problem.field else []
    return tuple(int(key) if key.isdecimal() else key for key in keys)


class ProblemsView(QWidget):
    """show_wanted: a place that is to be looked at. try_wanted: the draft's ways are to be walked."""

    show_wanted = Signal(object)
    try_wanted = Signal()

    def __init__(self, studio: Studio, told: Told, place: Callable[[Where], str]) -> None:
        """place: what a place is called."""
        super().__init__()
        self._say, self._told, self._place, self._work = studio.words.say, told, place, studio.work
        self.head, self.fit = label("", "head", wrap=True), label("", wrap=True)
        self.fit.hide()
        self.keys: list[QPushButton] = []
        self._rows: list[QFrame] = []
        made = QWidget()
        self._column = QVBoxLayout(made)
        self._column.setContentsMargins(24, 12, 24, 16)
        self._column.setSpacing(8)
        self.try_all = button(self._say("studio.try_all"))
        self.try_all.clicked.connect(self.try_wanted)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.head, 1)
        top.addWidget(self.try_all)
        self._column.addLayout(top)
        self._column.addWidget(self.fit)
        self._column.addWidget(label(self._say("studio.try_all_help"), "detail", wrap=True))
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(made))

    def show_problems(self, problems: Sequence[Problem] | None) -> None:
        """All of them; None while they are looked for."""
        say = self._say
        if problems is None:
            self.head.setText(say("studio.looking"))
            return
        for row in self._rows:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows, self.keys = [], []
        errors = sum(problem.severity == "error" for problem in problems)
        self.head.setText(
            say("studio.problems", errors=errors, hints=len(problems) - errors)
            if problems
            else say("studio.no_problems")
        )
        fit = self._work.laying_out.fit
        self.fit.setVisible(fit in (Fit.LAYING_OUT, Fit.FAILED))
        self.fit.setText(say(f"studio.fit.{fit}") if not self.fit.isHidden() else "")
        for problem in sorted(problems, key=lambda p: p.severity != "error")[:MOST]:
            self._add(problem)

    def _add(self, problem: Problem) -> None:
        say, where = self._say, place_of(problem)
        row = QFrame()
        row.setProperty("part", "row")
        row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout()
        words.setSpacing(2)
        kind = say(f"studio.severity.{problem.severity}")
        words.addWidget(label(f"{kind}　{self._place(where)}", "bold", wrap=True))
        words.addWidget(label(self._told(problem, self._work.document.data), wrap=True))
        key = button(say("studio.show"), name=f"{say('studio.show')}: {self._place(where)}")
        key.clicked.connect(lambda: self.show_wanted.emit(where))
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(key)
        self._column.insertWidget(self._column.count() - 1, row)
        self._rows.append(row)
        self.keys.append(key)
