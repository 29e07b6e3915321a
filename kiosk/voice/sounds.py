"""The sounds of sentences, made ahead of their turn and deleted when they are not to be kept."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from kiosk.voice.pace import NORMAL_WPM
from kiosk.voice.sentence import Sentence, SoundMaker


@dataclass(frozen=True)
class Making:
    """A sound on its way."""

    sentence: Sentence
    task: asyncio.Task[Path]


class Sounds:
    """Asks a maker for sounds at the normal speed; whoever plays them changes it."""

    def __init__(self, maker: SoundMaker) -> None:
        self._maker = maker
        self._running: set[asyncio.Task[object]] = set()

    def begin(self, sentence: Sentence) -> Making:
        """Have its sound made; from the end of ``task`` on it belongs to whoever asked."""
        task = asyncio.create_task(self._maker.make(sentence, NORMAL_WPM))
        self._keep(task)
        return Making(sentence, task)

    def abandon(self, making: Making) -> None:
        """It will not be played."""

        def delete_if_made(made: asyncio.Task[Path]) -> None:
            if not made.cancelled() and made.exception() is None:
                self.played(making.sentence, made.result())

        making.task.cancel()
        making.task.add_done_callback(delete_if_made)

    def played(self, sentence: Sentence, sound: Path) -> None:
        """It is over: delete it unless it is for everybody."""
        if not sentence.fixed:
            self._keep(asyncio.create_task(asyncio.to_thread(_unlink, sound)))

    async def close(self) -> None:
        """End the maker when all that was begun has ended."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._maker.close()

    def _keep(self, task: asyncio.Task[Path] | asyncio.Task[None]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _unlink(sound: Path) -> None:
    with contextlib.suppress(OSError):  # still open in a player that is slow to let go: gone at the close
        sound.unlink(missing_ok=True)
