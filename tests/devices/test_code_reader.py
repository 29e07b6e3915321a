"""Picture codes over a serial line: what is wanted alone, for whoever asks, and never one from before."""

from __future__ import annotations

import asyncio
import os
import pty
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.number import number_in, registration_number
from kiosk.cases.prepared import new_secret
from kiosk.devices.appointment_slips import appointment_slip, booking_code_in, number_slip
from kiosk.devices.code_reader import LONGEST, CodeReaderFailed, Codes, NoCodeReader, secret_in
from kiosk.devices.serial_code_reader import SerialCodeReader
from kiosk.devices.slip import Slip
from kiosk.devices.slips import materials_slip, missing_slip, receipt_slip
from kiosk.words import Words

SECRET = "Zm9v-YmFy_0123456789abcdefghijkl"


@given(noise=st.binary(max_size=80), cuts=st.lists(st.integers(0, 200), max_size=6))
def test_a_secret_is_found_after_any_noise_and_however_it_is_cut(noise: bytes, cuts: list[int]) -> None:
    secret = new_secret()
    sent = noise + b"\r\n" + secret.encode() + b"\r\n"
    codes, found, begin = Codes(secret_in), [], 0
    for cut in [*sorted(cuts), len(sent)]:
        found += codes.take(sent[begin:cut])
        begin = max(begin, min(cut, len(sent)))
    assert found[-1] == secret


@pytest.mark.parametrize(
    "sent", [b"6901234567892\n", b"https://portal.example/\n", b"short\n", b"\xff\xfe\n", b"x" * 100 + b"\n"]
)
def test_what_is_no_secret_is_passed_over(sent: bytes) -> None:
    codes = Codes(secret_in)
    assert codes.take(sent) == []
    assert codes.take(SECRET.encode() + b"\n") == [SECRET]


NUMBER, BOOKED = registration_number("01", 12), "482915"
PAGE = "https://portal.example"
ZH = Words.load(Path(__file__).parents[2] / "locales", "zh_CN")
RECEIPT = receipt_slip(ZH, "", "", "household_move", date(2026, 11, 24), NUMBER)
RECEIPT_AT_HOME = receipt_slip(
    ZH, "", "", "household_move", date(2026, 11, 24), NUMBER, portal=f"{PAGE}/where"
)
MISSING = missing_slip(ZH, "", "", "household_move", date(2026, 11, 24), NUMBER, [], portal=f"{PAGE}/where")
APPOINTMENT = appointment_slip(ZH, "", "", "", BOOKED)
APPOINTMENT_AT_HOME = appointment_slip(ZH, "", "", "", BOOKED, f"{PAGE}/appointments")
WAITING = number_slip(ZH, "", "", date(2026, 11, 24), 1000012, "")
LIST = materials_slip(ZH, "", "", date(2026, 11, 24), [])


@pytest.mark.parametrize(
    ("slip", "number", "booked"),
    [
        (RECEIPT, NUMBER, ""),
        (RECEIPT_AT_HOME, NUMBER, ""),
        (MISSING, NUMBER, ""),
        (APPOINTMENT, "", BOOKED),
        (APPOINTMENT_AT_HOME, "", BOOKED),
        (WAITING, "", ""),
        (LIST, "", ""),
    ],
)
def test_each_slips_code_is_read_where_it_is_asked_for_and_passed_over_elsewhere(
    slip: Slip, number: str, booked: str
) -> None:
    for wanted, found in ((number_in, number), (booking_code_in, booked)):
        codes = Codes(wanted)
        read = codes.take(slip.qr.encode() + b"\r\n")
        assert read == ([found] if found else [])


@given(st.text(max_size=60))
def test_no_text_is_a_number_that_cannot_be_one(text: str) -> None:
    assert number_in(text) == ""
    assert number_in(f"household:{text}") in ("", text)
    assert booking_code_in(f"appointment-code-{text}") in ("", text)


def test_a_line_without_end_takes_no_room_and_hides_nothing_after_it() -> None:
    codes = Codes(secret_in)
    for _ in range(1000):
        assert codes.take(b"A" * LONGEST) == []
    assert len(codes._begun) <= LONGEST
    assert codes.take(b"\n" + SECRET.encode() + b"\n") == [SECRET]


@pytest.fixture
def line():
    """The reader's end of a line, and the kiosk's."""
    reader, kiosk = pty.openpty()
    yield reader, Path(os.ttyname(kiosk))
    os.close(kiosk)
    os.close(reader)


async def test_it_is_read_from_a_line(line):
    reader, path = line
    reading = asyncio.ensure_future(SerialCodeReader(path).read(secret_in))
    async with asyncio.timeout(20):
        while not reading.done():
            os.write(reader, SECRET.encode() + b"\r")
            await asyncio.wait([reading], timeout=0.05)
    assert await reading == SECRET


async def test_a_reader_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CodeReaderFailed):
        await SerialCodeReader(tmp_path / "nothing").read(secret_in)


async def test_given_up_it_lets_go_of_the_line(line):
    _, path = line
    reading = asyncio.ensure_future(SerialCodeReader(path).read(secret_in))
    await asyncio.wait([reading], timeout=0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_where_none_is_fitted_it_waits():
    reading = asyncio.ensure_future(NoCodeReader().read(secret_in))
    await asyncio.wait([reading], timeout=0.01)
    assert not reading.done()
    reading.cancel()
