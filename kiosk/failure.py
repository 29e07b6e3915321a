"""What can go wrong with what is kept or read, in words that others may catch without knowing how."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """Why the store cannot serve."""

    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    FULL = "full"
    IN_USE = "in_use"
    NO_KEY = "no_key"
    KEY_OLDER = "key_older"
    """The key is from before another one came into force here: a copy of then was put back."""
    KEY_OPEN = "key_open"
    """Other accounts of the machine can read the key."""
    AWAY = "away"
    """The hall's hub does not answer."""
    BUSY = "busy"
    """The hall's hub is there and has too much to do: nobody knows whether this was done."""
    NOT_UPGRADED = "not_upgraded"
    """A newer program could not bring it up to date. It is as it was."""
    UNKNOWN = "unknown"


class StoreFailed(Exception):
    """A reading or writing did not happen; nothing was half done."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble


class WordsDamaged(Exception):
    """A language's file cannot be read; the message is one line that says which, and how to mend it."""
