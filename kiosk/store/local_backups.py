"""Backups of the store on this machine, made while it serves."""

from __future__ import annotations

import asyncio
import importlib
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import structlog

from kiosk.clock import Clock
from kiosk.store.backup import Backup, Standing, backups_in
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder

if TYPE_CHECKING:
    # Seen by the type checker, and by whatever packs a frozen program.
    from kiosk.store import _backing as _backing

T = TypeVar("T")

EVERY = timedelta(hours=1)
AGAIN_S = 600.0
"""After a failure it is tried again this soon."""
_log = structlog.stdlib.get_logger("kiosk.backup")


class LocalBackups:
    """Works in a thread of its own, beside the store's: a resident never waits for a backup.

    Every method raises :class:`StoreFailed`.
    """

    def __init__(self, folder: DataFolder, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._connection: sqlite3.Connection | None = None

    async def make(self) -> Backup:
        """One now."""
        return await self._run(self._make)

    def list(self) -> tuple[Backup, ...]:
        """All there are, of every folder, the oldest first."""
        there = [each for where in self._folder.backup_folders for each in backups_in(where)]
        return tuple(sorted(there, key=lambda each: (each.at, each.path)))

    async def look(self, path: Path) -> Standing:
        """How this file stands."""

        def looked() -> Standing:
            found: Standing = _work().look(path, self._folder)
            return found

        return await self._run(looked)

    async def hourly(self, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Make one where the last is older than an hour, and so on for ever. wait: seconds.

        Where none can be made, that stands in the log, and residents are served as before.
        """
        failing: Trouble | None = None
        while True:
            try:
                left = await self._left()
                if left > 0:
                    await wait(left)
                    continue
                made = await self.make()
            except StoreFailed as failed:
                if failed.trouble is not failing:
                    _log.warning("no_backup", trouble=str(failed.trouble))
                failing = failed.trouble
                await wait(AGAIN_S)
            else:
                failing = None
                _log.info("backup", file=made.path.name)

    async def _left(self) -> float:
        """Seconds until the next one is due. One of the future was made before the clock was set back."""
        now = self._clock.now()
        there = tuple(each for each in self.list() if each.at <= now + EVERY)
        if not there or not await self._run(partial(_covered, self._folder, there)):
            return 0.0
        return (there[-1].at + EVERY - now).total_seconds()

    def _make(self) -> Backup:
        try:
            made: Backup = _work().back_up(self._folder, self._clock, self._opened)
            return made
        finally:
            self._connection = None

    def _opened(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def _run(self, work: Callable[[], T]) -> T:
        """Do it in a thread. Given up, what is being copied is broken off."""
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backup")
        try:
            return await asyncio.wrap_future(thread.submit(self._tried, work))
        except asyncio.CancelledError:
            if self._connection is not None:
                self._connection.interrupt()
            raise
        finally:
            thread.shutdown(wait=False)

    def _tried(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except StoreFailed:
            raise
        except Exception as error:
            found = diagnose(error, self._folder.database)
            if found is None:
                raise
            raise found from error


def _covered(folder: DataFolder, there: tuple[Backup, ...]) -> bool:
    known: bool = _work().covered(folder, there)
    return known


def _work() -> ModuleType:
    # SQL takes a second to import: not before the first backup, and in its thread.
    return importlib.import_module("kiosk.store._backing")
