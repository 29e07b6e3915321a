"""The kiosk's voice is put together as the station set it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.settings import Settings
from kiosk.voice.pack import key
from kiosk.voice.plan import FILE, Heard
from kiosk.voice.quiet_hours import QUIET_LEVEL
from kiosk.voice.sentence import Sentence
from kiosk.voicing import KioskVoice, voice

from .conftest import FakePlayer, until


class Noon(SystemClock):
    """It is 12:10 in the hall."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 4, 10, tzinfo=UTC)


def made(settings: Settings, player: FakePlayer, moves: list[bool]) -> KioskVoice:
    return voice(
        settings,
        player,
        Noon(),
        on_sentence=lambda _: None,
        on_silent=lambda _: None,
        on_earphones=moves.append,
    )


async def test_volume_speed_and_mute_go_back_to_what_the_station_set(
    tmp_path: Path, player: FakePlayer
) -> None:
    kiosk = made(Settings(data_dir=tmp_path, voice=False, voice_volume=2, voice_rate=75), player, [])
    assert (kiosk.on, kiosk.volume_level, kiosk.rate_percent) == (False, 2, 75)
    kiosk.switch(True)
    kiosk.louder()
    kiosk.faster()
    assert (kiosk.on, kiosk.volume_level, kiosk.rate_percent) == (True, 3, 100)
    kiosk.reset()
    assert (kiosk.on, kiosk.volume_level, kiosk.rate_percent) == (False, 2, 75)
    await kiosk.close()


@pytest.mark.parametrize(
    ("hours", "lowered"), [(("12:00-13:30",), True), (("13:00-13:30",), False), ((), False)]
)
async def test_quiet_hours(tmp_path: Path, player: FakePlayer, hours: tuple[str, ...], lowered: bool) -> None:
    kiosk = made(Settings(data_dir=tmp_path, quiet_hours=hours), player, [])
    assert kiosk.lowered is lowered
    assert kiosk._level() == (QUIET_LEVEL if lowered else 1.0)
    await kiosk.close()


async def test_earphones_by_plug(tmp_path: Path, player: FakePlayer) -> None:
    moves: list[bool] = []
    player.there = False
    kiosk = made(Settings(data_dir=tmp_path, earphones="plug:ears"), player, moves)
    player.there = True
    kiosk.outputs_changed()
    assert kiosk.earphones
    assert moves == [True]
    await kiosk.close()


async def test_what_was_heard_is_counted_by_its_key_and_kept_at_the_close(
    tmp_path: Path, player: FakePlayer
) -> None:
    kiosk = made(Settings(data_dir=tmp_path), player, [])
    player.at_once = True
    for _ in range(3):
        kiosk.say([Sentence("您还在吗？", "zh_CN")])
        await until(lambda: not kiosk.speaking)
    await kiosk.close()
    assert Heard(tmp_path / FILE).times(key("您还在吗？")) == 3
