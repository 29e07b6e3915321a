"""Whose card was read: the name and the end of the number, which can be covered."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from screens.screen import Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.label import UNHEARD, Label

LAST = 4
"""Characters of the number that are shown."""
HIDDEN = "＊＊＊＊"


class LaidCard(QLabel):
    """The name in large type, and the last characters of the number. A QLabel, as it is read as one."""

    read_whole = True

    def __init__(self, ui: Ui, name: str, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._whose, self._last = ui, name, number[-LAST:]
        self._name = Label(ui, name, Role.CHOICE, bold=True, parent=self)
        self._number = Label(ui, self._ends(self._last), Role.CHOICE, parent=self)
        for words in (self._name, self._number):
            words.setObjectName(UNHEARD)
        self._covered = False
        self.cover(False)

    def _ends(self, last: str) -> str:
        return self._ui.say("card.ends_in", last=last)

    def cover(self, covered: bool) -> None:
        """Hide or show both."""
        self._covered = covered
        self._name.set_text(HIDDEN if covered else self._whose)
        self._number.set_text(self._ends(HIDDEN if covered else self._last))
        self.setAccessibleName(HIDDEN if covered else f"{self._whose} {self._ends(self._last)}")

    def told(self) -> tuple[Spoken, ...]:
        """Both, by earphones alone; the digits one by one."""
        if self._covered:
            return ()
        number = Spoken(self._ends(" ".join(self._last)), self, private=True, fixed=False)
        return (Spoken(self._whose, self, private=True, fixed=False), number)

    def set_speaking(self, speaking: bool) -> None:
        """Mark its words as being spoken."""
        for label in (self._name, self._number):
            label.set_speaking(speaking)

    def height_for(self, width: int) -> int:
        """The height in pixels at this width."""
        return self._name.height_for(width) + self._number.height_for(width) + self._ui.theme.px(2)

    def resizeEvent(self, _event: object) -> None:
        """The name above the number."""
        top = self._name.height_for(self.width())
        self._name.setGeometry(0, 0, self.width(), top)
        self._number.setGeometry(0, top, self.width(), self._number.height_for(self.width()))
