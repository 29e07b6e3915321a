"""A child process seen from inside: lines in, lines out, and nothing else gets between."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol


class Replies(Protocol):
    """Where the replies go."""

    def write(self, data: bytes, /) -> object:
        """All of ``data``."""
        ...

    def flush(self) -> None:
        """Now."""
        ...


@contextmanager
def pipes(hang_limit_s: float, longest: int = 1_000_000) -> Iterator[tuple[Iterable[bytes], Replies]]:
    """The requests, which end when the kiosk closes the pipe, and where the replies go.

    hang_limit_s: a kiosk that is gone cannot kill a child that hangs, so that the child ends itself after so
    many seconds over one request. longest: bytes of a request; a longer one ends the requests.
    """
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the kiosk's; the child ends with its input
    # Engines print on standard output, which belongs to the replies: they get nowhere instead.
    replies = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere, open(os.devnull, "w", encoding="utf-8") as silent:
        os.dup2(nowhere.fileno(), 1)
        sys.stdout = silent
        yield _guarded(_lines(sys.stdin.buffer, longest), hang_limit_s, nowhere), replies


def _lines(requests: BinaryIO, longest: int) -> Iterator[bytes]:
    while (line := requests.readline(longest)).endswith(b"\n"):
        yield line


def _guarded(lines: Iterable[bytes], hang_limit_s: float, nowhere: BinaryIO) -> Iterator[bytes]:
    for line in lines:
        faulthandler.dump_traceback_later(hang_limit_s, exit=True, file=nowhere)
        yield line
        faulthandler.cancel_dump_traceback_later()
