"""An appointment's legal transitions, who is elderly, and how it is found without being told."""

from __future__ import annotations

from datetime import date, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.appointment import (
    TRANSITIONS,
    Appointment,
    AppointmentEvent,
    AppointmentState,
    Booked,
    NewAppointment,
    after,
    check_new,
    elderly_by,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import CODE_DIGITS, Finder, Proof, new_code
from kiosk.cases.visiting_hours import Half

TODAY = date(2026, 11, 30)
IDENTITY = "11010519491231002X"
HALF = Half(TODAY, time(9))
OVER = {AppointmentState.SERVED, AppointmentState.CANCELLED}


def new(**changes):
    given = {"id": "x", "service": "s", "half": HALF, "elderly": False, "locale": "zh_CN"}
    return NewAppointment(**(given | changes))


@pytest.mark.parametrize(("state", "event"), list(product(AppointmentState, AppointmentEvent)))
def test_only_what_is_legal_happens(state, event):
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
        assert state not in OVER
    else:
        with pytest.raises(Refused):
            after(state, event)


def test_every_state_can_come_to_be_and_nobody_in_the_line_is_stuck():
    reached = {AppointmentState.BOOKED, *TRANSITIONS.values()}
    assert reached == set(AppointmentState)
    for state in set(AppointmentState) - OVER:
        found = {state}
        while more := {to for (since, _), to in TRANSITIONS.items() if since in found} - found:
            found |= more
        assert AppointmentState.SERVED in found, state


@pytest.mark.parametrize(
    ("born", "elderly"), [("19661130", True), ("19661201", False), ("19150101", True), ("20260101", False)]
)
def test_elderly_is_who_is_sixty_that_day(born, elderly):
    assert elderly_by(f"310230{born}0010", TODAY) is elderly


def test_the_number_decides_who_is_elderly_and_not_what_was_said():
    assert check_new(new(identity=IDENTITY.lower()), TODAY) == new(identity=IDENTITY, elderly=True)
    assert check_new(new(phone="13812345678", elderly=True), TODAY).elderly


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "appointment.who"),
        ({"phone": "12"}, "appointment.phone"),
        ({"phone": "1381234567a"}, "appointment.phone"),
        ({"identity": "110105194912310020"}, "field.identity.check"),
    ],
)
def test_whoever_cannot_be_found_again_is_told_what_is_missing(given, why):
    with pytest.raises(Refused) as refused:
        check_new(new(**given), TODAY)
    assert refused.value.message.id == why


KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, KEYS, st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_what_is_kept_depends_on_the_key_and_on_all_of_the_number(key, another, number):
    finder, other = Finder(key), Finder(another)
    assert finder.person(number, "") == Finder(key).person(number, "")
    assert finder.person(number, "") != finder.person("", number)
    assert number not in finder.person(number, "")
    assert finder.last_four(number) == finder.last_four("x" + number[-4:].lower())
    assert (finder.code("123456") == other.code("123456")) is (key == another)
    assert finder.last_four("") is None


def test_codes_are_digits_and_of_chance():
    codes = {new_code() for _ in range(100)}
    assert all(len(code) == CODE_DIGITS and code.isdecimal() for code in codes)
    assert len(codes) > 90


def test_nothing_personal_is_in_what_a_log_would_write():
    kept = Appointment("x", "s", "en", True, AppointmentState.BOOKED, TODAY, last_four="002X")
    told = [
        repr(new(identity=IDENTITY, phone="13812345678")),
        repr(Proof("01", IDENTITY, "123456", "002X", time(9))),
        repr(Booked(kept, "123456")),
    ]
    assert not [text for text in told if any(part in text for part in (IDENTITY, "138", "123456", "002X"))]


@pytest.mark.parametrize(
    ("proof", "by_code", "by_time"),
    [
        (Proof("01", code="123456", last_four="002X"), True, False),
        (Proof("01", code="12345", last_four="002X"), False, False),
        (Proof("01", code="123456", last_four="02X"), False, False),
        (Proof("01", code="12345６", last_four="0021"), False, False),
        (Proof("01", last_four="0021", begins=time(9)), False, True),
        (Proof("01", last_four="0021"), False, False),
        (Proof("01", last_four="%%%%", begins=time(9)), False, False),
    ],
)
def test_what_counts_as_a_proof(proof, by_code, by_time):
    assert (proof.by_code, proof.by_time) == (by_code, by_time)
