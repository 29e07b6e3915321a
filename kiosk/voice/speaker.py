"""Says sentences one after the other, and is silent without fuss when it cannot."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import structlog

from kiosk.voice.earphones import Earphones, Fitting
from kiosk.voice.hearing import RATES, VOLUMES, VoiceSettings
from kiosk.voice.notices import Notices
from kiosk.voice.sentence import Player, Sentence, SoundFailed, SoundMaker
from kiosk.voice.sounds import Making, Sounds

__all__ = ["RATES", "VOLUMES", "Speaker", "VoiceSettings"]

log = structlog.get_logger(__name__)

LONGEST_SENTENCE_S = 60.0
SETTLE_S = 1.0
"""After a touch that led to nothing new, a notice that waits is said this much later."""


class Speaker:
    """The kiosk's one voice. Every method returns at once and none raises; failures are logged, never texts.

    on_sentence is told the place of each sentence when its sound starts, and None when the last one has
    ended, a notice comes between, or the voice was stopped. on_silent is told when there is nothing to hear
    from now on (no device, or of all that was to be said nothing could be) and when there is again; every
    ``say`` tries anew.
    on_heard is told each fixed sentence as it starts. on_earphones is told when a plug moved the sound to
    the earphones, or back. level: by how much the loudspeaker is turned down now, 0..1. outputs_known:
    whether the player can tell by now what is plugged in; what it finds first is nobody's.
    All of it belongs to the event loop's thread, and ``say`` needs the loop to run.
    """

    def __init__(
        self,
        maker: SoundMaker,
        player: Player,
        *,
        on_sentence: Callable[[int | None], None],
        on_silent: Callable[[bool], None],
        on_heard: Callable[[Sentence], None] | None = None,
        on_earphones: Callable[[bool], None] | None = None,
        defaults: VoiceSettings | None = None,
        fitting: Fitting | None = None,
        level: Callable[[], float] = lambda: 1.0,
        settle_s: float = SETTLE_S,
        outputs_known: Callable[[], bool] = lambda: True,
    ) -> None:
        self._sounds = Sounds(maker)
        self._player = player
        self._on_sentence, self._on_silent, self._on_heard = on_sentence, on_silent, on_heard
        self._defaults = self._settings = defaults or VoiceSettings()
        self._on_earphones = on_earphones
        self._level, self._settle = level, settle_s
        self._ears = Earphones(fitting or Fitting())
        self._outputs_known = outputs_known
        self._silent = False
        self._plays = True
        self._look_at_earphones()
        self._saying: asyncio.Task[None] | None = None
        self._at: int | None = None
        self._notices = Notices()
        self._soon: asyncio.TimerHandle | None = None
        self._running: set[asyncio.Task[None]] = set()
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

    @property
    def earphones(self) -> bool:
        """Whether only the earphones are spoken to, so that private sentences may be said."""
        return self._ears.in_use

    @property
    def earphones_there(self) -> bool:
        """Whether earphones can be spoken to."""
        return self._ears.there

    @property
    def lowered(self) -> bool:
        """Whether the loudspeaker is turned down at this hour."""
        return not self._ears.in_use and self._level() < 1

    def say(self, sentences: Sequence[Sentence], *, first: bool = False) -> None:
        """Stop what is being said and say these; nothing when switched off or without a device.

        A notice that waits comes after the first sentence; after the last where these are ``first``.
        Private ones are left out unless the earphones are in use.
        """
        self._cut()
        said = [(at, s) for at, s in enumerate(sentences) if self._ears.in_use or not s.private]
        if said and self._ready():
            self._saying = self._spawn(self._say(tuple(said), first))
        else:
            self._settle_then_tell()

    def announce(self, sentence: Sentence) -> None:
        """Say one notice when the sentence being said has ended, then go on with the rest.

        It takes the place of a notice that still waits.
        """
        if self._ready() and not sentence.private:
            self._notices.add(sentence)
            self._tell_waiting()

    def withdraw(self) -> None:
        """What was announced is no longer so: one that waits is not said, nor one cut short again."""
        self._notices.clear()

    def stop(self) -> None:
        """Be quiet now. A notice that waits is said with what comes next, or a moment later."""
        self._cut()
        self._settle_then_tell()

    def faster(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._settings = self._settings.paced(1)

    def slower(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._settings = self._settings.paced(-1)

    def louder(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._settings = self._settings.turned(1)

    def softer(self) -> None:
        """One step, from the next sentence on; the last step stays."""
        self._settings = self._settings.turned(-1)

    def toggle(self) -> None:
        """On or off; off stops what is being said."""
        self._settings = self._settings.toggled()
        if not self._settings.on:
            self._hush()

    def use_earphones(self, use: bool) -> None:
        """Speak to the earphones alone, or to the hall; what is being said stops at once on a change."""
        if self._ears.wish(use):
            self._cut()

    def outputs_changed(self) -> None:
        """Something to play on was plugged in or taken away."""
        if self._look_at_earphones():
            self._cut()
            if self._on_earphones is not None:
                self._on_earphones(self._ears.in_use)

    def reset(self) -> None:
        """Back to the defaults and the loudspeaker, for the next resident."""
        self._hush()
        self._ears.wish(False)
        self._settings = self._defaults

    async def close(self) -> None:
        """Be quiet, end the worker and leave nothing behind."""
        self._closed = True  # a screen may still come up while the kiosk is ending
        self._hush()
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._sounds.close()

    # --- one voice ----------------------------------------------------------------------------

    def _hush(self) -> None:
        self._notices.clear()
        self._cut()

    def _cut(self) -> None:
        saying, self._saying = self._saying, None
        if saying is not None:
            saying.cancel()
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        self._notices.cut()
        self._tell(None)

    def _settle_then_tell(self) -> None:
        if self._notices.waits and not self._closed:
            self._soon = asyncio.get_running_loop().call_later(self._settle, self._tell_waiting)

    def _tell_waiting(self) -> None:
        if self._notices.waits and self._saying is None and self._ready():
            self._saying = self._spawn(self._say((), first=False))

    async def _say(self, said: tuple[tuple[int, Sentence], ...], first: bool) -> None:
        ahead: deque[Making] = deque()
        heard = []
        try:
            if said:
                ahead.append(self._sounds.begin(said[0][1]))
            for place, (at, sentence) in enumerate(said, 1):
                sound = await self._made(ahead[0])
                # From here on the sound is ours to delete, and the next is being made while it plays.
                ahead.popleft()
                if place < len(said):
                    ahead.append(self._sounds.begin(said[place][1]))
                heard.append(sound is not None and await self._play(at, sentence, sound))
                if not first:
                    heard += await self._tell_notices()
            heard += await self._tell_notices()
            if not any(heard):  # one that fails among others is no silence
                self._set_silent(True)
        finally:
            for making in ahead:
                self._sounds.abandon(making)
            if self._is_current():
                self._saying = None
                self._tell(None)

    async def _tell_notices(self) -> list[bool]:
        heard = []
        while (notice := self._notices.begin()) is not None:
            making = self._sounds.begin(notice)
            try:
                sound = await self._made(making)
            except asyncio.CancelledError:
                self._sounds.abandon(making)
                raise
            heard.append(sound is not None and await self._play(None, notice, sound))
            self._notices.ended()
        return heard

    async def _made(self, making: Making) -> Path | None:
        try:
            return await making.task
        except Exception as error:  # whatever it is, the kiosk goes on without sound
            self._failed("voice.not_made", error)
            return None

    async def _play(self, at: int | None, sentence: Sentence, sound: Path) -> bool:
        """Whether it was heard to its end."""
        try:
            if self._plays:  # else it is known only when it has played
                self._set_silent(False)
            self._tell(at)
            # Not if whoever was told has stopped it; and never private words to the hall.
            if self._is_current() and (self._ears.in_use or not sentence.private):
                if sentence.fixed and self._on_heard is not None:
                    self._on_heard(sentence)
                return await self._hear(sound)
            return False
        finally:
            self._sounds.played(sentence, sound)

    async def _hear(self, sound: Path) -> bool:
        settings, output = self._settings, self._ears.output
        volume = settings.volume * (1.0 if output else self._level())
        try:
            async with asyncio.timeout(LONGEST_SENTENCE_S):
                await self._player.play(sound, volume, settings.rate / 100, output)
        except Exception as error:
            self._failed("voice.not_played", error)
            self._plays = False
        else:
            self._plays = True
            self._set_silent(False)
        return self._plays

    def _ready(self) -> bool:
        return not self._closed and self._settings.on and self._has_device()

    def _has_device(self) -> bool:
        there = self._available(self._ears.output)
        if not there:
            self._set_silent(True)
        return there

    def _look_at_earphones(self) -> bool:
        output = self._ears.fitting.output
        return bool(output) and self._outputs_known() and self._ears.seen(self._available(output))

    def _available(self, output: str) -> bool:
        try:
            return self._player.available(output)
        except Exception as error:
            self._failed("voice.no_device", error)
            self._set_silent(True)
            return False

    def _failed(self, event: str, error: Exception) -> None:
        reason = str(error) if isinstance(error, SoundFailed) else ""
        log.warning(event, error=type(error).__name__, reason=reason)

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
