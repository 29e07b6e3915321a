"""A new key, and things that went for good, with backups and the second log beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kiosk.officers.record import CONSOLE, Deed
from kiosk.store.keys import read_ring
from kiosk.store.retention import Keep, Kept
from kiosk.store.rotation import Place
from tests.store.test_recovery import busy, everything, spoil

__all__ = ["busy"]
DAY_S = 24 * 3600.0


@pytest.fixture
def copies(folder):
    """Where a value sealed with an old key may still be."""
    return [folder / "backups", folder / "changes"]


async def put_back(store, make_store, folder):
    """The database is spoilt, and the kiosk opens it again."""
    await store.close()
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    await again.start()
    return again


async def test_put_back_from_before_a_new_key_everything_opens_and_it_is_sealed_anew_once_more(
    busy, make_store, folder, copies, clock
):
    await busy.keys.rotate(CONSOLE)
    before, old = await everything(busy), read_ring(folder).keys[0].name
    clock.pass_by(2 * 3600)
    assert await busy.keys.drop(CONSOLE, copies) == ()  # the backup needs it
    again = await put_back(busy, make_store, folder)
    assert await everything(again) == before
    assert (await again.record.verify()).broken is None
    # Only what was changed since the backup was played in: the rest stands under the old key again.
    await again.keys.reseal()
    assert (await again.keys.kept()).left == 0
    assert await everything(again) == before
    assert (await again.keys.kept()).keys[0].name == old


async def test_put_back_while_a_new_key_had_come_half_way(busy, make_store, folder):
    before = await everything(busy)
    await busy._line.run(lambda shelf: shelf.keys.begin(CONSOLE))
    await busy._line.run(lambda shelf: shelf.keys.some(Place(2), 7))
    again = await put_back(busy, make_store, folder)
    assert await everything(again) == before
    assert not (await again.keys.rotate(CONSOLE)).begun
    assert await everything(again) == before
    assert len(read_ring(folder).keys) == 2


async def test_what_went_for_good_does_not_come_back_with_an_older_backup(busy, make_store, folder, clock):
    clock.pass_by(91 * DAY_S)
    assert len(await busy.cases.cases()) == 6
    await busy.retention.run(Keep(), CONSOLE)
    again = await put_back(busy, make_store, folder)
    assert await again.cases.cases() == ()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT count(*) FROM case_answer").fetchone() == (0,)
    assert (await again.record.verify()).broken is None


async def test_an_old_record_that_went_does_not_come_back_and_the_rest_is_proved(
    busy, make_store, folder, clock
):
    clock.pass_by(1096 * DAY_S)
    await busy.record.note(CONSOLE, Deed.ANSWERS_SEEN, "later")
    await busy.retention.run(Keep(), CONSOLE)
    before = await busy.record.entries()
    assert before[0].seq > 1
    again = await put_back(busy, make_store, folder)
    after = await again.record.entries()
    assert after[: len(before)] == before
    assert (await again.record.verify()).broken is None
    with (
        closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database,
        pytest.raises(sqlite3.IntegrityError, match="only appended"),
    ):
        database.execute("DELETE FROM record_entry")
    assert {gone.kind for gone in await again.retention.due(Keep()) if gone.count} <= {Kept.DIFFICULT}
