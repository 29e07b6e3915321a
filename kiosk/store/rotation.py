"""What is told of keys: which are kept and why, and how far a new one has come. Imports no SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class KeptKey:
    """A key, never itself. name: its id. retired_at: ``None`` for the one in force.

    copies: how many files may hold values sealed with it; ``None``: not looked for yet.
    """

    name: str
    made_at: datetime | None
    retired_at: datetime | None
    copies: int | None


@dataclass(frozen=True)
class KeysKept:
    """keys: the oldest first. left: values in the database that are not sealed with the last of them."""

    keys: tuple[KeptKey, ...]
    left: int


@dataclass(frozen=True)
class Place:
    """How far sealing anew has come: behind this row of this column."""

    column: int = 0
    rowid: int = -1


@dataclass(frozen=True)
class Progress:
    """done, unreadable: values. following: where to go on; ``None`` at the end."""

    done: int
    unreadable: int
    following: Place | None


@dataclass(frozen=True)
class Rotated:
    """begun: whether a new key was made; else one that had been broken off was brought to its end.

    key: the name of the one in force. resealed, unreadable: values; the latter are left as they were.
    """

    begun: bool
    key: str
    resealed: int
    unreadable: int


def copies_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """These files, and every file in these folders and below."""
    found: list[Path] = []
    for place in places:
        found += [place] if place.is_file() else sorted(each for each in place.rglob("*") if each.is_file())
    return tuple(found)


def gone(copy: str) -> bool:
    """Whether a file is gone for certain; one in a folder that is not there may be on a disk taken out."""
    path = Path(copy)
    try:
        return path.parent.is_dir() and not path.exists()
    except OSError:  # a disk that does not answer, or no path at all
        return False
