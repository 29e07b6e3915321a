"""Putting a backup back because somebody says so; while it is done nothing else may run on the folder."""

from __future__ import annotations

import importlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.store.backup import Standing
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import Recovery

if TYPE_CHECKING:
    from kiosk.store import _restoring as _restoring


@dataclass(frozen=True)
class Wanted:
    """Which backup. None: the newest good one. as_it_was: without what happened since. trusted: even where it
    is not known whose it is."""

    backup: Path | None = None
    as_it_was: bool = False
    trusted: bool = False


class NotRestored(Exception):
    """found: how the backup stands that was asked for; None: there is no good one."""

    def __init__(self, found: Standing | None) -> None:
        super().__init__(found)
        self.found = found


def restore(folder: DataFolder, clock: Clock, wanted: Wanted) -> Recovery:
    """Set the database aside and put the backup in its place.

    Raises :class:`NotRestored`, and :class:`StoreFailed`: ``IN_USE`` while a kiosk runs on the folder,
    ``NO_KEY`` where there is no key.
    """
    work = importlib.import_module("kiosk.store._restoring")
    try:
        told: Recovery = work.restore_alone(folder, clock, wanted)
    except (sqlite3.Error, OSError) as error:
        raise (diagnose(error, folder.database) or StoreFailed(Trouble.UNKNOWN)) from error
    return told
