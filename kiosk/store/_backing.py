"""A backup, and the second log begun anew after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kiosk.clock import Clock
from kiosk.store import _snapshots
from kiosk.store._changes import standing
from kiosk.store._engine import connect
from kiosk.store._log_reading import drop_segments, last_seq
from kiosk.store._own_seal import own_seal
from kiosk.store._second_log import begin_segment
from kiosk.store.backup import HOURLY, Backup, Standing, backups_in
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.seal import Seal


def back_up(folder: DataFolder, clock: Clock, opened: Callable[[sqlite3.Connection], None]) -> Backup:
    """Make a backup; then the second log goes on in a new file, and of its files those go that no backup of
    the last hours needs any more."""
    made = _snapshots.make(folder, _seal(folder), clock, opened=opened)
    begin_segment(folder.changes)
    needed = [each for where in folder.backup_folders for each in backups_in(where)]
    oldest = sorted(needed, key=lambda each: each.at)[-HOURLY:][0]
    drop_segments(folder.changes, _snapshots.reaches(oldest.path))
    return made


def look(path: Path, folder: DataFolder) -> Standing:
    """How a backup stands, as seen from this folder. Raises :class:`StoreFailed` (``NO_KEY``)."""
    return _snapshots.look(path, _seal(folder))


def _seal(folder: DataFolder) -> Seal:
    seal = own_seal(folder.path)
    if seal is None:
        raise StoreFailed(Trouble.NO_KEY, "without its key nothing can be backed up or looked at")
    return seal


def covered(folder: DataFolder, backups: tuple[Backup, ...]) -> bool:
    """Whether the newest backup and the second log together hold everything: not where the log was lost."""
    with closing(connect(folder.database)) as connection:
        now = standing(connection).seq
    return now <= max(last_seq(folder.changes), _snapshots.reaches(backups[-1].path))
