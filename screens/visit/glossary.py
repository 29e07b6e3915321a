"""What an office word means: over the step that uses it, and away again without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.flow.glossary import Term
from screens.layout.plan import Manner
from screens.screen import NavKey, Screen
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture

SEPARATOR = " "
"""Between the ids in the argument of ``acted("explain", ids)``; no slug has one."""


def add_explain_key(screen: Screen, terms: Sequence[Term]) -> Key:
    """Beside "listen again": "what is a household booklet?", or of several words one key for all.

    The screen says ``acted("explain", ids)`` when it is pressed.
    """
    ui = screen.ui
    if len(terms) > 1 or ui.theme.size is Size.LARGEST:  # the largest words leave no room for the term
        words = ui.say("glossary.words")
    else:
        words = ui.say("glossary.what", term=terms[0].term.in_(ui.locale))
    key = Key(ui, words, icon="question", look=Look.QUIET)
    key.clicked.connect(lambda: screen.acted.emit("explain", SEPARATOR.join(term.id for term in terms)))
    screen.add_header_key(key)
    return key


class ExplainScreen(Screen):
    """One word in large type with its meaning, or several one below the other; one key leads back.

    ``acted("close")`` when it is pressed.
    """

    whole = True

    def __init__(self, ui: Ui, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        self._alone = len(terms) == 1
        term = terms[0].term.in_(ui.locale)
        title = term[:1].upper() + term[1:] if self._alone else ui.say("glossary.title")
        super().__init__(ui, title, parent=parent)
        self.set_lead(Picture(ui, "question", 40, ui.theme.palette.go))
        for each in terms:  # each explanation names its word
            self.add(Label(ui, each.explanation.in_(ui.locale), Role.CHOICE, centred=self._alone))

    def manner(self) -> Manner:
        """One word stands in the middle, several are read from the top."""
        return replace(super().manner(), centred=self._alone)

    def nav(self) -> tuple[NavKey, ...]:
        """One way on."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, key: str) -> None:
        """Close."""
        self.acted.emit("close", key)
