"""What was understood stands below the entry in words; dates near today are picked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.flow.answer import Answer, Day
from kiosk.message import Message
from screens.steps.dates import DateScreen
from screens.steps.numbers import IdentityNumberScreen, PhoneScreen
from screens.steps.understanding import day_in_words, day_samples

from . import conftest
from .conftest import LOOKS, STEPS, Show, Wear, build, framed, t

STEPS["birth"] = conftest.Date(
    kind="date", id="k", title=t("生日是哪一天？", "Date of birth?"), range="past", birth=True
)
STEPS["near"] = conftest.Date(kind="date", id="l", title=t("证用到哪一天？", "Valid until when?"), near=10)
STEPS["near_past"] = conftest.Date(
    kind="date", id="m", title=t("是哪一天？", "Which day was it?"), near=2, range="past"
)
NUMBER = "310230194803010027"


def words(screen: DateScreen | IdentityNumberScreen | PhoneScreen) -> str:
    assert screen.understood is not None
    label = screen.understood.words
    return label.text if not label.isHidden() else ""


def test_a_birth_in_words(show: Show) -> None:
    screen, _frame = show("birth")
    assert isinstance(screen, DateScreen)
    for sign in "194830":
        screen.keypad.keys[sign].click()
    assert words(screen) == ""
    screen.keypad.keys["1"].click()
    assert words(screen) == "1948年3月1日，星期一\n78岁，属鼠\n农历正月廿一"
    private = [s for s in screen.told_entry() if "属鼠" in s.text]
    assert private
    assert all(s.private and not s.fixed for s in private)


def test_nothing_moves_while_one_writes(show: Show) -> None:
    screen, _frame = show("birth")
    assert isinstance(screen, DateScreen)
    place = screen.keypad.geometry()
    for sign in "19480301":
        screen.keypad.keys[sign].click()
        assert screen.keypad.geometry() == place


def test_whose_number_it_is(show: Show) -> None:
    screen, _frame = show("identity_number")
    assert isinstance(screen, IdentityNumberScreen)
    for sign in NUMBER:
        screen.keypad.keys[sign].click()
    assert screen.field.shown()[0].split() == ["310230", "19480301", "0027"]
    assert words(screen) == "1948年3月1日出生\n78岁，属鼠"
    assert NUMBER not in words(screen)


def test_a_telephone_number(show: Show) -> None:
    screen, _frame = show("phone")
    assert isinstance(screen, PhoneScreen)
    for sign in "138":
        screen.keypad.keys[sign].click()
    assert words(screen) == "还差8位"


@pytest.mark.parametrize(("step", "digits"), [("birth", "19480301"), ("identity_number", NUMBER)])
def test_covered_words_are_covered_too(show: Show, step: str, digits: str) -> None:
    screen, _frame = show(step)
    assert isinstance(screen, DateScreen | IdentityNumberScreen)
    for sign in digits:
        screen.keypad.keys[sign].click()
    screen.cover_key.click()
    assert screen.understood is not None
    widgets = [w for w in screen.understood.findChildren(QWidget) if w.isVisible()]
    faces = [QAccessible.queryAccessibleInterface(w) for w in widgets]
    told = "".join(f.text(QAccessible.Text.Name) + f.text(QAccessible.Text.Value) for f in faces)
    assert "1948" not in told
    assert "鼠" not in told
    assert "鼠" not in str([s.text for s in screen.told_entry()])


@pytest.mark.parametrize(
    ("message", "part"),
    [("field.day.month", "month"), ("field.day.no_day", "day"), ("field.day.year", "year")],
)
def test_the_part_that_is_to_be_mended_is_marked_and_written_anew(
    show: Show, message: str, part: str
) -> None:
    screen, _frame = show("birth", value=Day(day=date(1948, 12, 11)))
    assert isinstance(screen, DateScreen)
    screen.refuse(Message(message, {"year": 2026, "month": 2, "last": 28}))
    assert screen.now == part
    screen.keypad.keys["1"].click()
    assert dict(screen.values)[part] == "1"  # type: ignore[call-overload]


# --- picking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_a_near_date_takes_three_touches(show: Show, locale: str) -> None:
    screen, _frame = show("near", Wear(locale))
    assert isinstance(screen, DateScreen)
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    assert screen.picks is not None
    at = {"year": 5, "month": 10, "day": 29}
    for part in screen.fields.order:
        screen.picks.keys[part][at[part]].click()
    screen.press("forward")
    assert answers == [Day(day=date(2030, 11, 30))]


def test_a_month_has_the_days_it_has(show: Show) -> None:
    screen, _frame = show("near")
    assert isinstance(screen, DateScreen)
    assert screen.picks is not None
    screen.picks.keys["year"][2].click()
    screen.picks.keys["month"][1].click()
    assert [k.text() for k in screen.picks.keys["day"] if k.isVisible()] == [str(d) for d in range(1, 29)]
    screen.picks.erase.click()
    assert screen.now == "month"
    assert screen.values == {"year": "2027", "month": "", "day": ""}


def test_another_year_is_written(show: Show) -> None:
    screen, _frame = show("near_past")
    assert isinstance(screen, DateScreen)
    assert screen.picks is not None
    assert [k.text() for k in screen.picks.keys["year"]] == ["2024", "2025", "2026"]
    screen.picks.other.click()
    assert screen.keypad.isVisible()
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    for sign in "20190301":
        screen.keypad.keys[sign].click()
    screen.press("forward")
    assert answers == [Day(day=date(2019, 3, 1))]
    again, _other = show("near_past", Wear("en"))
    assert isinstance(again, DateScreen)
    again.restore(screen.draft())
    assert again.picks is not None
    assert again.picks.writing


@pytest.mark.parametrize("wear", LOOKS, ids=lambda w: w.name)
@pytest.mark.parametrize("step", ["birth", "near", "near_past", "identity_number", "phone"])
def test_it_fits_in_every_look(qapp: QApplication, aids: object, wear: Wear, step: str) -> None:
    ui = wear.ui(aids)  # type: ignore[arg-type]
    screen = build(ui, step)
    frame = framed(ui, screen)
    assert screen.fits  # type: ignore[attr-defined]
    frame.deleteLater()


@pytest.mark.parametrize("ahead", [-400, -1, 0, 1, 20, 45, 200, 400, 900, 4000])
def test_there_is_room_for_whatever_is_said_of_a_day(qapp: QApplication, aids: object, ahead: int) -> None:
    ui = Wear("en").ui(aids)  # type: ignore[arg-type]
    samples = day_samples(ui, birth=False, past=False)
    said = day_in_words(ui, ui.today() + timedelta(days=ahead), birth=False, past=False)
    assert said.count("\n") <= max(sample.count("\n") for sample in samples)
    assert len(said) <= max(map(len, samples))
