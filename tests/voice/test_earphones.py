"""What was entered reaches the earphones alone, whatever happens in whatever order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.earphones import Earphones, Fitting
from kiosk.voice.sentence import Sentence, SoundFailed
from kiosk.voice.speaker import Speaker

from .conftest import FakeMaker, FakePlayer, until

EARS = "USB earphones"
PLUG, SOCKET = Fitting(EARS, by_plug=True), Fitting(EARS)
NAME = Sentence("王芳", "zh_CN", fixed=False, private=True)
TITLE = Sentence("您叫什么名字？", "zh_CN")


class TwoOutputs(FakePlayer):
    """A loudspeaker and earphones that come and go."""

    def __init__(self, ears: bool = False) -> None:
        super().__init__()
        self.ears = ears
        self.now: tuple[str, str] | None = None
        self.log: list[tuple[str, str]] = []

    def available(self, output: str = "") -> bool:
        return self.ears if output else self.there

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        if not self.available(output):
            raise SoundFailed("no device")
        self.now = (sound.stem.partition("-")[2], output)
        self.log.append(self.now)
        try:
            await super().play(sound, volume, rate, output)
        finally:
            self.now = None


class Room:
    """A speaker with earphones at hand."""

    def __init__(self, folder: Path, fitting: Fitting, ears: bool = False) -> None:
        self.player = TwoOutputs(ears)
        self.moves: list[bool] = []
        self.maker = FakeMaker(folder)
        self.told: Callable[[int | None], object] = lambda _: None
        self.speaker = Speaker(
            self.maker,
            self.player,
            on_sentence=lambda at: self.told(at),
            on_silent=lambda _: None,
            on_earphones=self.moves.append,
            fitting=fitting,
            settle_s=0.0,
        )

    def plug(self, there: bool) -> None:
        self.player.ears = there
        self.speaker.outputs_changed()

    async def turn(self) -> None:
        for _ in range(8):
            await asyncio.sleep(0)

    async def say(self, *sentences: Sentence) -> None:
        count = len(self.player.log)
        self.speaker.say(sentences)
        await until(lambda: len(self.player.log) > count or not self.speaker.speaking)


async def test_over_the_loudspeaker_private_words_are_left_out(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG)
    await room.say(NAME, TITLE)
    assert room.player.log == [("您叫什么名字？", "")]
    assert NAME.text not in [text for text, _ in room.maker.asked], "no sound of it is even made"
    await room.speaker.close()


async def test_the_last_look_is_taken_as_the_sound_would_start(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG)
    room.plug(True)
    room.told = lambda _: room.speaker._ears.wish(False)
    await room.say(NAME)
    assert room.player.log == []
    await room.speaker.close()


async def test_plugging_in_moves_the_sound_at_once_and_unplugging_back(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG)
    await room.say(TITLE)
    room.plug(True)
    await room.turn()
    assert room.player.now is None  # the loudspeaker stopped in the middle
    assert room.speaker.earphones
    await room.say(NAME)
    assert room.player.now == ("王芳", EARS)
    room.plug(False)
    await room.turn()
    assert room.player.now is None
    assert room.moves == [True, False]
    await room.say(NAME, TITLE)
    assert room.player.log[-1] == ("您叫什么名字？", "")
    await room.speaker.close()


async def test_a_socket_that_is_always_there_waits_for_the_residents_word(tmp_path: Path) -> None:
    room = Room(tmp_path, SOCKET, ears=True)
    room.plug(True)
    assert room.speaker.earphones_there
    assert not room.speaker.earphones
    room.speaker.use_earphones(True)
    await room.say(NAME)
    assert room.player.now == ("王芳", EARS)
    room.speaker.use_earphones(False)
    await room.turn()
    assert room.player.now is None
    assert room.moves == []  # whoever asked for it knows
    await room.speaker.close()


async def test_the_end_of_the_visit_goes_back_and_stops_at_once(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG)
    room.plug(True)
    await room.say(NAME)
    room.speaker.reset()
    await room.turn()
    assert room.player.now is None
    room.plug(True)  # still plugged in: nobody asked anew
    await room.say(NAME, TITLE)
    assert room.player.log[-1] == ("您叫什么名字？", "")
    room.plug(False)
    room.plug(True)
    assert room.speaker.earphones
    await room.speaker.close()


async def test_earphones_left_in_when_the_kiosk_starts_are_nobodys(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG, ears=True)
    room.plug(True)
    assert not room.speaker.earphones
    await room.speaker.close()


@pytest.mark.parametrize("fitting", [PLUG, Fitting()])
async def test_without_earphones_the_wish_changes_nothing(tmp_path: Path, fitting: Fitting) -> None:
    room = Room(tmp_path, fitting)
    await room.say(TITLE)
    room.speaker.use_earphones(True)
    assert not room.speaker.earphones
    assert room.player.now == ("您叫什么名字？", "")
    await room.speaker.close()


async def test_quiet_hours_do_not_lower_the_earphones(tmp_path: Path) -> None:
    room = Room(tmp_path, PLUG)
    room.speaker._level = lambda: 0.3
    await room.say(TITLE)
    room.plug(True)
    await room.say(TITLE)
    assert room.player.played[0][1] == pytest.approx(0.3 * room.player.played[1][1])
    assert not room.speaker.lowered
    await room.speaker.close()


EVENTS = ("plug", "unplug", "wish", "wish not", "reset", "private", "mixed", "notice", "stop", "turn", "end")


@given(
    fitting=st.sampled_from([PLUG, SOCKET, Fitting()]),
    ears=st.booleans(),
    events=st.lists(st.sampled_from(EVENTS), max_size=25),
)
def test_never_private_over_the_loudspeaker(
    fitting: Fitting, ears: bool, events: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def happen() -> None:
        room = Room(tmp_path_factory.mktemp("sounds"), fitting, ears)
        speaker = room.speaker
        does = {
            "plug": lambda: room.plug(True),
            "unplug": lambda: room.plug(False),
            "wish": lambda: speaker.use_earphones(True),
            "wish not": lambda: speaker.use_earphones(False),
            "reset": speaker.reset,
            "private": lambda: speaker.say([NAME]),
            "mixed": lambda: speaker.say([TITLE, NAME, TITLE, NAME]),
            "notice": lambda: speaker.announce(TITLE),
            "stop": speaker.stop,
        }
        for event in events:
            if event in does:
                does[event]()
            elif event == "end" and room.player.now is not None:
                room.player.end()
            await room.turn()
            if room.player.now is not None and not speaker.earphones:
                assert room.player.now[1] == ""
            if not speaker.earphones:
                assert room.player.now is None or room.player.now[0] != NAME.text
            if room.player.now is not None and room.player.now[1]:
                assert room.player.ears
        assert (NAME.text, "") not in room.player.log
        await speaker.close()

    asyncio.run(happen())


@given(st.sampled_from([PLUG, SOCKET, Fitting()]), st.lists(st.tuples(st.booleans(), st.booleans())))
def test_they_are_in_use_only_while_they_are_there(fitting: Fitting, events: list[tuple[bool, bool]]) -> None:
    ears = Earphones(fitting)
    for seen, yes in events:
        before = ears.in_use
        changed = ears.seen(yes) if seen else ears.wish(yes)
        assert changed == (before != ears.in_use)
        assert not ears.in_use or ears.there
        assert ears.output == (fitting.output if ears.in_use else "")
        if seen and not fitting.by_plug:
            assert ears.in_use <= before  # nothing but a wish takes up a socket


@pytest.mark.parametrize(
    ("setting", "fitting"),
    [("none", Fitting()), ("plug:USB Audio", Fitting("USB Audio", True)), ("socket:hw:1", Fitting("hw:1"))],
)
def test_the_setting(setting: str, fitting: Fitting) -> None:
    assert Fitting.read(setting) == fitting


@pytest.mark.parametrize("setting", ["", "plug", "plug:", "jack:x", "plug: x"])
def test_a_setting_that_is_none(setting: str) -> None:
    with pytest.raises(ValueError, match="plug:NAME"):
        Fitting.read(setting)
