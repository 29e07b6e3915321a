"""One day of the roster as a desk shows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import HALL_ZONE
from kiosk.duty.day import covered, duties
from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift

TUESDAY = date(2026, 11, 24)
ROSTER = Roster(
    shifts=(
        Shift(officer="0103", days=WEEK, begins=time(12), ends=time(17)),
        Shift(officer="0102", days=WEEK[:5], begins=time(8, 30), ends=time(12, 30)),
    ),
    lunch=(
        Cover(officer="0102", by="0103", begins=time(11), ends=time(11, 30)),
        Cover(officer="0102", by="0101", begins=time(13), ends=time(13, 30)),
    ),
    absences=(Absence(officer="0103", deputy="0104", first=TUESDAY, last=TUESDAY),),
)


def test_a_day_is_told_in_order_with_lunch_and_who_stands_in() -> None:
    early, late = duties(ROSTER, TUESDAY)
    assert (early.officer, early.begins, early.ends, early.instead_of) == (
        "0102",
        time(8, 30),
        time(12, 30),
        "",
    )
    assert [(cover.by, cover.begins) for cover in early.lunch] == [("0104", time(11))]
    assert (late.officer, late.instead_of) == ("0104", "0103")
    assert [duty.officer for duty in duties(ROSTER, TUESDAY + timedelta(days=4))] == ["0103"]


@pytest.mark.parametrize(
    ("hour", "minute", "by"),
    [(10, 59, []), (11, 0, ["0104"]), (11, 29, ["0104"]), (11, 30, []), (13, 10, [])],
    ids=["before", "begins", "last minute", "over", "after the shift"],
)
def test_lunch_is_covered_only_within_a_shift(hour: int, minute: int, by: list[str]) -> None:
    moment = datetime(2026, 11, 24, hour, minute, tzinfo=HALL_ZONE)
    assert [cover.by for cover in covered(ROSTER, moment)] == by


OFFICERS = st.sampled_from(["0101", "0102", "0103", "0104"])
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
DATES = st.dates(date(2026, 11, 22), date(2026, 11, 30))
ROSTERS = st.builds(
    Roster,
    leader=OFFICERS,
    shifts=st.lists(
        st.builds(
            Shift,
            officer=OFFICERS,
            days=st.sets(st.sampled_from(WEEK)).map(tuple),
            begins=TIMES,
            ends=TIMES,
        ),
        max_size=5,
    ).map(tuple),
    lunch=st.lists(st.builds(Cover, officer=OFFICERS, by=OFFICERS, begins=TIMES, ends=TIMES), max_size=4).map(
        tuple
    ),
    absences=st.lists(
        st.builds(Absence, officer=OFFICERS, deputy=OFFICERS, first=DATES, last=DATES), max_size=3
    ).map(tuple),
)


@given(ROSTERS, st.integers(0, 7 * 24 * 60 - 1))
def test_what_is_shown_agrees_with_who_is_on_duty(roster: Roster, minutes: int) -> None:
    moment = datetime(2026, 11, 22, tzinfo=HALL_ZONE) + timedelta(minutes=minutes)
    at = moment.time()
    shown = set()
    for duty in duties(roster, moment.date()):
        if duty.now(at):
            covers = [cover.by for cover in duty.lunch if cover.begins <= at < cover.ends]
            shown.add(covers[0] if covers else duty.officer)
    assert shown == set(roster.on_duty(moment))
    assert {cover.by for cover in covered(roster, moment)} >= shown - {
        duty.officer for duty in duties(roster, moment.date())
    }
