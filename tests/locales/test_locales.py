"""A locale is found where its words lie, and writes as CLDR says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.dates import date_order, months, written_out
from kiosk.flow.model import Text
from kiosk.locales import after, found, has_spaces, is_shown, joined, script, with_unit
from tests.locales.conftest import Write, entry

DAY = date(2026, 3, 1)


def test_found_where_words_lie(write: Write, tmp_path: Path) -> None:
    for locale in ("ko", "en", "ja", "zh_CN", "ar", "nobody"):
        folder = write(locale, entry("a.b", "x"))
    (folder / "ru").mkdir()
    assert found(folder) == ("zh_CN", "en", "ja", "ko")


def test_only_what_runs_from_left_to_right_is_shown() -> None:
    assert [each for each in ("ja", "ko", "ru", "de", "ar", "he", "xx_YY") if is_shown(each)] == [
        "ja",
        "ko",
        "ru",
        "de",
    ]


@pytest.mark.parametrize(
    ("locale", "its_script", "spaces"),
    [
        ("zh_CN", "Hans", False),
        ("zh_TW", "Hant", False),
        ("en", "Latn", True),
        ("ja", "Jpan", False),
        ("ko", "Kore", True),
        ("ru", "Cyrl", True),
    ],
)
def test_scripts(locale: str, its_script: str, spaces: bool) -> None:
    assert (script(locale), has_spaces(locale)) == (its_script, spaces)


@pytest.mark.parametrize(
    ("locale", "day", "with_weekday", "order"),
    [
        ("zh_CN", "2026年3月1日", "2026年3月1日 星期日", "year month day"),
        ("en", "1 March 2026", "Sunday 1 March 2026", "day month year"),
        ("ja", "2026年3月1日", "2026年3月1日日曜日", "year month day"),
        ("ko", "2026년 3월 1일", "2026년 3월 1일 일요일", "year month day"),
        ("ru", "1 марта 2026 г.", "воскресенье, 1 марта 2026 г.", "day month year"),
    ],
)
def test_dates(locale: str, day: str, with_weekday: str, order: str) -> None:
    assert written_out(DAY, locale).replace("\u202f", " ") == day
    assert written_out(DAY, locale, weekday=True).replace("\u202f", " ") == with_weekday
    assert " ".join(date_order(locale)) == order


def test_months_stand_as_in_a_date() -> None:
    assert (months("en")[2], months("ru")[2]) == ("March", "марта")


def test_lists_units_and_sentences() -> None:
    assert [joined(["a", "b"], each) for each in ("zh_CN", "ja", "ko", "en")] == [
        "a、b",
        "a、b",
        "a, b",
        "a, b",
    ]
    assert [with_unit(3, "x", each) for each in ("zh_CN", "ja", "ko", "en", "ru")] == [
        *["3x"] * 3,
        *["3 x"] * 2,
    ]
    assert (after("a", "b", "ja"), after("a", "b", "ru")) == ("a。b", "a. b")


def test_a_text_falls_back_to_english_then_chinese() -> None:
    assert Text({"zh_CN": "您好", "en": "Hello", "ja": "こんにちは"}).in_("ja") == "こんにちは"
    assert Text({"zh_CN": "您好", "en": "Hello", "ja": ""}).in_("ja") == "Hello"
    assert Text({"zh_CN": "您好"}).in_("ja") == "您好"
    assert Text({"en": "Hello"}).in_("zh_CN") == "Hello"
    assert Text({"fr": "Salut"}).in_("ja") == "Salut"
