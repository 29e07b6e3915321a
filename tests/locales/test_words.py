"""The catalogue counts as its locale does, names months, and lets another language stand in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.locales import Language, found
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.words import Words
from tests.locales.conftest import Write, entry


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (104, "104 дня")],
)
def test_russian_has_three_forms(write: Write, count: int, said: str) -> None:
    write("en", entry("x.days", "{count} days"))
    write("zh_CN", entry("x.days", "{count}天"))
    folder = write("ru", entry("x.days", "{count} день", "{count} дня", "{count} дней"))
    assert Words.load(folder, "ru").say("x.days", count=count) == said


@pytest.mark.parametrize(
    ("yuan", "said"), [("1", "1 юань"), ("15.50", "15.50 юаней"), ("22", "22 юаня")], ids=["1", "15.50", "22"]
)
def test_money_counts_by_its_whole_part(yuan: str, said: str) -> None:
    words = load_words(Paths.here().locales, ("zh_CN", "ru"))["ru"]
    assert words.say("flow.told.money", yuan=yuan) == said
    assert words.say("steps.fee_line", what="x", yuan=yuan) == f"{said} — x"


EVERY = load_words(Paths.here().locales, found(Paths.here().locales))


@given(count=st.integers(0, 10**6))
def test_every_number_has_a_form(count: int) -> None:
    for locale, words in EVERY.items():
        assert str(count) in words.say("understood.days_left", count=count), locale


def test_one_day_is_not_days() -> None:
    english = load_words(Paths.here().locales)["en"]
    assert english.say("understood.days_left", count=1) == "in 1 day"
    assert english.say("understood.days_left", count=2) == "in 2 days"


def test_a_month_is_named_by_its_number(write: Write) -> None:
    write("en", entry("x.date", "{day} {month_name}"))
    write("zh_CN", entry("x.date", "{month}月{day}日"))
    folder = write("ru", entry("x.date", "{day} {month_name}"))
    told = {"month": 3, "day": 1}
    assert Words.load(folder, "ru").say("x.date", **told) == "1 марта"
    assert Words.load(folder, "en").say("x.date", **told) == "1 March"
    assert Words.load(folder, "zh_CN").say("x.date", **told) == "3月1日"
    assert Words.load(folder, "en").say("x.date", **told, month_name="Mar") == "1 Mar"


def test_what_a_locale_lacks_is_said_in_english_then_chinese(write: Write) -> None:
    write("zh_CN", entry("x.a", "甲"), entry("x.b", "乙"), entry("x.c", "丙"))
    write("en", entry("x.a", "A"), entry("x.b", "B"))
    folder = write("ja", entry("x.a", "あ"), entry("x.b", ""))
    words = Words.load(folder, "ja")
    assert [words.say(f"x.{each}") for each in "abc"] == ["あ", "B", "丙"]
    assert words.own == {"x.a"}
    with pytest.raises(KeyError):
        words.say("x.d")


def test_the_languages_offered_are_called_as_they_call_themselves(write: Write) -> None:
    write("zh_CN", entry("language.own_name", "普通话"))
    write("en", entry("language.own_name", "English"))
    folder = write("ja", entry("language.own_name", "日本語"))
    words = load_words(folder, ("zh_CN", "ja"))
    assert words["ja"].offered == (Language("zh_CN", "普通话"), Language("ja", "日本語"))


def test_a_russian_date_at_the_end_of_a_sentence_ends_it_too(write: Write) -> None:
    write("en", entry("x.done", "Done {day}."))
    write("zh_CN", entry("x.done", "{day}好了。"))
    words = Words.load(write("ru", entry("x.done", "Готово {day}.")), "ru")
    assert words.say("x.done", day="28 ноября 2026 г.") == "Готово 28 ноября 2026 г."
    assert words.say("x.done", day="завтра") == "Готово завтра."
