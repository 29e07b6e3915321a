"""What a kiosk keeps on its disk and reads again: keys, changes, the database, backups, its health."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kiosk.store._frames import Frame, FrameKind, framed, frames
from kiosk.store._log_reading import drop_segments, last_seq, read_log
from kiosk.store._replay import play
from kiosk.store._snapshots import look
from kiosk.store.backup import Standing, backups_in, segments, sum_file
from kiosk.store.failure import StoreFailed
from kiosk.store.folder import DataFolder
from kiosk.store.keys import KEY_BYTES, FixedKeys, Key, Ring, read_ring, write_ring
from kiosk.store.local import LocalStore
from kiosk.store.recovered import recoveries
from kiosk.store.restoring import NotRestored, Wanted, restore
from kiosk.store.rotation import gone
from kiosk.store.seal import Cell, Seal
from tests.fuzz.parser import Parser, for_a_while, in_file, text
from tests.fuzz.served import CALLS, serve
from tests.store.conftest import HandClock

CLOCK = HandClock()
_KEY = Key(bytes(range(KEY_BYTES)), datetime(2026, 11, 1, tzinfo=UTC))
_SEAL = Seal(FixedKeys(Ring((_KEY,))))


@dataclass(frozen=True)
class Store:
    """A small store as it lies on the disk. key, database: the files. backup: a copy from the middle of it,
    under its name, with its checksum. log: the files of the second log."""

    key: bytes
    database: bytes
    name: str
    backup: bytes
    checksum: bytes
    log: tuple[bytes, ...]


@cache
def store() -> Store:
    """Of each thing there is one at least; some of them came after the backup."""
    with for_a_while() as place:
        folder = Path(place) / "data"
        folder.mkdir()
        write_ring(folder, Ring((_KEY,), marked=True))
        asyncio.run(serve(folder, CLOCK))
        (backup,) = backups_in(folder / "backups")
        return Store(
            (folder / "key").read_bytes(),
            (folder / "kiosk.db").read_bytes(),
            backup.path.name,
            backup.path.read_bytes(),
            backup.sum_file.read_bytes(),
            tuple(path.read_bytes() for path in segments(folder / "changes")),
        )


# --- keys ---------------------------------------------------------------------------------------


def _ring(path: Path) -> None:
    """As whoever lists, changes and drops keys works with them."""
    ring = read_ring(path.parent)
    if ring is None:
        return
    now = CLOCK.now()
    for key in ring.keys:
        assert repr(key)
        assert [
            moment for moment in (key.made_at, key.retired_at) if moment is not None and moment > now
        ] or 1
        assert [copy for copy in key.copies or () if gone(copy)] or 1
    write_ring(path.parent, ring.with_prepared(now).with_new(now))
    assert read_ring(path.parent) is not None
    seal = Seal(FixedKeys(ring))
    assert seal.open(seal.close("好", Cell("call", "1", "note")), Cell("call", "1", "note")) == "好"


def _rings() -> list[bytes]:
    with for_a_while() as place:
        folder = Path(place)
        now, copies = CLOCK.now(), ("/backup/kiosk-20261101T010203Z.db",)
        write_ring(folder, Ring((Key(b"k" * KEY_BYTES, now, now, copies), _KEY), marked=True))
        return [store().key, (folder / "key").read_bytes(), bytes(KEY_BYTES)]


# --- the second log -----------------------------------------------------------------------------


def _log(path: Path) -> None:
    read_log(path.parent, _SEAL)
    last_seq(path.parent)
    drop_segments(path.parent, 1)


def _changes() -> list[bytes]:
    """What is sealed in each frame."""
    found = [frame for content in store().log for frame in frames(content)]
    return [_SEAL.open(frame.sealed, _of(frame.kind, frame.seq)).encode() for frame in found]


def _of(kind: FrameKind, seq: int) -> Cell:
    return Cell("second_log", str(seq), kind.name.lower())


def _change(data: bytes) -> None:
    """Sealed as if the kiosk had written it, behind what is there, and played."""
    with for_a_while() as place:
        folder = DataFolder(Path(place), "01", kiosk_lock=False)
        folder.changes.mkdir()
        folder.database.write_bytes(store().backup)
        made = [
            framed(Frame(kind, seq, _SEAL.close(text(data), _of(kind, seq))))
            for kind, seq in ((FrameKind.CHANGE, 1000), (FrameKind.VOID, 1))
        ]
        (folder.changes / "00000001.log").write_bytes(b"".join((*store().log, *made)))
        play(folder.database, read_log(folder.changes, _SEAL), whole=False)


# --- backups ------------------------------------------------------------------------------------


def laid_out(place: str) -> DataFolder:
    """A data folder with the key alone."""
    folder = DataFolder(Path(place) / "data", "01", kiosk_lock=False)
    folder.own_backups.mkdir(parents=True)
    key = folder.path / "key"
    key.touch(mode=0o600)
    key.write_bytes(store().key)
    return folder


def _backup(data: bytes) -> None:
    """A file from elsewhere that somebody trusts."""
    with for_a_while() as place:
        folder, given = laid_out(place), Path(place) / "given.db"
        given.write_bytes(data)
        found = look(given, _SEAL)
        assert found is not Standing.GOOD
        assert sorted(path.name for path in Path(place).iterdir()) == ["data", "given.db"]
        restore(folder, CLOCK, Wanted(given, trusted=True))
        assert recoveries(folder.recovered)


def _database(data: bytes) -> None:
    """The kiosk's own, at its start: put back from the backup where it is damaged, or told of."""
    with for_a_while() as place:
        folder = laid_out(place)
        folder.database.write_bytes(data)
        backup = folder.own_backups / store().name
        backup.write_bytes(store().backup)
        sum_file(backup).write_bytes(store().checksum)
        folder.changes.mkdir()
        for number, content in enumerate(store().log, start=1):
            (folder.changes / f"{number:08}.log").write_bytes(content)
        asyncio.run(_started(folder.path))


async def _started(folder: Path) -> None:
    kept = LocalStore(folder, "01", CLOCK, kiosk_lock=True)
    try:
        await kept.start()
        if recoveries(folder / "recovered"):
            assert len(await kept.calls.all_calls()) == CALLS
    finally:
        await kept.close()


def _checksum(data: bytes) -> None:
    """Beside a backup that is whole."""
    with for_a_while() as place:
        path = Path(place) / store().name
        path.write_bytes(store().backup)
        sum_file(path).write_bytes(data)
        if look(path, _SEAL) is not Standing.GOOD:
            raise NotRestored(None)


_NOT_PUT_BACK = (NotRestored, StoreFailed)

KEPT: dict[str, Parser] = {
    "key file": Parser(in_file("key", _ring), (), _rings),
    "second log": Parser(in_file("changes/00000001.log", _log), (), lambda: list(store().log)),
    "change": Parser(_change, StoreFailed, _changes),
    "backup": Parser(_backup, _NOT_PUT_BACK, lambda: [store().backup, store().database]),
    "database": Parser(_database, StoreFailed, lambda: [store().database]),
    "backup checksum": Parser(_checksum, NotRestored, lambda: [store().checksum]),
}
"""By what they read."""
