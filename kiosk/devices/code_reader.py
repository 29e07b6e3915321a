"""The reader of picture codes: says what stands in the next one that is held before it.

What is read goes to the one who asked and is kept nowhere else: no log, no file, no error bears it.
"""

from __future__ import annotations

import asyncio
import re
from typing import Protocol

LONGEST = 256
"""Bytes of a line; a longer one is none of ours, and is passed over to its end."""

_SECRET = re.compile(rb"[A-Za-z0-9_-]{16,64}")
_ENDS = re.compile(rb"[\r\n]")


class CodeReaderFailed(Exception):
    """The reader is out of use: what stands beside the picture code is entered instead."""


class CodeReader(Protocol):
    """Reads picture codes."""

    async def read(self) -> str:
        """The next secret that is held before it; waits for it, and can be cancelled at any time.

        What is no secret is passed over. Raises :class:`CodeReaderFailed`.
        """
        ...


class NoCodeReader:
    """Where none is fitted."""

    async def read(self) -> str:
        """Waits until it is cancelled."""
        never: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        return await never


class Codes:
    """Finds secrets in the bytes of a reader, which ends each code with a line's end."""

    def __init__(self) -> None:
        self._begun = b""
        self._too_long = False

    def take(self, piece: bytes) -> list[str]:
        """The secrets that are whole by now."""
        *lines, begun = _ENDS.split(self._begun + piece)
        found = [line for at, line in enumerate(lines) if not (at == 0 and self._too_long)]
        self._too_long = (self._too_long and not lines) or len(begun) > LONGEST
        self._begun = b"" if self._too_long else begun
        return [line.decode() for line in found if len(line) <= LONGEST and _SECRET.fullmatch(line)]
