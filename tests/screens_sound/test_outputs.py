"""Outputs that come and go are known at once, from what the sound system itself tells."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.voice.earphones import Fitting
from kiosk.voice.sentence import Sentence
from kiosk.voice.speaker import Speaker
from screens.outputs import OutputWatch

PACTL = """#!/bin/sh
case "$1" in
subscribe) exec cat "{folder}/events" ;;
list) cat "{folder}/sinks" ;;
esac
"""


class System:
    """A sound system that does what the test says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        os.mkfifo(folder / "events")
        self.program = folder / "pactl"
        self.program.write_text(PACTL.format(folder=folder))
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)
        self.sinks()
        self._events = os.open(folder / "events", os.O_RDWR)

    def sinks(self, *names: str) -> None:
        rows = [f"{at}\t{name}\tmodule\ts16le 2ch 48000Hz\tIDLE" for at, name in enumerate(names)]
        (self._folder / "sinks").write_text("\n".join(rows))

    def tells(self, event: str) -> None:
        os.write(self._events, f"{event}\n".encode())

    def close(self) -> None:
        os.close(self._events)


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    made = System(tmp_path)
    yield made
    made.close()


@pytest.fixture
def watch(system: System, qtbot: QtBot) -> Iterator[OutputWatch]:
    system.sinks("loud", "ears")
    made = OutputWatch(str(system.program))
    qtbot.waitUntil(lambda: made.names == {"loud", "ears"})
    yield made
    made.close()


def test_one_that_is_taken_away_is_gone_without_asking(
    qtbot: QtBot, watch: OutputWatch, system: System
) -> None:
    with qtbot.waitSignal(watch.changed):
        system.tells("Event 'remove' on sink #1")
    assert watch.names == {"loud"}


def test_one_that_comes_is_there(qtbot: QtBot, watch: OutputWatch, system: System) -> None:
    system.sinks("loud", "ears", "more")
    with qtbot.waitSignal(watch.changed):
        system.tells("Event 'new' on sink #2")
    assert watch.names == {"loud", "ears", "more"}


def test_what_is_no_output_changes_nothing(qtbot: QtBot, watch: OutputWatch, system: System) -> None:
    with qtbot.assertNotEmitted(watch.changed):
        system.tells("Event 'remove' on sink-input #1\nEvent 'remove' on source #1")
        system.tells("Event 'change' on sink #1")
        system.sinks("loud", "ears", "more")
    with qtbot.waitSignal(watch.changed):
        system.tells("Event 'new' on sink #2")


def test_when_the_sound_system_ends_nothing_is_there(
    qtbot: QtBot, watch: OutputWatch, system: System
) -> None:
    with qtbot.waitSignal(watch.changed):
        watch._listening.kill()
    assert watch.names == set()


def test_it_is_told_once_what_is_there_though_there_is_nothing(qtbot: QtBot, system: System) -> None:
    watch = OutputWatch(str(system.program))
    assert not watch.known
    with qtbot.waitSignal(watch.changed):
        pass
    assert watch.known
    watch.close()


class NamedOutputs:
    """A player that has the outputs that the sound system tells of."""

    def __init__(self, watch: OutputWatch) -> None:
        self._watch = watch

    def available(self, output: str = "") -> bool:
        return not output or output in self._watch.names

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        raise AssertionError("nothing is said")


class UnusedMaker:
    """Nothing is said."""

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        raise AssertionError("nothing is said")

    async def close(self) -> None:
        pass


def test_earphones_left_in_are_nobodys_though_the_sound_system_answers_later(
    qtbot: QtBot, system: System
) -> None:
    system.sinks("loud", "ears")
    watch = OutputWatch(str(system.program))
    moves: list[bool] = []
    speaker = Speaker(
        UnusedMaker(),
        NamedOutputs(watch),
        on_sentence=lambda _: None,
        on_silent=lambda _: None,
        on_earphones=moves.append,
        fitting=Fitting("ears", by_plug=True),
        outputs_known=lambda: watch.known,
    )
    watch.changed.connect(speaker.outputs_changed)
    speaker.outputs_changed()  # Qt may tell of something before
    qtbot.waitUntil(lambda: speaker.earphones_there)
    assert not speaker.earphones
    with qtbot.waitSignal(watch.changed):
        system.tells("Event 'remove' on sink #1")
    with qtbot.waitSignal(watch.changed):
        system.tells("Event 'new' on sink #1")
    assert speaker.earphones
    assert moves == [True]
    watch.close()


def test_without_the_program_nothing_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    watch = OutputWatch(str(tmp_path / "none"))
    with qtbot.waitSignal(watch._listening.errorOccurred, raising=False, timeout=200):
        pass
    assert watch.names == set()
    watch.close()
