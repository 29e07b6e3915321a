"""The path of a service, and beside it the step that is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio import fresh
from kiosk.studio.condition_words import steps_of
from kiosk.studio.uses import asking, without_step
from screens.desk.look import button, scrolling
from screens.studio.condition_form import ConditionForm
from screens.studio.form import Studio
from screens.studio.kinds_view import KindsView
from screens.studio.path_view import PathView
from screens.studio.problems_view import place_of
from screens.studio.step_form import StepForm

STEPS: Where = ("steps",)


class StepsPage(QWidget):
    """chosen: the index of the step that is beside the path."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio, self._work, say = studio, studio.work, studio.words.say
        self._say = say
        self.chosen = 0
        self._sure: int | None = None
        self.path, self.form = PathView(studio), StepForm(studio)
        self.condition, self.kinds = ConditionForm(studio), KindsView(studio.words)
        self.add, self.copy = button(say("studio.step_add"), "go"), button(say("studio.copy"))
        self.up, self.down = button("↑", name=say("studio.up")), button("↓", name=say("studio.down"))
        self.remove = button(say("studio.remove"))
        keys = QHBoxLayout()
        keys.setContentsMargins(24, 4, 12, 10)
        keys.setSpacing(8)
        for key in (self.add, self.copy, self.up, self.down, self.remove):
            keys.addWidget(key)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.path, 1)
        left.addLayout(keys)
        self._areas: list[QScrollArea] = [scrolling(w) for w in (self.form, self.condition, self.kinds)]
        self._stack = QStackedWidget()
        for area in self._areas:
            self._stack.addWidget(area)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 4)
        whole.addWidget(self._stack, 5)
        self.path.chosen.connect(self.choose)
        self.form.condition_wanted.connect(self._open_condition)
        self.condition.left.connect(lambda: self._stack.setCurrentIndex(0))
        self.kinds.left.connect(lambda: self._stack.setCurrentIndex(0))
        self.kinds.chosen.connect(self._add)
        self.add.clicked.connect(self._ask_kind)
        self.copy.clicked.connect(self._copy)
        self.up.clicked.connect(lambda: self._move(self.chosen - 1))
        self.down.clicked.connect(lambda: self._move(self.chosen + 1))
        self.remove.clicked.connect(self._remove)

    # --- showing ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another service: its first step."""
        self.chosen, self._sure = 0, None
        self._stack.setCurrentIndex(0)

    def show_draft(self) -> None:
        """As it is now."""
        count = self._work.document.count(STEPS)
        self.chosen = max(0, min(self.chosen, count - 1))
        amiss: dict[int, int] = {}
        for problem in self._work.problems or ():
            where = place_of(problem)
            if len(where) > 1 and where[0] == "steps":
                amiss[int(where[1])] = amiss.get(int(where[1]), 0) + 1
        self.path.show_path(self.chosen, amiss)
        if count:
            self.form.show_step(self.chosen)
        self.condition.show_condition()
        self.up.setEnabled(self.chosen > 0)
        self.down.setEnabled(self.chosen < count - 1)
        self.copy.setEnabled(count > 0)
        self.remove.setEnabled(count > 1)
        self._show_remove()

    def choose(self, index: int) -> None:
        """Another step beside the path."""
        self.form.flush()
        self.chosen, self._sure = index, None
        self._stack.setCurrentIndex(0)
        self._areas[0].verticalScrollBar().setValue(0)
        self.show_draft()

    def look_at(self, where: Where) -> None:
        """Bring a place into sight."""
        if len(where) < 2:
            return
        self.choose(min(int(where[1]), self._work.document.count(STEPS) - 1))
        self.path.look_at(self.chosen)
        self.form.look_at(where)

    def flush(self) -> None:
        """Take what was typed now."""
        self.form.flush()

    def _open_condition(self, where: Where) -> None:
        self.condition.begin(where)
        self._show_from_the_top(1)

    def _ask_kind(self) -> None:
        self.form.flush()
        self._show_from_the_top(2)

    def _show_from_the_top(self, number: int) -> None:
        self._areas[number].verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(number)

    # --- changing -------------------------------------------------------------------------------------

    def _taken(self) -> set[str]:
        return {str(step.get("id")) for step in steps_of(self._work.document.data)}

    def _add(self, kind: str) -> None:
        """After the one that is chosen; nothing comes after the review."""
        made = fresh.step(kind, self._taken(), [locale for locale, _ in self._studio.locales])
        kinds = [step.get("kind") for step in steps_of(self._work.document.data)]
        at = self.chosen + 1 if kinds else 0
        if "review" in kinds and kind != "review":
            at = min(at, kinds.index("review"))
        self._insert(at, made, Message("studio.did.step_added"))

    def _copy(self) -> None:
        step = self._work.document.at((*STEPS, self.chosen))
        if isinstance(step, dict):
            made = {**step, "id": fresh.free_id(str(step.get("id")), self._taken())}
            self._insert(self.chosen + 1, made, Message("studio.did.step_copied"))

    def _insert(self, at: int, made: object, told: Message) -> None:
        self.form.flush()
        self.chosen = at
        self._stack.setCurrentIndex(0)
        self._work.do(lambda d: d.insert(STEPS, at, made), told, (*STEPS, at))
        self.path.look_at(at)

    def _move(self, to: int) -> None:
        self.form.flush()
        at, self.chosen = self.chosen, to
        self._work.do(lambda d: d.move(STEPS, at, to), Message("studio.did.moved"), (*STEPS, to))

    def _remove(self) -> None:
        """A step that others look at goes only when it is pressed again."""
        at = self.chosen
        if self._lookers(at) and self._sure != at:
            self._sure = at
            self._show_remove()
            return
        self._sure = None
        self._work.do(lambda d: without_step(d, at), Message("studio.did.step_removed"), (*STEPS, at))

    def _lookers(self, index: int) -> int:
        document = self._work.document
        return len(asking(document, str(document.at((*STEPS, index, "id")))))

    def _show_remove(self) -> None:
        sure = self._sure is not None and self._sure == self.chosen
        words = (
            self._say("studio.remove_sure", count=self._lookers(self.chosen))
            if sure
            else self._say("studio.remove")
        )
        self.remove.setText(words)
        self.remove.setAccessibleName(words)
