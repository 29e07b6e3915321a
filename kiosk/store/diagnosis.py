"""What an error of SQLite or of the file system means for the store."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from kiosk.store.failure import StoreFailed, Trouble

_SPARE_BYTES = 256 * 1024
"""Less room than this on the disk counts as full, where SQLite only says that writing failed."""

_BY_CODE = {
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
}

_BY_WORDS = (
    ("malformed", Trouble.DAMAGED),
    ("not a database", Trouble.DAMAGED),
    ("unsupported file format", Trouble.DAMAGED),
    ("could not decode", Trouble.DAMAGED),
    ("readonly", Trouble.READ_ONLY),
    ("disk is full", Trouble.FULL),
)

_BY_ERRNO = {
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
}


def diagnose(error: BaseException, database: Path) -> StoreFailed | None:
    """The failure behind ``error``; ``None`` where it has nothing to do with the store.

    Looks at the disk where SQLite itself is vague. The detail is SQLite's own sentence, which names no value.
    """
    # SQLAlchemy wraps the driver's error and keeps it as ``orig``.
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return StoreFailed(_of_sqlite(cause, database), str(cause))
    if isinstance(cause, UnicodeDecodeError):  # SQLite quotes a damaged schema, and Python cannot read that
        return StoreFailed(Trouble.DAMAGED, "what stands in it is no text")
    if isinstance(cause, OSError):
        trouble = _BY_ERRNO.get(cause.errno or 0, Trouble.UNKNOWN)
        return StoreFailed(trouble, os.strerror(cause.errno) if cause.errno else str(cause))
    return None


def _of_sqlite(error: sqlite3.Error, database: Path) -> Trouble:
    code = getattr(error, "sqlite_errorcode", None)
    # Extended codes carry the primary one in their low byte.
    primary = code & 0xFF if code is not None else None
    if primary in _BY_CODE:
        return _BY_CODE[primary]
    words = str(error).lower()
    for part, trouble in _BY_WORDS:
        if part in words:
            return trouble
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) or "disk i/o" in words or "open" in words:
        return _of_disk(database)
    return Trouble.UNKNOWN


def _of_disk(database: Path) -> Trouble:
    folder = database.parent
    if not folder.is_dir():
        return Trouble.UNKNOWN
    beside = (folder, database, database.with_name(f"{database.name}-wal"))
    if any(path.exists() and not os.access(path, os.W_OK) for path in beside):
        return Trouble.READ_ONLY
    if shutil.disk_usage(folder).free < _SPARE_BYTES:
        return Trouble.FULL
    return Trouble.UNKNOWN
