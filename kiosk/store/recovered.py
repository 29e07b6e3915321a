"""What was done each time the database was put back, and what could not be: a file each, for staff to read.

Tables, ids and numbers stand in it, nothing that anybody said.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class LostRow:
    """A row that is not there any more. key: its primary key; why: in English, for whoever mends it."""

    table: str
    key: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Recovery:
    """One putting back.

    at: when, UTC. cause: what was wrong. aside: the names of the files that were set aside. backup: the name
    of the backup it began with; None: with nothing, from the first change on. passed_over: backups that were
    no good, with why. applied: how many changes since were brought in again. missing: numbers of changes that
    are nowhere, from and to. lost: single rows.
    """

    at: datetime
    cause: str
    aside: tuple[str, ...]
    backup: str | None
    passed_over: tuple[str, ...]
    applied: int
    missing: tuple[tuple[int, int], ...] = ()
    lost: tuple[LostRow, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all is there that was there before."""
        return not self.missing and not self.lost

    @property
    def lost_count(self) -> int:
        """How many changes and rows are nowhere any more."""
        return sum(last - first + 1 for first, last in self.missing) + len(self.lost)

    def as_json(self) -> dict[str, object]:
        """Ready for JSON."""
        return {**asdict(self), "at": self.at.isoformat(), "complete": self.complete}


@dataclass(frozen=True)
class Seen:
    """by: an officer's number, or ``CONSOLE``. at: UTC."""

    by: str
    at: datetime


def keep(folder: Path, recovery: Recovery) -> Path:
    """Write it down, for good. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = _named(folder, recovery, "json")
    _write(path, recovery.as_json())
    return path


def mark_seen(folder: Path, recovery: Recovery, by: str, at: datetime) -> None:
    """Somebody has looked at it. Raises OSError."""
    _write(_named(folder, recovery, "seen"), {"by": by, "at": at.isoformat()})


def seen(folder: Path, recovery: Recovery) -> Seen | None:
    """Who has looked at it, the last; None: nobody."""
    try:
        told = json.loads(_named(folder, recovery, "seen").read_text("utf-8"))
        return Seen(str(told["by"]), datetime.fromisoformat(told["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unseen(folder: Path) -> tuple[Recovery, ...]:
    """Those that nobody has looked at, the oldest first."""
    return tuple(one for one in recoveries(folder) if seen(folder, one) is None)


def _named(folder: Path, recovery: Recovery, kind: str) -> Path:
    return folder / f"{recovery.at:%Y%m%dT%H%M%S%fZ}.{kind}"


def _write(path: Path, told: dict[str, object]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())


def recoveries(folder: Path) -> tuple[Recovery, ...]:
    """All, the oldest first. A file that is none is passed over: it is not the kiosk's."""
    return tuple(_read_all(folder))


def _read_all(folder: Path) -> Iterator[Recovery]:
    try:
        paths = sorted(folder.glob("*.json"))
    except OSError:
        return
    for path in paths:
        try:
            yield _read(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue


def _read(told: Any) -> Recovery:
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        raise ValueError("times are in UTC")
    return Recovery(
        at=at,
        cause=str(told["cause"]),
        aside=tuple(map(str, told["aside"])),
        backup=None if told["backup"] is None else str(told["backup"]),
        passed_over=tuple(map(str, told["passed_over"])),
        applied=int(told["applied"]),
        missing=tuple((int(first), int(last)) for first, last in told["missing"]),
        lost=tuple(
            LostRow(str(one["table"]), tuple(map(str, one["key"])), str(one["why"])) for one in told["lost"]
        ),
    )
