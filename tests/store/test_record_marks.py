"""Whoever edits the file without the key is found out, whatever they do to the record."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from kiosk.officers.record import CONSOLE, Deed, Fault
from kiosk.store.keys import Key, Ring, read_ring, write_ring

FREE = ("DROP TRIGGER record_entry_no_update", "DROP TRIGGER record_entry_no_delete")
BEFORE_MARKS = [
    f"DROP TABLE {table}"
    for table in (
        *("appointment", "finding_key", "finding_try", "visiting_plan"),
        *("window_deed", "window_case", "record_mark", "prepared_form", "prepared_key", "prepared_guess"),
        "prepared_flow",
    )
] + ["ALTER TABLE question DROP COLUMN channel"]
"""As before there were marks: what came with them, or later, is not there."""

ENTRIES = 5


@pytest.fixture
async def recorded(store):
    for n in range(ENTRIES):
        await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, f"case {n + 1}")
    await store.record.mark()
    assert (await store.record.verify()).broken is None
    return store


def edit(folder, *statements):
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        for statement in (*FREE, *statements):
            database.execute(statement)


def chain_anew(folder, last):
    """Counts and chains everything anew, as a forger would who has read the program."""
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        before = "0" * 64
        rows = database.execute("SELECT seq, at, who, deed, about FROM record_entry ORDER BY seq").fetchall()
        for seq, at, who, deed, about in rows:
            moment = datetime.fromisoformat(at).replace(tzinfo=UTC).isoformat(timespec="microseconds")
            told = json.dumps(
                [before, seq, moment, who, deed, about], ensure_ascii=False, separators=(",", ":")
            )
            before = hashlib.sha256(told.encode()).hexdigest()
            database.execute("UPDATE record_entry SET digest = ? WHERE seq = ?", (before, seq))
        database.execute("UPDATE sequence SET last = ? WHERE name = 'record'", (last,))


async def verdict(store):
    found = await store.record.verify()
    return found.broken, found.fault


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE record_entry SET who = '0999' WHERE seq = 2"], (2, Fault.CHANGED)),
        (["UPDATE record_entry SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1"], (1, Fault.CHANGED)),
        (["DELETE FROM record_entry WHERE seq = 3"], (3, Fault.REMOVED)),
        (
            [
                "UPDATE record_entry SET seq = 99 WHERE seq = 2",
                "UPDATE record_entry SET seq = 2 WHERE seq = 4",
                "UPDATE record_entry SET seq = 4 WHERE seq = 99",
            ],
            (2, Fault.REORDERED),
        ),
        (
            ["DELETE FROM record_entry WHERE seq > 3", "UPDATE sequence SET last = 3 WHERE name = 'record'"],
            (4, Fault.CUT_OFF),
        ),
        (["DELETE FROM record_entry", "DELETE FROM sequence WHERE name = 'record'"], (1, Fault.CUT_OFF)),
        (["DELETE FROM record_mark WHERE seq = 3"], (3, Fault.FORGED)),
        (["DELETE FROM record_mark WHERE seq = 0"], (6, Fault.UNMARKED)),
        (
            ["UPDATE record_mark SET mark = (SELECT mark FROM record_mark WHERE seq = 3) WHERE seq = 0"],
            (6, Fault.UNMARKED),
        ),
        (["UPDATE record_mark SET mark = x'00' WHERE seq = 2"], (2, Fault.FORGED)),
    ],
)
async def test_each_forgery_is_named_with_its_place(recorded, folder, statements, told):
    edit(folder, *statements)
    assert await verdict(recorded) == told
    # Nothing that is done afterwards makes it right.
    await recorded.record.note(CONSOLE, Deed.ANSWERS_SEEN, "later")
    later = await verdict(recorded)
    assert later[1] is Fault.UNMARKED if told[1] is Fault.UNMARKED else later[0] == told[0]


async def test_a_chain_made_anew_from_a_changed_entry_on_is_found_there(recorded, folder):
    edit(folder, "UPDATE record_entry SET about = 'another' WHERE seq = 3")
    chain_anew(folder, ENTRIES)
    assert await verdict(recorded) == (3, Fault.FORGED)


async def test_an_entry_added_without_the_key_is_found(recorded, folder):
    edit(
        folder,
        "INSERT INTO record_entry SELECT 6, at, who, deed, 'made up', digest FROM record_entry WHERE seq = 5",
    )
    chain_anew(folder, ENTRIES + 1)
    assert (await verdict(recorded))[0] == ENTRIES + 1


async def test_taken_away_altogether_it_is_missed(recorded, folder):
    edit(
        folder,
        *(
            "DELETE FROM record_entry",
            "DELETE FROM record_mark",
            "DELETE FROM sequence WHERE name = 'record'",
        ),
    )
    assert await verdict(recorded) == (1, Fault.CUT_OFF)
    await recorded.record.note(CONSOLE, Deed.ANSWERS_SEEN, "later")
    assert (await recorded.record.verify()).fault is Fault.UNMARKED


async def test_one_that_has_not_begun_is_whole(store, folder):
    await store.record.mark()
    assert (await store.record.verify()).broken is None
    assert not read_ring(folder).marked


async def test_cut_off_with_its_marks_it_is_found(recorded, folder):
    edit(
        folder,
        "DELETE FROM record_entry WHERE seq > 2",
        "DELETE FROM record_mark WHERE seq > 2",
        "UPDATE sequence SET last = 2 WHERE name = 'record'",
    )
    assert await verdict(recorded) == (3, Fault.CUT_OFF)


async def test_taking_the_marks_away_altogether_does_not_have_them_made_anew(recorded, make_store, folder):
    edit(
        folder,
        "UPDATE record_entry SET about = 'another' WHERE seq = 3",
        *BEFORE_MARKS,
        "UPDATE alembic_version SET version_num = '0018'",
    )
    chain_anew(folder, ENTRIES)
    await recorded.close()
    again = make_store()
    assert (await again.record.verify()).broken is not None


async def test_a_record_from_before_there_were_marks_is_marked_once(recorded, make_store, folder):
    await recorded.close()
    edit(folder, *BEFORE_MARKS, "UPDATE alembic_version SET version_num = '0018'")
    ring = read_ring(folder)
    (folder / "key").write_bytes(ring.current.secret)  # as it was then
    again = make_store()
    assert (await again.record.verify()).broken is None
    assert read_ring(folder) == Ring((Key(ring.current.secret),), marked=True)
    await again.record.note(CONSOLE, Deed.ANSWERS_SEEN, "later")
    assert (await again.record.verify()).count == ENTRIES + 1
    assert (await again.record.verify()).broken is None


async def test_a_record_that_was_cut_off_before_there_were_marks_is_still_told(recorded, make_store, folder):
    await recorded.close()
    edit(
        folder,
        "DELETE FROM record_entry WHERE seq > 3",
        *BEFORE_MARKS,
        "UPDATE alembic_version SET version_num = '0018'",
    )
    (folder / "key").write_bytes(read_ring(folder).current.secret)
    assert await verdict(make_store()) == (4, Fault.CUT_OFF)


async def test_marks_go_on_under_a_new_key(recorded, folder, clock):
    await recorded.keys.rotate(CONSOLE)
    clock.pass_by(7200)
    assert len(await recorded.keys.drop(CONSOLE, [])) == 1
    assert (await recorded.record.verify()).broken is None
    assert (await recorded.record.verify()).count == ENTRIES + 2
    assert read_ring(folder).marked
    edit(folder, "UPDATE record_entry SET who = '0999' WHERE seq = 2")
    assert await verdict(recorded) == (2, Fault.CHANGED)


async def test_the_flag_is_kept_with_the_keys(recorded, folder):
    assert read_ring(folder).marked
    write_ring(folder, read_ring(folder).with_new(datetime(2026, 11, 24, tzinfo=UTC)))
    assert read_ring(folder).marked
