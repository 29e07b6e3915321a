"""Everything the board's window is given; put together in one place, by the command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.cases.waiting import HallBoard
from kiosk.clock import Clock
from kiosk.flow.model import Text
from kiosk.voice.sentence import Sentence
from kiosk.words import Words


class BoardVoice(Protocol):
    """What calls the numbers; see ``kiosk.voice.speaker.Speaker``."""

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or about to be."""
        ...

    def say(self, sentences: Sequence[Sentence]) -> None:
        """Say these one after the other."""
        ...

    async def close(self) -> None:
        """Be quiet."""
        ...


@dataclass(frozen=True)
class BoardParts:
    """words: of each language that stands on the board, the hall's own first. start: brings the store up,
    raises ``StoreFailed`` and may be tried again; close: after the window is gone. make_voice: called once
    there is a window; None: in silence. fonts: a folder."""

    words: Sequence[Words]
    station: Text
    board: HallBoard
    clock: Clock
    fonts: Path
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    make_voice: Callable[[], BoardVoice] | None = None
    windowed: bool = False
