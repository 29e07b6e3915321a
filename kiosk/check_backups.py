"""How the backups of this machine stand, for doctor: their names and ages, not their content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.clock import SystemClock
from kiosk.finding import Finding
from kiosk.settings import Settings
from kiosk.store.backup import backups_in
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import recoveries

OLD = timedelta(hours=26)
"""A kiosk that is switched off for the night has none of the last hours."""
TOLD_FOR = timedelta(days=30)


def backup_findings(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """now: UTC; None: by this machine's clock."""
    at = now or SystemClock().now()
    folder = DataFolder(
        settings.data_dir, settings.kiosk_no, kiosk_lock=False, backup_dir=settings.backup_dir
    )
    yield from _elsewhere(settings)
    there = [each for where in folder.backup_folders for each in backups_in(where)]
    if there:
        newest = max(there, key=lambda each: each.at)
        told = f"{len(there)}, the last of {newest.at:%Y-%m-%d %H:%M} UTC in {newest.path.parent}"
        if at - newest.at > OLD:
            yield Finding("backups", "note", told, "let the kiosk run, or run: kiosk backup make")
        else:
            yield Finding("backups", "ok", told)
    elif folder.database.exists():
        yield Finding("backups", "note", "none yet", "let the kiosk run, or run: kiosk backup make")
    for one in recoveries(folder.recovered):
        if at - one.at > TOLD_FOR:
            continue
        what = "all of it is there" if one.complete else "not all of it is there any more"
        told = f"put back on {one.at:%Y-%m-%d %H:%M} UTC ({one.cause}); {what}"
        yield Finding("database put back", "note", told, "run: kiosk backup recovered")


def _elsewhere(settings: Settings) -> Iterator[Finding]:
    where = settings.backup_dir
    if where is None:
        yield Finding("backup disk", "ok", "backups lie beside the data; a copy elsewhere outlives the disk")
    elif not where.is_dir():
        told = f"{where} is not there; backups go into {settings.data_dir / 'backups'}"
        yield Finding("backup disk", "note", told, "plug the disk in, or make the folder")
    elif not os.access(where, os.W_OK | os.X_OK):
        told = f"{where} cannot be written; backups go into {settings.data_dir / 'backups'}"
        yield Finding("backup disk", "note", told, "give this account the right to write there")
    else:
        told = f"{where}; to be read, its backups need the key file {settings.data_dir / 'key'}"
        yield Finding("backup disk", "ok", told)
