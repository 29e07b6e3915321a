"""The keys by which kiosks and desks are known to the hub."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True)
class Claimant:
    """Who someone says they are, and the key they show for it."""

    id: str
    key: str


def new_key() -> str:
    """A random key, in letters that fit into a header and a file."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(key: str) -> bytes:
    """What the hub keeps of a key. Plain SHA-256 will do: nobody guesses 32 random bytes."""
    return hashlib.sha256(key.encode()).digest()


def fits(key: str, kept: bytes | None) -> bool:
    """Whether ``key`` is the one of which ``kept`` is kept; in the same time also where nothing is kept."""
    return hmac.compare_digest(digest(key), kept or bytes(KEY_BYTES)) and kept is not None


def shown(claimant: Claimant) -> str:
    """The Authorization header (RFC 7617): headers stand in no log, addresses do."""
    return "Basic " + base64.b64encode(f"{claimant.id}:{claimant.key}".encode()).decode()


def claimed(header: str | None) -> Claimant | None:
    """Who the Authorization header names; None where it names nobody."""
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, key = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # not of base64, not even of ASCII, or not of UTF-8
        return None
    return Claimant(name, key) if colon and name and "\0" not in name else None


def read_key(path: Path) -> str:
    """The key in a file of its own. Raises OSError, and ValueError where there is none in it."""
    key = path.read_text(encoding="ascii").strip()
    if len(key) < KEY_BYTES:
        raise ValueError("no key in it")
    return key
