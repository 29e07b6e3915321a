"""Where the portal books: on this machine, at the hub, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.later_appointments import LaterAppointments
from kiosk.cli.portal import portal_parts
from kiosk.failure import StoreFailed
from kiosk.portal.serving import Place
from kiosk.settings import load
from kiosk.store.local_appointments import LocalAppointments


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def book_of(**given):
    return portal_parts(load(**given), Place(), lambda _error: None)[0]


def test_it_books_only_where_the_station_says_so() -> None:
    assert book_of().appointments is None
    assert isinstance(book_of(appointments=True).appointments, LocalAppointments)


async def test_in_a_hall_it_books_at_the_hub(folder: Path) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    parts = book_of(appointments=True, hub_url="https://hub.example", hub_key=str(key))
    assert isinstance(parts.appointments, LaterAppointments)
    with pytest.raises(StoreFailed):
        await parts.appointments.free("household", elderly=False)


def test_it_knows_which_years_are_announced() -> None:
    announced = book_of(years_announced=[2035]).announced
    assert announced(2035)
    assert not announced(2036)
