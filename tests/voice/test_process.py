from __future__ import annotations

import asyncio
import os
import sys

import pytest

from kiosk.voice.process import WorkerBroken, WorkerProcess

FLOOD = "import sys\nwhile True: sys.stdout.write('x' * 100_000)"
REQUEST = {"id": 1, "text": "x"}


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_a_worker_that_floods_its_pipe_can_be_ended() -> None:
    worker = await WorkerProcess.start(command(FLOOD))
    async with asyncio.timeout(20):
        with pytest.raises(WorkerBroken):
            await worker.ask(REQUEST)
        # Until the reader has been left alone long enough to stop looking at the pipe.
        for _ in range(50):
            await asyncio.sleep(0.002)
        await worker.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


async def test_a_worker_can_be_ended_while_it_is_asked() -> None:
    worker = await WorkerProcess.start(command("import time; time.sleep(600)"))
    asking = asyncio.create_task(worker.ask(REQUEST))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await worker.kill()
        with pytest.raises(WorkerBroken):
            await asking


async def test_a_child_of_the_worker_that_keeps_its_pipe_holds_nobody_up() -> None:
    code = "import subprocess, sys; print(subprocess.Popen(['sleep', '8']).pid, flush=True); sys.stdin.read()"
    worker = await WorkerProcess.start(command(code))
    async with asyncio.timeout(5):
        with pytest.raises(WorkerBroken):
            await worker.ask(REQUEST)
        await worker.kill()
