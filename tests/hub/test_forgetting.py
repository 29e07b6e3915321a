"""What is personal goes from the hub when its time is over; what is open stays, and the figures too."""

from __future__ import annotations

import pytest

from kiosk.hub.database import open_pool
from kiosk.hub.forgetting import LOOK_S, ForgetOld
from kiosk.hub.part import Part
from kiosk.hub.record import entries, verified
from kiosk.hub.roll import enrol
from kiosk.officers.record import CONSOLE, ITSELF, Deed
from tests.hub.conftest import SEAL

CASES, DIFFICULT, CALLS, APPOINTMENTS = 90, 365, 365, 30
AGES = {
    "filed_case": ("heard_at",),
    "question_reply": ("at",),
    "window_case": ("over_at",),
    "difficult_case": ("closed_at", "opened_at"),
    "difficult_step": ("at",),
    "call": ("closed_at", "created_at"),
}


@pytest.fixture
async def pool(database):
    opened = await open_pool(database, largest=3)
    yield opened
    opened.terminate()


class Enough(Exception):
    """Ends what would go on for ever."""


async def forget(pool):
    """Look once."""

    async def pause(seconds):
        assert seconds == LOOK_S
        raise Enough

    with pytest.raises(Enough):
        await ForgetOld(CASES, DIFFICULT, CALLS, APPOINTMENTS, pause).run(pool, None)


@pytest.fixture
async def kept(sql):
    """One thing of each kind that is over, and one that is open."""
    await enrol(sql, Part.KIOSK, "01")
    sealed = SEAL.close("王秀英", "x")
    for state, case in (("answered", "a"), ("open", "b"), ("handed_in", "c")):
        await sql.execute(
            "INSERT INTO filed_case VALUES "
            "($1, '01', $1, '1', 's', 1, 'x', 'en', false, $2, now(), now(), $3)",
            case, state, sealed,
        )  # fmt: skip
        if case != "c":
            await sql.execute("INSERT INTO question VALUES ($1, $2)", case, state)
            await sql.execute(
                "INSERT INTO question_reply VALUES ($1, $1, 0, now(), '7', 'called_back', $2)", case, sealed
            )
    for over, case in ((True, "d"), (False, "e")):
        await sql.execute(
            "INSERT INTO filed_case VALUES "
            "($1, '01', $1, '1', 's', 1, 'x', 'en', false, 'handed_in', now(), now(), $2)",
            case, sealed,
        )  # fmt: skip
        await sql.execute(
            "INSERT INTO window_case VALUES ($1, $2, '7', NULL, 1, CASE WHEN $3 THEN now() END)",
            case, "withdrawn" if over else "accepted", over,
        )  # fmt: skip
        await sql.execute("INSERT INTO window_deed VALUES ($1, $1, 0, now(), '7', 'taken', $2)", case, sealed)
    for state, case in (("closed", "a"), ("open", "b")):
        await sql.execute(
            "INSERT INTO difficult_case (id, source, opened_at, due, state, closed_at, subject) "
            "VALUES ($1, 'conversation', now(), current_date, $2, "
            "CASE $2 WHEN 'closed' THEN now() END, $3)",
            case, state, sealed,
        )  # fmt: skip
        await sql.execute(
            "INSERT INTO difficult_step VALUES ($1, $1, 0, now(), '7', 'note', NULL, NULL, $2)", case, sealed
        )
    for no, (state, call) in enumerate((("done", "a"), ("claimed", "b")), start=1):
        await sql.execute(
            "INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, created_at, "
            "closed_at, no, heard) VALUES ($1, '01', 'k', 'p', 'en', false, false, $2, now(), "
            "CASE $2 WHEN 'done' THEN now() END, $3, 1)",
            call, state, no,
        )  # fmt: skip
        await sql.execute("INSERT INTO call_note (call, sealed) VALUES ($1, $2)", call, sealed)


async def age(sql, days):
    for table, columns in AGES.items():
        for column in columns:
            await sql.execute(f"UPDATE {table} SET {column} = {column} - make_interval(days => $1)", days)


async def left(sql):
    """Whose words are still there."""
    return {
        table: [row["id"] for row in await sql.fetch(statement)]
        for table, statement in {
            "answers": "SELECT id FROM filed_case WHERE answers IS NOT NULL ORDER BY id",
            "replies": "SELECT id FROM question_reply WHERE text IS NOT NULL ORDER BY id",
            "deeds": "SELECT id FROM window_deed WHERE body IS NOT NULL ORDER BY id",
            "subjects": "SELECT id FROM difficult_case WHERE subject IS NOT NULL ORDER BY id",
            "steps": "SELECT id FROM difficult_step WHERE text IS NOT NULL ORDER BY id",
            "notes": "SELECT call AS id FROM call_note ORDER BY id",
        }.items()
    }


async def test_each_goes_after_its_time_and_what_is_open_never(pool, sql, kept):
    before = await left(sql)
    await age(sql, CASES - 1)
    await forget(pool)
    assert await left(sql) == before
    await age(sql, 2)
    await forget(pool)
    assert await left(sql) == before | {"answers": ["b", "e"], "replies": ["b"], "deeds": ["e"]}
    await age(sql, DIFFICULT)
    await forget(pool)
    open_ones = {kind: ["b"] for kind in before} | {"answers": ["b", "e"], "deeds": ["e"]}
    assert await left(sql) == open_ones
    assert await sql.fetchval("SELECT count(*) FROM filed_case") == 5
    assert await sql.fetchval("SELECT count(*) FROM call") == 2


async def test_it_is_on_record_what_went_and_nothing_of_it(pool, sql, kept):
    await age(sql, CASES + 1)
    await forget(pool)
    await forget(pool)
    told = await entries(sql, CONSOLE)
    assert [(each.who, each.deed) for each in told] == [(ITSELF, Deed.DATA_DELETED)] * 3
    assert [each.about.split()[:2] for each in told] == [
        ["answers", "3"],
        ["replies", "1"],
        ["deeds", "1"],
    ]
    assert (await verified(sql, CONSOLE)).broken is None


async def test_many_go_in_lots(pool, sql, kept, monkeypatch):
    monkeypatch.setattr("kiosk.hub.forgetting.BATCH", 1)
    await age(sql, 2 * DIFFICULT)
    await forget(pool)
    assert set(map(tuple, (await left(sql)).values())) == {("b",), ("b", "e"), ("e",)}


async def test_a_case_that_only_its_resident_touched_goes_with_its_deeds(pool, sql, kept):
    sealed = SEAL.close("王秀英", "x")
    for case, by in (("f", "resident"), ("g", "7")):
        await sql.execute(
            "INSERT INTO filed_case VALUES "
            "($1, '01', $1, '1', 's', 1, 'x', 'en', false, 'handed_in', now(), now(), $2)",
            case, sealed,
        )  # fmt: skip
        await sql.execute("INSERT INTO window_case VALUES ($1, 'handed_in', NULL, NULL, 1, NULL)", case)
        deed = "INSERT INTO window_deed VALUES ($1, $1, 0, now(), $2, 'corrected', $3)"
        await sql.execute(deed, case, by, sealed)
    await age(sql, CASES + 1)
    await forget(pool)
    await forget(pool)
    words = await left(sql)
    assert "f" not in words["answers"] + words["deeds"]
    assert "g" in words["answers"]
    assert "g" in words["deeds"]
