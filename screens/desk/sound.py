"""The desk's chime, or silence on a machine where Qt's sound cannot even be loaded."""

from __future__ import annotations

from screens.desk.parts import Chime

try:
    from screens.desk.chime import DeskChime
except ImportError:  # QtMultimedia needs libpulse to be imported at all
    DeskChime = None  # type: ignore[assignment,misc]


class Silence:
    """No sound; the desk says so."""

    def available(self) -> bool:
        """Nothing would be heard."""
        return False

    def ring(self, *, loud: bool = False) -> None:
        """Nothing happens."""


def desk_chime() -> Chime:
    """What rings at the desk. Needs a QApplication; keep what it returns as long as the desk."""
    return Silence() if DeskChime is None else DeskChime()
