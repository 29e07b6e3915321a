"""What a fuzzed parser is, and where what it reads lies meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Errors = type[Exception] | tuple[type[Exception], ...]
MEMORY = Path("/dev/shm")
"""Thousands of files a second are nothing for a disk."""


@dataclass(frozen=True)
class Parser:
    """ask: raises nothing but ``refuses``. good: what it takes."""

    ask: Callable[[bytes], object]
    refuses: Errors
    good: Callable[[], list[bytes]]


def text(data: bytes) -> str:
    """As a socket gives it: text that is none does not come that far."""
    return data.decode("utf-8", "replace")


def for_a_while() -> tempfile.TemporaryDirectory[str]:
    """A folder of its own, in memory where there is such a place."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)


def in_file(name: str, ask: Callable[[Path], object]) -> Callable[[bytes], object]:
    """With the bytes in a file of this name, which may lie in a folder."""

    def asked(data: bytes) -> object:
        with for_a_while() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return ask(path)

    return asked
