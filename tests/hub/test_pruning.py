"""Old changes of calls that are over go at the hub; what a kiosk repeats is known all the same."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.hub import pruning
from kiosk.hub.book import Book
from kiosk.hub.database import open_pool
from kiosk.hub.keeping import Forked
from kiosk.hub.part import Part
from kiosk.hub.pruning import KEPT_DAYS, LOOK_S, PruneChanges
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from tests.hub.conftest import SEAL

AGE = "UPDATE heard_change SET heard_at = heard_at - make_interval(days => $1)"


@pytest.fixture
async def pool(database):
    opened = await open_pool(database, largest=3)
    yield opened
    opened.terminate()


@pytest.fixture
async def book(pool, sql):
    await enrol(sql, Part.KIOSK, "01")
    return Book(pool, SEAL)


class Enough(Exception):
    """Ends what would go on for ever."""


async def prune(pool):
    """Look once; returns how long it would then wait."""
    waits = []

    async def pause(seconds):
        waits.append(seconds)
        raise Enough

    with pytest.raises(Enough):
        await PruneChanges(pause).run(pool, None)
    return waits


async def seqs(sql):
    return [row["seq"] for row in await sql.fetch("SELECT seq FROM heard_change ORDER BY journal, seq")]


async def keep(book, journal, *changes):
    await book.heard("01", journal)
    return await book.hear("01", journal, datetime.now(UTC), changes)


async def test_what_is_old_and_over_goes_but_the_last_and_an_open_calls(book, pool, sql, told):
    kiosk, journal = told(), new_id()
    first, still = kiosk.opened(), kiosk.opened()
    await keep(book, journal, first, still, kiosk.cancelled(first.call))
    second = kiosk.opened()
    await keep(book, journal, second, kiosk.cancelled(second.call))
    await sql.execute(AGE, KEPT_DAYS - 1)
    assert await prune(pool) == [LOOK_S]
    assert await seqs(sql) == [1, 2, 3, 4, 5]
    await sql.execute(AGE, 2)
    await prune(pool)
    assert await seqs(sql) == [2, 5]
    await keep(book, journal, kiosk.cancelled(still.call), kiosk.opened())
    await prune(pool)
    assert await seqs(sql) == [6, 7]
    assert await sql.fetchval("SELECT count(*) FROM call") == 4


async def test_it_goes_in_portions_until_all_is_gone_also_where_two_hubs_look(
    book, pool, database, sql, told, monkeypatch
):
    monkeypatch.setattr(pruning, "BATCH", 4)
    kiosk, journal = told(), new_id()
    for _ in range(5):
        opened = kiosk.opened()
        await keep(book, journal, opened, kiosk.cancelled(opened.call))
    await sql.execute(AGE, KEPT_DAYS + 1)
    other = await open_pool(database, largest=1)
    await asyncio.gather(prune(pool), prune(other))
    other.terminate()
    assert await seqs(sql) == [10]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_is_repeated_after_pruning_changes_nothing(book, pool, sql, told, data):
    kiosk, journal = told(), new_id()
    changes = []
    for _ in range(3):
        opened = kiosk.opened()
        changes += [opened, kiosk.cancelled(opened.call)]
    kept = data.draw(st.integers(1, 6))
    await keep(book, journal, *changes[:kept])
    await sql.execute(AGE, KEPT_DAYS + 1)
    await prune(pool)
    stand = await sql.fetch("SELECT * FROM call ORDER BY id")
    start = data.draw(st.integers(0, kept - 1))
    end = data.draw(st.integers(start + 1, 6))
    assert await keep(book, journal, *changes[start:end]) == max(kept, end)
    if end <= kept:
        assert await sql.fetch("SELECT * FROM call ORDER BY id") == stand
    assert await keep(book, journal, *changes) == 6
    states = await sql.fetch(
        "SELECT state FROM call WHERE id = ANY($1)", [change.call.id for change in changes]
    )
    assert [row["state"] for row in states] == ["cancelled"] * 3


async def test_a_kiosk_that_was_set_back_is_found_out_by_the_last_change_however_old(book, pool, sql, told):
    kiosk, other, journal = told(), told(), new_id()
    opened = kiosk.opened()
    await keep(book, journal, opened, kiosk.cancelled(opened.call))
    await sql.execute(AGE, 10 * KEPT_DAYS)
    await prune(pool)
    with pytest.raises(Forked):
        await keep(book, journal, other.opened(), other.opened())
