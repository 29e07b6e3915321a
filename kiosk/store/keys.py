"""The keys with which this machine seals: the one in force, and earlier ones that something still needs.

They stand in one file of the data folder, for its owner alone. A system keyring was weighed and left: a kiosk
starts by itself after a power cut, with nobody there to unlock one, and what unlocks itself on the same disk
keeps nothing from whoever has the disk.
"""

from __future__ import annotations

import base64
import binascii
import errno
import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

KEY_BYTES = 32
KEY_FILE = "key"
ID_BYTES = 4

_FORMAT = 1
_LARGEST = 16 * 2**20
"""Bytes. A file that is larger is none of ours: room for the names of all files on a disk of backups."""


class OpenToOthers(Exception):
    """The key file can be read by other accounts of this machine."""


@dataclass(frozen=True)
class Key:
    """One key. secret: 32 bytes. retired_at: since when another one is in force.

    copies: files beside the database in which there may be values sealed with it; ``None``: not yet looked.
    """

    secret: bytes
    made_at: datetime | None = None
    retired_at: datetime | None = None
    copies: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")

    def __repr__(self) -> str:
        return f"Key({self.name})"

    @property
    def id(self) -> bytes:
        """What a sealed value names its key by; tells nothing of the key."""
        return hashlib.sha256(b"caring kiosk key id" + self.secret).digest()[:ID_BYTES]

    @property
    def name(self) -> str:
        """The id, hexadecimal, for people."""
        return self.id.hex()


@dataclass(frozen=True)
class Ring:
    """All keys that are kept, the oldest first; the last one is in force.

    marked: whether the record's entries are marked with them: from then on one without a mark is a forgery.
    """

    keys: tuple[Key, ...]
    marked: bool = False

    def __post_init__(self) -> None:
        if not self.keys or len({key.id for key in self.keys}) != len(self.keys):
            raise ValueError("a ring has one key at least, and each once")

    @property
    def current(self) -> Key:
        """The one to seal with."""
        return self.keys[-1]

    def find(self, key_id: bytes) -> Key | None:
        """The key of this id."""
        return next((key for key in self.keys if key.id == key_id), None)

    @property
    def prepared(self) -> Key | None:
        """One that is there to open what others seal with it, and is not in force here yet."""
        return next((key for key in self.keys[:-1] if key.retired_at is None), None)

    def with_prepared(self, now: datetime) -> Ring:
        """The same with a key more, which is not in force yet: for several machines that share their keys."""
        return replace(self, keys=(self._new(now), *self.keys))

    def with_new(self, now: datetime) -> Ring:
        """The same with another key in force from now on: the one that is prepared, else a new one."""
        new = self.prepared or self._new(now)
        before = tuple(key for key in self.keys[:-1] if key != new)
        return replace(self, keys=(*before, replace(self.current, retired_at=now), new))

    def _new(self, now: datetime) -> Key:
        while True:
            new = Key(secrets.token_bytes(KEY_BYTES), now)
            if self.find(new.id) is None:
                return new


class Keys(Protocol):
    """Where a seal has its keys from."""

    def ring(self) -> Ring:
        """As it is now."""
        ...

    def seen(self) -> Ring:
        """As it was when it was looked at last, which costs nothing."""
        ...


@dataclass(frozen=True)
class FixedKeys:
    """Keys that never change."""

    kept: Ring

    def ring(self) -> Ring:
        """Always the same."""
        return self.kept

    def seen(self) -> Ring:
        """The same."""
        return self.kept


class KeyFile:
    """The keys in a folder's file, followed while another process changes it."""

    def __init__(self, folder: Path, ring: Ring) -> None:
        self._folder = folder
        self._ring = ring

    def ring(self) -> Ring:
        """As the file has it now; as it was last where it is gone, see :meth:`gone`."""
        self.gone()
        return self._ring

    def seen(self) -> Ring:
        """As it was when the file was read last."""
        return self._ring

    def gone(self) -> bool:
        """Whether the file is no longer the one that was opened: away, spoilt, or of another store."""
        try:
            there = read_ring(self._folder)
        except OSError:
            return True
        if there is None or there.find(self._ring.current.id) is None:
            return True
        self._ring = there
        return False


def read_ring(folder: Path) -> Ring | None:
    """The keys, or ``None`` where there is no file with keys in it. Raises OSError.

    It is JSON; a file of 32 bytes is a single key, as it was made in former times.
    """
    try:
        with (folder / KEY_FILE).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(content) == KEY_BYTES:
        return Ring((Key(content),))
    if len(content) > _LARGEST:
        return None
    try:
        return _read(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return None


def make_ring(folder: Path, now: datetime) -> Ring:
    """Make the first key, for its owner alone. Raises OSError."""
    ring = Ring((Key(secrets.token_bytes(KEY_BYTES), now),))
    write_ring(folder, ring)
    return ring


def write_ring(folder: Path, ring: Ring) -> None:
    """Keep these keys in place of what is there. The file is there whole at any moment. Raises OSError.

    What could not be read again is not written: with it all keys would be gone.
    """
    told = {"format": _FORMAT, "marked": ring.marked, "keys": [_told(key) for key in ring.keys]}
    content = json.dumps(told).encode()
    if len(content) > _LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    _write(folder, content)


def check_closed(folder: Path) -> None:
    """Raises :class:`OpenToOthers` where others than its owner may read the file, and OSError."""
    if os.name == "posix" and (folder / KEY_FILE).stat().st_mode & 0o077:
        raise OpenToOthers(str(folder / KEY_FILE))


def _told(key: Key) -> dict[str, object]:
    return {
        "key": base64.b64encode(key.secret).decode(),
        "made_at": None if key.made_at is None else key.made_at.isoformat(),
        "retired_at": None if key.retired_at is None else key.retired_at.isoformat(),
        "copies": key.copies,
    }


def _read(told: Any) -> Ring:
    if told["format"] != _FORMAT:
        raise ValueError("of a newer program")
    return Ring(tuple(_read_key(each) for each in told["keys"]), bool(told["marked"]))


def _read_key(told: Any) -> Key:
    copies = told["copies"]
    if not isinstance(copies, list | None):
        raise ValueError("no list of copies")
    return Key(
        base64.b64decode(told["key"], validate=True),
        _moment(told["made_at"]),
        _moment(told["retired_at"]),
        None if copies is None else tuple(str(copy) for copy in copies),
    )


def _moment(told: Any) -> datetime | None:
    if told is None:
        return None
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError("times are in UTC")
    return moment


def _write(folder: Path, content: bytes) -> None:
    """It appears whole or not at all, and survives a power cut."""
    unfinished = folder / f"{KEY_FILE}.new"
    with suppress(FileNotFoundError):
        unfinished.unlink()
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / KEY_FILE)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
