import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.field import place, text
from kiosk.flow.answer import Place, Written
from kiosk.message import Message


@given(st.text(max_size=80), st.integers(1, 60))
def test_text_is_tidy_and_short_enough_or_says_what_to_do(written: str, longest: int) -> None:
    match text.read(written, longest):
        case Written(text=read):
            assert 1 <= len(read) <= longest
            assert read == read.strip()
            assert unicodedata.is_normalized("NFC", read)
            assert text.read(read, longest) == Written(text=read)
        case Message(id=id_):
            assert id_ in ("field.text.missing", "field.text.long")


def test_length_is_counted_in_characters_as_residents_count_them() -> None:
    assert text.read("𠮷" * 5, 5) == Written(text="𠮷" * 5)
    assert text.read("e\u0301" * 5, 5) == Written(text="é" * 5)
    assert text.read("字" * 6, 5) == Message("field.text.long", {"most": 5})


def test_what_cannot_be_seen_is_no_text() -> None:
    assert text.read(" \u200b\x00\ud800 ", 5) == Message("field.text.missing")
    assert text.read("路\n  号\x07", 5) == Written(text="路 号")


@given(st.lists(st.text(max_size=6), max_size=4).map(tuple), st.text(max_size=120))
def test_an_address_keeps_its_divisions_in_order(divisions: tuple[str, ...], detail: str) -> None:
    match place.read(divisions, detail):
        case Place() as read:
            assert read.detail
            assert all(read.divisions)
            assert place.read(read.divisions, read.detail) == read
        case Message(id=id_):
            assert id_ in ("field.place.missing", "field.place.long")


def test_addresses() -> None:
    read = place.read(("上海市", "崇明区", ""), " 某某路 1号 ")
    assert read == Place(divisions=("上海市", "崇明区"), detail="某某路 1号")
    assert place.read((), "某某村") == Place(detail="某某村")
    assert place.read(("上海市",), "  ") == Message("field.place.missing")
    assert place.read((), "路" * 101) == Message("field.place.long", {"most": 100})
