from __future__ import annotations

import math
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kiosk.paths import Paths
from kiosk.writing.aids import Ink
from kiosk.writing.hand.ink import clean
from kiosk.writing.hand.load import engines, load
from kiosk.writing.hand.model import ModelUnusable
from kiosk.writing.hand.recogniser import Recogniser
from kiosk.writing.hand.zinnia import Zinnia, ZinniaMissing, corners

WRITTEN: dict[str, Ink] = {
    "一": (((40, 205), (160, 198), (300, 200)),),
    "十": (((50, 150), (250, 148)), ((150, 40), (152, 290))),
    "7": (((40, 20), (150, 22), (90, 200)),),
    "1": (((100, 20), (102, 250)),),
    "A": (((20, 200), (80, 20)), ((80, 20), (140, 200)), ((45, 130), (115, 130))),
    "王": (((60, 60), (240, 58)), ((80, 150), (220, 148)), ((150, 60), (150, 250)), ((40, 252), (265, 250))),
}


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load(Paths.here().handwriting)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_was_written_comes_first(recogniser: Recogniser, text: str) -> None:
    guesses = recogniser.guesses(WRITTEN[text])
    assert guesses[0].text == text
    assert len(guesses) == 20


def test_guesses_are_in_order_and_logarithms_of_shares(recogniser: Recogniser) -> None:
    scores = [guess.score for guess in recogniser.guesses(WRITTEN["王"])]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] <= 0


@pytest.mark.parametrize("engine", ["network", "fused"])
def test_joined_strokes_in_another_order_are_read(engine: str) -> None:
    joined = (
        ((150, 60), (150, 250), (40, 252), (265, 250)),
        ((80, 150), (220, 148)),
        ((60, 60), (240, 58)),
    )
    assert engines(Paths.here().handwriting)[engine].guesses(joined)[0].text == "王"


def _zigzag() -> Ink:
    chance = random.Random(4)
    side = [(0, 100), (200, 300)]
    return (tuple((chance.uniform(*side[step % 2]), step * 2.5) for step in range(120)),)


BAD: dict[str, Ink] = {
    "an empty box": (),
    "a dot": (((200, 200), (201, 201)),),
    "a scribble": _zigzag(),
    "ten thousand points": (
        tuple((300 + t / 40 * math.cos(t / 9), 300 + t / 40 * math.sin(t / 9)) for t in range(10_000)),
    ),
    "a hundred strokes": tuple(((x, 0), (x, 300)) for x in range(100)),
    "faults of the driver alone": (((math.nan, 1), (math.inf, 2), (1e30, 3)),),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_writing_has_no_guesses(recogniser: Recogniser, name: str) -> None:
    assert not recogniser.guesses(BAD[name])


def test_writing_far_outside_the_pad_is_read_all_the_same(recogniser: Recogniser) -> None:
    moved = tuple(tuple((x - 400, y + 2_000) for x, y in stroke) for stroke in WRITTEN["王"])
    assert recogniser.guesses(moved)[0].text == "王"


def test_a_character_of_no_width_or_height_is_read(recogniser: Recogniser) -> None:
    assert recogniser.guesses((((0, 100), (300, 100)),))[0].text == "一"
    assert recogniser.guesses((((100, 0), (100, 300)),))


def test_a_missing_or_other_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="missing"):
        load(tmp_path / "none.onnx")
    (tmp_path / "other.onnx").write_bytes(b"something else")
    with pytest.raises(ModelUnusable, match="another"):
        load(tmp_path / "other.onnx")


def test_without_zinnia_the_network_reads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.writing.hand.load.zinnia_if_there", lambda: None)
    assert load(Paths.here().handwriting).guesses(WRITTEN["王"])[0].text == "王"


def test_zinnia_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ZinniaMissing):
        Zinnia(library="libnone.so.9")
    (tmp_path / "bad.model").write_bytes(b"no model at all")
    with pytest.raises(ZinniaMissing):
        Zinnia(model=tmp_path / "bad.model")


def test_zinnia_never_gets_a_stroke_that_takes_all_memory() -> None:
    """It doubles its memory with each halving of a stroke: sixty halvings would end the process."""
    spikes = np.array([(x, (x % 2) * 1000 / (1 + x)) for x in range(600)], dtype=np.float64)
    assert len(corners(spikes)) <= 33
    closed = np.array([(math.cos(t), math.sin(t)) for t in np.linspace(0, 2 * math.pi, 200)])
    assert 4 < len(corners(closed)) <= 33


def test_no_command_loads_the_network_but_its_own() -> None:
    code = (
        "import sys, kiosk.cli.commands, kiosk.outfit, kiosk.doctor; sys.exit('onnxruntime' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Paths.here().root).returncode == 0


def test_zinnia_in_parts_says_what_it_says_as_a_whole() -> None:
    whole, parts = Zinnia(parts=1), Zinnia(parts=4)
    assert whole.characters == parts.characters
    for ink in WRITTEN.values():
        strokes = clean(ink)
        assert parts.scores(strokes, 30) == whole.scores(strokes, 30)
        assert parts.scores(strokes, 30) == whole.scores(strokes, 30)


def test_reading_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    """Nobody is told of the machine or of what is written, as later versions of the runtime would."""
    code = (
        "from kiosk.paths import Paths; from kiosk.writing.hand.load import load; "
        "print(load(Paths.here().handwriting).guesses((((40, 205), (160, 198), (300, 200)),))[0].text)"
    )
    bare = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        env=bare,
        cwd=Paths.here().root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "一", done.stderr
    assert list(tmp_path.rglob("*")) == []
