"""The form of a change: what is written is read again; whatever is not quite that is refused, unquoted."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.assist.change import Change, ChangeKind
from kiosk.assist.change_form import CallForm, HallCallForm, Malformed, read_change, write_change
from kiosk.ids import new_id

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60)
SLUGS = st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True)
CALLS = st.builds(
    Call,
    id=st.builds(new_id),
    kiosk=SLUGS,
    kiosk_name=WORDS,
    place=WORDS,
    service=st.none() | WORDS,
    step=st.none() | WORDS,
    locale=WORDS,
    priority=st.booleans(),
    quiet=st.booleans(),
    state=st.sampled_from(CallState),
    created_at=MOMENTS,
    seen_at=st.none() | MOMENTS,
    claimed_at=st.none() | MOMENTS,
    officer=st.none() | WORDS,
    closed_at=st.none() | MOMENTS,
    outcome=st.none() | st.sampled_from(Outcome),
    note=st.just(""),
)
CHANGES = st.builds(
    Change,
    id=st.builds(new_id),
    kiosk=SLUGS,
    seq=st.integers(1, 2**53 - 1),
    kind=st.sampled_from(ChangeKind),
    at=MOMENTS,
    officer=st.none() | WORDS,
    call=CALLS,
)


@given(CHANGES)
def test_what_is_written_is_read_again(change):
    assert read_change(write_change(change)) == change


def test_a_note_has_no_place_in_it():
    assert "note" not in CallForm.model_fields
    assert set(CallForm.model_fields) == {*Call.__dataclass_fields__} - {"note"}


@pytest.fixture
def form():
    call = Call(new_id(), "01", "一号机", "大厅", None, None, "en", False, False, CallState.WAITING,
                datetime(2026, 11, 26, tzinfo=UTC))  # fmt: skip
    change = Change(new_id(), "01", 1, ChangeKind.OPENED, datetime(2026, 11, 26, tzinfo=UTC), None, call)
    return json.loads(write_change(change))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 2),
        ("id", "13812345678"),
        ("id", "01A215CD-8ED3-71DC-B2EC-A8CE31D844E1"),
        ("seq", 0),
        ("seq", "1"),
        ("seq", True),
        ("seq", 2**53),
        ("kind", "eaten"),
        ("at", "2026-11-26T00:00:00"),
        ("at", 1764115200),
        ("officer", "a\0b"),
        ("kiosk", "../etc"),
        ("call", None),
        ("more", 1),
        ("call.note", "13812345678"),
        ("call.state", "open"),
        ("call.priority", 1),
        ("call.place", "x" * 401),
        ("call.outcome", "eaten"),
    ],
)
def test_a_wrong_field_is_named(form, field, value):
    *outer, name = field.split(".")
    (form[outer[0]] if outer else form)[name] = value
    with pytest.raises(Malformed) as refused:
        read_change(json.dumps(form))
    assert str(refused.value).startswith(f"{field}: ")
    assert "13812345678" not in str(refused.value)


@pytest.mark.parametrize("field", ["version", "seq", "officer", "call"])
def test_a_missing_field_is_named(form, field):
    del form[field]
    with pytest.raises(Malformed, match=f"^{field}: "):
        read_change(json.dumps(form))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "\\ud800", '{"id": "\\ud800"}', "[" * 5000])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(Malformed):
        read_change(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(given):
    with pytest.raises(Malformed):
        read_change(given)


def test_a_picture_of_a_call_without_its_number_is_refused():
    with pytest.raises(Malformed, match=r"^no: "):
        HallCallForm.read('{"version": 1, "no": 0, "heard": 0, "call": {}}')
