"""What is sealed to a desk opens there, as it was, for that call and time, and nowhere else."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sealing import DeskKey, seal
from kiosk.visit.moving import Bound, NotOpened

BOUND = Bound("east", "0190-call", datetime(2026, 11, 24, 10, tzinfo=UTC))
KEY = DeskKey()
OTHERS = {
    "desk": replace(BOUND, desk="west"),
    "call": replace(BOUND, call="0190-other"),
    "time": replace(BOUND, until=BOUND.until + timedelta(seconds=1)),
}


@given(st.text())
def test_it_opens_as_it_was_sealed(text: str) -> None:
    assert KEY.open(seal(text, KEY.public, BOUND), BOUND) == text


@given(st.data())
def test_whatever_is_changed_on_the_way_it_opens_no_more(data: st.DataObject) -> None:
    raw = bytearray(base64.b64decode(seal("欧阳鹦鹉", KEY.public, BOUND)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotOpened):
        KEY.open(base64.b64encode(raw).decode(), BOUND)


@given(st.text(st.characters(max_codepoint=0x7F), max_size=80))
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(NotOpened):
        KEY.open(text, BOUND)


def test_what_is_cut_short_is_refused() -> None:
    sealed = base64.b64decode(seal("a", KEY.public, BOUND))
    for length in (0, 1, 33, 44, 45, len(sealed) - 1):
        with pytest.raises(NotOpened):
            KEY.open(base64.b64encode(sealed[:length]).decode(), BOUND)


def test_another_desk_cannot_open_it() -> None:
    with pytest.raises(NotOpened):
        DeskKey().open(seal("a", KEY.public, BOUND), BOUND)


@pytest.mark.parametrize("other", OTHERS)
def test_it_is_bound_to_desk_call_and_time(other: str) -> None:
    with pytest.raises(NotOpened):
        KEY.open(seal("a", KEY.public, BOUND), OTHERS[other])


def test_its_length_tells_nothing_of_a_usual_visit() -> None:
    assert len({len(seal("x" * n, KEY.public, BOUND)) for n in (0, 1, 700, 4000)}) == 1


def test_the_same_visit_never_looks_the_same_twice() -> None:
    assert seal("a", KEY.public, BOUND) != seal("a", KEY.public, BOUND)


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!"])
def test_a_wrong_key_is_told(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        seal("a", key, BOUND)
