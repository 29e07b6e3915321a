"""A kiosk whose voice is real and dies in the middle of a sentence goes on, and speaks again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from kiosk.assist.call import CallEvent
from kiosk.outfit import worker_command
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.sentence import Sentence, SoundFailed
from kiosk.voice.speaker import Speaker
from screens.shell.calls import Phase
from screens.shell.machine import Mode
from tests.shell.hands import Hands


class HeldPlayer:
    """A loudspeaker on which every sound goes on until it is stopped."""

    def __init__(self) -> None:
        self.playing: list[Path] = []

    def available(self, output: str = "") -> bool:
        return True

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        self.playing.append(sound)
        await asyncio.get_running_loop().create_future()


class Voices:
    """The real speaker with its parts at hand."""

    def __init__(self, folder: Path, command: tuple[str, ...]) -> None:
        self.player = HeldPlayer()
        self.maker = WorkerMaker(command, folder / "voice", deadline_s=20)
        self.speaker: Speaker | None = None

    def make(self, on_sentence, on_silent, _on_earphones) -> Speaker:
        self.speaker = Speaker(self.maker, self.player, on_sentence=on_sentence, on_silent=on_silent)
        return self.speaker


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    return Voices(tmp_path, worker_command("voice"))


@pytest.fixture
def make_voice(voices: Voices):
    return voices.make


def test_the_worker_killed_while_it_speaks(play, voices: Voices) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        await hands.until(lambda: voices.player.playing, "the first sentence")
        worker = voices.maker.worker_pid
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        hands.tap(next(k.accessibleName() for k in hands.offered() if k.text() == "户口"))
        await hands.mode(Mode.SERVING)
        before = len(voices.player.playing)
        await hands.until(lambda: len(voices.player.playing) > before, "the next screen is spoken")
        assert voices.maker.worker_pid not in (None, worker)
        assert voices.speaker is not None
        assert not voices.speaker.silent

    play(scene)


class TestWithoutAnEngine:
    @pytest.fixture
    def voices(self, tmp_path: Path) -> Voices:
        return Voices(tmp_path, (sys.executable, "-c", "raise SystemExit(1)"))

    def test_the_kiosk_serves_and_shows_that_it_is_silent(self, play, voices: Voices) -> None:
        async def scene(hands: Hands) -> None:
            await hands.start()
            await hands.until(lambda: hands.find("没声音"), "the silent key")
            hands.tap("没声音")
            await hands.until(lambda: hands.kiosk.stage.top == "voice", "the sheet")
            hands.tap("好了")
            hands.tap(next(k.accessibleName() for k in hands.offered() if k.text() == "居住证"))
            await hands.mode(Mode.SERVING)

        play(scene)


class FewSounds:
    """Packs that lack some sentences, without an engine; and a loudspeaker that may fail each time."""

    def __init__(self) -> None:
        self.speaker: Speaker | None = None
        self.plays = True

    def make_voice(self, on_sentence, on_silent, _on_earphones) -> Speaker:
        self.speaker = Speaker(self, self, on_sentence=on_sentence, on_silent=on_silent)
        return self.speaker

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        await asyncio.sleep(0)
        if "%" in sentence.text:
            raise SoundFailed("no pack has it")
        return Path("none")

    async def close(self) -> None:
        pass

    def available(self, output: str = "") -> bool:
        return True

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        await asyncio.sleep(0)
        if not self.plays:
            raise SoundFailed("player")


class TestWithFewSounds:
    @pytest.fixture
    def few(self) -> FewSounds:
        return FewSounds()

    @pytest.fixture
    def make_voice(self, few: FewSounds):
        return few.make_voice

    @pytest.mark.parametrize(("plays", "shown_times"), [(True, 1), (False, 2)])
    def test_the_sheet_of_the_voice_does_not_begin_again_and_again(
        self, play, few: FewSounds, plays: bool, shown_times: int
    ) -> None:
        async def scene(hands: Hands) -> None:
            await hands.start()
            hands.tap("声音")
            assert few.speaker is not None
            few.plays = plays
            shown: list[object] = []
            hands.kiosk.stage.shown.connect(shown.append)
            hands.kiosk.prompts.voice_sheet(few.speaker)
            await hands.until(lambda: not few.speaker.speaking, "all of it was said")
            assert len(shown) == shown_times, "at most once more, to tell that there is no sound"

        play(scene)


class TestThatCannotBeMade:
    @pytest.fixture
    def make_voice(self):
        def fail(*_told: object) -> None:
            raise ImportError("no libsndfile here")

        return fail

    def test_the_kiosk_serves_and_follows_its_calls(self, play) -> None:
        told: list[BaseException] = []

        async def scene(hands: Hands) -> None:
            hands.kiosk._tasks.report = told.append
            await hands.until(lambda: told, "why there is no voice")
            (error,) = told
            assert isinstance(error, ImportError)
            hands.kiosk.guiding.call(quiet=False)
            await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.NOBODY, "the call")
            (call_id,) = hands.queue.calls
            hands.queue._move(call_id, CallEvent.CLAIM, officer="0123")
            await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "the guide")

        play(scene)


async def test_what_is_said_of_a_receipt_is_kept_nowhere(tmp_path: Path) -> None:
    number = Sentence("1 2 3 4", "zh_CN", fixed=False)
    maker = WorkerMaker(worker_command("voice"), tmp_path / "voice", deadline_s=20)
    sound = await maker.make(number, 120)
    await maker.close()
    assert tmp_path / "voice" not in sound.parents
