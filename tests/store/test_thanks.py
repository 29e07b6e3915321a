"""Officers are thanked by a good rating, and nothing that is kept ties one to the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import UUID

import pytest

from kiosk.cases.facts import RatingFact, ThanksFact
from kiosk.failure import StoreFailed
from tests.store.test_facts import deliver, facts


def rows(folder):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return database.execute("SELECT * FROM thanks").fetchall()


@pytest.mark.parametrize("level", range(1, 6))
async def test_the_top_two_thank_each_helper_once(store, folder, clock, level):
    await store.cases.rate("visit", level, ["0101", "0202", "0101"])
    thanked = sorted(officer for _, officer, _ in rows(folder))
    assert thanked == (["0101", "0202"] if level >= 4 else [])


async def test_only_the_first_rating_of_a_visit_thanks(store, folder):
    await store.cases.rate("low", 2, ["0101"])
    await store.cases.rate("low", 5, ["0101"])
    await store.cases.rate("high", 4, ["0202"])
    await store.cases.rate("high", 5, ["0202", "0101"])
    assert [officer for _, officer, _ in rows(folder)] == ["0202"]


async def test_a_row_tells_the_officer_and_the_day_and_no_more(store, folder, clock):
    for n in range(20):
        await store.cases.rate(f"visit-{n}", 5, [f"{n:04}"])
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        columns = [name for _, name, *_ in database.execute("PRAGMA table_info(thanks)")]
        # The table has no order of its own in which they came.
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            database.execute("SELECT rowid FROM thanks")
        waiting = database.execute("SELECT kind, ref FROM outgoing_fact").fetchall()
    assert columns == ["id", "officer", "day"]
    kept = rows(folder)
    assert {UUID(id_).version for id_, _, _ in kept} == {4}
    assert {day for _, _, day in kept} == {clock.today().isoformat()}
    # What waits for the hub beside the ratings names the day alone.
    assert [ref for kind, ref in waiting if kind == "thanks"] == [clock.today().isoformat()]


async def test_the_hub_hears_the_thanks_of_a_day_and_again_when_there_are_more(store, clock):
    await store.cases.rate("a", 5, ["0101"])
    rating, thanks = await facts(store)
    assert isinstance(rating, RatingFact)
    assert isinstance(thanks, ThanksFact)
    assert (thanks.day, [each.officer for each in thanks.thanks]) == (clock.today(), ["0101"])
    read = (await store.facts.waiting(0, 100)).facts
    await store.cases.rate("b", 4, ["0202"])
    await store.facts.kept(read)  # there are more by now: to be told again
    _, more = await facts(store)
    assert isinstance(more, ThanksFact)
    assert sorted(each.officer for each in more.thanks) == ["0101", "0202"]
    assert set(thanks.thanks) < set(more.thanks)
    await deliver(store)
    assert await facts(store) == []
    clock.pass_by(24 * 3600)
    await store.cases.rate("c", 4, ["0101"])
    _, next_day = await facts(store)
    assert (next_day.day, len(next_day.thanks)) == (clock.today(), 1)


async def test_a_rating_that_cannot_be_kept_thanks_nobody(store, folder):
    await store.cases.rate("first", 3)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON outgoing_fact WHEN NEW.kind = 'thanks' "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        database.commit()
    with pytest.raises(StoreFailed):
        await store.cases.rate("second", 5, ["0101"])
    assert rows(folder) == []
    assert len(await store.cases.ratings()) == 1
