"""Sealing a message to one desk: whoever carries it, and whoever keeps it on the way, cannot read it.

X25519 with a key pair made for this one message, HKDF-SHA256, AES-256-GCM: the base mode of HPKE (RFC 9180)
in its plainest form. The desk's key lives in its memory alone, and goes with it.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.visit.moving import Bound, NotOpened

_FORMAT = b"\x01"
_NAME = b"caring-kiosk visit 1"
_KEY_BYTES, _NONCE_BYTES, _LENGTH_BYTES = 32, 12, 4
_BLOCK = 4096


class DeskKey:
    """A desk's key pair; a new one whenever the desk is opened."""

    def __init__(self) -> None:
        self._private = X25519PrivateKey.generate()

    @property
    def public(self) -> str:
        """What others seal to: 32 bytes in base64."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    def open(self, sealed: str, bound: Bound) -> str:
        """The text. Raises :class:`NotOpened`: changed on the way, for another desk, call or time."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            theirs, nonce, box = _cut(raw)
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(theirs))
            key = _derived(shared, theirs, self._private.public_key().public_bytes_raw())
            framed = AESGCM(key).decrypt(nonce, box, _about(bound))
        except (binascii.Error, ValueError, InvalidTag):
            raise NotOpened from None
        length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
        return framed[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()


def seal(text: str, public: str, bound: Bound) -> str:
    """The text, for the desk with this public key; base64. Raises ValueError where that is no key.

    It is filled up to whole blocks of 4096 bytes: its length tells nothing of what was answered.
    """
    try:
        desk = X25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
    except binascii.Error as error:
        raise ValueError("not a key") from error
    mine = X25519PrivateKey.generate()
    ours = mine.public_key().public_bytes_raw()
    key = _derived(mine.exchange(desk), ours, desk.public_bytes_raw())
    plain = text.encode()
    framed = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
    framed += bytes(-len(framed) % _BLOCK)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = AESGCM(key).encrypt(nonce, framed, _about(bound))
    return base64.b64encode(_FORMAT + ours + nonce + box).decode()


def _cut(raw: bytes) -> tuple[bytes, bytes, bytes]:
    head = 1 + _KEY_BYTES
    if raw[:1] != _FORMAT or len(raw) < head + _NONCE_BYTES:
        raise NotOpened
    return raw[1:head], raw[head : head + _NONCE_BYTES], raw[head + _NONCE_BYTES :]


def _derived(shared: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Both public keys go into it: the same secret under other keys gives another key (RFC 9180, 4.1)."""
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=_NAME + ours + theirs).derive(shared)


def _about(bound: Bound) -> bytes:
    until: datetime = bound.until.astimezone(UTC)
    return _FORMAT + json.dumps([bound.desk, bound.call, until.isoformat(timespec="microseconds")]).encode()
