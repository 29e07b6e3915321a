"""Looks at every part, writes down what it found, and never fails at it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.clock import Clock
from kiosk.devices.own_thread import Held, OwnThread
from kiosk.devices.slip import OfPaper, SlipPrinter
from kiosk.failure import StoreFailed
from kiosk.health import file, look
from kiosk.health.state import Health, PartHealth
from kiosk.put_back import PutBack
from kiosk.version import VERSION

T = TypeVar("T")

ANSWERS_S = 3.0
"""A part that takes longer to say how it does is held: the others are told without it."""
PRINTER_LOOKS = 6
"""The printer is asked at every so many looks: it takes a program of its own."""
BACKUPS = "backups"
"""In the data folder."""


@dataclass(frozen=True)
class Seen:
    """What the window knows. trouble: why the store cannot serve, None where it serves."""

    trouble: str | None
    voice_ready: bool
    voice_silent: bool
    handwriting: bool


@dataclass(frozen=True)
class Waits:
    """What the hub has still to hear. oldest: when the first of it was made, UTC."""

    count: int
    oldest: datetime | None


class HealthKeeping(Protocol):
    """How the window keeps it up."""

    async def start(self) -> None:
        """Before the first look."""
        ...

    async def look(self, seen: Seen) -> Health:
        """How the kiosk does now."""
        ...

    async def close(self) -> None:
        """The kiosk is being ended."""
        ...


class HealthBeside(Protocol):
    """What lives as long as the keeper, such as whoever serves the figures."""

    async def start(self) -> None:
        """Raises OSError where it cannot."""
        ...

    async def close(self) -> None:
        """For good."""
        ...


@dataclass(frozen=True)
class Sources:
    """Where the rest is found. printer, reader: None where this kiosk has none. reader: its device.

    reader_held: whether its driver holds it. waits: what the hub has still to hear; connected: whether it is
    there; ahead: the hall's time before ours; all None without a hub. tell: told of each look. backups: where
    they go, if not into the data folder. put_back: what nobody has looked at; asked in a thread.
    """

    printer: SlipPrinter | None = None
    reader: Path | None = None
    reader_held: Callable[[], bool] = lambda: False
    waits: Callable[[], Awaitable[Waits]] | None = None
    connected: Callable[[], bool] | None = None
    ahead: Callable[[], timedelta] | None = None
    tell: Callable[[Health], None] = lambda _health: None
    backups: Path | None = None
    put_back: Callable[[], PutBack | None] = lambda: None


@dataclass(frozen=True)
class _OfDisk:
    free_bytes: int
    reader: bool
    backups: bool
    backup_at: datetime | None
    put_back: PutBack | None


class HealthKeeper:
    """A HealthKeeping over a data folder. beside: what is started and closed with it."""

    def __init__(
        self,
        folder: Path,
        kiosk: str,
        clock: Clock,
        sources: Sources,
        report: Callable[[BaseException], None],
        beside: Sequence[HealthBeside] = (),
    ) -> None:
        self._folder, self._clock, self._sources, self._report = folder, clock, sources, report
        self._beside = tuple(beside)
        now = clock.now()
        self._health = Health(kiosk, VERSION, now, now, 0, os.getpid())
        self._last_known: datetime | None = None
        self._crashed_at: datetime | None = None
        self._thread = OwnThread("health")
        self._printer: tuple[bool, bool] = (True, False)
        self._to_printer = 0
        self._failing = False

    async def start(self) -> None:
        """Read how the last run ended. This one begins now: its process may have waited for its turn."""
        self._health = replace(self._health, began=self._clock.now())
        before = await self._within(lambda: file.read_last(self._folder))
        if before is not None:
            self._last_known = before.at
            restarts = before.restarts
            if not before.ended:
                self._crashed_at = before.at
                restarts += 1
            self._health = replace(self._health, restarts=restarts)
        for each in self._beside:
            try:
                await each.start()
            except OSError as error:
                self._report(error)

    async def look(self, seen: Seen) -> Health:
        """Ask everybody, write it down."""
        now = self._clock.now()
        self._last_known = max(now, self._last_known or now)
        disk = await self._within(self._on_disk)
        parts = [
            look.store(seen.trouble),
            look.disk(None if disk is None else disk.free_bytes),
            look.clock(now, self._last_known, self._sources.ahead() if self._sources.ahead else None),
            look.voice(seen.voice_ready, seen.voice_silent),
            look.handwriting(seen.handwriting),
            *await self._of_printer(),
            look.reader(self._of_reader(disk)),
            *await self._of_hub(now),
            look.crash(self._crashed_at, now),
        ]
        if disk is not None:
            parts += [look.backup(disk.backup_at, disk.backups, now), look.recovery(disk.put_back)]
        # What was the latest moment known stays known: a clock that was set back is told until it is right.
        self._health = replace(self._health, at=now, parts=tuple(parts))
        self._sources.tell(self._health)
        await self._write(self._health)
        return self._health

    async def close(self) -> None:
        """Say that it was ended."""
        for each in self._beside:
            await each.close()
        await self._write(replace(self._health, at=self._clock.now(), ended=True))

    # --- asking -------------------------------------------------------------------------------

    async def _of_printer(self) -> tuple[PartHealth, ...]:
        printer = self._sources.printer
        if printer is None:
            return look.printer(None, False)
        if self._to_printer <= 0:
            self._to_printer = PRINTER_LOOKS
            try:
                ready = await asyncio.wait_for(printer.ready(), ANSWERS_S)
            except TimeoutError:
                ready = False
            self._printer = (ready, isinstance(printer, OfPaper) and printer.out_of_paper)
        self._to_printer -= 1
        return look.printer(*self._printer)

    def _of_reader(self, disk: _OfDisk | None) -> bool | None:
        if self._sources.reader is None:
            return None
        return disk is not None and disk.reader and not self._sources.reader_held()

    async def _of_hub(self, now: datetime) -> tuple[PartHealth, ...]:
        connected = self._sources.connected
        if connected is None or self._sources.waits is None:
            return (look.hub(None),)
        try:
            waits = await asyncio.wait_for(self._sources.waits(), ANSWERS_S)
        except (StoreFailed, TimeoutError):  # what is the matter with the store is told of the store
            return (look.hub(connected()),)
        return look.queue(waits.count, waits.oldest, now), look.hub(connected())

    def _on_disk(self) -> _OfDisk:
        reader = self._sources.reader
        elsewhere = self._sources.backups
        folders = [self._folder / BACKUPS] + ([] if elsewhere is None else [elsewhere])
        there = [each for each in folders if each.is_dir()]
        made = [
            each.stat().st_mtime
            for folder in there
            for each in folder.iterdir()
            if not each.name.startswith(".")
        ]
        return _OfDisk(
            shutil.disk_usage(self._folder).free,
            reader is not None and os.access(reader, os.R_OK | os.W_OK),
            bool(there),
            datetime.fromtimestamp(max(made), UTC) if made else None,
            self._sources.put_back(),
        )

    async def _within(self, work: Callable[[], T]) -> T | None:
        """What ``work`` gives; None where the disk does not answer."""
        try:
            return await asyncio.wait_for(self._thread.run(work), ANSWERS_S)
        except (Held, TimeoutError, OSError):
            return None

    async def _write(self, health: Health) -> None:
        try:
            await asyncio.wait_for(self._thread.run(lambda: file.write(self._folder, health)), ANSWERS_S)
            self._failing = False
        except (Held, TimeoutError):
            pass  # the disk part says so
        except OSError as error:
            if not self._failing:
                self._report(error)
            self._failing = True
