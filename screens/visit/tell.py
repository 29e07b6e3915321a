"""A prompt that tells one thing and has one way on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from screens.screen import NavKey, Screen
from screens.ui import Ui
from screens.widgets.label import Picture


class TellScreen(Screen):
    """Title, one sentence, one key; ``acted("close")`` when it is pressed."""

    def __init__(
        self, ui: Ui, title: str, help_: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(ui, title, help_, parent)
        if icon and not ui.theme.sitting and not ui.theme.panel.landscape:
            self.add(Picture(ui, icon, 40, ui.theme.palette.go))

    def nav(self) -> tuple[NavKey, ...]:
        """One way on."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, key: str) -> None:
        """Close."""
        self.acted.emit("close", key)
