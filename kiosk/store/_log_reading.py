"""The second log, read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store._changes import Record, opened, standing
from kiosk.store._engine import connect
from kiosk.store._frames import Frame, frames
from kiosk.store.backup import segments
from kiosk.store.folder import DataFolder
from kiosk.store.seal import Seal, Unreadable


@dataclass(frozen=True)
class Log:
    """The reading side: the changes that were not taken back, by their number, in the order written."""

    _by_seq: dict[int, list[Record]] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def last(self) -> int:
        """The greatest number; 0 where there is none."""
        return max(self._by_seq, default=0)

    def at(self, seq: int) -> tuple[Record, ...]:
        """All that were written under this number: more than one where some were never committed."""
        return tuple(self._by_seq.get(seq, ()))


def read_log(changes: Path, seal: Seal, after: int = 0) -> Log:
    """Everything past the number ``after`` that can be read. Raises OSError."""
    kept: dict[int, list[Record]] = {}
    void: set[tuple[int, int]] = set()
    unreadable = 0
    for frame in _all_frames(changes):
        if frame.seq <= after:
            continue
        try:
            told = opened(seal, frame)
        except (Unreadable, ValueError):
            unreadable += 1
            continue
        if isinstance(told, int):
            void.add((frame.seq, told))
        else:
            kept.setdefault(frame.seq, []).append(told)
    by_seq = {
        seq: there
        for seq, records in kept.items()
        if (there := [each for each in records if (each.seq, each.mark) not in void])
    }
    return Log(by_seq, unreadable)


def last_seq(changes: Path) -> int:
    """The greatest number in the newest file that has any; 0: there is none. Raises OSError."""
    for path in reversed(segments(changes)):
        found = max((frame.seq for frame in frames(path.read_bytes())), default=0)
        if found:
            return found
    return 0


def behind(folder: DataFolder) -> bool:
    """Whether the log has changes that the database has not. Raises OSError and sqlite3.Error."""
    # The log first: whatever is committed after it was read is no lack of the database.
    last = last_seq(folder.changes)
    with closing(connect(folder.database)) as connection:
        return last > standing(connection).seq


def drop_segments(changes: Path, needed_after: int) -> None:
    """Remove the files that hold nothing past this number. The newest stays always. Raises OSError."""
    there = segments(changes)
    for path in there[:-1]:
        if any(frame.seq > needed_after for frame in frames(path.read_bytes())):
            return
        path.unlink()


def _all_frames(changes: Path) -> Iterator[Frame]:
    for path in segments(changes):
        yield from frames(path.read_bytes())
