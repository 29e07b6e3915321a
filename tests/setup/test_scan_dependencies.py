"""What is said of packages with known faults, and of those that nobody looked up."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[2] / "tools" / "scan_dependencies.py"
SPEC = importlib.util.spec_from_file_location("scan_dependencies", PATH)
assert SPEC is not None
assert SPEC.loader is not None
scanning = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = scanning
SPEC.loader.exec_module(scanning)

GOOD = {"name": "anyio", "version": "4.0", "vulns": []}
BAD = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}]}
UNKNOWN = {"name": "rare", "skip_reason": "not found"}


def told(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("answer", "code", "line"),
    [
        (told(GOOD), 0, "1 packages looked up, 0 known faults"),
        (told(GOOD, BAD), 1, "old 1.0: PYSEC-1, mended in 1.1, 2.0"),
        (told(GOOD, UNKNOWN), 0, "1 packages NOT looked up"),
        (told(UNKNOWN), 0, "1 packages NOT looked up"),
        ("", 0, "NOT scanned"),
        ("[]", 0, "NOT scanned"),
    ],
)
def test_each_answer(answer: str, code: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert scanning.main(lambda _command: answer) == code
    assert line in capsys.readouterr().out


def test_what_hangs_is_not_scanned(capsys: pytest.CaptureFixture[str]) -> None:
    def hangs(command: Sequence[str]) -> str:
        raise subprocess.TimeoutExpired(list(command), 1)

    assert scanning.main(hangs) == 0
    assert "NOT scanned" in capsys.readouterr().out


def test_every_lock_is_scanned() -> None:
    locks = {path.name for path in PATH.parents[1].glob("requirements*.lock")}
    assert locks - {"requirements.lock"} == set(scanning.LOCKS)
    asked: list[Sequence[str]] = []

    def noted(command: Sequence[str]) -> str:
        asked.append(command)
        return told(GOOD)

    scanning.main(noted)
    assert {each[4] for each in asked} == set(scanning.LOCKS)
