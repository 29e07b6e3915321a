import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field import phone
from kiosk.flow.answer import PhoneNo
from kiosk.message import Message

MOBILES = st.tuples(st.sampled_from("3456789"), st.integers(0, 10**9 - 1)).map(lambda t: f"1{t[0]}{t[1]:09}")
HOME_LOCAL = st.integers(5900_0000, 5999_9999).map(str)
GAPS = st.sampled_from([" ", "-", "\u3000", "－", ""])


@given(MOBILES, GAPS, st.sampled_from(["", "+86", "0086", "0", "＋86 "]))
def test_mobile_numbers(number: str, gap: str, before: str) -> None:
    written = before + gap.join((number[:3], number[3:7], number[7:]))
    assert phone.read(written) == PhoneNo(number=number)
    assert phone.spaced(number) == f"{number[:3]} {number[3:7]} {number[7:]}"


@given(HOME_LOCAL, st.sampled_from(["", "021", "21", "021-", "(021) ", "+86 21 ", "０２１"]))
def test_numbers_of_the_city_with_and_without_its_code(local: str, before: str) -> None:
    assert phone.read(before + local) == PhoneNo(number="021" + local)
    assert phone.spaced("021" + local) == f"021 {local[:4]} {local[4:]}"


@pytest.mark.parametrize(
    ("written", "number", "spaced"),
    [
        ("010-65123456", "01065123456", "010 6512 3456"),
        ("0512 65123456", "051265123456", "0512 6512 3456"),
        ("0572-2123456", "05722123456", "0572 212 3456"),
    ],
)
def test_landlines_elsewhere(written: str, number: str, spaced: str) -> None:
    assert phone.read(written) == PhoneNo(number=number)
    assert phone.spaced(number) == spaced


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", Message("field.phone.missing")),
        ("+86", Message("field.phone.missing")),
        ("1381234567", Message("field.phone.short", {"count": 10})),
        ("138123456789", Message("field.phone.long", {"count": 12})),
        ("12012345678", Message("field.phone.mobile")),
        ("2123456", Message("field.phone.area")),
        ("4008123456", Message("field.phone.landline")),
        ("09991", Message("field.phone.landline")),
        ("+852 2345 6789", Message("field.phone.abroad")),
        ("一三八", Message("field.phone.characters")),
        ("138x", Message("field.phone.characters")),
    ],
)
def test_what_to_do(text: str, message: Message) -> None:
    assert phone.read(text) == message


@given(st.text(alphabet=st.one_of(st.sampled_from("0123456789+- ０"), st.characters()), max_size=20))
def test_anything_can_be_written_and_reads_the_same_again(text: str) -> None:
    read = phone.read(text)
    if isinstance(read, PhoneNo):
        assert read.number.isascii()
        assert read.number.isdigit()
        assert phone.read(read.number) == read
        assert phone.spaced(read.number).replace(" ", "") == read.number


@given(st.text(max_size=15))
def test_whatever_is_no_number_is_spaced_as_it_is(text: str) -> None:
    assert phone.spaced(text).replace(" ", "") == text.replace(" ", "")
