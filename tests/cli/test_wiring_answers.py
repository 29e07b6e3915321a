"""Where a kiosk reads the answers to questions: on this machine, or at the hall's hub."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.later_consultation import LaterConsultation
from kiosk.cli import wiring
from kiosk.settings import load
from kiosk.store.local_questions import LocalQuestions


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def test_without_a_hub_they_lie_on_this_machine() -> None:
    assert isinstance(wiring.kiosk_parts(load(windowed=True)).storage.answers, LocalQuestions)


def test_with_a_hub_they_lie_there(folder: Path) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    parts = wiring.kiosk_parts(load(windowed=True, hub_url="https://hub.example", hub_key=str(key)))
    assert isinstance(parts.storage.answers, LaterConsultation)
