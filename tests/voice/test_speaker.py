from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.voice.maker import WorkerMaker
from kiosk.voice.sentence import Sentence, SoundFailed
from kiosk.voice.silent import SilentPlayer
from kiosk.voice.speaker import RATES, VOLUMES, Speaker, VoiceSettings

from .conftest import FakeMaker, FakePlayer, files_under, until


def fixed(*texts: str) -> list[Sentence]:
    return [Sentence(text, "zh_CN") for text in texts]


class Told:
    """What the speaker told."""

    def __init__(self) -> None:
        self.places: list[int | None] = []
        self.silences: list[bool] = []


@pytest.fixture
def told() -> Told:
    return Told()


def speaker_of(maker: object, player: object, told: Told) -> Speaker:
    return Speaker(
        maker,  # type: ignore[arg-type]
        player,  # type: ignore[arg-type]
        on_sentence=told.places.append,
        on_silent=told.silences.append,
    )


@pytest.fixture
async def speaker(fake_maker: FakeMaker, player: FakePlayer, told: Told) -> AsyncIterator[Speaker]:
    made = speaker_of(fake_maker, player, told)
    yield made
    await made.close()


async def ended(speaker: Speaker) -> None:
    await until(lambda: not speaker.speaking)


async def test_sentences_are_said_in_order_and_told_as_they_start(
    speaker: Speaker, player: FakePlayer, told: Told
) -> None:
    speaker.say(fixed("甲", "乙", "丙"))
    for at in range(3):
        await player.started(at + 1)
        assert told.places == list(range(at + 1))
        player.end()
    await ended(speaker)
    assert [sound.name for sound, _ in player.played] == ["1-甲.wav", "2-乙.wav", "3-丙.wav"]
    assert told.places == [0, 1, 2, None]
    assert told.silences == []


