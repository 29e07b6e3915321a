"""Says sentences one after the other, and is silent without fuss when it cannot."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from kiosk.voice.pace import NORMAL_WPM
from kiosk.voice.sentence import Player, Sentence, SoundFailed, SoundMaker

log = structlog.get_logger(__name__)

RATES = (50, 75, 100, 125, 150, 175, 200)
# Five steps of 5 dB: each is heard as a step, and none may be more than 10 dB (VVSG 2.0, 7.1-K).
VOLUMES = (0.1, 0.18, 0.32, 0.56, 1.0)
LONGEST_SENTENCE_S = 60.0


@dataclass(frozen=True)
class VoiceSettings:
    """What a resident may change. rate: percent, one of ``RATES``; loudness: 1..5."""

    rate: int = 100
    loudness: int = 3
    on: bool = True

    def __post_init__(self) -> None:
        if self.rate not in RATES or not 1 <= self.loudness <= len(VOLUMES):
            raise ValueError("no such rate or loudness")


class Speaker:
    """The kiosk's voice. Every method returns at once and none raises; failures are logged, never the text.

    on_sentence is told the place of each sentence when its sound starts, and None when the last one has
    ended or the voice was stopped or interrupted. on_silent is told when there is nothing to hear from now
    on (no device, or no sounds can be made) and when there is again; every ``say`` tries anew.
    All of it belongs to the event loop's thread, and ``say`` needs the loop to run.
    """

    def __init__(
        self,
        maker: SoundMaker,
        player: Player,
        *,
        on_sentence: Callable[[int | None], None],
        on_silent: Callable[[bool], None],
        defaults: VoiceSettings | None = None,
    ) -> None:
        self._maker = maker
        self._player = player
        self._on_sentence = on_sentence
        self._on_silent = on_silent
        self._defaults = defaults or VoiceSettings()
        self._settings = self._defaults
        self._silent = False
        self._saying: asyncio.Task[None] | None = None
        self._at: int | None = None
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def silent(self) -> bool:
        """Whether nothing could be heard when it was last tried."""
        return self._silent

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or about to be."""
        return self._saying is not None

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return self._settings.on

    @property
    def rate_percent(self) -> int:
        """One of ``RATES``."""
        return self._settings.rate

    @property
    def volume_level(self) -> int:
        """1 to 5."""
        return self._settings.loudness

    def say(self, sentences: Sequence[Sentence]) -> None:
        """Stop what is being said and say these; nothing when switched off or without a device."""
        self.stop()
        if self._closed or not sentences or not self._settings.on or not self._has_device():
            return
        self._saying = self._spawn(self._say(tuple(sentences)))

    def stop(self) -> None:
        """Be quiet now."""
        saying, self._saying = self._saying, None
        if saying is not None:
            saying.cancel()
        self._tell(None)

    def faster(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._step_rate(1)

    def slower(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._step_rate(-1)

    def louder(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._step_loudness(1)

    def softer(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._step_loudness(-1)

    def toggle(self) -> None:
        """On or off; off stops what is being said."""
        self._use(replace(self._settings, on=not self._settings.on))

    def reset(self) -> None:
        """Back to the defaults, for the next resident."""
        self._use(self._defaults)

    async def close(self) -> None:
        """Be quiet, end the worker and leave nothing behind."""
        self._closed = True  # a screen may still come up while the kiosk is ending
        self.stop()
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._maker.close()

    def _use(self, settings: VoiceSettings) -> None:
        self._settings = settings
        if not settings.on:
            self.stop()

    async def _say(self, sentences: tuple[Sentence, ...]) -> None:
        ahead: _Making | None = self._begin(sentences[0])
        try:
            for at, following in enumerate((*sentences[1:], None)):
                assert ahead is not None
                sound = await self._sound(ahead)
                said = ahead.sentence
                # From here on the sound is ours to delete, and the next is being made while it plays.
                ahead = self._begin(following) if following else None
                if sound is not None:
                    await self._play(at, said, sound)
        finally:
            if ahead is not None:
                self._abandon(ahead)
            if self._is_current():
                self._saying = None
                self._tell(None)

    def _begin(self, sentence: Sentence) -> _Making:
        making = asyncio.create_task(self._maker.make(sentence, NORMAL_WPM))
        self._running.add(making)
        making.add_done_callback(self._running.discard)
        return _Making(sentence, making)

    async def _sound(self, making: _Making) -> Path | None:
        try:
            return await making.task
        except Exception as error:  # whatever it is, the kiosk goes on without sound
            self._failed("voice.not_made", error)
            return None

    async def _play(self, at: int, sentence: Sentence, sound: Path) -> None:
        try:
            self._set_silent(False)
            self._tell(at)
            if self._is_current():  # not if whoever was told has stopped it
                await self._hear(sound)
        finally:
            if not sentence.fixed:
                self._delete(sound)

    async def _hear(self, sound: Path) -> None:
        try:
            async with asyncio.timeout(LONGEST_SENTENCE_S):
                settings = self._settings
                await self._player.play(sound, VOLUMES[settings.loudness - 1], settings.rate / 100)
        except Exception as error:
            self._failed("voice.not_played", error)

    def _abandon(self, making: _Making) -> None:
        def delete_if_made(made: asyncio.Task[Path]) -> None:
            if not made.cancelled() and made.exception() is None and not making.sentence.fixed:
                self._delete(made.result())

        making.task.cancel()
        making.task.add_done_callback(delete_if_made)

    def _delete(self, sound: Path) -> None:
        self._spawn(asyncio.to_thread(_unlink, sound))

    def _has_device(self) -> bool:
        try:
            there = self._player.available()
        except Exception as error:
            self._failed("voice.no_device", error)
            return False
        if not there:
            self._set_silent(True)
        return there

    def _failed(self, event: str, error: Exception) -> None:
        reason = str(error) if isinstance(error, SoundFailed) else ""
        log.warning(event, error=type(error).__name__, reason=reason)
        self._set_silent(True)

    def _set_silent(self, silent: bool) -> None:
        if silent != self._silent:
            self._silent = silent
            self._on_silent(silent)

    def _tell(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self._on_sentence(at)

    def _is_current(self) -> bool:
        return self._saying is asyncio.current_task()

    def _step_rate(self, step: int) -> None:
        at = RATES.index(self._settings.rate) + step
        self._settings = replace(self._settings, rate=RATES[min(max(at, 0), len(RATES) - 1)])

    def _step_loudness(self, step: int) -> None:
        loudness = min(max(self._settings.loudness + step, 1), len(VOLUMES))
        self._settings = replace(self._settings, loudness=loudness)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            told = {"message": "the voice's task failed", "exception": error, "task": task}
            task.get_loop().call_exception_handler(told)


def _unlink(sound: Path) -> None:
    with contextlib.suppress(OSError):  # still open in a player that is slow to let go: gone at the close
        sound.unlink(missing_ok=True)


@dataclass(frozen=True)
class _Making:
    """A sound on its way."""

    sentence: Sentence
    task: asyncio.Task[Path]
