"""What is often asked, before somebody writes a question: the list, and the answer to one of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.flow.glossary import used
from kiosk.flow.model import Flow, ReadyAnswer
from screens.layout.plan import Manner
from screens.screen import NavKey, Screen
from screens.theme import Role
from screens.ui import Ui
from screens.visit.glossary import add_explain_key
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key
from screens.widgets.label import Label


class ReadyListScreen(Screen):
    """Each question on a key of its own; forward leads on to writing one.

    ``acted``: "ready" with its id, "own" where it is none of these. back_wanted: to the step before.
    """

    def __init__(self, ui: Ui, ready: Sequence[ReadyAnswer], parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("ready.title"), parent=parent)
        self._own = frozenset(each.question.in_(ui.locale) for each in ready)
        for each in ready:
            key = Key(ui, each.question.in_(ui.locale), role=Role.CHOICE, left=True, bold=False)
            key.clicked.connect(lambda _c=False, i=each.id: self.acted.emit("ready", i))
            let_guide_see(key)
            self.add(key)

    def is_own(self, text: str) -> bool:
        """The flow file's words too."""
        return text in self._own or super().is_own(text)

    def nav(self) -> tuple[NavKey, ...]:
        """Back, and on to the resident's own question."""
        return (
            NavKey("back", self.ui.say("steps.back"), icon="back"),
            NavKey("forward", self.ui.say("ready.own"), go=True, icon="forward"),
        )

    def press(self, key: str) -> None:
        """One of them."""
        if key == "back":
            self.back_wanted.emit()
        else:
            self.acted.emit("own", "")


class ReadyAnswerScreen(Screen):
    """One question with its answer, in large type and nothing else.

    ``acted``: "helps" where that was all, "own" where something is still to be asked, "explain" as
    every step.
    """

    whole = True

    def __init__(self, ui: Ui, flow: Flow, ready: ReadyAnswer, parent: QWidget | None = None) -> None:
        title, answer = ready.question.in_(ui.locale), ready.answer.in_(ui.locale)
        super().__init__(ui, title, parent=parent)
        self._own = frozenset((title, answer))
        words = Label(ui, answer, Role.CHOICE, centred=True)
        let_guide_see(words)
        self.add(words)
        terms = used((title, answer), flow.glossary, ui.locale)
        if terms:
            add_explain_key(self, terms)

    def manner(self) -> Manner:
        """In the middle."""
        return replace(super().manner(), centred=True)

    def is_own(self, text: str) -> bool:
        """The flow file's words too."""
        return text in self._own or super().is_own(text)

    def nav(self) -> tuple[NavKey, ...]:
        """To ask all the same, and that it helps."""
        return (
            NavKey("own", self.ui.say("ready.still")),
            NavKey("forward", self.ui.say("ready.helps"), go=True),
        )

    def press(self, key: str) -> None:
        """One of them."""
        self.acted.emit("own" if key == "own" else "helps", "")
