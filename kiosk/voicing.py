"""The kiosk's voice, by its settings: packs, engine, how loud and when.

Apart from the rest of the outfit, because what it needs takes a moment to load: after the first paint.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

from kiosk.clock import Clock
from kiosk.memory_folder import memory_folder
from kiosk.outfit import pack_folders, worker_command
from kiosk.settings import Settings
from kiosk.voice.cache import SoundCache
from kiosk.voice.earphones import Fitting
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.pack import key
from kiosk.voice.pack_maker import PackMaker
from kiosk.voice.plan import FILE as HEARD
from kiosk.voice.plan import Heard
from kiosk.voice.quiet_hours import QuietHours
from kiosk.voice.sentence import Player, SoundMaker
from kiosk.voice.shelf import Shelf
from kiosk.voice.speaker import Speaker, VoiceSettings

JOINED_BYTES = 50_000_000


class KioskVoice(Speaker):
    """The speaker as the kiosk's sheet for the voice works it; counts in ``heard`` what was played."""

    def __init__(self, maker: SoundMaker, player: Player, *, heard: Heard, **fitted: Any) -> None:
        super().__init__(maker, player, on_heard=lambda said: heard.note(key(said.text)), **fitted)
        self._heard = heard

    async def close(self) -> None:
        """As ever, and the last counts are kept."""
        await super().close()
        await asyncio.to_thread(self._heard.save)

    @property
    def settings(self) -> VoiceSettings:
        """Rate, loudness, on or off."""
        return VoiceSettings(self.rate_percent, self.volume_level, self.on)

    def switch(self, on: bool) -> None:
        """On or off."""
        if on != self.on:
            self.toggle()


def voice(
    settings: Settings,
    player: Player,
    clock: Clock,
    *,
    on_sentence: Callable[[int | None], None],
    on_silent: Callable[[bool], None],
    on_earphones: Callable[[bool], None],
    outputs_known: Callable[[], bool] = lambda: True,
) -> KioskVoice:
    """The kiosk's voice: from the packs, and from the engine what they lack.

    Sounds of fixed sentences are kept in data_dir/voice, joined ones in data_dir/voice-joined.
    """
    kept, joined = settings.data_dir / "voice", settings.data_dir / "voice-joined"
    engine = WorkerMaker(worker_command("voice"), kept, memory=memory_folder(kept, os.environ))
    cache = SoundCache(joined, JOINED_BYTES, memory=memory_folder(joined, os.environ))
    maker = PackMaker(Shelf(*pack_folders(settings)), engine, cache)
    heard = Heard(settings.data_dir / HEARD)
    quiet = QuietHours(settings.quiet_hours)
    return KioskVoice(
        maker,
        player,
        on_sentence=on_sentence,
        on_silent=on_silent,
        heard=heard,
        on_earphones=on_earphones,
        defaults=VoiceSettings(settings.voice_rate, settings.voice_volume, settings.voice),
        fitting=Fitting.read(settings.earphones),
        outputs_known=outputs_known,
        level=lambda: quiet.level(clock.now()),
    )
