"""What was understood of an entry, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field.understood import Lines, of_day, of_identity, of_phone
from kiosk.words import Words

LOCALES = Path(__file__).resolve().parents[2] / "locales"
WORDS = {locale: Words.load(LOCALES, locale) for locale in ("zh_CN", "en")}
TODAY = date(2026, 11, 24)
NUMBER = "310230194803010027"


def said(lines: Lines, locale: str = "zh_CN") -> list[list[str]]:
    return [[WORDS[locale].say(m.id, **m.params) for m in line] for line in lines]


def test_a_birth_in_words() -> None:
    told = of_day(date(1948, 3, 1), TODAY, birth=True, past=True)
    assert said(told) == [["1948年3月1日，星期一"], ["78岁", "属鼠"], ["农历正月廿一"]]
    assert said(told, "en") == [
        ["Monday, 1 March 1948"],
        ["age 78", "year of the rat"],
        ["lunar month 1, day 21"],
    ]


def test_born_before_the_lunar_new_year_is_the_animal_before() -> None:
    assert said(of_day(date(1948, 2, 9), TODAY, birth=True))[1] == ["78岁", "属猪"]
    assert said(of_day(date(1948, 2, 10), TODAY, birth=True))[1] == ["78岁", "属鼠"]


def test_age_counts_from_the_birthday() -> None:
    assert said(of_day(date(1948, 11, 24), TODAY, birth=True))[1][0] == "78岁"
    assert said(of_day(date(1948, 11, 25), TODAY, birth=True))[1][0] == "77岁"
    assert said(of_day(date(2026, 3, 1), TODAY, birth=True))[1][0] == "还不到1岁"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "这一天已经过了"),
        (date(2026, 11, 24), "就是今天"),
        (date(2026, 12, 19), "还有25天"),
        (date(2027, 11, 23), "还有11个多月"),
        (date(2027, 11, 24), "还有12个多月"),
        (date(2030, 11, 24), "还有4年多"),
    ],
)
def test_a_day_that_a_paper_ends_tells_how_long_it_lasts(day: date, words: str) -> None:
    assert said(of_day(day, TODAY))[1] == [words]


def test_a_day_that_was_has_its_lunar_date_and_no_age() -> None:
    assert said(of_day(date(2026, 11, 2), TODAY, past=True)) == [
        ["2026年11月2日，星期一"],
        ["农历九月廿四"],
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("3102", [["还差14位"]]),
        ("31023019480301", [["1948年3月1日出生"], ["还差4位"]]),
        (NUMBER, [["1948年3月1日出生"], ["78岁", "属鼠"]]),
    ],
)
def test_an_identity_number_as_it_grows(text: str, lines: list[list[str]]) -> None:
    assert said(of_identity(text, TODAY)) == lines


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("31023019480231", "field.identity.birth"),
        ("31023020990101", "field.identity.birth"),
        ("31023019X80301", "field.identity.birth"),
        (NUMBER[:17] + "6", "field.identity.check"),
    ],
)
def test_what_cannot_be_right_is_said_where_it_stands(text: str, id_: str) -> None:
    assert of_identity(text, TODAY)[-1][0].id == id_


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("138", [["还差8位"]]),
        ("13812345678", [["手机号，写齐了"]]),
        ("02159611234", [["座机，区号021"]]),
        ("59611234", [["座机，区号021"]]),
        ("5961123", []),
        ("138123456789", []),
    ],
)
def test_a_telephone_number_as_it_grows(text: str, lines: list[list[str]]) -> None:
    assert said(of_phone(text)) == lines


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.booleans(), st.booleans())
def test_every_day_has_words_in_every_language(day: date, birth: bool, past: bool) -> None:
    for locale in WORDS:
        assert said(of_day(day, TODAY, birth=birth, past=past), locale)


@given(st.text("0123456789X", max_size=18))
def test_no_digits_break_it(text: str) -> None:
    for locale in WORDS:
        said(of_identity(text, TODAY), locale)
        said(of_phone(text), locale)
