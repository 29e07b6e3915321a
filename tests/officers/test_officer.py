"""Numbers, PINs, roles."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.officers.officer import Officer, Role, is_number, pin_problem


@pytest.mark.parametrize("number", ["123", "0235", "00012345"])
def test_an_officers_number(number: str) -> None:
    assert is_number(number)


@pytest.mark.parametrize("number", ["", "12", "123456789", "12a", "１２３", "12 3", "-123"])
def test_no_officers_number(number: str) -> None:
    assert not is_number(number)


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "12345a", "１２３４５６", "482 31"])
def test_a_pin_of_another_length_or_with_more_than_digits(pin: str) -> None:
    problem = pin_problem(pin, "0235")
    assert problem is not None
    assert problem.id == "desk.pin_length"


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "23502350"])
def test_a_pin_that_everybody_would_try_first(pin: str) -> None:
    problem = pin_problem(pin, "23502350")
    assert problem is not None
    assert problem.id == "desk.pin_simple"


@given(st.text(alphabet="0123456789", min_size=6, max_size=12))
def test_any_other_pin_is_good(pin: str) -> None:
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(pin)}
    assert (pin_problem(pin, "0235") is None) == (steps not in ({0}, {1}, {-1}))


@pytest.mark.parametrize(
    ("roles", "active", "answers"),
    [
        ({Role.OFFICER}, True, True),
        ({Role.LEADER}, True, True),
        ({Role.STAFF}, True, False),
        ({Role.STAFF, Role.OFFICER}, True, True),
        ({Role.OFFICER}, False, False),
        (set(), True, False),
    ],
)
def test_who_may_answer_calls(roles: set[Role], active: bool, answers: bool) -> None:
    assert Officer("0235", "", frozenset(roles), active).answers_calls is answers
