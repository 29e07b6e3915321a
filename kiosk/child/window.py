"""A window of its own, by a child process: given through a pipe, heard through a pipe, on no disk."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Sequence
from contextlib import suppress

END_S = 5.0
"""How long a window has to close in order, before it is killed."""
LONGEST_LINE = 1_000_000
"""In bytes."""


async def shown(command: Sequence[str], given: str, said: Callable[[str], None] = lambda _line: None) -> str:
    """Start the command, give it the text, and wait until it has ended. Returns its last line; "" for none.

    said: given each line as it comes. Cancelled, it ends the command first. Raises OSError where it does not
    start, and ValueError where it says a line without end.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST_LINE
    )
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    last = ""
    try:
        with suppress(ConnectionError):  # it ended before it had read all
            stdin.write(given.encode())
            await stdin.drain()
        stdin.close()
        async for line in stdout:
            words = line.decode(errors="replace").rstrip("\n")
            if words.strip():
                last = words
                said(words)
        await process.wait()
    except BaseException:
        await _end(process)
        raise
    return last


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(END_S):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
