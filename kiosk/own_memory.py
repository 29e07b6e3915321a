"""What a process holds in its memory stays there: no core file, and nobody of the same account reads it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

_SET_PDEATHSIG, _SET_DUMPABLE = 1, 4  # linux/prctl.h


def keep_to_itself() -> None:
    """No core file is written when it dies, and no debugger of the same account can attach to it.

    A child process has to do so for itself. Where the system has no such call, only the core file is refused.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_SET_DUMPABLE, 0)


def end_with_parent() -> None:
    """End (SIGTERM) when the process that started this one dies, however it dies."""
    _prctl(_SET_PDEATHSIG, int(signal.SIGTERM))


def _prctl(what: int, value: int) -> None:
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
