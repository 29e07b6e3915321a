"""The schema: migrations and tables agree, upgrades keep what is there, a broken one changes nothing."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kiosk.assist.call import Outcome
from kiosk.cases.difficult import NewStep, StepKind
from kiosk.ids import new_id
from kiosk.store._engine import make_engine
from kiosk.store._migrate import upgrade
from kiosk.store._tables import Row
from kiosk.store.failure import StoreFailed
from kiosk.store.migrations import HEAD
from kiosk.store.migrations.versions import ALL

TABLES = {
    "appointment",
    "finding_key",
    "finding_try",
    "visiting_plan",
    "hall_declined",
    "hall_event",
    "hall_release",
    "call",
    "moving_visit",
    "officer_presence",
    "filed_case",
    "case_answer",
    "wish",
    "question",
    "question_reply",
    "rating",
    "flow_release",
    "sequence",
    "thanks",
    "officer",
    "record_entry",
    "record_mark",
    "prepared_form",
    "prepared_guess",
    "prepared_key",
    "difficult_case",
    "difficult_step",
    "outgoing_journal",
    "outgoing_change",
    "kiosk_report",
    "outgoing_fact",
    "release_event",
    "service_release",
    "roster",
    "service_draft",
    "visit_end",
    "window_case",
    "window_deed",
}


DIFFICULT = "0003"
"""The revision from which on there are difficult cases."""


@pytest.fixture
def engines(tmp_path):
    """Engines on new, empty databases."""
    made = []

    def make(name):
        database = tmp_path / name
        os.close(os.open(database, os.O_CREAT | os.O_RDWR))
        made.append(make_engine(database))
        return SimpleNamespace(
            database=database, connect=made[-1].connect, begin=made[-1].begin, plain=made[-1]
        )

    yield make
    for engine in made:
        engine.dispose()


def described(engine):
    """Every table and index as SQL, one spelling; a trigger is the migrations' alone."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND type != 'trigger' AND name != 'alembic_version'"
        ).all()
    # Columns that were added later stand on the line of the last one of before.
    between = r"\s*,\s*\n\s*|\n\s*|, (?=[a-z_]+ [A-Z]+,)"
    # SQLite quotes the name of a table that was built anew.
    told = {name: re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql) for name, sql in rows}
    return {
        name: sorted(line.strip(" ,()") for line in re.split(between, sql.strip("() \n")))
        for name, sql in told.items()
    }


def test_models_and_migrations_agree(engines):
    engine = engines("migrated.db")
    upgrade(engine.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Row.metadata) == []
    assert set(Row.metadata.tables) == TABLES


def test_checks_and_partial_indexes_agree_too(engines):
    """What alembic's comparison does not look at."""
    migrated, made = engines("migrated.db"), engines("made.db")
    upgrade(migrated.database)
    Row.metadata.create_all(made.plain)
    assert described(migrated) == described(made)
    assert any("WHERE state IN" in line for line in described(made)["one_open_call_a_kiosk"])


def test_head_is_the_last_migration():
    assert ALL[-1].revision == HEAD
    assert [module.down_revision for module in ALL] == [None, *(module.revision for module in ALL[:-1])]


def test_upgrading_twice_changes_nothing(engines):
    engine = engines("twice.db")
    upgrade(engine.database)
    before = described(engine)
    upgrade(engine.database)
    assert described(engine) == before


def next_migration(change, revision="next"):
    """A migration that does not exist yet."""
    return SimpleNamespace(__name__=revision, revision=revision, down_revision=HEAD, upgrade=change)


def rebuild(op):
    with op.batch_alter_table("filed_case") as table:
        table.add_column(sa.Column("window", sa.String(), nullable=True))
        table.alter_column("state", existing_type=sa.String(), nullable=True)
    with op.batch_alter_table("call") as table:
        table.add_column(sa.Column("hall", sa.String(), nullable=False, server_default="main"))


