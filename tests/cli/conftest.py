from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kiosk.cli import commands as cli

Kiosk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No settings from this machine: its environment and files are out of sight."""
    for name in list(os.environ):
        if name.startswith("KIOSK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("kiosk.settings.SYSTEM_CONFIG", tmp_path / "none.toml")
    return tmp_path


@pytest.fixture
def kiosk(bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kiosk:
    """Runs a command as a user does: (exit code, what it printed, what it said on standard error)."""

    def run(*words: str) -> tuple[int, str, str]:
        argv: Sequence[str] = ("kiosk", *words)
        monkeypatch.setattr("sys.argv", list(argv))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run
