"""Sealing of personal values: AES-GCM with this machine's key, bound to the place where a value stands."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
KEY_FILE = "key"

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_BLOCK = 64


class Unreadable(Exception):
    """The sealed value was changed, moved to another place, or sealed with another key."""


@dataclass(frozen=True)
class Cell:
    """The one place a sealed value belongs to: table, the row's id, column."""

    table: str
    row: str
    column: str

    def bound(self) -> bytes:
        """What goes into the associated data; a list in JSON, so that no two cells read alike."""
        return json.dumps([self.table, self.row, self.column]).encode()


class Seal:
    """Seals and opens text. key: 32 bytes.

    A sealed value is a format byte, a random 96-bit nonce and the ciphertext. Random nonces are good for
    2**32 values under one key (NIST SP 800-38D, 8.3), far more than a station ever files. Text is padded to
    whole blocks of 64 bytes first: the length of a ciphertext would otherwise tell a "yes" from a "no".
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def close(self, text: str, cell: Cell) -> bytes:
        """The text, sealed for this cell."""
        plain = text.encode()
        framed = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
        framed += bytes(-len(framed) % _BLOCK)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, framed, _FORMAT + cell.bound())

    def open(self, sealed: bytes, cell: Cell) -> str:
        """The text. Raises :class:`Unreadable`."""
        nonce = sealed[1 : 1 + _NONCE_BYTES]
        if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
            raise Unreadable(f"not a sealed value: {cell.table}.{cell.column}")
        try:
            framed = self._cipher.decrypt(nonce, sealed[1 + _NONCE_BYTES :], _FORMAT + cell.bound())
        except InvalidTag:
            raise Unreadable(f"does not open: {cell.table}.{cell.column}") from None
        length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
        return framed[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()


def read_key(folder: Path) -> bytes | None:
    """The key, or ``None`` where there is none of the right length. Raises OSError."""
    try:
        key = (folder / KEY_FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return key if len(key) == KEY_BYTES else None


def make_key(folder: Path) -> bytes:
    """Make a new key, mode 0600. It appears whole or not at all, and survives a power cut. Raises OSError."""
    key = secrets.token_bytes(KEY_BYTES)
    unfinished = folder / f"{KEY_FILE}.new"
    with suppress(FileNotFoundError):
        unfinished.unlink()
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / KEY_FILE)
    _flush_folder(folder)
    return key


def close_to_others(folder: Path) -> None:
    """Leave the key to its owner alone: one copied back from elsewhere is often open to all."""
    path = folder / KEY_FILE
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
