"""Numbers, identity numbers, telephone numbers, dates, the card."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from kiosk.flow.answer import (
    Answer,
    CardData,
    CardLaid,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
)
from kiosk.flow.model import Text
from kiosk.message import Message
from screens.steps.card import CardScreen
from screens.steps.dates import DateScreen
from screens.steps.numbers import DigitsScreen, IdentityNumberScreen
from screens.steps.step import StepScreen
from screens.theme import Size

from .conftest import STEPS, Show, Wear

NUMBER = "31023019480301002X"
"""A made-up number with a right check character."""


def check_character(digits: str) -> str:
    weights = [2 ** (17 - k) % 11 for k in range(17)]
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def answers_of(screen: StepScreen) -> list[Answer]:
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    return answers


def touch(screen: DigitsScreen | DateScreen, signs: str) -> None:
    for sign in signs:
        screen.keypad.keys[sign].click()


def test_an_identity_number_with_x(show: Show) -> None:
    seventeen = next(body for k in range(1000) if check_character(body := f"31023019480301{k:03d}") == "X")
    screen, _frame = show("identity_number")
    assert isinstance(screen, IdentityNumberScreen)
    answers = answers_of(screen)
    touch(screen, seventeen + "X")
    touch(screen, "1")
    screen.press("forward")
    assert answers == [IdentityNo(number=seventeen + "X")]


def test_a_short_identity_number_stays_and_is_told(show: Show) -> None:
    screen, _frame = show("identity_number")
    assert isinstance(screen, IdentityNumberScreen)
    answers, said = answers_of(screen), []
    screen.said.connect(said.append)
    touch(screen, "310230")
    screen.press("forward")
    assert answers == []
    assert screen.text == "310230"
    assert len(said) == 1
    assert "310230" not in said[0]
    screen.keypad.erase.click()
    assert screen.text == "31023"


def test_a_phone_number(show: Show) -> None:
    screen, _frame = show("phone")
    assert isinstance(screen, DigitsScreen)
    answers = answers_of(screen)
    touch(screen, "13812345678")
    assert screen.field.shown()[0].split() == ["138", "1234", "5678"]
    screen.press("forward")
    assert answers == [PhoneNo(number="13812345678")]


def test_a_number(show: Show) -> None:
    screen, _frame = show("number")
    assert isinstance(screen, DigitsScreen)
    answers = answers_of(screen)
    screen.press("forward")
    assert answers == []
    touch(screen, "4")
    screen.press("forward")
    assert answers == [Count(number=4)]


def test_forward_waits_for_a_digit(show: Show) -> None:
    screen, frame = show("phone")
    assert isinstance(screen, DigitsScreen)
    assert not frame.nav_keys["forward"].isEnabled()
    touch(screen, "1")
    assert frame.nav_keys["forward"].isEnabled()
    screen.keypad.erase.click()
    assert not frame.nav_keys["forward"].isEnabled()


@pytest.mark.parametrize(
    ("locale", "digits", "expected"),
    [
        ("zh_CN", "1948" + "3" + "1", date(1948, 3, 1)),
        ("zh_CN", "1948" + "11" + "30", date(1948, 11, 30)),
        ("en", "30" + "11" + "1948", date(1948, 11, 30)),
    ],
)
def test_a_date_goes_on_by_itself(show: Show, locale: str, digits: str, expected: date) -> None:
    screen, _frame = show("date", Wear(locale))
    assert isinstance(screen, DateScreen)
    answers = answers_of(screen)
    touch(screen, digits)
    screen.press("forward")
    assert answers == [Day(day=expected)]


def test_the_next_part_can_be_asked_for(show: Show) -> None:
    screen, _frame = show("date")
    assert isinstance(screen, DateScreen)
    touch(screen, "1948")
    touch(screen, "1")
    screen.keypad.keys["next"].click()
    touch(screen, "2")
    assert screen.values == {"year": "1948", "month": "1", "day": "2"}


def test_erasing_goes_back_through_the_parts(show: Show) -> None:
    screen, _frame = show("date")
    assert isinstance(screen, DateScreen)
    touch(screen, "194812")
    assert screen.now == "day"
    screen.keypad.erase.click()
    assert screen.values["month"] == "1"
    for _ in range(9):
        screen.keypad.erase.click()
    assert screen.empty()
    assert screen.now == "year"


def test_a_part_that_is_touched_is_written_anew(show: Show) -> None:
    screen, _frame = show("date", value=Day(day=date(1948, 3, 1)))
    assert isinstance(screen, DateScreen)
    answers = answers_of(screen)
    screen.fields.keys["month"].click()
    touch(screen, "12")
    screen.press("forward")
    assert answers == [Day(day=date(1948, 12, 1))]


def test_todays_date_and_weekday_stand_there_and_are_spoken(show: Show) -> None:
    for locale, words in (
        ("zh_CN", "今天星期二，2026年11月24日"),
        ("en", "Today: Tuesday, 24 November 2026"),
    ):
        screen, _frame = show("date", Wear(locale))
        assert words in [s.text for s in screen.spoken()]


def test_long_term_where_it_is_allowed(show: Show) -> None:
    plain, _frame = show("date")
    assert isinstance(plain, DateScreen)
    assert plain.long_term_key is None
    screen, _other = show("valid_until")
    assert isinstance(screen, DateScreen)
    answers = answers_of(screen)
    assert screen.long_term_key is not None
    screen.long_term_key.click()
    screen.press("forward")
    assert answers == [Day(day=None)]
    touch(screen, "2")
    assert not screen.long_term_key.isChecked()


def test_a_date_survives_a_change_of_language(show: Show) -> None:
    screen, _frame = show("date")
    assert isinstance(screen, DateScreen)
    touch(screen, "194812")
    again, _other = show("date", Wear("en", Size.LARGEST))
    assert isinstance(again, DateScreen)
    again.restore(screen.draft())
    assert again.values == {"year": "1948", "month": "12", "day": ""}
    assert again.now == "day"


@pytest.mark.parametrize("step", ["identity_number", "phone", "date", "number"])
def test_covered_no_widget_shows_or_names_a_digit(show: Show, step: str) -> None:
    screen, _frame = show(step)
    assert isinstance(screen, DigitsScreen | DateScreen)
    touch(screen, "1977")
    screen.cover_key.click()
    shown = screen.fields if isinstance(screen, DateScreen) else screen.field
    widgets = [w for w in (shown, *shown.children()) if isinstance(w, QWidget)]

    def found() -> str:
        """All that a screen reader finds."""
        faces = [QAccessible.queryAccessibleInterface(w) for w in widgets]
        return "".join(f.text(QAccessible.Text.Name) + f.text(QAccessible.Text.Value) for f in faces)

    assert not set(found()) & set("1977")
    screen.cover_key.click()
    assert set(found()) >= set("19")


def test_a_card_that_is_read_answers(show: Show) -> None:
    screen, _frame = show("card")
    assert isinstance(screen, CardScreen)
    answers = answers_of(screen)
    data = CardData(name="王桂兰", identity_number=NUMBER)
    screen.card_read(data)
    assert answers == []
    screen.press("forward")
    assert answers == [CardLaid(card=data)]


def test_having_no_card_answers_as_well(show: Show) -> None:
    screen, _frame = show("card")
    assert isinstance(screen, CardScreen)
    answers = answers_of(screen)
    screen.no_card_key.click()
    assert answers == [CardLaid(card=None)]


def test_a_card_that_cannot_be_read_twice_offers_the_guide(show: Show) -> None:
    screen, _frame = show("card")
    assert isinstance(screen, CardScreen)
    acts: list[tuple[str, str]] = []
    screen.acted.connect(lambda name, argument: acts.append((name, argument)))
    screen.card_failed(Message("field.identity.missing"))
    assert acts == []
    assert screen.help is not None
    assert screen.help.isVisible()
    screen.card_failed(Message("field.identity.missing"))
    assert acts == [("offer_guide", "")]


def test_where_one_page_is_too_small_the_words_are_read_first(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Text(
        {"zh_CN": "电话？", "en": "Which number may we call, at home or on your mobile phone, in the day?"}
    )
    monkeypatch.setitem(STEPS, "phone", STEPS["phone"].model_copy(update={"title": asked}))
    screen, frame = show("phone", Wear("en", Size.LARGEST, sitting=True, landscape=True))
    assert isinstance(screen, DigitsScreen)
    assert screen.page_count == 2
    assert not screen.keypad.isVisible()
    assert frame.nav_keys["forward"].isEnabled()
    screen.press("forward")
    assert screen.keypad.isVisible()
    touch(screen, "13")
    screen.press("forward")
    assert screen.page == 0
    assert screen.help is not None
    assert screen.help.isVisible()
    assert screen.text == "13"
