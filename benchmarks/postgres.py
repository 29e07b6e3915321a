"""A PostgreSQL of one's own on a socket, for tests and benchmarks; it ends with whoever started it."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

PATIENCE_S = 20
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "90",
    "shared_buffers": "16MB",
    "timezone": "Asia/Shanghai",
}
UNSAFE = {"fsync": "off", "full_page_writes": "off"}
"""For tests of what is written, not of how safely."""


class Missing(Exception):
    """PostgreSQL cannot be started. The message says how to mend it."""


def programs() -> Path:
    """Where initdb and postgres are. Raises :class:`Missing`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    if not found and not named:
        raise Missing("PostgreSQL is missing. Install it: apt-get install postgresql, or: make setup-dev")
    return found[-1].parent if found else Path(named or "").resolve().parent


def _end_with_the_parent() -> None:
    """Also when that is killed, no server stays behind (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


@contextmanager
def postgres(settings: Mapping[str, str] = {}) -> Iterator[str]:
    """Runs while the block lasts; gives the folder of its socket. Raises :class:`Missing`."""
    where = programs()
    # In a folder of its own below the system's: the account that the server runs as must get there.
    folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    # The server refuses to run as root.
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
    try:
        made = subprocess.run(
            [where / "initdb", "-D", folder / "data", "--username=postgres", "--auth=trust", "--no-sync",
             "--encoding=UTF8", "--locale=C"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            cwd=folder, **who,
        )  # fmt: skip
        if made.returncode != 0:
            raise Missing(f"PostgreSQL: initdb failed. {made.stderr}")
        options = [w for name, value in (SETTINGS | settings).items() for w in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [where / "postgres", "-D", folder / "data", "-k", folder, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            cwd=folder, preexec_fn=_end_with_the_parent, **who,
        )  # fmt: skip
        reading = _until_ready(server)
        try:
            yield str(folder)
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(PATIENCE_S)
            reading.join(PATIENCE_S)
            assert server.stderr is not None
            server.stderr.close()
    finally:
        shutil.rmtree(folder)


def _until_ready(server: subprocess.Popen[str]) -> Thread:
    assert server.stderr is not None
    said: list[str] = []
    for line in server.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            break
    else:
        raise Missing(f"PostgreSQL does not start. {''.join(said)}")
    # Read on, or the pipe would be full one day.
    reading = Thread(target=deque, args=(server.stderr, 0), daemon=True)
    reading.start()
    return reading
