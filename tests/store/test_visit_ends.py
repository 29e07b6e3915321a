"""How visits end, as it is kept: once a visit, with no answer in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.cases.visit_end import Ending, VisitEnd, VisitEnds
from kiosk.clock import HALL_ZONE
from kiosk.figures.period import Period
from kiosk.figures.visits import ServiceVisits, StepGiveUps
from kiosk.ids import new_id
from kiosk.store.failure import StoreFailed, Trouble


@pytest.fixture
def an_end(clock):
    def make(ending: Ending = Ending.LEFT, **changes) -> VisitEnd:
        end = VisitEnd(
            visit_id=new_id(), kiosk="01", service="household_move", flow_version=3, locale="zh_CN",
            step="phone", ending=ending, priority=True, began_at=clock.now() - timedelta(minutes=4),
            ended_at=clock.now(),
        )  # fmt: skip
        return replace(end, **changes)

    return make


def rows(folder):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM visit_end ORDER BY ended_at")]


@pytest.mark.parametrize("ending", list(Ending), ids=str)
async def test_each_way_of_ending_is_kept(store, folder, an_end, ending):
    book: VisitEnds = store.ends
    end = an_end(ending)
    await book.keep(end)
    (row,) = rows(folder)
    assert row == {
        "visit_id": end.visit_id,
        "kiosk": "01",
        "service": "household_move",
        "flow_version": 3,
        "locale": "zh_CN",
        "step": "phone",
        "ending": str(ending),
        "priority": 1,
        "began_at": "2026-11-24 00:58:03.456000",
        "ended_at": "2026-11-24 01:02:03.456000",
    }


async def test_a_visit_ends_once(store, folder, an_end):
    end = an_end(Ending.TO_WINDOW)
    await store.ends.keep(end)
    await store.ends.keep(replace(end, ending=Ending.LEFT, step=None))
    (row,) = rows(folder)
    assert (row["ending"], row["step"]) == ("to_window", "phone")


async def test_what_was_handed_in_counts_as_handed_in(store, folder, an_end, a_filing):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.ends.keep(an_end(Ending.TIMED_OUT, visit_id=filing.visit_id))
    assert [row["ending"] for row in rows(folder)] == ["handed_in"]


async def test_without_a_disk_it_is_told(store, folder, an_end):
    (folder / "kiosk.db").unlink()
    with pytest.raises(StoreFailed):
        await store.ends.keep(an_end())


async def test_they_are_counted_in_the_days_in_which_they_ended(store, clock, an_end):
    today = clock.now().astimezone(HALL_ZONE).date()
    first, after = Period(today, today).bounds()
    for ended in (first, after - timedelta(microseconds=1), after, first - timedelta(microseconds=1)):
        await store.ends.keep(an_end(began_at=first - timedelta(days=1), ended_at=ended))
    await store.ends.keep(an_end(Ending.TIMED_OUT, step=None))
    await store.ends.keep(an_end(Ending.HANDED_IN, service="endorsement"))
    told = (await store.figures.of(Period(today, today))).visits
    assert (told.visits, told.handed_in, told.left, told.timed_out) == (4, 1, 2, 1)
    assert told.by_service == (
        ServiceVisits("household_move", 3, 0, 3),
        ServiceVisits("endorsement", 1, 1, 0),
    )
    assert told.by_step == (StepGiveUps("household_move", "phone", 2, 0),)


async def test_an_end_that_cannot_be_read_is_told_and_not_left_out(store, folder, clock, an_end):
    await store.ends.keep(an_end())
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("UPDATE visit_end SET ending = 'vanished'")
        database.commit()
    today = clock.now().astimezone(HALL_ZONE).date()
    with pytest.raises(StoreFailed) as failed:
        await store.figures.of(Period(today, today))
    assert failed.value.trouble is Trouble.DAMAGED
