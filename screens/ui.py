"""What every screen is given: how to look, how to speak, what to call things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.message import Message
from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from screens.icons import Icons
from screens.theme import Theme


@dataclass(frozen=True)
class Ui:
    """The surroundings of a screen; a change of language, size or theme builds it anew with another.

    slow, dark, way: as the resident chose them (``screens.shell.comfort.Comfort``).
    """

    theme: Theme
    words: Words
    locale: str
    icons: Icons
    today: Callable[[], date]
    aids: WritingAids
    slow: bool = False
    dark: bool = False
    way: str = ""

    def say(self, id_: str, **params: str | int) -> str:
        """An interface string."""
        return self.words.say(id_, **params)

    def tell(self, message: Message) -> str:
        """A message in words."""
        return self.words.say(message.id, **message.params)
