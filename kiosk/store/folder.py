"""The data folder and the names of the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """Where this machine keeps its data.

    kiosk_no: two digits. kiosk_lock: whether to be the one kiosk on this folder; desks and commands go
    without. backup_dir: where backups go; None: into the data folder itself.
    """

    path: Path
    kiosk_no: str
    kiosk_lock: bool
    backup_dir: Path | None = None

    @property
    def database(self) -> Path:
        """The SQLite file; ``-wal`` and ``-shm`` stand beside it."""
        return self.path / "kiosk.db"

    @property
    def kiosk_lock_file(self) -> Path:
        """Held while a kiosk runs on this folder."""
        return self.path / "kiosk.lock"

    @property
    def opening_lock_file(self) -> Path:
        """Held by any process while it opens the folder, so that only one migrates and makes the key."""
        return self.path / "opening.lock"

    @property
    def backup_lock_file(self) -> Path:
        """Held by whoever makes a backup."""
        return self.path / "backup.lock"

    @property
    def changes(self) -> Path:
        """The second log: every change once more, apart from the database."""
        return self.path / "changes"

    @property
    def own_backups(self) -> Path:
        """Backups on the same disk."""
        return self.path / "backups"

    @property
    def backup_folders(self) -> tuple[Path, ...]:
        """Where backups go, and where they go when that is away; both are looked through."""
        own = self.own_backups
        return (own,) if self.backup_dir is None or self.backup_dir == own else (self.backup_dir, own)

    @property
    def recovered(self) -> Path:
        """What was done each time the database was put back, and what could not be."""
        return self.path / "recovered"
