"""Where a station gives appointments, its kiosks have the key; a window, and others, do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.later_appointments import LaterAppointments
from kiosk.cli import wiring
from kiosk.settings import load
from kiosk.store.local_appointments import LocalAppointments


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def test_unless_the_station_says_so_there_are_none() -> None:
    assert wiring.kiosk_parts(load(windowed=True)).storage.appointments is None


def test_without_a_hub_they_lie_on_this_machine() -> None:
    parts = wiring.kiosk_parts(load(windowed=True, appointments=True, years_announced=[2035]))
    assert isinstance(parts.storage.appointments, LocalAppointments)
    assert parts.announced(2035)
    assert not parts.announced(2036)


def test_with_a_hub_they_lie_there(folder: Path) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    parts = wiring.kiosk_parts(
        load(windowed=True, appointments=True, hub_url="https://hub.example", hub_key=str(key))
    )
    assert isinstance(parts.storage.appointments, LaterAppointments)
