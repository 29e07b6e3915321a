import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field import name
from kiosk.field.text import without_last
from kiosk.flow.answer import Written
from kiosk.message import Message

HAN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.integers(0x20000, 0x323AF).map(chr),
)
DOTS = "·•‧∙⋅・･.．"


@given(st.lists(HAN, min_size=1, max_size=50).map("".join))
def test_characters_of_every_plane_up_to_50(text: str) -> None:
    assert name.read(text) == Written(text=unicodedata.normalize("NFC", text))


@given(st.lists(HAN, min_size=51, max_size=60).map("".join))
def test_51_are_too_many_counted_as_code_points(text: str) -> None:
    assert name.read(text) == Message("field.name.long", {"most": 50})


@given(st.sampled_from(DOTS), st.sampled_from(["", " ", "\u3000"]))
def test_every_middle_dot_is_written_as_cards_have_it(dot: str, space: str) -> None:
    assert name.read(f"阿卜杜拉{space}{dot}{space}买买提") == Written(text="阿卜杜拉\u00b7买买提")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 张三\n", "张三"),
        ("张　三", "张三"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("O'Brien-Li", "O'Brien-Li"),
        ("Jose\u0301", "José"),
        ("〇", "〇"),
        ("李\U000e0100", "李"),
        ("\ue001", "\ue001"),
    ],
)
def test_how_names_are_written(written: str, read: str) -> None:
    found = name.read(written)
    assert isinstance(found, Written)
    assert found.text.rstrip("\U000e0100") == read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "field.name.missing"),
        (" ·  ", "field.name.missing"),
        ("张3", "field.name.digits"),
        ("张３", "field.name.digits"),
        ("张③", "field.name.digits"),
        ("张三!", "field.name.signs"),
        ("😀", "field.name.signs"),
        ("·张", "field.name.dot"),
        ("张·", "field.name.dot"),
        ("张··三", "field.name.dot"),
    ],
)
def test_what_to_do(text: str, message: str) -> None:
    assert name.read(text) == Message(message)


@given(st.text(max_size=60))
def test_anything_can_be_written_and_reads_the_same_again(text: str) -> None:
    read = name.read(text)
    if isinstance(read, Written):
        assert 1 <= len(read.text) <= 50
        assert unicodedata.is_normalized("NFC", read.text)
        assert name.read(read.text) == read


@pytest.mark.parametrize(
    "rare", ["\U0002c542", "\U0002d3e6", "\U00030000", "\U000323af", "\U0002ebf0", "\ufa0e"]
)
def test_characters_of_every_plane_are_names(rare: str) -> None:
    assert name.read("王" + rare) == Written(text="王" + rare)
    assert without_last("王" + rare) == "王"


def test_a_variant_goes_with_its_sign() -> None:
    assert name.read("葛\U000e0100") == Written(text="葛\U000e0100")
    assert without_last("王葛\U000e0100") == "王"
    assert without_last("e\u0301\u0323") == ""
    assert without_last("\u0301") == ""
    assert without_last("") == ""
