"""Prepared forms: what may be kept, what proves who opens it, and codes of chance."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.prepared import (
    CODE_DIGITS,
    NotOpened,
    PreparedForm,
    asks_proof,
    is_code,
    new_code,
    new_secret,
)
from kiosk.flow.answer import Answer, CardData, CardLaid, IdentityNo, Wish, Written, Yes


def _form(**answers: Answer) -> PreparedForm:
    return PreparedForm("move", 1, "00", "zh_CN", "id: move", answers)


def test_the_private_wish_is_never_prepared() -> None:
    with pytest.raises(ValueError, match="private wish"):
        _form(wish=Wish(wish="yes"))


def test_each_identity_number_in_it_proves_who_filled_it_in() -> None:
    card = CardData(name="王芳", identity_number="440524188001010014")
    form = _form(
        name=Written(text="王芳"),
        own=IdentityNo(number="11010519491231002X"),
        card=CardLaid(card=card),
        no_card=CardLaid(card=None),
    )
    assert form.proofs() == {"002X", "0014"}
    assert _form(living=Yes(yes=True)).proofs() == frozenset()


def test_neither_answers_nor_the_source_stand_in_a_log() -> None:
    form = _form(name=Written(text="王芳"))
    assert "王芳" not in repr(form)
    assert "id: move" not in repr(form)


@given(proven=st.booleans(), drawn=st.integers(0, 10**CODE_DIGITS))
def test_a_code_is_six_digits_and_says_itself_whether_it_asks_for_a_proof(proven: bool, drawn: int) -> None:
    code = new_code(proven, lambda most: drawn % most)
    assert is_code(code)
    assert asks_proof(code) is proven


def test_codes_and_secrets_are_of_chance() -> None:
    assert len({new_code(True) for _ in range(50)}) > 40
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", secret) for secret in secrets)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "１２３４５６", "12 456"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_refusal_has_one_message_and_another_while_nothing_is_looked_at() -> None:
    assert NotOpened().message.id == "prepared.wrong"
    assert NotOpened(30).message.id == "prepared.wait"
    assert NotOpened(30).wait_s == 30
