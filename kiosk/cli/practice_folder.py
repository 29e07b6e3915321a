"""Where a practice keeps its store: a folder that is gone afterwards, even if the desk was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "caring-kiosk-practice-"
_LOCK = "alive.lock"


class PracticeFolder:
    """A new folder in the system's folder for such things. Raises ``OSError`` where none can be made.

    What practices left there that were killed is cleared away first. A folder in use is known by a lock that
    ends with its process.
    """

    def __init__(self) -> None:
        base = Path(tempfile.gettempdir())
        _clear(base)
        # It gets its name only once it is locked: before that no other desk knows it.
        made = Path(tempfile.mkdtemp(prefix="caring-kiosk-", dir=base))
        self._lock = _lock(made)
        self._lock.acquire()
        self.path = made.rename(base / f"{PREFIX}{made.name.removeprefix('caring-kiosk-')}")

    def remove(self) -> None:
        """With all that is in it."""
        shutil.rmtree(self.path)
        self._lock.release()


def _clear(base: Path) -> None:
    for left in base.glob(f"{PREFIX}*"):
        # Another user's are theirs to clear away.
        if left.is_symlink() or left.stat().st_uid != os.getuid() or not (left / _LOCK).is_file():
            continue
        lock = _lock(left)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        # Two desks that start at once may both come to clear it away.
        shutil.rmtree(left, ignore_errors=True)
        lock.release()


def _lock(folder: Path) -> FileLock:
    return FileLock(folder / _LOCK, mode=0o600, thread_local=False)
