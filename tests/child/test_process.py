from __future__ import annotations

import asyncio
import os
import sys

import pytest

from kiosk.child.process import ChildBroken, ChildProcess

FLOOD = "import sys\nwhile True: sys.stdout.write('x' * 100_000)"
REQUEST = b"x"


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_a_worker_that_floods_its_pipe_can_be_ended() -> None:
    worker = await ChildProcess.start(command(FLOOD))
    async with asyncio.timeout(20):
        with pytest.raises(ChildBroken):
            await worker.exchange(REQUEST)
        # Until the reader has been left alone long enough to stop looking at the pipe.
        for _ in range(50):
            await asyncio.sleep(0.002)
        await worker.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


async def test_a_worker_can_be_ended_while_it_is_asked() -> None:
    worker = await ChildProcess.start(command("import time; time.sleep(600)"))
    asking = asyncio.create_task(worker.exchange(REQUEST))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await worker.kill()
        with pytest.raises(ChildBroken):
            await asking


async def test_a_child_of_the_worker_that_keeps_its_pipe_holds_nobody_up() -> None:
    code = "import subprocess, sys; print(subprocess.Popen(['sleep', '8']).pid, flush=True); sys.stdin.read()"
    worker = await ChildProcess.start(command(code))
    async with asyncio.timeout(5):
        assert (await worker.exchange(REQUEST)).strip().isdigit()
        await worker.kill()


async def test_what_ended_by_itself_is_known_to_have_ended() -> None:
    worker = await ChildProcess.start(command("print('last', flush=True)"))
    assert await worker.line() == b"last\n"
    async with asyncio.timeout(20):
        with pytest.raises(ChildBroken):
            await worker.line()
        while not worker.ended:  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # the system tells of it soon after
        await worker.kill()
