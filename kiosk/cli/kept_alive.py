"""The kiosk's end of the supervisor's line: it makes itself ready, and waits for its turn."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Self

import structlog
import typer

from kiosk.own_memory import end_with_parent
from kiosk.supervise.lifeline import Begin, Lifeline

NEEDED = (
    "alembic.command",
    "cryptography.hazmat.primitives.ciphers.aead",
    "kiosk.outfit",
    "kiosk.store.local",
    "kiosk.voicing",
    "screens.outputs",
    "screens.shell.app",
    "screens.slip",
    "screens.sound",
    "sqlmodel",
)
"""What a kiosk needs sooner or later; it must neither open anything nor show anything by being imported."""


@dataclass(frozen=True)
class KeptAlive:
    """begin: how this kiosk was told to begin."""

    lifeline: Lifeline
    begin: Begin

    @classmethod
    def wait(cls, number: int) -> Self:
        """Returns when it is this process's turn to show the kiosk. number: of the open file."""
        end_with_parent()
        lifeline = Lifeline(number)
        if not lifeline.is_told():
            _load()
        begin = lifeline.wait()
        if begin is None:  # the supervisor was gone before it could end this process
            raise typer.Exit(0)
        return cls(lifeline, begin)

    def note(self) -> None:
        """Put in the log why it was started anew, if it was."""
        if self.begin.why:
            structlog.get_logger(__name__).error(
                "kiosk_started_anew", why=self.begin.why, times=self.begin.times
            )


def _load() -> None:
    """Whoever waits has time for what takes long."""
    for name in NEEDED:
        import_module(name)
