"""A window as a child process: what it is given, what it says, and that it never outlives its wish."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from kiosk.child.window import LONGEST_LINE, shown

ECHO = "import sys; print('up', flush=True); print(len(sys.stdin.read())); print()"
DEAF = (
    "import signal, os; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True); "
    "signal.pause()"
)
WAITS = "import os, signal; print(os.getpid(), flush=True); signal.pause()"


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_it_is_given_the_text_and_heard_line_by_line() -> None:
    lines: list[str] = []
    async with asyncio.timeout(60):
        assert await shown(command(ECHO), "x" * 300_000, lines.append) == "300000"
    assert lines == ["up", "300000"]


async def test_one_that_reads_nothing_is_no_trouble() -> None:
    async with asyncio.timeout(60):
        assert await shown(command("print('over')"), "x" * 300_000) == "over"


async def test_one_that_says_nothing_has_no_last_line() -> None:
    async with asyncio.timeout(60):
        assert await shown(command("pass"), "") == ""


async def test_what_does_not_start_is_told() -> None:
    with pytest.raises(OSError):
        await shown(("/nowhere/at/all",), "")


@pytest.mark.parametrize("code", [WAITS, DEAF], ids=["waits", "deaf"])
async def test_cancelled_it_is_gone(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.child.window.END_S", 0.2)
    up: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    async with asyncio.timeout(60):
        task = asyncio.create_task(shown(command(code), "", lambda line: up.set_result(int(line))))
        pid = await up
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_line_without_end_ends_it() -> None:
    flood = (
        f"import signal, sys\nsys.stdout.write('x' * {LONGEST_LINE * 3})\nsys.stdout.flush()\nsignal.pause()"
    )
    async with asyncio.timeout(60):
        with pytest.raises(ValueError):
            await shown(command(flood), "")
