"""Sentences to sound files, by a worker process that may hang or die at any time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from kiosk.child.backoff import Backoff
from kiosk.child.process import ChildBroken
from kiosk.voice.cache import LIMIT_BYTES, SoundCache
from kiosk.voice.process import WorkerProcess
from kiosk.voice.sentence import Sentence, SoundFailed

log = structlog.get_logger(__name__)


class WorkerMaker:
    """A ``SoundMaker`` that asks one worker, one sentence at a time.

    command: how the worker is started, which happens at the first sentence. cache_dir: where the sounds of
    fixed sentences are kept; it belongs to this maker alone. memory: a folder in memory for all the others;
    without one, what is private is not spoken. deadline_s: how long a sentence may take,
    starting the worker included; after that the worker is killed. A worker that dies or talks nonsense is
    replaced, at once the first time and then less and less often; meanwhile :class:`SoundFailed` is raised.
    """

    def __init__(
        self,
        command: Sequence[str],
        cache_dir: Path,
        deadline_s: float = 5.0,
        *,
        limit_bytes: int = LIMIT_BYTES,
        memory: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = tuple(command)
        self._cache = SoundCache(cache_dir, limit_bytes, memory=memory)
        self._deadline = deadline_s
        self._backoff = Backoff(monotonic)
        self._turn = asyncio.Lock()
        self._prepared = False
        self._preparing = asyncio.Lock()
        self._worker: WorkerProcess | None = None
        self.asked = 0
        """How many sounds the workers have been asked for."""
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def worker_pid(self) -> int | None:
        """The worker's process number, None when there is none."""
        return self._worker.pid if self._worker else None

    async def prepare(self) -> None:
        """Delete what an interrupted run left. Done at the first sentence at the latest; never raises."""
        try:
            await self._prepare()
        except OSError as error:
            log.warning("voice.folder_unusable", error=type(error).__name__)

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        """The file with the sound. Raises :class:`SoundFailed`, also when it takes too long.

        Cancelling leaves the worker to finish what it has begun; a sound not to be kept is then deleted.
        """
        self._check_open()
        try:
            await self._prepare()
            place = await asyncio.to_thread(self._cache.place, sentence, words_per_minute)
            if sentence.fixed and await asyncio.to_thread(self._cache.holds, place):
                return place
        except OSError as error:
            raise SoundFailed("files") from error
        await self._turn.acquire()
        task = asyncio.create_task(self._exchange(sentence, words_per_minute, place))
        task.add_done_callback(lambda _: self._turn.release())  # also when cancelled before it starts
        self._keep(task)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if not sentence.fixed:
                task.add_done_callback(lambda _: self._discard(place))
            raise
        return place

    async def close(self) -> None:
        """End the worker, whatever it does, and delete what is not to be kept."""
        self._closed = True
        await self._drop_worker()
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._drop_worker()
        await asyncio.to_thread(self._cache.forget)

    async def _prepare(self) -> None:
        async with self._preparing:
            if not self._prepared:
                await asyncio.to_thread(self._cache.prepare)
                self._prepared = True

    async def _exchange(self, sentence: Sentence, wpm: int, place: Path) -> None:
        try:
            if sentence.fixed and await asyncio.to_thread(self._cache.holds, place):
                return  # made by the one before in the line
            error = await self._ask_until_answered(sentence, wpm, place)
            self._backoff.worked()
            if error is not None:
                raise SoundFailed(error)
            if sentence.fixed:
                await asyncio.to_thread(self._cache.trim, place)
        except SoundFailed:
            await asyncio.to_thread(self._cache.discard, place, whole=not sentence.fixed)
            raise
        except OSError as failed:
            raise SoundFailed("files") from failed

    async def _ask_until_answered(self, sentence: Sentence, wpm: int, place: Path) -> str | None:
        while True:
            self._check_open()
            if self._backoff.wait_s() > 0:
                raise SoundFailed("worker resting")
            try:
                async with asyncio.timeout(self._deadline):
                    return await self._ask(sentence, wpm, place)
            except TimeoutError as late:
                await self._worker_failed("deadline")
                raise SoundFailed("too slow") from late
            except (ChildBroken, OSError):
                await self._worker_failed("broken")

    async def _ask(self, sentence: Sentence, wpm: int, place: Path) -> str | None:
        if self._worker is None:
            self._worker = await WorkerProcess.start(self._command)
            self._check_open()  # closed meanwhile: close() ends the worker when this returns
        self.asked += 1
        return await self._worker.ask(
            {
                "id": self.asked,
                "text": sentence.text,
                "locale": sentence.locale,
                "wpm": wpm,
                "out": str(place),
            }
        )

    async def _worker_failed(self, why: str) -> None:
        self._backoff.failed()
        if not self._closed:
            log.warning("voice.worker_failed", why=why, again_in_s=self._backoff.wait_s())
        await self._drop_worker()

    async def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.kill()

    def _check_open(self) -> None:
        if self._closed:
            raise SoundFailed("closed")

    def _discard(self, place: Path) -> None:
        self._keep(asyncio.create_task(asyncio.to_thread(self._cache.discard, place, whole=True)))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)
