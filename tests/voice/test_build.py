from __future__ import annotations

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from kiosk.voice import opus
from kiosk.voice.build import PAUSE_S, Wanted, build, check
from kiosk.voice.engines import CommandEngine, SystemEngine
from kiosk.voice.opus import Samples
from kiosk.voice.pack import Manifest, Pack, key

WANTED = Wanted(("您好。", "请坐。"), {"1": "一", "yuan": "元"})


class Engine:
    """Says anything, as a buzz that grows with the text; keeps what it was asked."""

    def __init__(self, made: str = "fake/1") -> None:
        self._made = made
        self.said: list[str] = []
        self.fails_at = ""

    def made(self, locale: str) -> str:
        return self._made

    def speak(self, text: str, locale: str) -> tuple[Samples, int]:
        if text == self.fails_at:
            raise ValueError("cannot say it")
        self.said.append(text)
        rate = 22_050
        time = np.arange(round((0.3 + 0.1 * len(text)) * rate)) / rate
        buzz = 0.05 * np.sign(np.sin(2 * np.pi * 180 * time)) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))
        silence = np.zeros(rate // 2)
        return np.concatenate([silence, buzz, silence]).astype(np.float32), rate


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack.create(tmp_path / "zh_CN", Manifest("zh_CN", "zh_CN"))


def ignore(_: str) -> None:
    pass


def test_what_is_missing_is_made_and_then_nothing_more(pack: Pack) -> None:
    engine = Engine()
    assert not check(pack, WANTED).well
    assert build(pack, WANTED, engine, ignore) == 4
    assert engine.said == ["一", "元", "您好。", "请坐。"]
    assert check(pack, WANTED, decode=True).well
    assert build(Pack.load(pack.folder), WANTED, engine, ignore) == 0


def test_sounds_are_trimmed_equally_loud_and_end_with_a_pause(pack: Pack) -> None:
    build(pack, WANTED, Engine(), ignore)
    samples, rate = opus.read(pack.sound("您好。") or Path())
    assert len(samples) / rate == pytest.approx(0.6 + PAUSE_S, abs=0.1)
    assert float(np.abs(samples[: round(0.05 * rate)]).max()) > 0.02  # nobody waits for the first syllable
    loud = pyloudnorm.Meter(rate).integrated_loudness(samples[: round(0.6 * rate)].astype(np.float64))
    assert loud == pytest.approx(-18, abs=1)
    assert float(np.abs(samples).max()) < 0.95


def test_a_new_text_alone_is_made_and_the_old_one_goes(pack: Pack) -> None:
    engine = Engine()
    build(pack, WANTED, engine, ignore)
    engine.said.clear()
    changed = Wanted(("您好。", "请坐下。"), {"1": "一"})
    found = check(pack, changed)
    assert found.missing == ("请坐下。",)
    assert found.stale == (key("请坐。"),)
    assert found.stale_units == ("yuan",)
    build(pack, changed, engine, ignore)
    assert engine.said == ["请坐下。"]
    assert pack.sound("请坐。") is None
    assert pack.unit("yuan") is None


def test_another_engine_or_another_word_for_a_unit_makes_it_anew(pack: Pack) -> None:
    build(pack, WANTED, Engine("fake/1"), ignore)
    other = Engine("fake/2")
    assert build(pack, WANTED, other, ignore) == 4
    other.said.clear()
    build(pack, Wanted(WANTED.sentences, {"1": "幺", "yuan": "元"}), other, ignore)
    assert other.said == ["幺"]


def test_it_goes_on_where_it_was_interrupted(pack: Pack) -> None:
    class Stopped(Exception):
        pass

    class Stopping(Engine):
        def speak(self, text: str, locale: str) -> tuple[Samples, int]:
            if text == "请坐。":
                raise Stopped
            return super().speak(text, locale)

    with pytest.raises(Stopped):
        build(pack, WANTED, Stopping(), ignore)
    again = Engine()
    build(Pack.load(pack.folder), WANTED, again, ignore)
    assert again.said == ["请坐。"]


def test_a_text_that_cannot_be_said_is_told_and_stays_missing(pack: Pack) -> None:
    engine = Engine()
    engine.fails_at = "请坐。"
    told: list[str] = []
    assert build(pack, WANTED, engine, told.append) == 3
    assert any("请坐。" in line for line in told)
    assert check(pack, WANTED).missing == ("请坐。",)


def test_a_damaged_sound_is_found_and_made_anew(pack: Pack) -> None:
    build(pack, WANTED, Engine(), ignore)
    (pack.sound("您好。") or Path()).write_bytes(b"OggS")
    assert check(pack, WANTED, decode=True).damaged == ("您好。",)
    engine = Engine()
    build(pack, WANTED, engine, ignore)
    assert engine.said == ["您好。"]


# --- real engines ------------------------------------------------------------------------------


def test_the_systems_engine_makes_a_pack(pack: Pack) -> None:
    engine = SystemEngine()
    build(pack, Wanted(("您好，请坐。",), {"120": "一百二十"}), engine, ignore)
    samples, rate = opus.read(pack.sound("您好，请坐。") or Path())
    assert 0.8 < len(samples) / rate < 6
    assert pack.unit("120") is not None


def test_a_command_makes_a_pack_and_no_shell_reads_the_text(tmp_path: Path) -> None:
    pack = Pack.create(tmp_path / "en", Manifest("en", "en"))
    engine = CommandEngine("espeak-ng -v {voice} -w {out} {text}", "en")
    text = f"Hello; touch {tmp_path}/made {{out}} $(touch {tmp_path}/made)"
    assert build(pack, Wanted((text,)), engine, ignore) == 1
    assert pack.sound(text) is not None
    assert not (tmp_path / "made").exists()


def test_a_command_may_read_the_text_from_its_input(tmp_path: Path) -> None:
    pack = Pack.create(tmp_path / "en", Manifest("en", "en"))
    assert build(pack, Wanted(("Hello.",)), CommandEngine("espeak-ng --stdin -w {out}", ""), ignore) == 1


@pytest.mark.parametrize("template", ["", "espeak-ng {text}"])
def test_a_command_that_writes_no_file_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="out"):
        CommandEngine(template, "")


@pytest.mark.parametrize("template", ["false {out}", "no-such-program-here {out}", "true {out}"])
def test_a_command_that_fails_is_told(pack: Pack, template: str) -> None:
    told: list[str] = []
    assert build(pack, Wanted(("您好。",)), CommandEngine(template, ""), told.append) == 0
    assert len(told) == 1
