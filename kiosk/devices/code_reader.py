"""The reader of picture codes: says what stands in the next wanted one that is held before it.

What is read goes to the one who asked and is kept nowhere else: no log, no file, no error bears it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Protocol

LONGEST = 256
"""Bytes of a line; a longer one is none of ours, and is passed over to its end."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,64}")
_ENDS = re.compile(rb"[\r\n]")


Wanted = Callable[[str], str]
"""What was read (printable ASCII) -> what is wanted of it; "" where it is none of it, and is passed over."""


def secret_in(text: str) -> str:
    """The secret of a prepared form; "" for none."""
    return text if _SECRET.fullmatch(text) else ""


class CodeReaderFailed(Exception):
    """The reader is out of use: what stands beside the picture code is entered instead."""


class CodeReader(Protocol):
    """Reads picture codes."""

    async def read(self, wanted: Wanted) -> str:
        """What is wanted of the next code that has it; waits for it, and can be cancelled at any time.

        Other codes are passed over. Raises :class:`CodeReaderFailed`.
        """
        ...


class NoCodeReader:
    """Where none is fitted."""

    async def read(self, wanted: Wanted) -> str:
        """Waits until it is cancelled."""
        never: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        return await never


class Codes:
    """Finds what is wanted in the bytes of a reader, which ends each code with a line's end."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._begun = b""
        self._too_long = False

    def take(self, piece: bytes) -> list[str]:
        """What is whole by now."""
        *lines, begun = _ENDS.split(self._begun + piece)
        found = [line for at, line in enumerate(lines) if not (at == 0 and self._too_long)]
        self._too_long = (self._too_long and not lines) or len(begun) > LONGEST
        self._begun = b"" if self._too_long else begun
        texts = (line.decode("ascii", "replace") for line in found if len(line) <= LONGEST)
        return [
            got for text in texts if text.isascii() and text.isprintable() and (got := self._wanted(text))
        ]
