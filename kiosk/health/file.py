"""The file in which a running kiosk says how it does, for a command or another program beside it."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.health.state import Health

NAME = "health.json"
"""In the data folder."""
LOOK_S = 5.0
"""Written so often."""
STALE = timedelta(seconds=20)
"""Older than this nobody keeps it up: three looks may be late."""
LARGEST_BYTES = 100_000


class NotRunning(Exception):
    """No kiosk says how it does. health: what one said last, if anything; None where there is nothing."""

    def __init__(self, health: Health | None = None) -> None:
        super().__init__("no kiosk runs")
        self.health = health


def write(folder: Path, health: Health) -> None:
    """Whole or not at all; readable by the kiosk's account alone. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{NAME}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(health.as_json(), file, ensure_ascii=False)
        Path(name).replace(folder / NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_last(folder: Path) -> Health | None:
    """What was said last, however long ago; None where nothing can be read."""
    try:
        with (folder / NAME).open("rb") as file:
            return Health.read(json.loads(file.read(LARGEST_BYTES)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def read(folder: Path, now: datetime) -> Health:
    """What the kiosk that runs on this folder says. Raises :class:`NotRunning`."""
    health = read_last(folder)
    if health is None or health.ended or abs(now - health.at) > STALE or not _lives(health.pid):
        raise NotRunning(health)
    return health


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