async def test_the_next_sentence_is_made_while_one_plays_but_not_more(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker
) -> None:
    speaker.say(fixed("甲", "乙", "丙"))
    await player.started(1)
    await until(lambda: len(fake_maker.asked) == 2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert [text for text, _ in fake_maker.asked] == ["甲", "乙"]


async def test_stopping_is_done_within_one_turn_of_the_loop(
    speaker: Speaker, player: FakePlayer, told: Told
) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.stop()
    assert told.places == [0, None]
    assert not speaker.speaking
    await asyncio.sleep(0)
    assert player.playing is None
    assert player.stopped == 1


async def test_stopping_while_the_sound_is_being_made(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker, told: Told
) -> None:
    fake_maker.held = asyncio.Event()
    speaker.say(fixed("甲"))
    await until(lambda: bool(fake_maker.asked))
    speaker.stop()
    fake_maker.held.set()
    await speaker.close()
    assert player.played == []
    assert told.places == []


async def test_saying_interrupts_what_is_being_said(speaker: Speaker, player: FakePlayer, told: Told) -> None:
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    speaker.say(fixed("丙"))
    await player.started(2)
    assert player.stopped == 1
    assert player.played[-1][0].name.endswith("丙.wav")
    player.end()
    await ended(speaker)
    assert told.places == [0, None, 0, None]


async def test_of_many_wishes_in_one_turn_only_the_last_is_heard(
    speaker: Speaker, player: FakePlayer, told: Told
) -> None:
    for text in "甲乙丙丁":
        speaker.say(fixed(text))
    await player.started(1)
    player.end()
    await ended(speaker)
    assert [sound.name[-5] for sound, _ in player.played] == ["丁"]
    assert told.places == [0, None]


async def test_who_is_told_may_stop_or_say_something_else(fake_maker: FakeMaker, player: FakePlayer) -> None:
    def on_sentence(at: int | None) -> None:
        if at == 0:
            speaker.stop()

    speaker = Speaker(fake_maker, player, on_sentence=on_sentence, on_silent=lambda _: None)
    speaker.say(fixed("甲", "乙"))
    await ended(speaker)
    await speaker.close()
    assert player.played == []


async def test_saying_nothing_stops(speaker: Speaker, player: FakePlayer, told: Told) -> None:
    speaker.say(fixed("甲"))
    await player.started(1)
    speaker.say([])
    assert told.places == [0, None]


async def test_without_a_device_no_sound_is_even_made(fake_maker: FakeMaker, told: Told) -> None:
    speaker = speaker_of(fake_maker, SilentPlayer(), told)
    speaker.say(fixed("甲"))
    assert speaker.silent
    assert not speaker.speaking
    await speaker.close()
    assert fake_maker.asked == []
    assert told.silences == [True]
    assert told.places == []


async def test_a_device_that_comes_back_is_used(speaker: Speaker, player: FakePlayer, told: Told) -> None:
    player.there = False
    speaker.say(fixed("甲"))
    speaker.say(fixed("甲"))
    player.there = True
    speaker.say(fixed("甲"))
    await player.started(1)
    assert told.silences == [True, False]
    assert not speaker.silent


async def test_a_sentence_that_fails_among_others_is_no_silence(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker, told: Told
) -> None:
    make = fake_maker.make

    async def all_but_one(sentence: Sentence, words_per_minute: int) -> Path:
        if sentence.text == "乙":
            raise SoundFailed("no pack has it, and there is no engine")
        return await make(sentence, words_per_minute)

    fake_maker.make = all_but_one  # type: ignore[method-assign]
    player.at_once = True
    for texts in ("甲乙丙", "乙丙", "甲乙"):
        speaker.say(fixed(*texts))
        await ended(speaker)
    assert told.silences == []
    speaker.say(fixed("乙"))
    await ended(speaker)
    assert told.silences == [True]


async def test_a_player_that_fails_again_and_again_is_told_of_once(
    speaker: Speaker, player: FakePlayer, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_told: object) -> None:
        raise SoundFailed("player")

    with monkeypatch.context() as broken:
        broken.setattr(player, "play", fail)
        for _ in range(3):
            speaker.say(fixed("甲", "乙"))
            await ended(speaker)
        assert told.silences == [True]
    player.at_once = True
    speaker.say(fixed("甲"))
    await ended(speaker)
    assert told.silences == [True, False]


@pytest.mark.parametrize("failure", [SoundFailed("worker"), RuntimeError("a defect"), OSError("disk")])
async def test_sounds_that_cannot_be_made_are_silence_until_they_can(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker, told: Told, failure: Exception
) -> None:
    fake_maker.failing = failure
    speaker.say(fixed("甲", "乙"))
    await ended(speaker)
    assert told.silences == [True]
    assert told.places == []
    fake_maker.failing = None
    speaker.say(fixed("甲"))
    await player.started(1)
    assert told.silences == [True, False]


async def test_a_sentence_that_cannot_be_made_is_passed_over(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker, told: Told
) -> None:
    make = fake_maker.make

    async def not_the_first(sentence: Sentence, words_per_minute: int) -> Path:
        if sentence.text == "甲":
            raise SoundFailed("empty")
        return await make(sentence, words_per_minute)

    fake_maker.make = not_the_first  # type: ignore[method-assign]
    speaker.say(fixed("甲", "乙"))
    await player.started(1)
    assert told.places == [1]


async def test_a_player_that_breaks_is_silence(speaker: Speaker, player: FakePlayer, told: Told) -> None:
    player.breaks = True
    speaker.say(fixed("甲"))
    await ended(speaker)
    assert told.silences[-1] is True
    assert told.places == [0, None]


async def test_a_player_that_cannot_even_be_asked_is_silence(
    speaker: Speaker, player: FakePlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> bool:
        raise RuntimeError("no backend")

    monkeypatch.setattr(player, "available", breaks)
    speaker.say(fixed("甲"))
    assert speaker.silent


async def test_an_error_of_who_is_told_reaches_the_loops_handler(
    fake_maker: FakeMaker, player: FakePlayer
) -> None:
    def on_sentence(at: int | None) -> None:
        if at == 0:
            raise RuntimeError("a defect in the screen")

    heard: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
    speaker = Speaker(fake_maker, player, on_sentence=on_sentence, on_silent=lambda _: None)
    speaker.say(fixed("甲", "乙"))
    await ended(speaker)
    await speaker.close()
    assert [str(context["exception"]) for context in heard] == ["a defect in the screen"]


async def test_rate_and_volume_go_by_steps_and_stay_at_the_ends(speaker: Speaker) -> None:
    for _ in range(10):
        speaker.faster()
        speaker.louder()
    assert (speaker.rate_percent, speaker.volume_level) == (200, 5)
    for _ in range(10):
        speaker.slower()
        speaker.softer()
    assert (speaker.rate_percent, speaker.volume_level) == (50, 1)
    speaker.toggle()
    assert not speaker.on
    speaker.reset()
    assert (speaker.rate_percent, speaker.volume_level, speaker.on) == (100, 3, True)


def test_the_steps_are_those_of_the_field() -> None:
    assert RATES[0] == 50
    assert RATES[-1] == 200
    assert all(louder / softer < 10 ** (10 / 20) for softer, louder in pairwise(VOLUMES))
    with pytest.raises(ValueError, match="no such"):
        VoiceSettings(rate=110)
    with pytest.raises(ValueError, match="no such"):
        VoiceSettings(loudness=6)


async def test_rate_and_volume_reach_the_player_and_not_the_maker(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker
) -> None:
    speaker.say(fixed("甲"))
    await player.started(1)
    speaker.slower()
    speaker.louder()
    speaker.say(fixed("甲"))
    await player.started(2)
    assert [wpm for _, wpm in fake_maker.asked] == [122, 122]
    assert player.rates == [1.0, 0.75]
    assert [volume for _, volume in player.played] == [VOLUMES[2], VOLUMES[3]]


async def test_switched_off_it_says_nothing_and_is_not_called_silent(
    speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker, told: Told
) -> None:
    speaker.say(fixed("甲"))
    await player.started(1)
    speaker.toggle()
    assert told.places == [0, None]
    speaker.say(fixed("乙"))
    assert not speaker.speaking
    assert not speaker.silent
    assert [text for text, _ in fake_maker.asked] == ["甲"]


NUMBER = Sentence("号码是 12058", "zh_CN", fixed=False)


async def test_what_is_not_fixed_is_deleted_once_played(
    speaker: Speaker, player: FakePlayer, tmp_path: Path
) -> None:
    speaker.say([NUMBER, *fixed("甲")])
    await player.started(1)
    assert len(files_under(tmp_path)) >= 1
    player.end()
    await player.started(2)
    await until(lambda: [path.name for path in files_under(tmp_path)] == ["2-甲.wav"])


@pytest.mark.parametrize("turns", range(12))
async def test_what_is_not_fixed_is_deleted_however_early_it_is_interrupted(
    speaker: Speaker, tmp_path: Path, turns: int
) -> None:
    speaker.say([NUMBER, NUMBER, NUMBER])
    for _ in range(turns):
        await asyncio.sleep(0)
    speaker.stop()
    await speaker.close()
    assert files_under(tmp_path) == []


async def test_closing_ends_the_maker(speaker: Speaker, player: FakePlayer, fake_maker: FakeMaker) -> None:
    speaker.say(fixed("甲"))
    await player.started(1)
    await speaker.close()
    assert fake_maker.closed
    assert player.playing is None


async def test_nothing_that_is_said_gets_into_the_log(
    speaker: Speaker, fake_maker: FakeMaker, caplog: pytest.LogCaptureFixture
) -> None:
    fake_maker.failing = ValueError("could not say 号码是 12058")
    with capture_logs() as logs:
        speaker.say([NUMBER])
        await ended(speaker)
    assert logs
    assert "12058" not in repr(logs) + caplog.text


async def test_a_worker_killed_while_it_speaks_leaves_a_usable_voice(
    maker: WorkerMaker, player: FakePlayer, told: Told
) -> None:
    speaker = speaker_of(maker, player, told)
    speaker.say(fixed("您要办什么事？", "请点一下。", "不着急。"))
    await player.started(1)
    await until(lambda: maker.asked == 2)
    assert maker.worker_pid
    os.kill(maker.worker_pid, signal.SIGKILL)
    player.end()
    await player.started(2)
    player.end()
    await player.started(3)
    player.end()
    await ended(speaker)
    assert told.places == [0, 1, 2, None]
    assert not speaker.silent
    await speaker.close()


async def test_a_number_is_spoken_and_nothing_of_it_stays(
    maker: WorkerMaker, player: FakePlayer, told: Told, tmp_path: Path
) -> None:
    speaker = speaker_of(maker, player, told)
    player.at_once = True
    speaker.say([NUMBER, NUMBER])
    await ended(speaker)
    assert len(player.played) == 2
    await until(lambda: files_under(tmp_path) == [])
    await speaker.close()


async def test_without_an_engine_the_kiosk_is_silent_and_goes_on(
    player: FakePlayer, told: Told, tmp_path: Path
) -> None:
    maker = WorkerMaker(("false",), tmp_path / "sounds")
    speaker = speaker_of(maker, player, told)
    speaker.say(fixed("甲", "乙"))
    await ended(speaker)
    assert speaker.silent
    assert told.silences == [True]
    assert player.played == []
    await speaker.close()
