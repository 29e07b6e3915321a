"""Everything the recording window is given; put together in one place, by the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from kiosk.voice.opus import Samples
from kiosk.voice.plan import Heard
from kiosk.voice.wanted import Wanted
from kiosk.words import Words

RATE = 48_000
"""Samples a second from a microphone."""


class MicrophoneFailed(Exception):
    """There is none, or it gives nothing."""


class Microphone(Protocol):
    """Gives samples of one channel, :data:`RATE` a second."""

    def available(self) -> bool:
        """Whether there is one now."""
        ...

    def start(self, heard: Callable[[Samples], None], lost: Callable[[], None]) -> None:
        """Give what is heard, block by block, until ``stop``; ``lost`` once if it goes away meanwhile.

        Raises :class:`MicrophoneFailed`.
        """
        ...

    def stop(self) -> None:
        """Give what is left, and no more."""
        ...


class TakePlayer(Protocol):
    """Plays samples from memory."""

    def available(self) -> bool:
        """Whether anything would be heard."""
        ...

    def play(self, samples: Samples, rate: int) -> None:
        """From the beginning; whatever still plays stops."""
        ...

    def stop(self) -> None:
        """Silence, at once."""
        ...


@dataclass(frozen=True)
class RecordParts:
    """The parts of one recording window.

    words: of the staff's language. load: what a pack of a locale should hold; takes long, called in a thread
    of its own. packs: the folder of the station's packs. make_microphone, make_player: called once there is a
    QApplication. report: told of errors that the window itself only puts into kind words.
    """

    words: Words
    load: Callable[[str], Wanted]
    packs: Path
    heard: Heard
    make_microphone: Callable[[], Microphone]
    make_player: Callable[[], TakePlayer]
    today: Callable[[], date]
    report: Callable[[BaseException], None]
    fonts: Path
    icons: Path
