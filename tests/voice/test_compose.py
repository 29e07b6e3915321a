from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice import opus, units
from kiosk.voice.compose import CLAUSE_PAUSE_S, SENTENCE_PAUSE_S, Clip, clauses, clips, pieces
from kiosk.voice.join import joined, write_joined
from kiosk.voice.opus import Samples
from kiosk.voice.pack import Manifest, Pack


def tone(seconds: float, hertz: float = 220.0, size: float = 0.3) -> Samples:
    time = np.arange(round(seconds * opus.RATE)) / opus.RATE
    return (size * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


class Words:
    """A pack that remembers which file holds which words."""

    def __init__(self, folder: Path, locale: str, texts: list[str], having: dict[str, str]) -> None:
        self.pack = Pack.create(folder / locale, Manifest(locale, locale))
        self._told: dict[Path, str] = {}
        for text in texts:
            self._told[self.pack.add(text, tone(0.2), opus.RATE)] = text
        for name, text in having.items():
            self._told[self.pack.add_unit(name, tone(0.1), opus.RATE, text)] = text

    def of(self, text: str) -> list[str] | None:
        found = clips(text, self.pack)
        return None if found is None else [self._told[clip.sound] for clip in found]


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Words:
    texts = [
        "费用",
        "回执编号",
        "您填的都还在",
        "正走过来",
        "我会慢慢来。",
        "好，我知道了",
        "今天",
        "第3步",
        "共15步",
    ]
    return Words(tmp_path_factory.mktemp("zh"), "zh_CN", texts, units.every("zh_CN"))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Words:
    texts = ["Fee", "Receipt", "Coming", "Answers are kept", "Today", "Step", "of"]
    return Words(tmp_path_factory.mktemp("en"), "en", texts, units.every("en"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("费用：120元", "费用 一百 二十 元"),
        ("费用:12.50元", "费用 十二 元 五 角"),
        ("回执编号 0100 013", "回执编号 零 幺 零 零 零 幺 三"),
        ("0 1 0 0 0 1 3", "零 幺 零 零 零 幺 三"),
        ("1948年3月1日", "一 九 四 八 年 三月 一日"),
        ("今天星期四，2026年11月26日", "今天 星期四 二 零 二 六 年 十一月 二十六日"),
        ("0123正走过来。您填的都还在", "零 幺 二 三 正走过来 您填的都还在"),
        ("我会慢慢来。您填的都还在。", "我会慢慢来。 您填的都还在"),
        ("好，我知道了", "好，我知道了"),
        ("第3步 共15步", "第3步 共15步"),
    ],
)
def test_chinese_from_pieces_and_units(chinese: Words, text: str, said: str) -> None:
    assert chinese.of(text) == said.split(" ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fee: 120 yuan", "Fee|one|hundred|and|twenty|yuan"),
        ("Receipt 0100 013", "Receipt|zero|one|zero|zero|zero|one|three"),
        ("Today: Thursday, 26 November 2026", "Today|Thursday|twenty-sixth|November|twenty|twenty-six"),
        ("Coming: 0123. Answers are kept", "Coming|zero|one|two|three|Answers are kept"),
        ("Step 3 of 15", "Step|three|of|fifteen"),
        ("1 March 1948", "first|March|nineteen|forty-eight"),
    ],
)
def test_english_from_pieces_and_units(english: Words, text: str, said: str) -> None:
    assert english.of(text) == said.split("|")


@pytest.mark.parametrize("text", ["押金：120元", "费用：120斤", "谁正走过来", "没有这句。"])
def test_a_piece_that_is_missing_leaves_the_whole_sentence_to_others(chinese: Words, text: str) -> None:
    assert chinese.of(text) is None


def test_a_unit_that_is_missing_leaves_the_whole_sentence_to_others(tmp_path: Path) -> None:
    lacking = Words(tmp_path, "zh_CN", ["费用"], {"2": "二", "10": "十"})
    assert lacking.of("费用：20") == ["费用", "二", "十"]
    assert lacking.of("费用：20元") is None


def test_a_sentence_that_the_pack_has_as_a_whole_is_not_taken_apart(tmp_path: Path) -> None:
    words = Words(tmp_path, "zh_CN", ["费用", "费用：120元"], units.base("zh_CN"))
    assert words.of("费用：120元") == ["费用：120元"]
    assert (words.of("费用：130元") or [])[0] == "费用"


def test_pieces_are_what_is_said_whatever_the_numbers(chinese: Words) -> None:
    assert pieces("0123正走过来。您填的都还在", "zh_CN") == ["正走过来", "您填的都还在"]
    assert pieces("Today: Thursday, 26 November 2026", "en") == ["Today"]
    assert clauses("1. 请拿好小票。 2. 看牌子。", "zh_CN") == ["1", "请拿好小票", "2", "看牌子"]


@given(st.integers(0, units.MOST))
def test_any_amount_is_said_and_read_back(value: int) -> None:
    """The names alone: no file is touched."""
    said = units.resolved([*units.number(value, "zh_CN"), "yuan"], "zh_CN", units.base("zh_CN").__contains__)
    assert said is not None
    assert said[-1] == "yuan"


def test_longer_pauses_after_a_full_stop_than_after_a_comma(chinese: Words) -> None:
    after_stop = clips("您填的都还在。正走过来", chinese.pack)
    after_comma = clips("您填的都还在，正走过来", chinese.pack)
    assert after_stop is not None
    assert after_comma is not None
    assert after_stop[0].pause_s == SENTENCE_PAUSE_S
    assert after_comma[0].pause_s == CLAUSE_PAUSE_S


def test_joined_sounds_are_equally_loud_without_gaps_but_the_pause(tmp_path: Path) -> None:
    quiet = np.concatenate([np.zeros(12_000, np.float32), tone(0.5, size=0.2), np.zeros(12_000, np.float32)])
    opus.write(tmp_path / "a.opus", quiet, opus.RATE)
    opus.write(tmp_path / "b.opus", tone(0.5, size=0.4), opus.RATE)
    sound = joined([Clip(tmp_path / "a.opus", 0.3), Clip(tmp_path / "b.opus")])
    assert len(sound) / opus.RATE == pytest.approx(
        1.3, abs=0.08
    )  # 0.5 + 0.3 + 0.5: a second of silence is gone
    first, second = sound[: round(0.45 * opus.RATE)], sound[-round(0.45 * opus.RATE) :]
    loud = [float(np.sqrt(np.mean(part[2000:-2000] ** 2))) for part in (first, second)]
    assert loud[0] == pytest.approx(loud[1], rel=0.12)
    middle = sound[round(0.6 * opus.RATE) : round(0.7 * opus.RATE)]
    assert float(np.abs(middle).max()) < 0.01


def test_a_sound_that_cannot_be_read_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.opus").write_bytes(b"OggS")
    with pytest.raises(OSError, match="read"):
        write_joined([Clip(tmp_path / "a.opus")], tmp_path / "out.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.opus"]
