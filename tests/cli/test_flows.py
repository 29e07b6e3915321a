"""``kiosk flows``: publishing by commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.paths import Paths
from tests.cli.conftest import Kiosk

SOURCE = (Paths.here().flows / "endorsement.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    path = bare / "endorsement.yaml"
    path.write_text(SOURCE.replace("'Hong Kong, Macau, Taiwan'}", "Trips}"), encoding="utf-8")
    return path


def live(kiosk: Kiosk) -> dict[str, object]:
    return {row["service"]: row["live"] for row in json.loads(kiosk("flows", "list", "--json")[1])}


def test_publish_look_and_go_back(kiosk: Kiosk, changed: Path) -> None:
    assert live(kiosk) == {"endorsement": 1, "household": 1, "residence_permit": 1}
    code, out, _ = kiosk("flows", "publish", str(changed))
    assert (code, out.splitlines()) == (
        0,
        [
            '    "Trips": title (English) changed from "Hong Kong, Macau, Taiwan" to "Trips"',
            "endorsement 2: in force at once",
        ],
    )
    code, out, _ = kiosk("flows", "import", str(changed))
    assert (code, out.strip().endswith("in force already")) == (0, True)
    code, out, _ = kiosk("flows", "releases", "endorsement")
    assert "console" in out
    assert "2 in all" in out
    assert kiosk("flows", "roll-back", "endorsement", "1")[0] == 0
    assert live(kiosk)["endorsement"] == 1
    assert kiosk("flows", "retire", "endorsement")[0] == 0
    assert live(kiosk)["endorsement"] is None


def test_from_a_day_on_and_withdrawn(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", str(changed), "--from", "2999-01-01")[0] == 0
    rows = json.loads(kiosk("flows", "list", "--json")[1])
    assert rows[0]["scheduled"] == [{"number": 2, "from": "2999-01-01"}]
    assert kiosk("flows", "withdraw", "endorsement", "2")[0] == 0
    assert json.loads(kiosk("flows", "list", "--json")[1])[0]["scheduled"] is None


def test_nobody_approves_their_own(kiosk: Kiosk, changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_RELEASES_NEED_APPROVAL", "true")
    assert "waits for approval" in kiosk("flows", "publish", str(changed))[1]
    code, _, err = kiosk("flows", "approve", "endorsement", "2")
    assert (code, err.strip()) == (2, "kiosk: Somebody else has to approve it")


def test_what_cannot_be_published_is_told(kiosk: Kiosk, changed: Path) -> None:
    assert kiosk("flows", "publish", str(changed.parent / "nothing.yaml"))[2].startswith("kiosk: There is no")
    changed.write_text(SOURCE, encoding="utf-8")
    assert "in force already" in kiosk("flows", "publish", str(changed))[2]
    changed.write_text("id: x\n", encoding="utf-8")
    code, out, _ = kiosk("flows", "publish", str(changed))
    assert (code, "endorsement.yaml:1: error" in out) == (1, True)
