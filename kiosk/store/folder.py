"""The data folder and the names of the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """Where this machine keeps its data.

    kiosk_no: two digits. kiosk_lock: whether to be the one kiosk on this folder; desks and commands go
    without.
    """

    path: Path
    kiosk_no: str
    kiosk_lock: bool

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
