"""A new key, and everything sealed anew with it, a little at a time while residents are served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._sealed import SEALED
from kiosk.store.keys import Key, KeyFile, Ring, write_ring
from kiosk.store.rotation import KeptKey, KeysKept, Place, Progress, copies_in, gone
from kiosk.store.seal import Seal, Unreadable

SETTLES = timedelta(hours=1)
"""So long a key stays after another came into force: a copy of the database may just be in the making."""


class Rekeying:
    """Each method is one or two short transactions; broken off anywhere, the next one goes on."""

    def __init__(
        self, folder: Path, engine: Engine, keys: KeyFile, seal: Seal, clock: Clock, record: Record
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._keys = keys
        self._seal = seal
        self._clock = clock
        self._record = record

    def kept(self) -> KeysKept:
        """The keys there are."""
        ring = self._keys.ring()
        told = tuple(
            KeptKey(
                key.name, key.made_at, key.retired_at, None if key.copies is None else len(_there(key.copies))
            )
            for key in ring.keys
        )
        return KeysKept(told, self.left())

    def left(self) -> int:
        """How many values are not sealed with the key in force."""
        head = self._seal.head()
        with reading(self._engine) as session:
            return sum(column.others(session.connection(), head) for column in SEALED)

    def begin(self, by: str) -> None:
        """Put a new key into force.

        It is on record before it is done: a key that nobody knows of is worse than an entry too many. The
        file is written while this holds the right to write, so that whoever keeps something under the old
        key has done so before.
        """
        before = self._keys.ring()
        ring = before.with_new(self._clock.now())
        self._record.note(by, Deed.KEY_CHANGED, ring.current.name)
        self._write(before, ring)

    def some(self, place: Place, limit: int) -> Progress:
        """Seal at most ``limit`` values anew, from ``place`` on. What does not open is left as it is."""
        done = unreadable = 0
        column = SEALED[place.column]
        with writing(self._engine) as session:
            connection = session.connection()
            head = self._seal.head()
            found = column.after(connection, place.rowid, limit)
            for rowid, sealed, cell in found:
                if sealed.startswith(head):
                    continue
                try:
                    text = self._seal.open(sealed, cell)
                except Unreadable:
                    unreadable += 1
                    continue
                column.put(connection, rowid, sealed, self._seal.close(text, cell))
                done += 1
        if len(found) == limit:
            return Progress(done, unreadable, Place(place.column, found[-1][0]))
        last = place.column + 1 == len(SEALED)
        return Progress(done, unreadable, None if last else Place(place.column + 1))

    def drop(self, by: str, folders: Sequence[Path]) -> tuple[str, ...]:
        """Let go of earlier keys that nothing needs any more; their names. folders: where copies are kept.

        While a value in the database is not sealed with the key in force, all stay. When that is over, the
        copies are noted in which there may still be such values; a key goes when the last of them is gone.
        """
        before = self._keys.ring()
        if len(before.keys) == 1 or self.left():
            return ()
        looked = tuple(_looked(key, folders, self._clock.now()) for key in before.keys[:-1])
        kept = tuple(key for key in looked if key.copies is None or _there(key.copies))
        dropped = tuple(key.name for key in looked if key not in kept)
        for name in dropped:
            self._record.note(by, Deed.KEY_DROPPED, name)
        self._write(before, replace(before, keys=(*kept, before.current)))
        return dropped

    def _write(self, before: Ring, ring: Ring) -> None:
        """Unless somebody else has changed the keys since ``before`` was read."""
        with writing(self._engine):
            if ring != before and self._keys.ring() == before:
                write_ring(self._folder, ring)
                self._keys.ring()


def _looked(key: Key, folders: Sequence[Path], now: datetime) -> Key:
    if key.copies is not None or key.retired_at is None or now - key.retired_at < SETTLES:
        return key
    return replace(key, copies=tuple(str(path) for path in copies_in(folders)))


def _there(copies: Sequence[str]) -> list[str]:
    return [copy for copy in copies if not gone(copy)]
