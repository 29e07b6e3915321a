"""Sentences to sound files from packs, and from the engine what no pack has."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from pathlib import Path
from typing import Protocol

import structlog

from kiosk.voice import opus
from kiosk.voice.cache import SoundCache
from kiosk.voice.compose import Clip
from kiosk.voice.join import write_joined
from kiosk.voice.sentence import Sentence, SoundMaker
from kiosk.voice.shelf import Shelf

log = structlog.get_logger(__name__)


class Live(SoundMaker, Protocol):
    """The engine, asked for what no pack has."""

    async def prepare(self) -> None:
        """Delete what an interrupted run left; never raises."""
        ...


class PackMaker:
    """A ``SoundMaker``. Order: as the shelf has it, then ``live``, sentence by sentence.

    A sentence that a pack has is its file as it stands. One that is joined is kept in ``cache`` if it is
    fixed; a sound that is not for everybody is always a file of its own, which belongs to the caller.
    """

    def __init__(self, shelf: Shelf, live: Live, cache: SoundCache) -> None:
        self._shelf, self._live, self._cache = shelf, live, cache
        self._turn = asyncio.Lock()
        self._prepared = False
        self._running: set[asyncio.Task[Path | None]] = set()

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        """The file with the sound. Raises :class:`SoundFailed`, also when it takes too long."""
        task = asyncio.create_task(self._in_turn(sentence))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            found = await asyncio.shield(task)
        except asyncio.CancelledError:
            if not sentence.fixed:
                task.add_done_callback(_delete_made)
            raise
        return found if found is not None else await self._live.make(sentence, words_per_minute)

    async def close(self) -> None:
        """End the worker, and leave nothing behind that is not to be kept."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._live.close()
        await asyncio.to_thread(self._cache.forget)

    async def _in_turn(self, sentence: Sentence) -> Path | None:
        async with self._turn:
            if not self._prepared:
                self._prepared = True
                await self._live.prepare()
                await asyncio.to_thread(self._prepare)
            return await asyncio.to_thread(self._from_packs, sentence)

    def _prepare(self) -> None:
        try:
            self._cache.prepare()
        except OSError as error:
            log.warning("voice.folder_unusable", error=type(error).__name__)

    def _from_packs(self, sentence: Sentence) -> Path | None:
        clips = self._shelf.clips(sentence)
        if clips is None:
            return None
        try:
            if len(clips) == 1:
                opus.check(clips[0].sound)
                if sentence.fixed:
                    return clips[0].sound
            return self._written(sentence, clips)
        except OSError as error:  # a damaged sound, or no room: the engine may still say it
            log.warning("voice.not_joined", error=type(error).__name__)
            return None

    def _written(self, sentence: Sentence, clips: list[Clip]) -> Path:
        if not sentence.fixed and len(clips) == 1:
            place = self._cache.place(sentence, 0).with_suffix(clips[0].sound.suffix)
            shutil.copyfile(clips[0].sound, place)
            return place
        place = self._cache.place(sentence, 0, made_of=_made_of(clips))
        if not (sentence.fixed and self._cache.holds(place)):
            write_joined(clips, place)
            if sentence.fixed:
                self._cache.trim(place)
        return place


def _made_of(clips: list[Clip]) -> str:
    """Another one when a sound that it is joined from was recorded again."""
    told = [f"{clip.sound}\0{clip.sound.stat().st_mtime_ns}\0{clip.pause_s}" for clip in clips]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _delete_made(task: asyncio.Task[Path | None]) -> None:
    """Nobody waits for it any more. It is one small file, in memory where there is such a place."""
    if not task.cancelled() and task.exception() is None and (made := task.result()) is not None:
        made.unlink(missing_ok=True)
