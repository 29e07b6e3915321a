from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.id_frame import BadFrame, Frames, framed
from kiosk.flow.answer import CardData

words = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=40)
names = words.filter(lambda w: w.strip() and "|" not in w)
cards = st.builds(CardData, name=names, identity_number=names, address=words)
CARD = CardData(name="古丽·买买提𠮷", identity_number="11010519491231002X", address="崇明区|堡镇")


@given(cards, st.lists(st.integers(1, 9), min_size=1, max_size=9), st.binary(max_size=9))
def test_a_card_comes_through_in_whatever_pieces(card: CardData, sizes: list[int], before: bytes) -> None:
    data = before.replace(b"\x02", b"") + framed(card)
    frames, got, at, k = Frames(), None, 0, 0
    while at < len(data):
        assert got is None
        size = sizes[k % len(sizes)]
        got = frames.take(data[at : at + size])
        at, k = at + size, k + 1
    assert got == card
    assert not frames.within


@given(cards, st.data())
def test_one_changed_byte_never_gives_a_card(card: CardData, data: st.DataObject) -> None:
    good = framed(card)
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != good[at]))
    bad = good[:at] + bytes([other]) + good[at + 1 :]
    if bad.upper() == good.upper():  # a hexadecimal digit in lower case says the same
        return
    frames = Frames()
    with contextlib.suppress(BadFrame):
        assert frames.take(bad) is None
    # However it was broken, the same card is read when it comes again and again.
    read = None
    for _ in range(40):
        try:
            read = read or frames.take(good)
        except BadFrame:
            continue
    assert read == card


def test_two_frames_at_once_give_the_first() -> None:
    frames = Frames()
    other = CARD.model_copy(update={"name": "王桂兰"})
    assert frames.take(framed(CARD) + framed(other)) == CARD
    assert frames.take(b"") == other


def test_a_frame_cut_off_by_the_next_is_told_and_the_next_is_read() -> None:
    frames = Frames()
    assert frames.take(framed(CARD)[:20]) is None
    assert frames.within
    with pytest.raises(BadFrame):
        frames.take(framed(CARD))
    assert frames.take(b"") == CARD


@pytest.mark.parametrize("name", ["", "a|b", "a\x02b", "a\nb"])
def test_what_cannot_be_framed_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        framed(CARD.model_copy(update={"name": name}))
