"""The sheets behind the settings keys: language, size with contrast and sitting, voice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from screens.screen import NavKey, Screen
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.key import Key, Mark


class SheetScreen(Screen):
    """Keys that take effect at once; the forward key goes back to where one was."""

    def _option(self, text: str, action: str, argument: str, *, on: bool, box: bool = False) -> None:
        mark = Mark.BOX if box else Mark.RADIO
        key = Key(self.ui, text, mark=mark, role=Role.CHOICE, bold=False)
        key.setChecked(on)
        key.clicked.connect(lambda _c=False: self.acted.emit(action, argument))
        self.add(key)

    def nav(self) -> tuple[NavKey, ...]:
        """One way on."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, key: str) -> None:
        """Close."""
        self.acted.emit("close", key)


class LanguageSheet(SheetScreen):
    """The languages, each in its own words."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("sheet.language"), parent=parent)
        self._option("普通话", "language", "zh_CN", on=ui.locale == "zh_CN")
        self._option("English", "language", "en", on=ui.locale == "en")


class SizeSheet(SheetScreen):
    """Three sizes, contrast, sitting."""

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


class VoiceSheet(SheetScreen):
    """On or off, slower, faster, louder, softer."""

    def __init__(self, ui: Ui, *, on: bool, silent: bool, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("sheet.voice"), ui.say("sheet.silent") if silent else "", parent)
        self._option(ui.say("sheet.voice_on"), "voice", "toggle", on=on, box=True)
        for action in ("slower", "faster", "louder", "softer"):
            key = Key(ui, ui.say(f"sheet.{action}"), role=Role.CHOICE)
            key.clicked.connect(lambda _c=False, a=action: self.acted.emit("voice", a))
            self.add(key)
