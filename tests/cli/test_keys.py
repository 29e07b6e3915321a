"""``kiosk keys``, and ``kiosk audit-log``, which is ``kiosk record`` under another name."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.keys import read_ring
from tests.cli.conftest import Kiosk


@pytest.fixture
def data(bare: Path, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an officer in it, which is two values."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    monkeypatch.setattr("sys.stdin", io.StringIO("482913\n"))
    assert kiosk("officers", "add", "0235", "--name", "王", "--pin-stdin")[0] == 0
    return bare / "data"


def names(data: Path) -> list[str]:
    ring = read_ring(data)
    assert ring is not None
    return [key.name for key in ring.keys]


def test_a_new_key_and_what_is_told_of_it(kiosk: Kiosk, data: Path) -> None:
    (old,) = names(data)
    code, out, _ = kiosk("keys", "rotate")
    assert code == 0
    new = names(data)[-1]
    # Two of the officer; the marks of two entries of the record, and of where it ends.
    assert out.splitlines()[0] == f"Key {new} is in force; 5 values sealed anew."
    listed = kiosk("keys", "list")[1].splitlines()
    assert listed[0].startswith(f"{old}  made 20")
    assert "looked for an hour after" in listed[0]
    assert listed[1].endswith("in force")
    told = json.loads(kiosk("keys", "list", "--json")[1])
    assert [key["name"] for key in told["keys"]] == [old, new]
    assert told["left"] == 0
    assert json.loads(kiosk("officers", "list", "--json")[1])[0]["name"] == "王"
    assert old in kiosk("keys", "drop")[1]
    deeds = [row["deed"] for row in json.loads(kiosk("audit-log", "list", "--json")[1])]
    assert deeds == ["officer_added", "key_changed"]


def test_the_key_itself_is_never_printed(kiosk: Kiosk, data: Path) -> None:
    kiosk("keys", "rotate")
    ring = read_ring(data)
    assert ring is not None
    told = "".join(kiosk("keys", *words)[1] for words in (["list"], ["list", "--json"], ["drop"]))
    assert not [key for key in ring.keys if key.secret.hex() in told]


def test_without_an_old_key_there_is_nothing_to_drop(kiosk: Kiosk, data: Path) -> None:
    assert kiosk("keys", "drop")[1] == "There is no old key.\n"


def test_a_key_that_others_can_read_says_what_to_do(kiosk: Kiosk, data: Path) -> None:
    (data / "key").chmod(0o644)
    code, _, err = kiosk("officers", "list")
    assert code == 3
    assert "chmod 600" in err


def test_the_audit_log_names_what_was_done_to_it(kiosk: Kiosk, data: Path) -> None:
    assert kiosk("audit-log", "verify")[0] == 0
    with closing(sqlite3.connect(data / "kiosk.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER record_entry_no_delete")
        connection.execute("DELETE FROM record_entry")
        connection.execute("DELETE FROM sequence WHERE name = 'record'")
    code, out, _ = kiosk("audit-log", "verify")
    assert code == 1
    assert out.startswith("The record is broken at entry 1: it was cut off")
    assert json.loads(kiosk("audit-log", "verify", "--json")[1])["fault"] == "cut_off"
