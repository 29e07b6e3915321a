"""What stands beside the resident's screen: where to go in the service, and how it should look."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kiosk.flow.model import Flow
from kiosk.flow.problem import Problem, told
from kiosk.words import Words
from screens.desk.look import button, label
from screens.record.look import stylesheet
from screens.theme import FAMILY, PAPER

WIDTH, LOWEST = 420, 600
STEP = Qt.ItemDataRole.UserRole
Choices = Sequence[tuple[str, str]]
"""(value, what it is called), in their order."""


class Column(QWidget):
    """A window of its own: the resident's keeps the pixels of a panel.

    begin: from the beginning. step: to the step with this id. chosen: a look by its name (``locale``,
    ``size``, ``theme`` or ``panel``) and its new value. closed: the window was closed.
    """

    begin = Signal()
    step = Signal(str)
    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, words: Words, title: str) -> None:
        super().__init__()
        self._words = words
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(PAPER, FAMILY))
        self.setWindowTitle(words.say("preview.title"))
        self.setMinimumSize(WIDTH, LOWEST)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 16, 16, 16)
        self._box.setSpacing(10)
        self._box.addWidget(label(title, "head", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(words.say("preview.steps"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.note = label("", "bold", wrap=True)

    def show_service(
        self, flow: Flow, reached: Collection[str], looks: Mapping[str, tuple[str, Choices]]
    ) -> None:
        """Every step, those that nobody reaches marked; and the looks by name: the value now, and all."""
        again = button(self._words.say("preview.begin"), "go")
        again.clicked.connect(self.begin)
        self._box.addWidget(again)
        self._box.addWidget(label(self._words.say("preview.steps"), "bold"))
        for number, step in enumerate(flow.steps, 1):
            name = f"{number}. {(step.label or step.title).in_(self._words.locale)}"
            open_ = step.id in reached
            item = QListWidgetItem(name if open_ else self._words.say("preview.unreached", step=name))
            item.setData(STEP, step.id)
            if not open_:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self._box.addWidget(self.list, 1)
        grid = QGridLayout()
        grid.setSpacing(6)
        for row, (name, (now, choices)) in enumerate(looks.items()):
            self._add_look(grid, row, name, now, choices)
        self._box.addLayout(grid)
        self._box.addWidget(self.note)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Why there is nothing to see yet."""
        self._box.addWidget(label(self._words.say("preview.broken"), "bold", wrap=True))
        for problem in problems:
            line = self._words.say(
                "preview.problem", line=problem.line, what=told(problem.message, self._words)
            )
            self.list.addItem(QListWidgetItem(line))
        self._box.addWidget(self.list, 1)

    def stand(self, step: str) -> None:
        """This step shows now; ``""``: none of them."""
        self.note.setText("")
        for row in range(self.list.count()):
            if self.list.item(row).data(STEP) == step:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(-1)

    def tell_nobody_called(self) -> None:
        """A guide was asked for."""
        self.note.setText(self._words.say("preview.nobody_called"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """It ends the preview."""
        event.accept()
        self.closed.emit()

    def _add_look(self, grid: QGridLayout, row: int, name: str, now: str, choices: Choices) -> None:
        grid.addWidget(label(self._words.say(f"preview.{name}"), "detail"), row, 0)
        group = QButtonGroup(self)
        for column, (value, said) in enumerate(choices, 1):
            key = button(said, "chip")
            key.setCheckable(True)
            key.setChecked(value == now)
            key.clicked.connect(lambda _on, v=value: self.chosen.emit(name, v))
            group.addButton(key)
            grid.addWidget(key, row, column)

    def _go(self, item: QListWidgetItem) -> None:
        self.step.emit(item.data(STEP))
