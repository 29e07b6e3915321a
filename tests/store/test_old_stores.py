"""Stores that earlier programs made, each with its own code: opened by this one, with every row there."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cases.difficult import StepKind
from kiosk.cases.question import QuestionState
from kiosk.officers.officer import Role
from kiosk.store.backup import Standing
from kiosk.store.migrations.versions import ALL

FIXTURES = Path(__file__).with_name("fixtures")
REVISIONS = [module.revision for module in ALL[:-1]]


def rows(database: Path) -> dict[str, set[str]]:
    """Every row of every table, each by the columns that this program too finds it by."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as driver:
        tables = [
            name
            for (name,) in driver.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                "AND name NOT IN ('alembic_version', 'sequence')"
            )
        ]
        found = {}
        for table in tables:
            keys = [
                column
                for _, column, _, _, _, place in driver.execute(f'PRAGMA table_info("{table}")')
                if place
            ]
            columns = ", ".join(f'"{key}"' for key in keys)
            found[table] = {repr(row) for row in driver.execute(f'SELECT {columns} FROM "{table}"')}
        return found


@pytest.fixture(params=REVISIONS)
def old(request, folder):
    """The data folder of that time, and what the program of that time said of it."""
    folder.mkdir(mode=0o700)
    with tarfile.open(FIXTURES / f"{request.param}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    (folder / "key").chmod(0o600)
    with closing(sqlite3.connect(folder / "kiosk.db")) as driver:
        assert driver.execute("SELECT version_num FROM alembic_version").fetchone() == (request.param,)
    return request.param, json.loads((folder / "told.json").read_text("utf-8"))


async def test_everything_is_there_and_can_be_read(old, folder, make_store, clock, a_call):
    revision, told = old
    before = rows(folder / "kiosk.db")
    store = make_store(kiosk_lock=True)
    calls = await store.calls.all_calls()
    assert [[call.id, str(call.state), call.note] for call in calls] == told["calls"]
    cases = await store.cases.cases(reveal=True)
    assert [[case.number, case.answers["name"].text, case.answers["phone"].number] for case in cases] == told[
        "cases"
    ]
    assert [(await store.cases.wish_for_officer(case.id)).wish for case in cases] == told["wishes"]
    after = rows(folder / "kiosk.db")
    for table, kept in before.items():
        assert kept <= after[table], table
    assert sum(map(len, before.values())) > 15
    if revision >= "0002":
        ((number, name, roles),) = [(o.number, o.name, o.roles) for o in await store.officers.officers()]
        assert (number, name, roles) == ("100", "测试员", {Role.OFFICER, Role.LEADER})
        assert (await store.record.verify()).broken is None
    if revision >= "0003":
        difficult = await store.difficult.all_cases(reveal=True)
        assert "门牌对不上" in [case.subject for case in difficult]
        assert [step.text for case in difficult for step in case.steps if step.kind is StepKind.NOTE] == [
            "打过电话"
        ]
    if revision >= "0004":
        mark = await store.outbox.mark()
        assert mark.delivered == 2
        assert len(await store.outbox.after(0, 100)) == mark.made
    if revision >= "0017":
        (question,) = await store.questions.questions(every=True, reveal=False)
        assert question.state is QuestionState.OPEN


async def test_there_is_a_backup_of_before_and_what_comes_next_is_kept(
    old, make_store, folder, a_call, a_filing
):
    revision, told = old
    store = make_store(kiosk_lock=True)
    await store.start()
    there = [(backup.before, await store.backups.look(backup.path)) for backup in store.backups.list()]
    assert there == [(revision, Standing.GOOD)]
    receipt = await store.cases.hand_in(a_filing())
    assert receipt.number not in [number for number, _, _ in told["cases"]]
    await store.calls.open_call(a_call())
    before = await store.calls.all_calls(), await store.cases.cases(reveal=True)
    # Damaged right after: the backup of before the upgrade, the upgrade again, and what was done since.
    await store.close()
    content = (folder / "kiosk.db").read_bytes()
    (folder / "kiosk.db").write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    again = make_store(kiosk_lock=True)
    assert (await again.calls.all_calls(), await again.cases.cases(reveal=True)) == before


def test_each_is_small_and_none_is_missing():
    sizes = {path.name[:4]: path.stat().st_size for path in FIXTURES.glob("*.tar.xz")}
    assert sorted(sizes) == REVISIONS
    assert max(sizes.values()) < 60_000
