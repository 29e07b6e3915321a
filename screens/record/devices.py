"""The machine's own microphone and loudspeaker, or none where Qt's sound cannot even be loaded."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.voice.opus import Samples
from screens.record.parts import Microphone, MicrophoneFailed, TakePlayer

try:
    from screens.record.sound import QtMicrophone, QtTakePlayer
except ImportError:  # QtMultimedia needs libpulse to be imported at all
    QtMicrophone = None  # type: ignore[assignment,misc]
    QtTakePlayer = None  # type: ignore[assignment,misc]


class NoMicrophone:
    """The window says so."""

    def available(self) -> bool:
        """There is none."""
        return False

    def start(self, heard: Callable[[Samples], None], lost: Callable[[], None]) -> None:
        """Raises :class:`MicrophoneFailed`."""
        raise MicrophoneFailed("no sound on this machine")

    def stop(self) -> None:
        """Nothing to stop."""


class NoPlayer:
    """Nothing is heard."""

    def available(self) -> bool:
        """Nothing would be heard."""
        return False

    def play(self, samples: Samples, rate: int) -> None:
        """Nothing happens."""

    def stop(self) -> None:
        """Nothing happens."""


def microphone() -> Microphone:
    """Needs a QApplication."""
    return NoMicrophone() if QtMicrophone is None else QtMicrophone()


def take_player() -> TakePlayer:
    """Needs a QApplication."""
    return NoPlayer() if QtTakePlayer is None else QtTakePlayer()
