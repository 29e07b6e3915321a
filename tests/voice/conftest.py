from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from kiosk.voice.maker import WorkerMaker
from kiosk.voice.sentence import Sentence, SoundFailed

REAL_WORKER = (sys.executable, "-c", "from kiosk.voice.worker import main; raise SystemExit(main())")


class Watch:
    """A clock that stands still until turned."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakePlayer:
    """Plays until told that the sound has ended."""

    def __init__(self) -> None:
        self.there = True
        self.breaks = False
        self.playing: Path | None = None
        self.played: list[tuple[Path, float]] = []
        self.rates: list[float] = []
        self.outputs: list[str] = []
        self.stopped = 0
        self.at_once = False
        self._end: asyncio.Future[None] | None = None
        self._started = asyncio.Condition()

    def available(self, output: str = "") -> bool:
        return self.there

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        if self.breaks:
            raise SoundFailed("broken")
        self.played.append((sound, volume))
        self.rates.append(rate)
        self.outputs.append(output)
        self.playing = sound
        self._end = asyncio.get_running_loop().create_future()
        async with self._started:
            self._started.notify_all()
        try:
            if not self.at_once:
                await self._end
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        finally:
            self.playing = None

    def end(self) -> None:
        assert self._end is not None
        self._end.set_result(None)

    async def started(self, count: int) -> None:
        """Until ``count`` sounds have been started in all."""
        async with asyncio.timeout(10), self._started:
            await self._started.wait_for(lambda: len(self.played) >= count)


class FakeMaker:
    """Makes empty files; by hand when ``held``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, int]] = []
        self.failing: Exception | None = None
        self.held: asyncio.Event | None = None
        self.closed = False

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        self.asked.append((sentence.text, words_per_minute))
        if self.held:
            await self.held.wait()
        if self.failing:
            raise self.failing
        place = self.folder / f"{len(self.asked)}-{sentence.text}.wav"
        place.touch()
        return place

    async def close(self) -> None:
        self.closed = True


async def until(true: Callable[[], bool], deadline_s: float = 10.0) -> None:
    """Turn the loop until ``true()``."""
    async with asyncio.timeout(deadline_s):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # a process or a file has no event to wait for


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def maker(tmp_path: Path) -> AsyncIterator[WorkerMaker]:
    made = WorkerMaker(REAL_WORKER, tmp_path / "sounds", 10.0)
    yield made
    await made.close()


@pytest.fixture
def fake_maker(tmp_path: Path) -> FakeMaker:
    return FakeMaker(tmp_path)


@pytest.fixture
async def player() -> FakePlayer:
    return FakePlayer()
