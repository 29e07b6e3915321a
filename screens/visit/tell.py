"""A prompt that tells one thing and has one way on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from screens.layout.plan import Manner
from screens.screen import NavKey, Screen
from screens.ui import Ui
from screens.widgets.label import Picture


class TellScreen(Screen):
    """Title, one sentence, one key; ``acted("close")`` when it is pressed."""

    whole = True

    def __init__(
        self, ui: Ui, title: str, help_: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(ui, title, help_, parent)
        self.set_lead(Picture(ui, icon or "info", 40, ui.theme.palette.go))

    def manner(self) -> Manner:
        """A prompt stands in the middle."""
        return replace(super().manner(), centred=True)

    def nav(self) -> tuple[NavKey, ...]:
        """One way on."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, key: str) -> None:
        """Close."""
        self.acted.emit("close", key)
