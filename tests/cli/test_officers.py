"""``kiosk officers`` and ``kiosk record``."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Kiosk

PIN = "482913"


@pytest.fixture
def own_data(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    return bare / "data"


@pytest.fixture
def add(kiosk: Kiosk, own_data: Path, monkeypatch: pytest.MonkeyPatch):
    def run(*words: str, pin: str = PIN) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        return kiosk("officers", *words, "--pin-stdin")

    return run


def test_the_first_one_is_the_leader_too(kiosk: Kiosk, add) -> None:
    assert add("add", "0235", "--name", "王")[:2] == (0, "Done.\n")
    assert add("add", "0300", "--role", "staff")[0] == 0
    rows = json.loads(kiosk("officers", "list", "--json")[1])
    assert [(r["number"], r["name"], r["roles"]) for r in rows] == [
        ("0235", "王", ["leader", "officer"]),
        ("0300", "", ["staff"]),
    ]
    assert kiosk("officers", "list")[1].splitlines() == [
        "0235  王  leader,officer",
        "0300  -  staff",
        "2 in all",
    ]


def test_a_refusal_says_what_to_do_and_quotes_no_pin(add) -> None:
    code, out, err = add("add", "0235", pin="123456")
    assert (code, out, err) == (2, "", "kiosk: That PIN is easy to guess. Choose another.\n")


def test_pin_roles_and_leaving(kiosk: Kiosk, add) -> None:
    add("add", "0235")
    add("add", "0300")
    assert add("pin", "0300", pin="739105")[0] == 0
    assert kiosk("officers", "change", "0300", "--role", "leader", "--role", "officer")[0] == 0
    assert kiosk("officers", "remove", "0235")[0] == 0
    assert kiosk("officers", "remove", "0300")[0] == 2
    assert "left" in kiosk("officers", "list")[1].splitlines()[0]
    deeds = [row["deed"] for row in json.loads(kiosk("record", "list", "--json")[1])]
    assert deeds == ["officer_added", "officer_added", "pin_set", "officer_changed", "officer_removed"]
    assert kiosk("record", "list")[1].splitlines()[-1] == "5 in all"


def test_a_role_that_there_is_not(kiosk: Kiosk, own_data: Path) -> None:
    code, out, err = kiosk("officers", "change", "0235", "--role", "boss")
    assert (code, out) == (2, "")
    assert "leader" in err


def test_verifying(kiosk: Kiosk, add, own_data: Path) -> None:
    add("add", "0235")
    code, out, _ = kiosk("record", "verify")
    assert code == 0
    assert out.startswith("1 entries, whole. Head: ")
    with closing(sqlite3.connect(own_data / "kiosk.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER record_entry_no_update")
        connection.execute("UPDATE record_entry SET who = '0999'")
    code, out, _ = kiosk("record", "verify")
    assert code == 1
    assert out.startswith("The record is broken at entry 1")
    assert json.loads(kiosk("record", "verify", "--json")[1])["broken"] == 1
