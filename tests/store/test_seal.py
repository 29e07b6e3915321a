"""Sealed values open in their own place only, and tell nothing by their length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.seal import Cell, Seal, Unreadable

KEY = bytes(range(32))
CELL = Cell("case_answer", "case/step", "value")
texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(texts)
def test_what_is_sealed_opens_again(text):
    seal = Seal(KEY)
    assert seal.open(seal.close(text, CELL), CELL) == text


@given(st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_is_noticed(position, change):
    sealed = bytearray(Seal(KEY).close("王", CELL))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(Unreadable):
        Seal(KEY).open(bytes(sealed), CELL)


@pytest.mark.parametrize("kept", [2**62, -1, 1.5, "text", None])
def test_what_is_no_bytes_does_not_open(kept):
    """SQLite keeps anything in any column, and a number of bytes would be room to be made."""
    with pytest.raises(Unreadable):
        Seal(KEY).open(kept, CELL)
    assert not Seal(KEY).strange(kept)


@given(st.integers(0, 96))
def test_any_shortened_value_is_noticed(length):
    sealed = Seal(KEY).close("王", CELL)
    assert len(sealed) == 97
    with pytest.raises(Unreadable):
        Seal(KEY).open(sealed[:length], CELL)


@pytest.mark.parametrize(
    "other",
    [
        Cell("wish", "case/step", "value"),
        Cell("case_answer", "case/other", "value"),
        Cell("case_answer", "case/step", "note"),
        Cell("case_answercase", "/step", "value"),
    ],
)
def test_a_value_opens_in_its_own_cell_only(other):
    sealed = Seal(KEY).close("王", CELL)
    with pytest.raises(Unreadable):
        Seal(KEY).open(sealed, other)


def test_another_key_does_not_open_it():
    with pytest.raises(Unreadable):
        Seal(bytes(32)).open(Seal(KEY).close("王", CELL), CELL)


def test_the_same_value_is_never_sealed_alike():
    assert len({Seal(KEY).close("yes", CELL) for _ in range(100)}) == 100


@given(st.text("abc", max_size=60), st.text("abc", max_size=60))
def test_short_values_have_one_length(one, other):
    assert len(Seal(KEY).close(one, CELL)) == len(Seal(KEY).close(other, CELL))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_has_32_bytes(length):
    with pytest.raises(ValueError):
        Seal(bytes(length))
