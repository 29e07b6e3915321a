"""A printer that hangs, or breaks in ways that nobody foresaw, has failed and no more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.guarded_printer import GuardedPrinter
from kiosk.devices.own_thread import Held, OwnThread
from kiosk.devices.printer import CupsPrinter, FilePrinter
from kiosk.devices.slip import PrintFailed

DEADLINE_S = 30.0


class Breaking:
    """A printer that raises what it is given, or never answers."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    async def print(self, kind: str, pdf: bytes) -> None:
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()

    async def ready(self) -> bool:
        await self.print("", b"")
        return True


@pytest.mark.parametrize("error", [RuntimeError("x"), KeyError("x"), UnicodeDecodeError("u", b"", 0, 1, "x")])
async def test_whatever_it_raises_is_a_slip_that_did_not_come(error: Exception) -> None:
    printer = GuardedPrinter(Breaking(error))
    with pytest.raises(PrintFailed):
        await printer.print("receipt", b"%PDF")
    assert not await printer.ready()


async def test_one_that_never_answers_has_failed() -> None:
    printer = GuardedPrinter(Breaking(None), print_s=0.01, ready_s=0.01)
    async with asyncio.timeout(DEADLINE_S):
        with pytest.raises(PrintFailed):
            await printer.print("receipt", b"%PDF")
        assert not await printer.ready()


async def test_what_it_says_of_a_failure_goes_through() -> None:
    with pytest.raises(PrintFailed, match="no paper"):
        await GuardedPrinter(Breaking(PrintFailed("no paper"))).print("receipt", b"%PDF")


@pytest.fixture
def held() -> Iterator[threading.Event]:
    let_go = threading.Event()
    yield let_go
    let_go.set()
    for thread in threading.enumerate():
        if thread.name.startswith(("slip printer", "held")):
            thread.join()


class HeldFolder(FilePrinter):
    """A folder on a disk that does not answer."""

    def __init__(self, folder: Path, let_go: threading.Event) -> None:
        super().__init__(folder)
        self.let_go = let_go
        self.begun = 0

    def _write(self, *_given: object) -> None:
        self.begun += 1
        self.let_go.wait()

    def _writable(self) -> bool:
        self.begun += 1
        self.let_go.wait()
        return True


async def test_a_folder_that_does_not_answer_takes_one_thread_and_no_more(
    tmp_path: Path, held: threading.Event
) -> None:
    folder = HeldFolder(tmp_path, held)
    printer = GuardedPrinter(folder, print_s=0.01, ready_s=0.01)
    async with asyncio.timeout(DEADLINE_S):
        for _ in range(5):
            with pytest.raises(PrintFailed):
                await printer.print("receipt", b"%PDF")
            assert not await printer.ready()
    assert folder.begun == 2, "one slip and one look"


async def test_once_it_answers_slips_come_again(tmp_path: Path, held: threading.Event) -> None:
    work = OwnThread("held")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(work.run(held.wait), 0.01)
    with pytest.raises(Held):
        await work.run(lambda: 1)
    held.set()
    async with asyncio.timeout(DEADLINE_S):
        while True:
            try:
                assert await work.run(lambda: 2) == 2
                break
            except Held:
                await asyncio.sleep(0)


async def test_what_the_work_raises_comes_back() -> None:
    def fail() -> None:
        raise OSError(5, "disk")

    work = OwnThread("held")
    for _ in range(20):  # and at once there is room for the next
        with pytest.raises(OSError, match="disk"):
            await work.run(fail)


async def test_a_program_whose_child_keeps_the_pipe_is_not_waited_for(tmp_path: Path) -> None:
    lp = tmp_path / "lp"
    lp.write_text("#!/bin/sh\nsleep 20 &\nwait\n")
    lp.chmod(0o700)
    async with asyncio.timeout(15):
        with pytest.raises(PrintFailed, match="longer"):
            await CupsPrinter("hall", str(lp), wait_s=0.3).print("receipt", b"%PDF-1")
