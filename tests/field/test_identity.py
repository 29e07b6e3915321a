from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field import identity
from kiosk.flow.answer import IdentityNo
from kiosk.message import Message

TODAY = date(2026, 11, 20)
BIRTHS = st.dates(date(1915, 1, 1), TODAY)
AREAS = st.integers(100000, 999999).map(str)
SEQUENCES = st.integers(0, 999).map(lambda n: f"{n:03}")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    digits = f"{draw(AREAS)}{draw(BIRTHS):%Y%m%d}{draw(SEQUENCES)}"
    return digits + identity.check_character(digits)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_known_numbers_are_right(number: str) -> None:
    assert identity.read(number, TODAY) == IdentityNo(number=number)


@given(numbers())
def test_any_area_and_any_birth_since_1915_is_read(number: str) -> None:
    assert identity.read(number, TODAY) == IdentityNo(number=number)


@given(numbers(), st.booleans(), st.lists(st.integers(0, 18), max_size=5), st.sampled_from(" \u3000-\t"))
def test_writing_does_not_matter(number: str, wide: bool, gaps: list[int], gap: str) -> None:
    written = number.translate(WIDE) if wide else number.lower()
    for place in sorted(gaps, reverse=True):
        written = written[:place] + gap + written[place:]
    assert identity.read(written, TODAY) == IdentityNo(number=number)


def test_the_old_code_of_the_district_is_fine() -> None:
    digits = "31023019430517102"
    number = digits + identity.check_character(digits)
    assert identity.read(number, TODAY) == IdentityNo(number=number)


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: str, place: int, off: int) -> None:
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert isinstance(identity.read(wrong, TODAY), Message)


@given(numbers(), st.integers(0, 15))
def test_two_swapped_digits_are_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert isinstance(identity.read(swapped, TODAY), Message)


@given(st.integers(1, 3650))
def test_a_birth_in_the_future_is_asked_again(days: int) -> None:
    digits = f"310151{TODAY + timedelta(days=days):%Y%m%d}002"
    number = digits + identity.check_character(digits)
    assert identity.read(number, TODAY) == Message("field.identity.birth")


def test_born_today_is_fine() -> None:
    digits = f"310151{TODAY:%Y%m%d}002"
    assert isinstance(identity.read(digits + identity.check_character(digits), TODAY), IdentityNo)


@pytest.mark.parametrize("born", ["19430230", "19431301", "19430500", "00000101"])
def test_a_date_that_never_was(born: str) -> None:
    digits = f"310230{born}002"
    number = digits + identity.check_character(digits)
    assert identity.read(number, TODAY) == Message("field.identity.birth")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", Message("field.identity.missing")),
        ("  \u3000", Message("field.identity.missing")),
        ("3102301943", Message("field.identity.short", {"count": 10})),
        ("3102301943051710211", Message("field.identity.long", {"count": 19})),
        ("310230430517102", Message("field.identity.old")),
        ("310230X9430517102", Message("field.identity.characters")),
        ("三一〇二三〇", Message("field.identity.characters")),
        ("31023019430517102٣", Message("field.identity.characters")),
    ],
)
def test_what_to_do(text: str, message: Message) -> None:
    assert identity.read(text, TODAY) == message


@given(st.text(max_size=30))
def test_anything_can_be_written(text: str) -> None:
    read = identity.read(text, TODAY)
    if isinstance(read, IdentityNo):
        assert identity.read(read.number, TODAY) == read
        assert identity.birth(read.number) <= TODAY


@given(AREAS, BIRTHS, st.integers(0, 999))
def test_birth_and_sex(area: str, born: date, sequence: int) -> None:
    digits = f"{area}{born:%Y%m%d}{sequence:03}"
    number = digits + identity.check_character(digits)
    assert identity.birth(number) == born
    assert identity.sex(number) == ("male" if sequence % 2 else "female")
