"""``kiosk backup``, as staff use it."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.assist.call import NewCall
from kiosk.check_backups import backup_findings
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.put_back import PutBack
from kiosk.settings import load
from kiosk.store.local import LocalStore

Kiosk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(kiosk: Kiosk) -> Path:
    return load().data_dir


def lived(folder: Path, calls: int = 1, *, then: Callable[[LocalStore], object] | None = None) -> None:
    """A kiosk that took some calls."""

    async def work() -> None:
        store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
        try:
            for _ in range(calls):
                await store.calls.open_call(NewCall(new_id(), new_id(), "k", "p", None, None, "zh_CN", False))
            if then is not None:
                then(store)
        finally:
            await store.close()

    asyncio.run(work())


def spoil(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def found(kiosk: Kiosk, what: str) -> list[tuple[str, str, str]]:
    return [(each.state, each.told, each.mend) for each in backup_findings(load()) if each.what == what]


def test_one_is_made_listed_and_looked_at(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir)
    code, out, err = kiosk("backup", "make")
    assert (code, err) == (0, "")
    assert "whole" in out
    code, out, _ = kiosk("backup", "list", "--json")
    (row,) = json.loads(out)
    assert Path(row["file"]).stat().st_size == row["bytes"]
    assert kiosk("backup", "list")[1].endswith("1 in all\n")
    code, out, _ = kiosk("backup", "verify")
    assert (code, out) == (0, f"{row['file']}: whole, and made by this station\n")
    spoil(Path(row["file"]))
    code, out, _ = kiosk("backup", "verify", row["file"])
    assert (code, out) == (1, f"{row['file']}: changed since it was made: the checksum differs\n")
    code, out, _ = kiosk("backup", "verify", "--json")
    assert (code, json.loads(out)) == (1, [{"file": row["file"], "standing": "changed"}])


def test_with_none_there_is_none_to_look_at(kiosk: Kiosk, data_dir: Path) -> None:
    assert kiosk("backup", "list") == (0, "0 in all\n", "")
    assert kiosk("backup", "verify") == (1, "There are no backups.\n", "")
    assert found(kiosk, "backups") == []
    lived(data_dir)
    assert found(kiosk, "backups")[0][:2] == ("note", "none yet")


def test_without_a_store_none_is_made(kiosk: Kiosk, data_dir: Path) -> None:
    code, out, err = kiosk("backup", "make")
    assert (code, out) == (3, "")
    assert "has lost its key file" in err
    assert not (data_dir / "kiosk.db").exists()


def test_it_is_put_back_and_on_record(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir)
    kiosk("backup", "make")
    lived(data_dir)
    spoil(data_dir / "kiosk.db")
    assert kiosk("calls", "list")[0] == 3
    code, out, err = kiosk("backup", "restore")
    assert (code, err) == (0, "")
    assert "1 changes since were brought in" in out
    assert out.endswith("complete\n")
    assert kiosk("calls", "list")[1].endswith("2 in all\n")
    assert "console  store_restored  kiosk-" in kiosk("record", "list")[1]
    code, out, _ = kiosk("backup", "recovered")
    assert "set aside: kiosk-aside-" in out
    assert json.loads(kiosk("backup", "recovered", "--json")[1])[0]["complete"] is True
    ((state, told, mend),) = found(kiosk, "database put back")
    assert (state, mend) == ("note", "run: kiosk backup recovered")
    assert told.endswith("all of it is there")


def test_by_itself_it_is_told_too(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir, 3)
    spoil(data_dir / "kiosk.db")
    code, _, err = kiosk("calls", "list")
    assert code == 3
    assert "the kiosk puts the last backup back at its start; or: kiosk backup restore" in err
    lived(data_dir)
    assert kiosk("calls", "list")[1].endswith("4 in all\n")
    assert "damaged" in kiosk("backup", "recovered")[1]
    later = SystemClock().now() + timedelta(days=31)
    assert not [each for each in backup_findings(load(), later) if each.what == "database put back"]


def test_what_is_missing_is_named(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir, 3)
    log = sorted((data_dir / "changes").iterdir())[-1]
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    spoil(data_dir / "kiosk.db")
    lived(data_dir)
    out = kiosk("backup", "recovered")[1]
    assert "MISSING: the changes 2 to 2" in out
    assert "not complete: see what is set aside" in out
    ((_, told, _),) = found(kiosk, "database put back")
    assert told.endswith("not all of it is there any more")


def test_once_somebody_has_looked_it_is_said_who_and_told_no_more(kiosk: Kiosk, data_dir: Path) -> None:
    def told() -> list[PutBack | None]:
        found: list[PutBack | None] = []
        lived(data_dir, 0, then=lambda store: found.append(store.put_backs.read()))
        return found

    assert kiosk("backup", "recovered", "--seen") == (0, "0 in all\n", "")
    lived(data_dir)
    spoil(data_dir / "kiosk.db")
    lived(data_dir)
    assert json.loads(kiosk("backup", "recovered", "--json")[1])[0]["seen"] is None
    assert told() != [None]
    code, out, _ = kiosk("backup", "recovered", "--seen")
    assert code == 0
    assert "  looked at by console 20" in out
    assert told() == [None]
    assert json.loads(kiosk("backup", "recovered", "--json")[1])[0]["seen"]["by"] == "console"
    assert "console  put_back_seen  20" in kiosk("record", "list")[1]


@pytest.mark.parametrize("name", ["nothing.db", "diary.db"])
def test_what_is_no_backup_is_refused(kiosk: Kiosk, data_dir: Path, tmp_path: Path, name: str) -> None:
    lived(data_dir)
    (tmp_path / "diary.db").write_text("dear diary")
    code, out, err = kiosk("backup", "restore", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith("kiosk: Nothing was changed: ")
    assert kiosk("calls", "list")[1].endswith("1 in all\n")


def test_a_plain_copy_is_taken_from_whom_it_is_trusted(kiosk: Kiosk, data_dir: Path, tmp_path: Path) -> None:
    lived(data_dir)
    shutil.copy(data_dir / "kiosk.db", tmp_path / "copy.db")
    lived(data_dir)
    assert kiosk("backup", "restore", str(tmp_path / "copy.db"))[0] == 2
    code, _, _ = kiosk("backup", "restore", str(tmp_path / "copy.db"), "--trusted", "--as-it-was")
    assert code == 0
    assert kiosk("calls", "list")[1].endswith("1 in all\n")


def test_not_while_the_kiosk_runs(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir)
    kiosk("backup", "make")
    told = []
    lived(data_dir, then=lambda _store: told.append(kiosk("backup", "restore")))
    ((code, _, err),) = told
    assert code == 3
    assert "is in use by another kiosk" in err


def test_a_disk_of_its_own_is_used_and_doctor_says_what_it_needs(
    kiosk: Kiosk, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(data_dir)
    disk = tmp_path / "disk"
    monkeypatch.setenv("KIOSK_BACKUP_DIR", str(disk))
    ((state, told, mend),) = found(kiosk, "backup disk")
    assert (state, mend) == ("note", "plug the disk in, or make the folder")
    disk.mkdir()
    code, out, _ = kiosk("backup", "make")
    assert out.startswith(str(disk))
    assert f"needs the key file {data_dir / 'key'}, which is not copied with it" in out
    ((state, told, _),) = found(kiosk, "backup disk")
    assert state == "ok"
    assert "need the key file" in told
    ((state, told, _),) = found(kiosk, "backups")
    assert (state, told.endswith(str(disk))) == ("ok", True)


def test_an_old_one_is_noted(kiosk: Kiosk, data_dir: Path) -> None:
    lived(data_dir)
    kiosk("backup", "make")
    later = SystemClock().now() + timedelta(hours=27)
    (finding,) = [each for each in backup_findings(load(), later) if each.what == "backups"]
    assert finding.state == "note"


def test_the_folder_for_backups_is_named_as_a_whole(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKUP_DIR", "backups")
    code, out, err = kiosk("doctor")
    assert (code, out) == (2, "")
    assert "must be the whole path of a folder" in err
