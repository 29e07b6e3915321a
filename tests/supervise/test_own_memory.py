"""What a process holds in memory cannot be had from outside."""

from __future__ import annotations

import ctypes
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.own_memory import end_with_parent, keep_to_itself

ROOT = Path(__file__).resolve().parents[2]
TOLD = (
    "import ctypes, resource; "
    "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))"
)


def _run(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


def test_no_core_file_and_no_debugger():
    assert _run(f"from kiosk.own_memory import keep_to_itself; keep_to_itself(); {TOLD}") == ["0", "0", "0"]
    assert _run(TOLD)[0] == "1"


@pytest.mark.parametrize(
    "words", [["doctor"], ["worker", "handwriting"], ["run"], ["desk"], ["resume"], ["hub"]]
)
def test_every_command_keeps_its_memory_to_itself(words):
    """Before anything of the command itself begins."""
    code = f"""
import sys
sys.argv = ["kiosk", *{words!r}]
import kiosk.cli, kiosk.own_memory
kept = kiosk.own_memory.keep_to_itself
def keep():
    kept()
    {TOLD}
    sys.exit(0)
kiosk.own_memory.keep_to_itself = keep
kiosk.cli.main()
"""
    assert _run(code) == ["0", "0", "0"]


def test_a_system_without_the_call_still_writes_no_core_file(monkeypatch):
    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda *what: asked.append(what))
    monkeypatch.setattr(sys, "platform", "freebsd14")
    monkeypatch.setattr(ctypes, "CDLL", None)
    keep_to_itself()
    end_with_parent()
    assert asked == [(resource.RLIMIT_CORE, (0, 0))]
