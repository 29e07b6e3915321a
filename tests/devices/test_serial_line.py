"""A device that holds its line holds a thread, never the loop."""

from __future__ import annotations

import asyncio
import os
import pty
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.serial_line import Gone, Line, SerialLine

DEADLINE_S = 30.0


class HeldDevice:
    """A driver that does not come back from opening until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.openings = 0

    def opened(self, _path: Path, _speed: int, _woken: int) -> Line:
        self.openings += 1
        self.let_go.wait()
        raise Gone


@pytest.fixture
def held() -> Iterator[HeldDevice]:
    made = HeldDevice()
    yield made
    made.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "held":
            thread.join()


def line_of(device: HeldDevice, opens_s: float = DEADLINE_S) -> SerialLine:
    return SerialLine(Path("tty"), termios.B9600, "held", opened=device.opened, opens_s=opens_s, ends_s=0.0)


async def test_while_a_driver_holds_the_opening_the_loop_goes_on_and_cancelling_comes_back(
    held: HeldDevice,
) -> None:
    talking = asyncio.ensure_future(line_of(held).run(lambda line: line.read(None)))
    for _ in range(100):
        await asyncio.sleep(0)
    talking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(talking, DEADLINE_S)
    assert not held.let_go.is_set()


async def test_a_driver_that_holds_the_opening_counts_as_gone(held: HeldDevice) -> None:
    with pytest.raises(Gone):
        await line_of(held, opens_s=0.01).run(lambda line: line.read(None))


async def test_a_held_device_is_not_opened_again_and_again(held: HeldDevice) -> None:
    line = line_of(held, opens_s=0.01)
    for _ in range(5):
        with pytest.raises(Gone):
            await line.run(lambda line: line.read(None))
    assert held.openings == 1
    assert line.held


async def test_once_the_driver_lets_go_the_line_is_opened_anew(held: HeldDevice) -> None:
    line = line_of(held, opens_s=0.01)
    with pytest.raises(Gone):
        await line.run(lambda line: line.read(None))
    held.let_go.set()
    (thread,) = (each for each in threading.enumerate() if each.name == "held")
    thread.join()
    with pytest.raises(Gone):
        await line.run(lambda line: line.read(None))
    assert held.openings == 2


async def test_a_terminal_that_was_stopped_stops_nobody() -> None:
    ours, theirs = pty.openpty()
    try:
        termios.tcflow(theirs, termios.TCOOFF)  # nothing that is written goes out any more
        line = SerialLine(Path(os.ttyname(theirs)), termios.B9600, "stopped")

        def talk(opened: Line) -> bytes:
            for _ in range(64):
                opened.write(b"x" * 4096)
            return opened.read(None)

        talking = asyncio.ensure_future(line.run(talk))
        for _ in range(100):
            await asyncio.sleep(0)
        talking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(talking, DEADLINE_S)
        assert not line.held
    finally:
        os.close(ours)
        os.close(theirs)


async def test_a_fifo_without_a_reader_is_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(Gone):
        await SerialLine(tmp_path / "fifo", termios.B9600, "fifo").run(lambda line: line.read(None))
