"""Where the portal looks for cases: on this machine, at the hub, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cases.whereabouts import HOME, Enquiry, LaterWhereabouts
from kiosk.cli.portal import portal_parts
from kiosk.failure import StoreFailed
from kiosk.portal.serving import Place
from kiosk.portal.where import Where
from kiosk.settings import load
from kiosk.store.local_where import LocalWhere


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def where_of(**given: object) -> Where | None:
    return portal_parts(load(**given), Place(), lambda _error: None)[0].where


def test_alone_it_looks_where_this_machines_kiosk_keeps_them() -> None:
    found = where_of()
    assert found is not None
    assert isinstance(found.book, LocalWhere)
    assert found.window.in_("zh_CN") == "人工窗口"


@pytest.mark.parametrize("named", ["hub_key", "portal_key"])
async def test_in_a_hall_it_asks_the_hub(folder: Path, named: str) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    found = where_of(hub_url="https://hub.example", **{named: str(key)})
    assert found is not None
    assert isinstance(found.book, LaterWhereabouts)
    with pytest.raises(StoreFailed):
        await found.book.ask(Enquiry("0100012", "002X", HOME))


def test_beside_a_hub_that_it_may_not_ask_there_is_no_such_page(folder: Path) -> None:
    key = folder / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    assert where_of(hub_url="https://hub.example", desk_key=str(key)) is None
