"""A key file or a backup put back from an earlier time: what the start and the audit log say of it."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.store.keys import read_ring, write_ring
from tests.cli.conftest import Kiosk

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
OLDER = "has a key file that is older than what is kept there"


@pytest.fixture
def data(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    return bare / "data"


@pytest.fixture
def used(kiosk: Kiosk, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an officer in it."""
    monkeypatch.setattr("sys.stdin", io.StringIO("482913\n"))
    assert kiosk("officers", "add", "0235", "--name", "王", "--pin-stdin")[0] == 0
    return data


@pytest.fixture
def before_marks(data: Path) -> Path:
    """A store of the last version without marks, with entries in its record."""
    data.mkdir(mode=0o700)
    with tarfile.open(FIXTURES / "0018.tar.xz") as archive:
        archive.extractall(data, filter="data")
    (data / "key").chmod(0o600)
    return data


def sealed_with(data: Path) -> set[str]:
    with closing(sqlite3.connect(data / "kiosk.db")) as database:
        rows = database.execute("SELECT pin FROM officer UNION SELECT mark FROM record_mark")
        return {value[1:5].hex() for (value,) in rows}


def test_a_key_file_from_before_a_change_is_told_as_what_it_is(kiosk: Kiosk, used: Path) -> None:
    old = (used / "key").read_bytes()
    assert kiosk("keys", "rotate")[0] == 0
    new = (used / "key").read_bytes()
    (used / "key").write_bytes(old)
    for words in (("audit-log", "verify"), ("officers", "list"), ("keys", "rotate")):
        code, out, err = kiosk(*words)
        assert (code, out) == (3, "")
        assert OLDER in err
        assert "copy the newest copy of the file 'key' back" in err
    assert "copy the newest copy of the file 'key' back" in kiosk("doctor")[1]
    (used / "key").write_bytes(new)
    assert kiosk("audit-log", "verify")[1].startswith("2 entries, whole.")


def test_so_is_one_of_a_change_that_was_broken_off(kiosk: Kiosk, used: Path) -> None:
    """Some of what is kept would open: it must not be gone on with under the old key."""
    ring = read_ring(used)
    assert ring is not None
    kiosk("keys", "rotate")
    both = read_ring(used)
    assert both is not None
    write_ring(
        used, replace(both, keys=both.keys[::-1])
    )  # the old one in force: some is sealed with it again
    kiosk("officers", "change", "0235", "--name", "李")
    assert sealed_with(used) == {key.name for key in both.keys}
    write_ring(used, ring)
    assert OLDER in kiosk("audit-log", "verify")[2]
    write_ring(used, both)
    assert kiosk("audit-log", "verify")[0] == 0


def test_a_change_that_came_no_further_than_the_record_needs_no_other_key(kiosk: Kiosk, used: Path) -> None:
    """The entry is written before the key: with the power gone in between, there is no such key."""
    with closing(sqlite3.connect(used / "kiosk.db", isolation_level=None)) as database:
        database.execute(
            "INSERT INTO record_entry "
            "VALUES (2, '2026-11-24 00:00:00', 'console', 'key_changed', 'aabbccdd', '')"
        )
    assert kiosk("officers", "list")[0] == 0


def test_with_the_old_key_a_backup_of_before_the_change_can_be_put_back(kiosk: Kiosk, used: Path) -> None:
    old = (used / "key").read_bytes()
    kiosk("backup", "make")
    kiosk("keys", "rotate")
    kiosk("keys", "drop")
    (used / "key").write_bytes(old)
    assert kiosk("officers", "list")[0] == 3
    code, out, err = kiosk("backup", "restore", "--as-it-was")
    assert (code, err) == (0, "")
    assert "broken" not in out
    assert json.loads(kiosk("officers", "list", "--json")[1])[0]["name"] == "王"
    assert kiosk("audit-log", "verify")[1].startswith("2 entries, whole.")


def test_entries_from_before_marks_are_told_apart(kiosk: Kiosk, before_marks: Path) -> None:
    count = len(json.loads(kiosk("audit-log", "list", "--json")[1]))
    assert count
    number = json.loads(kiosk("officers", "list", "--json")[1])[0]["number"]
    assert kiosk("officers", "change", number, "--name", "李")[0] == 0
    code, out, _ = kiosk("audit-log", "verify")
    assert code == 0
    assert f"{count + 1} entries, whole. Up to entry {count} they are from before there were marks" in out
    assert json.loads(kiosk("audit-log", "verify", "--json")[1])["earlier"] == count


def test_a_backup_from_before_marks_says_so_and_is_marked_when_somebody_knows_of_it(
    kiosk: Kiosk, before_marks: Path
) -> None:
    count = len(json.loads(kiosk("audit-log", "list", "--json")[1]))
    (backup,) = (before_marks / "backups").glob("*0018*.db")
    assert "There is nothing without marks" in kiosk("audit-log", "mark")[2]
    code, out, _ = kiosk("backup", "restore", str(backup), "--as-it-was")
    assert code == 0
    told = f"The record is broken at entry 1: the entries up to {count} have no marks, though"
    assert told in out
    code, out, _ = kiosk("audit-log", "verify")
    assert code == 1
    assert out.startswith(told)
    assert "if you know that it was, run: kiosk audit-log mark" in out
    assert json.loads(kiosk("audit-log", "verify", "--json")[1])["fault"] == "no_marks"
    code, out, _ = kiosk("audit-log", "mark")
    assert (code, out.startswith(f"The entries up to {count} are marked")) == (0, True)
    code, out, _ = kiosk("audit-log", "verify")
    assert code == 0
    assert f"{count + 2} entries, whole. Up to entry {count} " in out
    assert kiosk("audit-log", "list")[1].splitlines()[-2].endswith(f"console  record_marked  {count}")


def test_what_happened_since_brings_its_marks_along(kiosk: Kiosk, before_marks: Path) -> None:
    kiosk("audit-log", "list")
    (backup,) = (before_marks / "backups").glob("*0018*.db")
    code, out, _ = kiosk("backup", "restore", str(backup))
    assert (code, "broken" in out) == (0, False)
    assert kiosk("audit-log", "verify")[0] == 0


def test_marking_makes_nothing_else_right(kiosk: Kiosk, before_marks: Path) -> None:
    kiosk("audit-log", "list")
    with closing(sqlite3.connect(before_marks / "kiosk.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER record_entry_no_update")
        database.execute("DELETE FROM record_mark")
        database.execute("UPDATE record_entry SET who = '0999' WHERE seq = 1")
    assert kiosk("audit-log", "mark")[0] == 2
    assert kiosk("audit-log", "verify")[1].startswith("The record is broken at entry 1: it was changed")
