from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice import units
from kiosk.voice.reading import chinese_number

LOCALES = ("zh_CN", "en")
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
SMALL = {word: value for value, word in enumerate(ONES.split())} | {
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def said(names: list[str], locale: str, having: dict[str, str]) -> list[str]:
    played = units.resolved(names, locale, having.__contains__)
    assert played is not None, names
    return [having[name] for name in played]


def value_of(words: list[str]) -> int:
    """English number words back to their number, by the rules of counting rather than those under test."""
    total = part = 0
    for word in " ".join(words).replace("-", " ").split():
        if word in SMALL:
            part += SMALL[word]
        elif word == "hundred":
            part *= 100
        elif word in ("thousand", "million"):
            total, part = total + part * (1_000 if word == "thousand" else 1_000_000), 0
        else:
            assert word == "and"
    return total + part


@given(st.integers(0, units.MOST))
def test_chinese_numbers_are_said_as_they_are_written_whatever_units_there_are(value: int) -> None:
    for having in (units.base("zh_CN"), units.every("zh_CN")):
        assert "".join(said(units.number(value, "zh_CN"), "zh_CN", having)) == chinese_number(value)


@given(st.integers(0, units.MOST))
def test_english_numbers_come_back_as_the_same_number(value: int) -> None:
    for having in (units.base("en"), units.every("en")):
        assert value_of(said(units.number(value, "en"), "en", having)) == value


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1900, 2099), st.integers(1, 7))
def test_every_date_can_be_said_from_the_base_units(month: int, day: int, year: int, weekday: int) -> None:
    for locale in LOCALES:
        names = [
            *units.weekday(weekday, locale),
            *units.year(year, locale),
            *units.month(month, locale),
            *units.day(day, locale),
        ]
        assert units.resolved(names, locale, units.base(locale).__contains__) is not None
        assert units.resolved(names, locale, units.every(locale).__contains__) is not None


@given(st.integers(0, 99_999_999), st.integers(0, 99))
def test_every_sum_can_be_said_from_the_base_units(yuan: int, hundredths: int) -> None:
    for locale in LOCALES:
        names = units.money(yuan, hundredths, locale)
        assert units.resolved(names, locale, units.base(locale).__contains__) is not None


@pytest.mark.parametrize(
    ("year", "chinese", "english"),
    [
        (1948, "一九四八年", "nineteen forty-eight"),
        (1900, "一九零零年", "nineteen hundred"),
        (1905, "一九零五年", "nineteen oh five"),
        (2000, "二零零零年", "two thousand"),
        (2005, "二零零五年", "two thousand and five"),
        (2026, "二零二六年", "twenty twenty-six"),
    ],
)
def test_years(year: int, chinese: str, english: str) -> None:
    assert "".join(said(units.year(year, "zh_CN"), "zh_CN", units.every("zh_CN"))) == chinese
    assert " ".join(said(units.year(year, "en"), "en", units.every("en"))) == english


def test_one_is_read_out_so_that_it_is_not_taken_for_seven() -> None:
    assert said(units.digits("0100 013", "zh_CN"), "zh_CN", units.every("zh_CN")) == list("零幺零零零幺三")
    assert said(units.digits("017", "en"), "en", units.every("en")) == ["zero", "one", "seven"]


def test_whole_units_are_taken_where_there_are_any() -> None:
    whole, base = units.every("zh_CN"), units.base("zh_CN")
    assert said(units.number(123, "zh_CN"), "zh_CN", whole) == ["一百", "二十三"]
    assert said(units.number(123, "zh_CN"), "zh_CN", base) == ["一", "百", "二", "十", "三"]
    assert said(units.month(12, "zh_CN"), "zh_CN", base) == ["十", "二", "月"]


def test_a_pack_that_lacks_a_unit_cannot_say_it() -> None:
    lacking = {name: text for name, text in units.base("zh_CN").items() if name != "hundred"}
    assert units.resolved(units.number(120, "zh_CN"), "zh_CN", lacking.__contains__) is None
    assert units.resolved(units.number(20, "zh_CN"), "zh_CN", lacking.__contains__) is not None


@pytest.mark.parametrize("value", [-1, units.MOST + 1])
def test_what_is_no_such_number_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="not said"):
        units.number(value, "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_units_of_the_base_are_the_same_word_but_day_and_date(locale: str) -> None:
    assert set(units.base(locale)) <= set(units.every(locale))
    assert all(text.strip() for text in units.every(locale).values())
