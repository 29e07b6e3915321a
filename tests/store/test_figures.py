"""Figures of this machine are the same as those made from all that it knows."""

from __future__ import annotations

from datetime import timedelta

from kiosk.assist.call import Outcome
from kiosk.clock import HALL_ZONE
from kiosk.figures.calls import call_figures
from kiosk.figures.officers import officer_figures
from kiosk.figures.period import Period
from kiosk.figures.ratings import rating_figures


async def test_they_agree_with_calls_cases_and_ratings(store, clock, a_call):
    for n, officer in enumerate(("0101", "0102", "0101")):
        call = await store.calls.open_call(a_call(kiosk=f"0{n}"))
        await store.calls.claim(call.id, officer)
        await store.calls.arrive(call.id, officer)
        await store.calls.close(call.id, officer, Outcome.HELPED, "王桂兰")
    await store.cases.rate("visit", 5, {"0102", "0303"})
    await store.cases.rate("another", 4, {"0102"})
    thanked = {"0102": 2, "0303": 1}
    today = clock.now().astimezone(HALL_ZONE).date()
    for period in (Period(today, today), Period(today - timedelta(days=9), today - timedelta(days=1))):
        told = await store.figures.of(period)
        calls = await store.calls.all_calls()
        assert told.calls == call_figures(calls, period)
        assert told.officers == officer_figures(calls, period, thanked if today in period.days() else {})
        ratings, cases = await store.cases.ratings(), await store.cases.cases()
        assert told.ratings == rating_figures(ratings, cases, period)
    assert [each.officer for each in officer_figures(calls, Period(today, today), {})] == ["0101", "0102"]
