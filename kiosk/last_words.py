"""Where a process was when it crashed or hung: files, lines and functions, never a value."""

from __future__ import annotations

import faulthandler
import os
import signal
from pathlib import Path

ASKED = signal.SIGUSR1
"""On this signal a process that hangs writes down where it is; one that has not begun to listen ends."""
LONGEST = 1_000_000
"""Bytes; a longer file begins anew."""


def write_to(path: Path) -> None:
    """From now on, at a crash or when asked. Raises OSError."""
    long = path.exists() and path.stat().st_size > LONGEST
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if long else 0), 0o600)
    faulthandler.enable(file)
    faulthandler.register(ASKED, file)
