"""Registration numbers catch the slips people make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.number import grouped, registration_number, valid

numbers = st.builds(
    registration_number,
    st.integers(0, 99).map("{:02d}".format),
    st.integers(1, 9999) | st.integers(1, 10**9),
)


def test_kiosk_then_sequence_then_check_digit():
    number = registration_number("01", 1)
    assert number[:-1] == "010001"
    assert number.isascii()
    assert number.isdigit()


@given(numbers)
def test_a_number_given_out_is_valid(number):
    assert valid(number)


@given(numbers, st.data())
def test_every_single_wrong_digit_is_caught(number, data):
    position = data.draw(st.integers(0, len(number) - 1))
    for digit in "0123456789":
        wrong = number[:position] + digit + number[position + 1 :]
        assert valid(wrong) == (wrong == number)


@given(numbers)
def test_every_exchange_of_neighbours_is_caught(number):
    for position in range(len(number) - 1):
        a, b = number[position : position + 2]
        if a != b:
            assert not valid(number[:position] + b + a + number[position + 2 :])


def test_the_first_thousands_of_a_kiosk_without_luck():
    """Exhaustively for one kiosk, so that no exception hides between drawn examples."""
    for sequence in range(1, 2000):
        number = registration_number("07", sequence)
        for position in range(len(number)):
            for digit in "0123456789":
                wrong = number[:position] + digit + number[position + 1 :]
                assert valid(wrong) == (wrong == number)
            swapped = number[:position] + number[position : position + 2][::-1] + number[position + 2 :]
            assert valid(swapped) == (swapped == number)


@given(st.integers(0, 9), st.integers(1, 10**6))
def test_a_leading_zero_left_out_or_added_is_caught(kiosk, sequence):
    number = registration_number(f"0{kiosk}", sequence)
    assert not valid("0" + number)
    assert not valid(number[1:])


@pytest.mark.parametrize("text", ["", "0", "01000", "01 0001", "010001x", "０１０００１２", "-100012"])
def test_what_is_no_number_is_not_valid(text):
    assert not valid(text)


@given(st.sets(st.tuples(st.integers(0, 99), st.integers(1, 10**6)), min_size=2, max_size=20))
def test_no_two_cases_share_a_number(cases):
    assert len({registration_number(f"{kiosk:02d}", sequence) for kiosk, sequence in cases}) == len(cases)


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("0100012", "0100 012"),
        ("01000123", "0100 0123"),
        ("010001234", "010 001 234"),
        ("0100012345", "0100 012 345"),
        ("01000123456", "0100 0123 456"),
        ("", ""),
    ],
)
def test_groups_as_read_aloud(number, read):
    assert grouped(number) == read


@given(numbers)
def test_groups_are_of_three_or_four_and_lose_nothing(number):
    groups = grouped(number).split(" ")
    assert "".join(groups) == number
    assert {len(group) for group in groups} <= {3, 4}


@pytest.mark.parametrize(
    ("kiosk", "sequence"), [("1", 1), ("100", 1), ("ab", 1), ("٠١", 1), ("01", 0), ("01", -1)]
)
def test_what_no_number_can_be_made_of(kiosk, sequence):
    with pytest.raises(ValueError):
        registration_number(kiosk, sequence)
