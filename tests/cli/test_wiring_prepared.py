"""Where a station has a portal, its kiosks open what was filled in at home; a window, and others, do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.prepared import LaterForms
from kiosk.cli import wiring
from kiosk.devices.code_reader import NoCodeReader
from kiosk.devices.serial_code_reader import SerialCodeReader
from kiosk.settings import load
from kiosk.store.local_prepared import LocalPrepared

PORTAL = "https://portal.example"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def test_without_a_portal_there_is_nothing_to_open() -> None:
    parts = wiring.kiosk_parts(load(windowed=True))
    assert parts.storage.prepared is None
    assert isinstance(parts.codes, NoCodeReader)


def test_with_one_they_lie_on_this_machine() -> None:
    parts = wiring.kiosk_parts(load(windowed=True, portal_url=PORTAL, code_reader="/dev/ttyACM0"))
    assert isinstance(parts.storage.prepared, LocalPrepared)
    assert isinstance(parts.codes, SerialCodeReader)


def test_with_a_hub_they_lie_there(folder: Path) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    parts = wiring.kiosk_parts(
        load(windowed=True, portal_url=PORTAL, hub_url="https://hub.example", hub_key=str(key))
    )
    assert isinstance(parts.storage.prepared, LaterForms)
