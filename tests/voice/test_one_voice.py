"""Notices and screens share one voice: nothing talks over anything, and nothing that happened is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kiosk.voice.sentence import Sentence
from kiosk.voice.speaker import Speaker, VoiceSettings

from .conftest import FakeMaker, FakePlayer, until

COMING = Sentence("引导员来了", "zh_CN")
WAITING = Sentence("正在叫人", "zh_CN")


def fixed(*texts: str) -> list[Sentence]:
    return [Sentence(text, "zh_CN") for text in texts]


@pytest.fixture
def places() -> list[int | None]:
    return []


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
async def speaker(
    fake_maker: FakeMaker, player: FakePlayer, places: list[int | None], heard: list[str]
) -> AsyncIterator[Speaker]:
    made = Speaker(
        fake_maker,
        player,
        on_sentence=places.append,
        on_silent=lambda _: None,
        on_heard=lambda sentence: heard.append(sentence.text),
        settle_s=0.0,
    )
    yield made
    await made.close()


def said(player: FakePlayer) -> list[str]:
    return [sound.stem.partition("-")[2] for sound, _ in player.played]


async def to_the_end(speaker: Speaker, player: FakePlayer) -> list[str]:
    """Let everything be played out."""
    player.at_once = True
    if player.playing is not None:
        player.end()
    await until(lambda: not speaker.speaking)
    return said(player)


async def test_a_notice_waits_for_the_end_of_the_sentence_then_the_screen_goes_on(
    speaker: Speaker, player: FakePlayer, places: list[int | None]
) -> None:
    speaker.say(fixed("甲", "乙", "丙"))
    await player.started(1)
    speaker.announce(COMING)
    for _ in range(20):
        await asyncio.sleep(0)
    assert said(player) == ["甲"]
    assert player.stopped == 0
    assert await to_the_end(speaker, player) == ["甲", "引导员来了", "乙", "丙"]
    assert places == [0, None, 1, 2, None]


async def test_in_silence_it_is_said_at_once(speaker: Speaker, player: FakePlayer) -> None:
    speaker.announce(COMING)
    await player.started(1)
    assert said(player) == ["引导员来了"]


async def test_a_newer_notice_takes_the_place_of_one_that_waits(speaker: Speaker, player: FakePlayer) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.announce(WAITING)
    speaker.announce(COMING)
    assert await to_the_end(speaker, player) == ["甲", "引导员来了", "乙"]


async def test_a_notice_being_said_is_not_interrupted_by_the_next(
    speaker: Speaker, player: FakePlayer
) -> None:
    speaker.announce(WAITING)
    await player.started(1)
    speaker.announce(COMING)
    assert await to_the_end(speaker, player) == ["正在叫人", "引导员来了"]
    assert player.stopped == 0


async def test_a_touch_and_a_new_screen_do_not_lose_it(speaker: Speaker, player: FakePlayer) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.announce(COMING)
    speaker.stop()
    speaker.say(fixed("丙", "丁"))
    await player.started(2)
    assert await to_the_end(speaker, player) == ["甲", "丙", "引导员来了", "丁"]


async def test_after_a_touch_that_led_nowhere_it_is_said_by_itself(
    speaker: Speaker, player: FakePlayer
) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.announce(COMING)
    speaker.stop()
    await player.started(2)
    assert await to_the_end(speaker, player) == ["甲", "引导员来了"]


async def test_cut_short_it_is_said_once_more_and_not_for_ever(speaker: Speaker, player: FakePlayer) -> None:
    speaker.announce(COMING)
    await player.started(1)
    speaker.stop()
    await player.started(2)
    speaker.stop()
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert said(player) == ["引导员来了", "引导员来了"]
    assert not speaker.speaking


async def test_the_idle_prompt_is_said_whole_before_it(speaker: Speaker, player: FakePlayer) -> None:
    speaker.say(fixed("您还在吗？", "请点一下"), first=True)
    await player.started(1)
    speaker.announce(COMING)
    assert await to_the_end(speaker, player) == ["您还在吗？", "请点一下", "引导员来了"]


async def test_what_is_no_longer_so_is_not_said(speaker: Speaker, player: FakePlayer) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.announce(COMING)
    speaker.withdraw()
    assert await to_the_end(speaker, player) == ["甲", "乙"]


async def test_what_ends_while_it_is_said_is_not_begun_again(speaker: Speaker, player: FakePlayer) -> None:
    speaker.announce(WAITING)
    await player.started(1)
    speaker.withdraw()
    speaker.say(fixed("甲"))
    await player.started(2)
    assert await to_the_end(speaker, player) == ["正在叫人", "甲"]


async def test_the_next_resident_hears_nothing_of_it(speaker: Speaker, player: FakePlayer) -> None:
    speaker.announce(COMING)
    await player.started(1)
    speaker.reset()
    speaker.say(fixed("甲"))
    await player.started(2)
    assert await to_the_end(speaker, player) == ["引导员来了", "甲"]


async def test_switched_off_there_are_no_notices(speaker: Speaker, player: FakePlayer) -> None:
    speaker.toggle()
    speaker.announce(COMING)
    speaker.toggle()
    speaker.say(fixed("甲"))
    await player.started(1)
    assert await to_the_end(speaker, player) == ["甲"]


async def test_a_private_notice_is_never_taken(speaker: Speaker, player: FakePlayer) -> None:
    speaker.announce(Sentence("王芳", "zh_CN", fixed=False, private=True))
    assert not speaker.speaking


async def test_only_what_is_the_same_for_everybody_is_counted_as_heard(
    speaker: Speaker, player: FakePlayer, heard: list[str]
) -> None:
    player.at_once = True
    speaker.say([*fixed("甲"), Sentence("号码是 12058", "zh_CN", fixed=False), *fixed("乙")])
    await until(lambda: not speaker.speaking)
    assert heard == ["甲", "乙"]


async def test_it_goes_back_to_what_the_station_set(fake_maker: FakeMaker, player: FakePlayer) -> None:
    station = VoiceSettings(rate=75, loudness=2, on=False)
    speaker = Speaker(
        fake_maker, player, on_sentence=lambda _: None, on_silent=lambda _: None, defaults=station
    )
    speaker.toggle()
    speaker.faster()
    speaker.louder()
    speaker.reset()
    assert (speaker.rate_percent, speaker.volume_level, speaker.on) == (75, 2, False)
    await speaker.close()


async def test_at_quiet_hours_the_loudspeaker_is_lower(fake_maker: FakeMaker, player: FakePlayer) -> None:
    levels = [1.0]
    speaker = Speaker(
        fake_maker,
        player,
        on_sentence=lambda _: None,
        on_silent=lambda _: None,
        level=lambda: levels[-1],
    )
    player.at_once = True
    speaker.say(fixed("甲"))
    await until(lambda: not speaker.speaking)
    assert not speaker.lowered
    levels.append(0.32)
    speaker.say(fixed("乙"))
    await until(lambda: not speaker.speaking)
    assert speaker.lowered
    assert player.played[1][1] == pytest.approx(0.32 * player.played[0][1])
    await speaker.close()


def test_what_is_private_is_never_fixed() -> None:
    with pytest.raises(ValueError, match="never kept"):
        Sentence("王芳", "zh_CN", private=True)
