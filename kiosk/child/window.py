"""A window of its own for one visit: given through a pipe, handed back through a pipe, on no disk."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress

END_S = 5.0
"""How long a window has to close in order, before it is killed."""


async def shown(command: Sequence[str], given: str) -> str:
    """Start the command, give it the text, and wait until it has ended. Returns its last line; "" for none.

    Cancelled, it ends the command first. Raises OSError where it does not start.
    """
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        said, _ = await process.communicate(given.encode())
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(END_S):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        raise
    lines = said.decode(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")
