"""Backups as the rest of the house knows them: a file each, and how it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from kiosk.store.folder import DataFolder

SUM = ".sha256"
"""Beside each backup lies a file of its name with this at the end, as ``sha256sum`` writes it."""
_SEGMENT = re.compile(r"^[0-9]{8}\.log$")
_NAME = re.compile(r"^kiosk-(\d{8}T\d{6})Z(?:-before-(\w+))?\.db$")
_TIME = "%Y%m%dT%H%M%S"


class Standing(StrEnum):
    """How a backup stands."""

    GOOD = "good"
    NOT_THERE = "not_there"
    NO_DATABASE = "no_database"
    """It is no SQLite file, or no store of this product."""
    TOO_LARGE = "too_large"
    NO_SUM = "no_sum"
    """Its checksum is missing: whether it is whole, and whose it is, cannot be told."""
    CHANGED = "changed"
    """It is not what was written."""
    FOREIGN = "foreign"
    """Its checksum was not sealed with this station's key."""
    DAMAGED = "damaged"
    NEWER = "newer"
    """It is of a newer program."""


TOLD = {
    Standing.GOOD: "whole, and made by this station",
    Standing.NOT_THERE: "there is no such file",
    Standing.NO_DATABASE: "not a backup of a kiosk",
    Standing.TOO_LARGE: "far larger than a station's data ever is; it was not looked into",
    Standing.NO_SUM: "the file with its checksum is missing: whose it is cannot be told",
    Standing.CHANGED: "changed since it was made: the checksum differs",
    Standing.FOREIGN: "not sealed with this station's key: made elsewhere, or with another key file",
    Standing.DAMAGED: "damaged inside",
    Standing.NEWER: "made by a newer version of the kiosk: install that first",
}


@dataclass(frozen=True)
class Backup:
    """A backup. at: when it was made, UTC. before: the revision that an upgrade followed on, if one did."""

    path: Path
    at: datetime
    before: str | None

    @property
    def size(self) -> int:
        """Bytes. Raises OSError."""
        return self.path.stat().st_size

    @property
    def sum_file(self) -> Path:
        """Where its checksum stands."""
        return sum_file(self.path)


def sum_file(path: Path) -> Path:
    """Where the checksum of a backup stands."""
    return path.with_name(path.name + SUM)


def file_name(at: datetime, before: str | None) -> str:
    """What a backup is called."""
    return f"kiosk-{at.astimezone(UTC).strftime(_TIME)}Z" + (f"-before-{before}" if before else "") + ".db"


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """All of one folder, the oldest first; none where there is no folder, or it cannot be read."""
    try:
        paths = list(folder.iterdir())
    except OSError:
        return ()
    found = []
    for path in paths:
        name = _NAME.match(path.name)
        if name is None:
            continue
        try:
            at = datetime.strptime(name[1], _TIME).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, at, name[2]))
    return tuple(sorted(found, key=lambda each: (each.at, each.path.name)))


def segments(changes: Path) -> list[Path]:
    """The files of the second log, the oldest first."""
    try:
        return sorted(path for path in changes.iterdir() if _SEGMENT.match(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def something_kept(folder: DataFolder) -> bool:
    """Whether there was a database here before: then one that is not there is lost, and not yet to begin."""
    return bool(segments(folder.changes)) or any(backups_in(each) for each in folder.backup_folders)


HOURLY, DAILY, WEEKLY, UPGRADES = 24, 7, 4, 2


def superfluous(backups: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """Those that need not be kept: all but the newest of each of the last 24 hours, 7 days and 4 weeks in
    which one was made, and the last two of before an upgrade. backups: the oldest first."""
    kept = {each.path for each in [each for each in backups if each.before is not None][-UPGRADES:]}
    for spans, most in (("%Y%m%d%H", HOURLY), ("%Y%m%d", DAILY), ("%G%V", WEEKLY)):
        newest: dict[str, Path] = {}
        for each in reversed(backups):
            newest.setdefault(each.at.strftime(spans), each.path)
        kept.update(list(newest.values())[:most])
    return tuple(each for each in backups if each.path not in kept)
