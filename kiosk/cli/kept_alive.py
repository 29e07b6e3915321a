"""The kiosk's end of the supervisor's line: it makes itself ready, and waits for its turn."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Self

import structlog
import typer

from kiosk.last_words import write_to
from kiosk.memory_folder import memory_folder
from kiosk.own_memory import end_with_parent
from kiosk.supervise.journal import Journal
from kiosk.supervise.lifeline import Begin, Lifeline
from kiosk.visit.draft import Drafts

NEEDED = (
    "alembic.command",
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

    def drafts(self, data_dir: Path) -> Drafts | None:
        """Where the draft of the visit lies; None on a machine that has no place in memory for it."""
        folder = memory_folder(data_dir / "draft", os.environ)
        if folder is None:
            structlog.get_logger(__name__).warning("no_draft", why="no folder lies in memory")
            return None
        return Journal(folder, self.lifeline, self.begin.key)

    def note(self, folder: Path) -> None:
        """Put in the log why it was started anew, if it was; where it breaks next goes beside the log."""
        log = structlog.get_logger(__name__)
        try:
            write_to(folder / "crash.txt")
        except OSError as error:  # a full disk stops no kiosk
            log.warning("no_crash_file", why=error.strerror)
        if self.begin.why:
            log.error("kiosk_started_anew", why=self.begin.why, times=self.begin.times)


def _load() -> None:
    """Whoever waits has time for what takes long."""
    for name in NEEDED:
        import_module(name)
