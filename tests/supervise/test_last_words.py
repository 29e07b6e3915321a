"""Where a process broke is written down, and nothing that it held."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.last_words import LONGEST

ROOT = Path(__file__).resolve().parents[2]
CANARY = "13812345678"
BREAKS = f"""
import os, signal, sys
from pathlib import Path
from kiosk.last_words import write_to
write_to(Path(sys.argv[1]))
def stand_at_the_question(number):
    print("ready", flush=True)
    if sys.argv[2] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    sys.stdin.read()
stand_at_the_question({CANARY!r})
"""


def broken(path: Path, how: str) -> str:
    """A process that crashed, or hung and was asked."""
    process = subprocess.Popen(
        [sys.executable, "-c", BREAKS, str(path), how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    process.stdout.readline()
    if how == "hang":
        process.send_signal(signal.SIGUSR1)
        while not path.read_bytes().endswith(b"<module>\n"):
            assert process.poll() is None
        process.kill()
    process.communicate(timeout=30)
    return path.read_text()


@pytest.mark.parametrize("how", ["crash", "hang"])
def test_where_it_was(tmp_path, how):
    told = broken(tmp_path / "crash.txt", how)
    assert "in stand_at_the_question" in told
    assert CANARY not in told
    assert (tmp_path / "crash.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("length", "kept"), [(LONGEST, True), (LONGEST + 1, False)])
def test_it_does_not_grow_for_ever(tmp_path, length, kept):
    (tmp_path / "crash.txt").write_text("x" * length)
    assert ("xxx" in broken(tmp_path / "crash.txt", "crash")) is kept
