from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.reading import as_spoken, chinese_number
from kiosk.voice.readings import READINGS


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("号码是12058", "号码是幺二零五八"),
        ("号码 0712 0034", "号码 零七幺二,零零三四"),
        ("2026年3月5日", "二零二六年三月五日"),
        ("2026-03-05", "二零二六年三月五日"),
        ("15:30", "十五点三十分"),
        ("9:05", "九点零五分"),
        ("9:00", "九点"),
        ("第10步，共12步", "第十步，共十二步"),
        ("100000元", "十万元"),
        ("3.5元", "三点五元"),
        ("100000.05元", "十万点零五元"),
        ("3.5%", "百分之三点五"),
        ("007室", "零零七室"),
        ("崇明区城桥镇", "崇明区城桥镇"),
    ],
)
def test_chinese_is_read_as_an_officer_would(written: str, spoken: str) -> None:
    assert as_spoken(written, "zh_CN") == spoken


@pytest.mark.parametrize(
    ("written", "pinyin"),
    [
        ("去银行卡上", "yin2 hang2 ka3"),
        ("重新填", "chong2 xin1 tian2"),
        ("别着急", "bie2 zhao2 ji2"),
        ("这不是", "bu2 shi4"),
        ("点一下", "yi2 xia4"),
        ("办不了", "ban4 bu4 liao3"),
    ],
)
def test_words_that_the_engine_reads_wrongly_are_given_in_pinyin(written: str, pinyin: str) -> None:
    assert pinyin in as_spoken(written, "zh_CN")


def test_english_numbers_are_spelled_when_long() -> None:
    spoken = as_spoken("Number 12058, step 3 of 12, room 007, born 1938", "en")
    assert spoken == "Number 1 2 0 5 8, step 3 of 12, room 0 0 7, born 1938"


def test_numbers_in_words() -> None:
    told = {0: "零", 10: "十", 15: "十五", 20: "二十", 105: "一百零五", 110: "一百一十", 1008: "一千零八"}
    told |= {1100: "一千一百", 10_000: "一万", 10_500: "一万零五百", 100_000: "十万", 12_345_678: ""}
    told[12_345_678] = "一千二百三十四万五千六百七十八"
    assert {number: chinese_number(number) for number in told} == told


def test_no_two_numbers_sound_alike() -> None:
    assert len({chinese_number(number) for number in range(20_000)}) == 20_000


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    as_spoken(text, "zh_CN")
    as_spoken(text, "en")


@given(st.text(alphabet="0123456789年月日元.: -%第步"))
def test_no_digit_is_left_to_the_engine(text: str) -> None:
    assert not re.search("(?<![a-z])[0-9]", as_spoken(text, "zh_CN"))  # yi4 is pinyin


def test_the_table_is_well_formed() -> None:
    for entry in READINGS.split():
        word, pinyin = entry.split(":")
        assert re.fullmatch(r"[a-zü]+[1-5](-[a-zü]+[1-5])*", pinyin), entry
        assert len(word) == len(pinyin.split("-")), entry
