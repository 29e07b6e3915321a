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
from kiosk.store._second_log import begin_segment
from kiosk.store.backup import HOURLY, Backup, Standing, backups_in
from kiosk.store.folder import DataFolder
from kiosk.store.seal import Seal


def back_up(
    folder: DataFolder, seal: Seal, clock: Clock, opened: Callable[[sqlite3.Connection], None]
) -> Backup:
    """Make a backup; then the second log goes on in a new file, and of its files those go that no backup of
    the last hours needs any more."""
    made = _snapshots.make(folder, seal, clock, opened=opened)
    begin_segment(folder.changes)
    needed = [each for where in folder.backup_folders for each in backups_in(where)]
    oldest = sorted(needed, key=lambda each: each.at)[-HOURLY:][0]
    drop_segments(folder.changes, _snapshots.reaches(oldest.path))
    return made


def look(path: Path, seal: Seal) -> Standing:
    """How a backup stands."""
    return _snapshots.look(path, seal)


def covered(folder: DataFolder, backups: tuple[Backup, ...]) -> bool:
    """Whether the newest backup and the second log together hold everything: not where the log was lost."""
    with closing(connect(folder.database)) as connection:
        now = standing(connection).seq
    return now <= max(last_seq(folder.changes), _snapshots.reaches(backups[-1].path))
