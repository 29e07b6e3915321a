"""Picture codes over a serial line: secrets alone, each for whoever asks, and never one from before."""

from __future__ import annotations

import asyncio
import os
import pty
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.prepared import new_secret
from kiosk.devices.code_reader import LONGEST, CodeReaderFailed, Codes, NoCodeReader
from kiosk.devices.serial_code_reader import SerialCodeReader

SECRET = "Zm9v-YmFy_0123456789abcdefghijkl"


@given(noise=st.binary(max_size=80), cuts=st.lists(st.integers(0, 200), max_size=6))
def test_a_secret_is_found_after_any_noise_and_however_it_is_cut(noise: bytes, cuts: list[int]) -> None:
    secret = new_secret()
    sent = noise + b"\r\n" + secret.encode() + b"\r\n"
    codes, found, begin = Codes(), [], 0
    for cut in [*sorted(cuts), len(sent)]:
        found += codes.take(sent[begin:cut])
        begin = max(begin, min(cut, len(sent)))
    assert found[-1] == secret


@pytest.mark.parametrize(
    "sent", [b"6901234567892\n", b"https://portal.example/\n", b"short\n", b"\xff\xfe\n", b"x" * 100 + b"\n"]
)
def test_what_is_no_secret_is_passed_over(sent: bytes) -> None:
    codes = Codes()
    assert codes.take(sent) == []
    assert codes.take(SECRET.encode() + b"\n") == [SECRET]


def test_a_line_without_end_takes_no_room_and_hides_nothing_after_it() -> None:
    codes = Codes()
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
    reading = asyncio.ensure_future(SerialCodeReader(path).read())
    async with asyncio.timeout(20):
        while not reading.done():
            os.write(reader, SECRET.encode() + b"\r")
            await asyncio.wait([reading], timeout=0.05)
    assert await reading == SECRET


async def test_a_reader_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CodeReaderFailed):
        await SerialCodeReader(tmp_path / "nothing").read()


async def test_given_up_it_lets_go_of_the_line(line):
    _, path = line
    reading = asyncio.ensure_future(SerialCodeReader(path).read())
    await asyncio.wait([reading], timeout=0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_where_none_is_fitted_it_waits():
    reading = asyncio.ensure_future(NoCodeReader().read())
    await asyncio.wait([reading], timeout=0.01)
    assert not reading.done()
    reading.cancel()
