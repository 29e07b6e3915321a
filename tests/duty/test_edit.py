"""Changing a roster: gaps, one line in place of another, and two who change it at once."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given

from kiosk.duty.edit import Gap, gaps, merged, replaced
from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift, Weekday
from tests.duty.test_day import ROSTERS


def shift(begins: int, ends: int, officer: str = "0101", days: tuple[Weekday, ...] = WEEK[:5]) -> Shift:
    return Shift(officer=officer, days=days, begins=time(begins), ends=time(ends))


@pytest.mark.parametrize(
    ("shifts", "found"),
    [
        ((), ()),
        ((shift(8, 17),), ()),
        ((shift(8, 12), shift(12, 17, "0102")), ()),
        ((shift(8, 17), shift(9, 10, "0102"), shift(16, 18, "0102")), ()),
        (
            (shift(13, 17), shift(8, 12, "0102", (*WEEK[:3], WEEK[4], WEEK[5]))),
            tuple(Gap(day, time(12), time(13)) for day in (*WEEK[:3], WEEK[4])),
        ),
        ((shift(8, 17, days=WEEK[1:6]),), (Gap(Weekday.MON),)),
    ],
    ids=["empty", "whole", "touching", "within", "noon", "monday"],
)
def test_when_nobody_is_there(shifts: tuple[Shift, ...], found: tuple[Gap, ...]) -> None:
    assert gaps(Roster(shifts=shifts)) == found


@pytest.mark.parametrize(
    "part",
    [
        shift(8, 9),
        Cover(officer="0101", by="0102", begins=time(12), ends=time(13)),
        Absence(officer="0101", deputy="0102", first=date(2026, 11, 24), last=date(2026, 11, 25)),
    ],
    ids=["shift", "cover", "absence"],
)
def test_a_line_more_another_one_and_one_less(part: Shift | Cover | Absence) -> None:
    one = replaced(Roster(leader="0101"), None, part)
    assert part in (*one.shifts, *one.lunch, *one.absences)
    assert replaced(one, None, part) == one
    other = part.model_copy(update={"officer": "0103"})
    two = replaced(one, part, other)
    assert (*two.shifts, *two.lunch, *two.absences) == (other,)
    assert replaced(two, other, None) == Roster(leader="0101")
    assert replaced(one, None, None) == one


def parts(roster: Roster) -> set[object]:
    return {roster.leader, *roster.shifts, *roster.lunch, *roster.absences}


@given(ROSTERS, ROSTERS, ROSTERS)
def test_changes_of_two_are_both_kept(base: Roster, mine: Roster, newer: Roster) -> None:
    assert parts(merged(base, mine, base)) == parts(mine)
    assert merged(base, base, newer) == newer
    assert parts(merged(base, newer, newer)) == parts(newer)
    both = parts(merged(base, mine, newer))
    assert (parts(mine) - parts(base)) - {mine.leader} <= both
    removed = (parts(base) - parts(mine)) - {base.leader, newer.leader}
    assert not removed & both
    assert (parts(newer) - parts(base)) - {newer.leader} <= both
