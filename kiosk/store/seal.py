"""Sealing of personal values: AES-GCM with this machine's key, bound to the place where a value stands."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.keys import ID_BYTES, FixedKeys, Key, Keys, Ring

_NAMELESS = b"\x01"
"""A value as it was sealed before there could be a second key: it does not say with which."""
_NAMED = b"\x02"
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_BLOCK = 64


class Unreadable(Exception):
    """The sealed value was changed, moved to another place, or sealed with another key."""


@dataclass(frozen=True)
class Cell:
    """The one place a sealed value belongs to: table, the row's id, column.

    before: where values of an earlier version stand that were bound to less of it; they open still, and what
    is closed is bound to this cell.
    """

    table: str
    row: str
    column: str
    before: Cell | None = None

    def bound(self) -> bytes:
        """What goes into the associated data; a list in JSON, so that no two cells read alike."""
        return json.dumps([self.table, self.row, self.column]).encode()


class Seal:
    """Seals and opens text. keys: where they come from, or one key of 32 bytes.

    A sealed value is a format byte, the key's id, a random 96-bit nonce and the ciphertext. Random nonces are
    good for 2**32 values under one key (NIST SP 800-38D, 8.3), far more than a station ever files. Text is
    padded to whole blocks of 64 bytes first: the length of a ciphertext would otherwise tell a "yes" from a
    "no".

    What is to be kept is sealed within the transaction that keeps it: a new key comes into force only while
    nobody else writes, and so nothing is kept under the old one after that.
    """

    def __init__(self, keys: Keys | bytes) -> None:
        self._keys = FixedKeys(Ring((Key(keys),))) if isinstance(keys, bytes) else keys

    def close(self, text: str, cell: Cell) -> bytes:
        """The text, sealed for this cell with the key in force."""
        plain = text.encode()
        framed = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
        framed += bytes(-len(framed) % _BLOCK)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        key = self._keys.ring().current
        head = head_of(key)
        return head + nonce + AESGCM(key.secret).encrypt(nonce, framed, head + cell.bound())

    def open(self, sealed: bytes, cell: Cell) -> str:
        """The text. Raises :class:`Unreadable`, also for what is no bytes: a database may hold anything."""
        if not isinstance(sealed, bytes) or not isinstance(cell.row, str):
            raise Unreadable(f"not a sealed value: {cell.table}.{cell.column}")
        head = sealed[: 1 + ID_BYTES] if sealed[:1] == _NAMED else sealed[:1]
        nonce = sealed[len(head) : len(head) + _NONCE_BYTES]
        if head[:1] not in (_NAMED, _NAMELESS) or len(nonce) != _NONCE_BYTES:
            raise Unreadable(f"not a sealed value: {cell.table}.{cell.column}")
        body, places = (
            sealed[len(head) + _NONCE_BYTES :],
            [cell] if cell.before is None else [cell, cell.before],
        )
        for key, place in product(self._possible(head), places):
            try:
                framed = AESGCM(key.secret).decrypt(nonce, body, head + place.bound())
            except InvalidTag:
                continue
            length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
            return framed[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()
        raise Unreadable(f"does not open: {cell.table}.{cell.column}")

    def strange(self, sealed: bytes) -> bool:
        """Whether it names a key that is not here: one of later, or none there ever was."""
        return (
            isinstance(sealed, bytes) and sealed[:1] == _NAMED and not self._possible(sealed[: 1 + ID_BYTES])
        )

    def head(self) -> bytes:
        """What every value sealed with the key in force begins with."""
        return head_of(self._keys.ring().current)

    def _possible(self, head: bytes) -> Sequence[Key]:
        if head == _NAMELESS:
            return self._keys.seen().keys
        # One that is not known yet came into force while this process was looking elsewhere.
        key = self._keys.seen().find(head[1:]) or self._keys.ring().find(head[1:])
        return () if key is None else (key,)


def head_of(key: Key) -> bytes:
    """What every value sealed with this key begins with."""
    return head_with(key.id)


def head_with(key_id: bytes) -> bytes:
    """What every value begins with that is sealed with the key of this id."""
    return _NAMED + key_id
