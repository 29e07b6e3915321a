from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field import day, number
from kiosk.flow.answer import Count, Day
from kiosk.message import Message

TODAY = date(2026, 11, 20)
Range = Literal["any", "past", "future"]
RANGES: st.SearchStrategy[Range] = st.sampled_from(["any", "past", "future"])


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), RANGES)
def test_every_real_date_is_read_where_it_makes_sense(when: date, range_: Range) -> None:
    read = day.read(str(when.year), f"{when.month:02}", str(when.day), range_, TODAY)
    if range_ == "past" and when > TODAY:
        assert read == Message("field.day.past")
    elif range_ == "future" and when < TODAY:
        assert read == Message("field.day.future")
    else:
        assert read == Day(day=when)


@pytest.mark.parametrize("range_", ["any", "past", "future"])
def test_today_is_always_fine(range_: Range) -> None:
    assert day.read("2026", "11", "20", range_, TODAY) == Day(day=TODAY)


@pytest.mark.parametrize(
    ("year", "month", "date_", "message"),
    [
        ("", "1", "1", Message("field.day.no_year")),
        ("1943", " ", "1", Message("field.day.no_month")),
        ("1943", "1", "", Message("field.day.no_day")),
        ("43", "1", "1", Message("field.day.year", {"year": 2026})),
        ("1943", "13", "1", Message("field.day.month")),
        ("1943", "0", "1", Message("field.day.month")),
        ("1943", "五", "1", Message("field.day.month")),
        ("1943", "2", "29", Message("field.day.day", {"month": 2, "last": 28})),
        ("1944", "2", "30", Message("field.day.day", {"month": 2, "last": 29})),
        ("1943", "4", "31", Message("field.day.day", {"month": 4, "last": 30})),
    ],
)
def test_what_to_do(year: str, month: str, date_: str, message: Message) -> None:
    assert day.read(year, month, date_, "any", TODAY) == message


def test_full_width_digits_and_spaces() -> None:
    assert day.read("１９４３", " 5", "１７", "past", TODAY) == Day(day=date(1943, 5, 17))


@given(st.text(max_size=6), st.text(max_size=4), st.text(max_size=4), RANGES)
def test_anything_can_be_written_as_a_date(year: str, month: str, date_: str, range_: Range) -> None:
    read = day.read(year, month, date_, range_, TODAY)
    assert isinstance(read, (Day, Message))


@given(st.integers(-1000, 1000), st.integers(-50, 50), st.integers(0, 100))
def test_numbers_within_their_limits(value: int, least: int, span: int) -> None:
    most = least + span
    read = number.read(str(value), least, most)
    if least <= value <= most:
        assert read == Count(number=value)
    else:
        which = "least" if value < least else "most"
        assert read == Message(f"field.number.{which}", {"least": least, "most": most})


@pytest.mark.parametrize("written", ["１２", " 12 ", "+12", "1,2", "012"])
def test_ways_to_write_twelve(written: str) -> None:
    assert number.read(written, 0, 20) == Count(number=12)


@pytest.mark.parametrize(
    ("written", "message"),
    [("", "missing"), ("  ", "missing"), ("1.5", "digits"), ("十二", "digits"), ("9" * 30, "digits")],
)
def test_no_numbers(written: str, message: str) -> None:
    assert number.read(written, 0, 20) == Message(f"field.number.{message}")


@given(st.text(max_size=8))
def test_anything_can_be_written_as_a_number(written: str) -> None:
    assert isinstance(number.read(written, 0, 99), (Count, Message))


def test_the_day_after_today_is_not_past() -> None:
    after = TODAY + timedelta(days=1)
    read = day.read(str(after.year), str(after.month), str(after.day), "past", TODAY)
    assert read == Message("field.day.past")