async def test_an_upgrade_keeps_the_data(make_store, store, folder, a_call, a_filing):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "officer")
    filing = a_filing()
    receipt = await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, 4)
    await store.cases.rate("another visit", 1)
    other = await store.calls.open_call(a_call(kiosk="kiosk-02"))
    await store.calls.claim(other.id, "officer")
    await store.calls.close(other.id, "officer", Outcome.NOT_SOLVED, "没办成")
    (opened, _) = await store.difficult.all_cases()
    await store.difficult.record(opened.id, NewStep(new_id(), "007", StepKind.NOTE, text="记一笔"))
    difficult = await store.difficult.all_cases(reveal=True)
    calls, cases = await store.calls.all_calls(), await store.cases.cases(reveal=True)
    await store.close()

    upgrade(folder / "kiosk.db", [*ALL, next_migration(rebuild)])
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT hall, state FROM call ORDER BY id").fetchall() == [
            ("main", "claimed"),
            ("main", "done"),
        ]
        assert database.execute("SELECT window FROM filed_case").fetchall() == [(None,)]
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("next",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        # The program that knows the next schema would find all of it; here the older one is told it may.
        database.execute("UPDATE alembic_version SET version_num = ?", (HEAD,))
        database.commit()

    again = make_store()
    assert await again.calls.all_calls() == calls
    assert await again.cases.cases(reveal=True) == cases
    assert await again.difficult.all_cases(reveal=True) == difficult
    assert await again.cases.wish_for_officer(receipt.case_id) == filing.wish
    assert await again.cases.hand_in(filing) == receipt
    assert (await again.calls.open_call(a_call())).id == call.id, "the partial index or its rule was lost"


async def test_calls_and_ratings_from_before_there_were_difficult_cases_stay(make_store, folder):
    """Nothing is opened for what is long over; what is under way opens one as any other."""
    before = [module for module in ALL if module.revision < DIFFICULT]
    folder.mkdir()
    os.close(os.open(folder / "kiosk.db", os.O_CREAT | os.O_RDWR, 0o600))
    upgrade(folder / "kiosk.db", before)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for call_id, state, outcome in (("old", "done", "not_solved"), ("now", "claimed", None)):
            database.execute(
                "INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, "
                "created_at, officer, outcome) VALUES (?, 'k', 'k', 'p', 'en', 0, 0, ?, "
                "'2026-01-01 00:00:00.000000', '007', ?)",
                (call_id, state, outcome),
            )
        database.execute("INSERT INTO rating VALUES ('visit', 1, '2026-01-01 00:00:00.000000')")
        database.commit()

    store = make_store()
    assert await store.difficult.all_cases() == ()
    assert len(await store.calls.all_calls()) == 2
    await store.cases.rate("visit", 1)
    await store.calls.close("now", "007", Outcome.NOT_SOLVED)
    (case,) = await store.difficult.all_cases()
    assert (case.call_id, case.owner) == ("now", "007")


def test_a_migration_that_breaks_off_changes_nothing(engines):
    engine = engines("broken.db")
    upgrade(engine.database)
    before = described(engine)

    def broken(op):
        rebuild(op)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(engine.database, [*ALL, next_migration(broken)])
    assert described(engine) == before
    upgrade(engine.database)


def test_a_migration_that_leaves_loose_ends_is_undone(engines):
    engine = engines("loose.db")
    upgrade(engine.database)

    def loosen(op):
        op.execute("INSERT INTO wish (case_id, schema_version, value) VALUES ('nobody', 1, x'00')")

    with pytest.raises(StoreFailed):
        upgrade(engine.database, [*ALL, next_migration(loosen)])
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM wish").scalar() == 0


def test_a_branching_history_is_refused(engines):
    with pytest.raises(ValueError, match="chain"):
        upgrade(
            engines("branch.db").database, [*ALL, next_migration(rebuild), next_migration(rebuild, "other")]
        )


def test_one_open_call_a_kiosk_holds_in_the_database_itself(engines):
    engine = engines("unique.db")
    upgrade(engine.database)
    insert = (
        "INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, created_at) "
        "VALUES (?, 'k', 'k', 'p', 'en', 0, 0, ?, '2026-01-01 00:00:00.000000')"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(insert, ("1", "done"))
        connection.exec_driver_sql(insert, ("2", "waiting"))
        connection.exec_driver_sql(insert, ("3", "cancelled"))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql(insert, ("4", "claimed"))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql(insert, ("5", "no such state"))
