"""Letters to characters."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.writing.pinyin import PinyinTable
from kiosk.writing.syllables import cuts
from kiosk.writing.table import PARTS, read_parts

TABLE = Path(__file__).resolve().parents[2] / "assets" / "data" / "pinyin.txt"
WHOLE = PinyinTable.load(TABLE)


def texts(letters: str, field: str, count: int = 8) -> list[str]:
    return [c.text for c in WHOLE.candidates(letters, field, count)]  # type: ignore[arg-type]


def test_the_table_is_small_and_knows_the_characters_of_the_standard() -> None:
    assert TABLE.stat().st_size < 3_000_000
    known = set(TABLE.read_text("utf-8").split("#")[1])
    gb2312 = [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF)
        if (high, low) < (0xD7, 0xFA)
    ]
    assert [c for c in gb2312 if c not in known] == []
    assert sum("\u4e00" <= c <= "\u9fff" for c in known) > 8_000


@pytest.mark.parametrize(
    ("letters", "field", "first"),
    [
        ("wangguilan", "name", "王桂兰"),
        ("shixiuying", "name", "施秀英"),
        ("gongbaodi", "name", "龚宝娣"),
        ("niamao", "name", "倪阿毛"),
        ("chenjiazhen", "address", "陈家镇"),
        ("baozhen", "address", "堡镇"),
        ("hao", "address", "号"),
        ("womenyaobanjia", "text", "我们要搬家"),
    ],
)
def test_what_was_meant_stands_first(letters: str, field: str, first: str) -> None:
    assert texts(letters, field)[0] == first


def test_letters_that_can_be_cut_in_two_ways_give_both() -> None:
    found = texts("xian", "text")
    assert "西安" in found
    assert "先" in found


def test_an_unfinished_last_syllable_is_completed() -> None:
    assert "陈家镇" in texts("chenjiazh", "address")
    assert "王桂兰" in texts("wangguil", "name", 30)


def test_after_the_words_come_characters_of_the_first_syllable() -> None:
    found = {c.text: c.used for c in WHOLE.candidates("wangguilan", "name")}
    assert found["王"] == 4


def test_names_prefer_characters_of_names_and_addresses_those_of_places() -> None:
    assert texts("shi", "name")[0] == "施"
    assert texts("lu", "address")[0] == "路"
    assert texts("shi", "text")[0] == "是"


def test_the_letter_v_and_the_letter_u_both_find_lu_with_dots() -> None:
    assert texts("lv", "name")[0] == "吕"
    assert "吕" in texts("lu", "name")


def test_what_is_no_sound_at_all_gives_nothing() -> None:
    assert texts("vvv", "text") == []
    assert texts("", "text") == []
    assert texts("a" * 41, "text") == []


@given(st.text(ascii_lowercase, min_size=1, max_size=16), st.sampled_from(["name", "address", "text"]))
def test_each_candidate_uses_some_of_the_letters_and_stands_once(letters: str, field: str) -> None:
    found = WHOLE.candidates(letters, field, 60)  # type: ignore[arg-type]
    assert len(found) <= 60
    assert all(1 <= c.used <= len(letters) and c.text for c in found)
    assert len({c.text for c in found}) == len(found)


@given(st.text(ascii_lowercase, min_size=1, max_size=12))
def test_cutting_keeps_every_letter(letters: str) -> None:
    syllables = {"xi", "an", "xian", "wang", "gui", "lan", "a"}
    beginnings = {s[:k] for s in syllables for k in range(1, len(s))}
    for cut in cuts(letters, syllables, beginnings):
        assert "".join(unit.letters for unit in cut.units) == letters


def test_a_table_without_a_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pinyin.txt"
    path.write_text("#characters\na\t阿t\n", "utf-8")
    with pytest.raises(ValueError, match="phrases"):
        read_parts(path)
    assert set(read_parts(TABLE)) == set(PARTS)


EXACT = PinyinTable.load(TABLE, fuzzy=False)


@pytest.mark.parametrize(
    ("letters", "field", "meant"),
    [
        ("wanguilang", "name", "王桂兰"),
        ("cenjiazen", "address", "陈家镇"),
    ],
)
def test_sounds_that_are_mixed_up_find_each_others_characters(letters: str, field: str, meant: str) -> None:
    assert meant in texts(letters, field)
    assert meant not in [c.text for c in EXACT.candidates(letters, field)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("letters", "field"), [("wangguilan", "name"), ("shixiuying", "name"), ("hao", "address")]
)
def test_the_very_sounds_stay_first(letters: str, field: str) -> None:
    exact = EXACT.candidates(letters, field, 2)  # type: ignore[arg-type]
    assert texts(letters, field, 2) == [c.text for c in exact]


def test_nicknames_and_villages_are_found() -> None:
    assert "阿宝" in texts("abao", "name")
    assert texts("aimincun", "address")[0] == "爱民村"


def test_letters_that_are_no_syllable_may_still_mean_one() -> None:
    assert "冷" in texts("len", "text", 60)
    assert "冷" not in [c.text for c in EXACT.candidates("len", "text", 60)]
