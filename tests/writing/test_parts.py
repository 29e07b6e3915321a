"""Characters by what they are made of."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiosk.writing.part_names import COMMON_PARTS, part_named, parts_spelled
from kiosk.writing.parts import RareParts

TABLE = Path(__file__).resolve().parents[2] / "assets" / "data" / "rare_parts.txt"
PARTS = RareParts(TABLE)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ("石 石 石", "磊"),
        ("石3", "磊"),
        ("龙 龙 龙 龙", "𪚥"),
        ("龍4", "𪚥"),
        ("龙3", "龘"),
        ("马3", "骉"),
        ("石 喿", "𥖨"),
        ("石 品 木", "𥖨"),
        ("三点水 可", "河"),
        ("水 可", "河"),
        ("单人旁 尔", "你"),
        ("走之底 关", "送"),
        ("草字头 早", "草"),
        ("竖心旁 青", "情"),
        ("立 日 心", "意"),
        ("木3", "森"),
        ("囗 玉", "国"),
        ("女 子", "好"),
    ],
)
def test_parts_tell_the_character(parts: str, first: str) -> None:
    assert first in PARTS.made_of(parts.split())[:8]


def test_one_of_many_names_of_the_island_stands_first() -> None:
    told = [PARTS.made_of(parts.split())[0] for parts in ("石3", "龙4", "金3", "火4", "车 兒", "走之底 关")]
    assert told == list("磊𪚥鑫燚𫐐送")


def test_u2c542_is_found_by_the_parts_of_its_simplified_form() -> None:
    assert "\U0002c542" in PARTS.made_of(["竹", "贡"])[:8]
    assert "\U0002c542" in PARTS.made_of(["竹字头", "工", "贝"])[:24]


def test_a_character_nobody_took_apart_is_found_by_its_radical_and_the_strokes_of_the_rest() -> None:
    key, _, characters = next(
        line.partition("\t")
        for line in TABLE.read_text("utf-8").split("#radicals\n")[1].splitlines()
        if line.startswith("金7\t")
    )
    assert key == "金7"
    rare = next(c for c in characters if 0x2B820 <= ord(c) < 0x2EBE1)
    assert rare in PARTS.made_of(["金", "7"])
    assert rare in PARTS.made_of(["金字旁", "辰"]), "辰 has seven strokes"


def test_what_is_not_known_finds_nothing() -> None:
    assert PARTS.made_of([]) == ()
    assert PARTS.made_of(["七点水", "可"]) == ()
    assert PARTS.made_of([""]) == ()
    assert PARTS.made_of(["石"] * 9) == ()
    assert PARTS.made_of(["x", "石"]) == ()


def test_no_question_takes_20_ms_of_a_core() -> None:
    PARTS.made_of(["石"])
    slowest = 0.0
    for parts in ("口", "一", "口 口", "口 木", "三点水 口", "人 一 口", "日 月", "石 石 石", "木 口 贝 金"):
        runs = []
        for _ in range(3):
            begun = time.thread_time()
            PARTS.made_of(parts.split(), 400)
            runs.append(time.thread_time() - begun)
        slowest = max(slowest, min(runs))
    assert slowest < 0.02


def test_the_table_is_read_at_the_first_question(tmp_path: Path) -> None:
    later = RareParts(tmp_path / "rare_parts.txt")
    (tmp_path / "rare_parts.txt").write_text("#same\n", "utf-8")
    with pytest.raises(ValueError, match="no section other"):
        later.made_of(["石"])


def test_every_named_part_is_in_the_table() -> None:
    assert all(PARTS.made_of([part]) for part, _ in COMMON_PARTS)
    assert part_named("三点水") == "氵"
    assert parts_spelled("sandianshui") == ("氵",)
    assert parts_spelled("shizipang") == ("石", "礻", "饣")
