"""The sheets of how the kiosk speaks: which language or dialect, and how it is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kiosk.voice.sentence import Dialect
from screens.ui import Ui
from screens.visit.sheets import SheetScreen
from screens.widgets.key import Key
from screens.widgets.label import Label


class LanguageSheet(SheetScreen):
    """The languages and the dialects that are spoken here, each in its own words.

    chosen: the dialect spoken now, ``""`` none. A dialect is heard; what is read stays in its locale.
    """

    def __init__(
        self, ui: Ui, dialects: Sequence[Dialect] = (), chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(ui, ui.say("sheet.language"), parent=parent)
        for language in ui.words.offered:
            locale = language.locale
            self._option(language.name, "language", locale, on=ui.locale == locale and not chosen)
            for each in (d for d in dialects if d.locale == locale):
                spoken = f"{locale}/{each.id}"
                self._option(each.name_in(locale), "dialect", spoken, on=chosen == each.id)


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

    def set_speaking(self, speaking: bool) -> None:
        """Mark both keys' words as being spoken."""
        for key in self.keys:
            key.set_speaking(speaking)

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


@dataclass(frozen=True)
class HeardNow:
    """How the voice is heard now.

    rate_percent: of the usual rate, 50 to 200. volume_level: 1 to 5. silent: nothing can be heard here.
    earphones: whether they are spoken to; None where there are none to speak to. lowered: the loudspeaker is
    turned down at this hour.
    """

    on: bool = True
    silent: bool = False
    rate_percent: int = 100
    volume_level: int = 3
    earphones: bool | None = None
    lowered: bool = False


class VoiceSheet(SheetScreen):
    """On or off, earphones; slower and faster, softer and louder, with how it stands now in words."""

    def __init__(self, ui: Ui, now: HeardNow, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("sheet.voice"), self._help(ui, now), parent)
        self._option(ui.say("sheet.voice_on"), "voice", "toggle", on=now.on, box=True)
        if now.earphones is not None:
            self._option(ui.say("voice.earphones"), "voice", "earphones", on=now.earphones, box=True)
        self._pair(ui.say("sheet.rate", percent=now.rate_percent), "slower", "faster")
        self._pair(ui.say("sheet.volume", level=now.volume_level), "softer", "louder")

    @staticmethod
    def _help(ui: Ui, now: HeardNow) -> str:
        if now.silent:
            return ui.say("sheet.silent")
        if now.earphones:
            return ui.say("voice.only_you")
        return ui.say("voice.quiet_hours") if now.lowered else ""

    def _pair(self, words: str, less: str, more: str) -> None:
        keys = []
        for action in (less, more):
            key = Key(self.ui, self.ui.say(f"sheet.{action}"))
            key.clicked.connect(lambda _c=False, a=action: self.acted.emit("voice", a))
            keys.append(key)
        self.add(Label(self.ui, words))
        self.add(KeyPair(self.ui, *keys))
