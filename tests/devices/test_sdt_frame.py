from __future__ import annotations

import contextlib
from datetime import date
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import sdt_frame as sdt
from kiosk.devices.id_frame import BadFrame
from kiosk.flow.answer import CardData

CARD = CardData(
    name="王桂兰",
    identity_number="11010519491231002X",
    address="上海市崇明县堡镇解放街12号",
    sex="female",
    birth=date(1949, 12, 31),
    valid_until=date(2028, 12, 31),
)


def words(most: int) -> st.SearchStrategy[str]:
    """Words that have room and keep no space at their ends."""
    letters = st.characters(exclude_categories=("C", "Z"))
    return st.text(letters, max_size=most).filter(lambda w: len(w.encode("utf-16-le")) <= 2 * most)


cards = st.builds(
    CardData,
    name=words(15).filter(bool),
    identity_number=words(18).filter(bool),
    address=words(35),
    sex=st.sampled_from(["male", "female", None]),
    birth=st.none() | st.dates(date(1900, 1, 1)),
    valid_until=st.none() | st.dates(date(1900, 1, 1)),
)


def test_the_commands_are_those_that_readers_know() -> None:
    assert sdt.framed(sdt.FIND).hex(" ") == "aa aa aa 96 69 00 03 20 01 22"
    assert sdt.framed(sdt.SELECT).hex(" ") == "aa aa aa 96 69 00 03 20 02 21"
    assert sdt.framed(sdt.READ).hex(" ") == "aa aa aa 96 69 00 03 30 01 32"


@given(
    st.binary(min_size=1, max_size=2000), st.lists(st.integers(1, 200), min_size=1, max_size=9), st.binary()
)
def test_a_frame_comes_through_in_whatever_pieces(content: bytes, sizes: list[int], before: bytes) -> None:
    # What stands before must not end as a frame begins.
    data = before.replace(b"\xaa", b"") + sdt.framed(content)
    contents, got, at, k = sdt.Contents(), None, 0, 0
    while at < len(data):
        assert got is None
        size = sizes[k % len(sizes)]
        got = contents.take(data[at : at + size])
        at, k = at + size, k + 1
    assert got == content


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_byte_never_gives_a_content(content: bytes, data: st.DataObject) -> None:
    good = sdt.framed(content)
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != good[at]))
    bad = good[:at] + bytes([other]) + good[at + 1 :]
    got = None
    with contextlib.suppress(BadFrame):
        got = sdt.Contents().take(bad)
    assert got is None


@given(st.binary(max_size=3000))
def test_noise_breaks_nothing(noise: bytes) -> None:
    contents = sdt.Contents()
    with contextlib.suppress(BadFrame):
        contents.take(noise.replace(b"\xaa", b""))
    assert contents.take(sdt.framed(b"abc")) == b"abc"


@given(cards, st.binary(max_size=1024))
def test_a_card_comes_back_as_it_was(card: CardData, picture: bytes) -> None:
    assert sdt.base_information(sdt.base_information_of(card, picture=picture)) == card


@given(st.binary(max_size=1400))
def test_no_data_but_a_cards_is_a_card(data: bytes) -> None:
    try:
        card = sdt.base_information(data)
    except (BadFrame, sdt.ForeignCard):
        return
    assert card.name
    assert card.identity_number


def test_a_card_without_end_has_none() -> None:
    data = sdt.base_information_of(CARD.model_copy(update={"valid_until": None}))
    assert sdt.LONG_TERM.encode("utf-16-le") in data
    assert sdt.base_information(data).valid_until is None


@pytest.mark.parametrize("kind", ["I", "Y"])
def test_a_foreigners_card_is_known(kind: str) -> None:
    with pytest.raises(sdt.ForeignCard):
        sdt.base_information(sdt.base_information_of(CARD, kind=kind))


def test_a_card_for_hong_kong_macau_or_taiwan_residents_is_read_alike() -> None:
    assert sdt.base_information(sdt.base_information_of(CARD, kind=sdt.HOME_RETURN)) == CARD


def test_a_name_beyond_the_basic_plane() -> None:
    card = CARD.model_copy(update={"name": "王\U0002c542"})
    assert sdt.base_information(sdt.base_information_of(card)).name == "王\U0002c542"


def test_half_a_text_is_none() -> None:
    with pytest.raises(BadFrame):
        sdt.base_information(sdt.base_information_of(CARD)[:200])


def test_the_checksum_is_over_length_and_content() -> None:
    frame = sdt.framed(b"abc")
    assert frame[-1] == reduce(xor, frame[5:-1])
