"""The sheets behind the settings keys, and that of size, contrast and sitting."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from screens.screen import NavKey, Screen
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Mark


class SheetScreen(Screen):
    """Keys that take effect at once; the forward key goes back to where one was."""

    def _option(self, text: str, action: str, argument: str, *, on: bool, box: bool = False) -> None:
        mark = Mark.BOX if box else Mark.RADIO
        key = Key(self.ui, text, mark=mark, role=Role.CHOICE, bold=False)
        key.setChecked(on)
        let_guide_see(key)
        key.clicked.connect(lambda _c=False: self.acted.emit(action, argument))
        self.add(key)

    def nav(self) -> tuple[NavKey, ...]:
        """One way on."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, key: str) -> None:
        """Close."""
        self.acted.emit("close", key)


class SizeSheet(SheetScreen):
    """Three sizes, contrast, sitting, touching slowly, the dark screen."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("sheet.size"), parent=parent)
        for size in Size:
            self._option(ui.say(f"sheet.size_{size}"), "size", size, on=ui.theme.size is size)
        self._option(
            ui.say("sheet.contrast"),
            "contrast",
            "",
            on=ui.theme.high_contrast,
            box=True,
        )
        self._option(ui.say("sheet.sitting"), "sitting", "", on=ui.theme.sitting, box=True)
        self._option(ui.say("comfort.slow"), "slow", "", on=ui.slow, box=True)
        self._option(ui.say("comfort.dark"), "dark", "", on=ui.dark, box=True)
