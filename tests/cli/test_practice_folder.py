"""A practice leaves nothing behind, also when it was killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kiosk.cli.practice_folder import PREFIX, PracticeFolder

KEEPS_ONE = """
import sys
from kiosk.cli.practice_folder import PracticeFolder
kept = PracticeFolder()
(kept.path / "data").mkdir()
print(kept.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def a_desk() -> tuple[subprocess.Popen[str], Path]:
    desk = subprocess.Popen(
        [sys.executable, "-c", KEEPS_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert desk.stdout is not None
    return desk, Path(desk.stdout.readline().strip())


def test_it_is_gone_afterwards(base: Path) -> None:
    folder = PracticeFolder()
    (folder.path / "data").mkdir()
    assert folder.path.parent == base
    assert folder.path.name.startswith(PREFIX)
    folder.remove()
    assert list(base.iterdir()) == []


def test_the_next_start_clears_away_what_a_killed_one_left(base: Path) -> None:
    desk, left = a_desk()
    with desk:
        desk.kill()
    assert (left / "data").is_dir()
    folder = PracticeFolder()
    assert list(base.iterdir()) == [folder.path]
    folder.remove()


def test_one_that_is_in_use_is_left_alone() -> None:
    desk, used = a_desk()
    with desk:
        folder = PracticeFolder()
        assert (used / "data").is_dir()
        desk.kill()
    folder.remove()


def test_other_folders_are_left_alone(base: Path) -> None:
    other = base / f"{PREFIX}notes"
    other.mkdir()
    PracticeFolder().remove()
    assert other.is_dir()
