"""The sheets behind the settings keys: language, size with contrast and sitting, voice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from screens.screen import NavKey, Screen
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.key import Key, Mark
from screens.widgets.label import Label


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


class KeyPair(QWidget):
    """Less and more, side by side."""

    def __init__(self, ui: Ui, less: Key, more: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = ui.theme.gap
        self.keys = (less, more)
        for key in self.keys:
            key.setParent(self)

    @property
    def text(self) -> str:
        """Both words, as the voice says them."""
        return "、".join(key.text() for key in self.keys)

    def _half(self, width: int) -> int:
        return (width - self._gap) // 2

    def height_for(self, width: int) -> int:
        """The height in pixels at this width."""
        return max(key.height_for(self._half(width)) for key in self.keys)

    def comfort_for(self, width: int) -> int:
        """The height in pixels where there is room."""
        return max(key.comfort_for(self._half(width)) for key in self.keys)

    def resizeEvent(self, _event: object) -> None:
        """Two halves."""
        half = self._half(self.width())
        less, more = self.keys
        less.setGeometry(0, 0, half, self.height())
        more.setGeometry(self.width() - half, 0, half, self.height())


class VoiceSheet(SheetScreen):
    """On or off; slower and faster, softer and louder, with how it stands now in words.

    rate_percent: of the usual rate, 50 to 200. volume_level: 1 to 5. silent: nothing can be heard here.
    """

    def __init__(
        self,
        ui: Ui,
        *,
        on: bool,
        silent: bool,
        rate_percent: int = 100,
        volume_level: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, ui.say("sheet.voice"), ui.say("sheet.silent") if silent else "", parent)
        self._option(ui.say("sheet.voice_on"), "voice", "toggle", on=on, box=True)
        self._pair(ui.say("sheet.rate", percent=rate_percent), "slower", "faster")
        self._pair(ui.say("sheet.volume", level=volume_level), "softer", "louder")

    def _pair(self, words: str, less: str, more: str) -> None:
        keys = []
        for action in (less, more):
            key = Key(self.ui, self.ui.say(f"sheet.{action}"))
            key.clicked.connect(lambda _c=False, a=action: self.acted.emit("voice", a))
            keys.append(key)
        self.add(Label(self.ui, words))
        self.add(KeyPair(self.ui, *keys))
