"""Every ideograph of GB 18030-2022, level 3, can be entered in some way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.writing.parts import RareParts
from kiosk.writing.pinyin import PinyinTable
from kiosk.writing.rare import RareReadings

DATA = Path(__file__).resolve().parents[2] / "assets" / "data"
BLOCKS = {
    "basic": range(0x4E00, 0x9FF0),
    "A": range(0x3400, 0x4DB6),
    "B": range(0x20000, 0x2A6D7),
    "C": range(0x2A700, 0x2B735),
    "D": range(0x2B740, 0x2B81E),
    "E": range(0x2B820, 0x2CEA2),
    "F": range(0x2CEB0, 0x2EBE1),
    "unique": [ord(c) for c in "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"],
}
LEAST_READ = {"basic": 20_900, "A": 5_780, "B": 14_600, "C": 500, "D": 70, "E": 870, "F": 120, "unique": 0}
LEAST_APART = {
    "basic": 20_600,
    "A": 6_560,
    "B": 42_500,
    "C": 4_130,
    "D": 220,
    "E": 1_070,
    "F": 170,
    "unique": 12,
}


def read() -> set[str]:
    common = (DATA / "pinyin.txt").read_text("utf-8").split("#")[1]
    rare = (DATA / "rare_readings.txt").read_text("utf-8")
    return set(re.findall(r"[^a-z\s]", common + rare))


def apart_and_by_radical() -> tuple[set[str], set[str]]:
    sections = dict(
        block.split("\n", 1)
        for block in ("\n" + (DATA / "rare_parts.txt").read_text("utf-8")).split("\n#")[1:]
    )
    held, rest = (
        {c for line in sections[name].splitlines() for c in line.partition("\t")[2]}
        for name in ("holds", "radicals")
    )
    return held, rest


def test_each_has_a_reading_parts_or_a_radical_and_strokes() -> None:
    assert sum(map(len, BLOCKS.values())) == 87_887
    told, (held, rest) = read(), apart_and_by_radical()
    for block, codes in BLOCKS.items():
        characters = {chr(code) for code in codes}
        assert not characters - held - rest, block
        assert len(characters & told) >= LEAST_READ[block], block
        assert len(characters & held) >= LEAST_APART[block], block


@pytest.mark.parametrize(
    ("letters", "rare"),
    [
        ("gong", "\U0002c542"),
        ("long", "\U0002c542"),
        ("ai", "\U0002d3e6"),
        ("zhe", "\U0002a6a5"),
        ("lv", "\U0002baf5"),
    ],
)
def test_any_reading_finds_it_behind_the_common_ones(letters: str, rare: str) -> None:
    whole = PinyinTable.load(DATA / "pinyin.txt", rare=RareReadings(DATA / "rare_readings.txt"))
    common = PinyinTable.load(DATA / "pinyin.txt")
    with_rare = [c.text for c in whole.candidates(letters, "name", 1000)]
    without = [c.text for c in common.candidates(letters, "name", 1000)]
    assert rare in with_rare
    assert rare not in without
    assert with_rare[: len(without)] == without
    assert with_rare.count(rare) == 1


def test_letters_that_only_rare_characters_have_find_them() -> None:
    rare = RareReadings(DATA / "rare_readings.txt")
    whole = PinyinTable.load(DATA / "pinyin.txt", rare=rare)
    only = [c.text for c in whole.candidates("fiao", "name", 1000)]
    assert "覅" in only
    assert [c.used for c in whole.candidates("gongming", "name", 1000) if c.text == "\U0002c542"] == [4]


def test_the_rare_table_waits_until_it_is_needed(tmp_path: Path) -> None:
    gone = RareReadings(tmp_path / "gone.txt")
    table = PinyinTable.load(DATA / "pinyin.txt", rare=gone)
    assert len(table.candidates("wang", "name", 10)) == 10
    with pytest.raises(FileNotFoundError):
        table.candidates("wang", "name", 5000)


def test_forms_of_a_part_are_one_part() -> None:
    parts = RareParts(DATA / "rare_parts.txt")
    for one, other in ("水氵", "手扌", "金钅", "龙龍", "心忄", "艹艸", "马馬", "食饣"):
        assert sorted(parts.made_of([one, "白"], 2000)) == sorted(parts.made_of([other, "白"], 2000))
