"""The kiosk's end of the supervisor's line: it makes itself ready, and waits for its turn."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
import typer

from kiosk.last_words import write_to
from kiosk.memory_folder import memory_folder
from kiosk.own_memory import end_with_parent
from kiosk.supervise.journal import Journal
from kiosk.supervise.lifeline import WISHED, Lifeline
from kiosk.visit.draft import Drafts

if TYPE_CHECKING:
    from screens.shell.parts import KioskParts

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


class KeptAlive:
    """Made when it is this process's turn to show the kiosk. number: of the open file. make: makes its parts.

    Whoever waits for its turn does meanwhile what takes long: it imports, and reads the product's files.
    """

    def __init__(self, number: int, data_dir: Path, make: Callable[[], KioskParts]) -> None:
        end_with_parent()
        self.lifeline, self._data_dir, self._make = Lifeline(number), data_dir, make
        self._parts: KioskParts | None = None
        if not self.lifeline.is_told():
            self._make_ready()
        begin = self.lifeline.wait()
        if begin is None:  # the supervisor was gone before it could end this process
            raise typer.Exit(0)
        self._begin = begin

    def _make_ready(self) -> None:
        # The log is another process's still; what is wrong with a service it has noted.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        for name in NEEDED:
            import_module(name)
        self._parts = self._make()
        with suppress(OSError, ValueError):  # told of when they are asked for again
            self._parts.load_releases()
            self._parts.load_aids()

    def parts(self) -> KioskParts:
        """What the kiosk is made of. Why it was started anew is put in the log, if it was."""
        log, folder = structlog.get_logger(__name__), self._data_dir / "log"
        try:
            write_to(folder / "crash.txt")
        except OSError as error:  # a full disk stops no kiosk
            log.warning("no_crash_file", why=error.strerror)
        if self._begin.why:
            told = log.info if self._begin.why == WISHED else log.error
            told("kiosk_started_anew", why=self._begin.why, times=self._begin.times)
        parts = self._parts or self._make()
        return replace(parts, drafts=self._drafts())

    def _drafts(self) -> Drafts | None:
        """Where the draft of the visit lies; None on a machine that has no place in memory for it."""
        folder = memory_folder(self._data_dir / "draft", os.environ)
        if folder is None:
            structlog.get_logger(__name__).warning("no_draft", why="no folder lies in memory")
            return None
        return Journal(folder, self.lifeline, self._begin.key)
