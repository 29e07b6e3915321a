"""The draft of the one visit, sealed, in memory alone.

The draft lies in a folder that is no disk's, under a key made at random for each visit. The key lies in the
memory of the kiosk and of its supervisor, and nowhere else: it outlives the kiosk's process, and neither the
visit, nor the supervisor, nor the machine's power.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.memory_folder import make_private
from kiosk.visit.draft import Draft

_BOUND = b"caring kiosk, draft of a visit, 1"
_NONCE = 12
_BLOCK = 1024
"""Drafts are filled up to a multiple of this: their length tells next to nothing."""


class KeyHolder(Protocol):
    """Who keeps the key for the next kiosk."""

    def hold(self, key: bytes) -> None:
        """With this key the draft can be opened."""
        ...

    def drop(self) -> None:
        """There is no draft any more."""
        ...


class Journal:
    """See Drafts. folder: in memory, see ``memory_folder``. key: of the draft to go on with, if any."""

    def __init__(self, folder: Path, holder: KeyHolder, key: bytes | None) -> None:
        self._folder, self._holder, self._taken = folder, holder, key
        self._key: bytes | None = None
        self._path = folder / "draft"

    def take(self) -> Draft | None:
        """None too where it was changed, or is another version's. What cannot be opened is removed."""
        key, self._taken = self._taken, None
        draft = self._opened(key) if key is not None else None
        if draft is None:
            with contextlib.suppress(OSError):  # another account's; whoever keeps a draft there is told
                self.forget()
        else:
            self._key = key  # it is the same visit: the draft can be opened at every moment
        return draft

    def _opened(self, key: bytes) -> Draft | None:
        try:
            sealed = self._path.read_bytes()
            text = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _BOUND)
        except (OSError, InvalidTag, ValueError):
            return None
        return Draft.read(text.decode().rstrip(" "))

    def keep(self, draft: Draft) -> None:
        """Whole or not at all: a kiosk that dies meanwhile leaves the one before."""
        if self._key is None:
            make_private(self._folder)
            self._key = AESGCM.generate_key(256)
            self._holder.hold(self._key)
        text = draft.text().encode()
        text += b" " * (-len(text) % _BLOCK)
        nonce = os.urandom(_NONCE)
        new = self._path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_bytes(nonce + AESGCM(self._key).encrypt(nonce, text, _BOUND))
        new.replace(self._path)

    def forget(self) -> None:
        """The key first: without it the rest is noise."""
        self._key = None
        self._holder.drop()
        for path in (self._path, self._path.with_suffix(".new")):
            path.unlink(missing_ok=True)
