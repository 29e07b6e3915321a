"""What stands beside the resident's screen: where to go in the service, and how it should look."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

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

    begin: from the beginning. try_all: walk every way; stop: no further. pictures: show what was met.
    step: to the step with this id. chosen: a look by its name (``locale``, ``size``, ``theme`` or ``panel``)
    and its new value. closed: the window was closed.
    """

    begin = Signal()
    try_all = Signal()
    stop = Signal()
    pictures = Signal()
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
        self.again = button(words.say("preview.begin"), "go")
        self.all, self.sheet = button(words.say("preview.try_all")), button(words.say("preview.pictures"))
        self.shut = button(words.say("preview.close"))
        self.shut.clicked.connect(self.close)
        self.looks = QWidget()
        self._walking = False

    def show_service(
        self, flow: Flow, reached: Collection[str], looks: Mapping[str, tuple[str, Choices]]
    ) -> None:
        """Every step, those that nobody reaches marked; and the looks by name: the value now, and all."""
        self.again.clicked.connect(self.begin)
        self.all.clicked.connect(lambda: (self.stop if self._walking else self.try_all).emit())
        self.sheet.clicked.connect(self.pictures)
        self._box.addWidget(self.again)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        for key in (self.all, self.sheet):
            keys.addWidget(key, 1)
        self._box.addLayout(keys)
        self.show_walking(False, met=False)
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
        grid = QGridLayout(self.looks)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for row, (name, (now, choices)) in enumerate(looks.items()):
            self._add_look(grid, row, name, now, choices)
        self._box.addWidget(self.looks)
        self._box.addWidget(self.note)
        self._box.addWidget(self.shut)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Why there is nothing to see yet."""
        self._box.addWidget(label(self._words.say("preview.broken"), "bold", wrap=True))
        for problem in problems:
            line = self._words.say(
                "preview.problem", line=problem.line, what=told(problem.message, self._words)
            )
            self.list.addItem(QListWidgetItem(line))
        self._box.addWidget(self.list, 1)
        self._box.addWidget(self.shut)

    def stand(self, step: str) -> None:
        """This step shows now; ``""``: none of them."""
        if not self._walking:
            self.note.setText("")
        for row in range(self.list.count()):
            if self.list.item(row).data(STEP) == step:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(-1)

    def tell_nobody_called(self) -> None:
        """A guide was asked for. On the ways that are walked nobody asks."""
        if not self._walking:
            self.note.setText(self._words.say("preview.nobody_called"))

    def show_walking(self, walking: bool, *, met: bool) -> None:
        """Whether ways are being walked: nothing else can be done then. met: there are pictures."""
        self._walking = walking
        words = self._words.say("preview.stop" if walking else "preview.try_all")
        self.all.setText(words)
        self.all.setAccessibleName(words)
        self.sheet.setEnabled(met and not walking)
        for each in (self.again, self.list, self.looks):
            each.setEnabled(not walking)

    def tell(self, words: str) -> None:
        """Something about what is shown."""
        self.note.setText(words)

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
