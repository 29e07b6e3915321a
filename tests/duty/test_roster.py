"""Who is on duty when, who answers for the station, and what a roster may not say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import HALL_ZONE
from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift, Weekday, problems

WORKDAYS = WEEK[:5]
KNOWN = ["0101", "0102", "0103"]
ROSTER = Roster(
    leader="0101",
    shifts=(
        Shift(officer="0102", days=WORKDAYS, begins=time(8, 30), ends=time(12, 30)),
        Shift(officer="0103", days=WORKDAYS, begins=time(12, 0), ends=time(17, 0)),
    ),
    lunch=(Cover(officer="0102", by="0101", begins=time(11, 0), ends=time(11, 30)),),
    absences=(Absence(officer="0101", deputy="0103", first=date(2026, 11, 25), last=date(2026, 11, 26)),),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HALL_ZONE)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (at(24, 8, 29), ()),
        (at(24, 8, 30), ("0102",)),
        (at(24, 11, 10), ("0101",)),
        (at(24, 11, 30), ("0102",)),
        (at(24, 12, 10), ("0102", "0103")),
        (at(24, 17), ()),
        (at(28, 9), ()),
        (at(25, 11, 10), ("0103",)),
    ],
    ids=["before", "begins", "lunch", "after lunch", "two", "over", "saturday", "cover away"],
)
def test_who_is_on_duty(moment: datetime, there: tuple[str, ...]) -> None:
    assert ROSTER.on_duty(moment) == there


def test_the_deputy_answers_while_the_leader_is_away() -> None:
    days = [ROSTER.leader_at(at(day, 9)) for day in (24, 25, 26, 27)]
    assert days == ["0101", "0103", "0103", "0101"]
    assert Roster().leader_at(at(24, 9)) == ""


def test_a_right_roster_has_no_problem() -> None:
    assert problems(ROSTER, KNOWN) == ()
    assert problems(Roster(), []) == ()


def shift(begins: int, ends: int, officer: str = "0102", days: tuple[Weekday, ...] = WORKDAYS) -> Shift:
    return Shift(officer=officer, days=days, begins=time(begins), ends=time(ends))


def absence(officer: str, deputy: str, first: int, last: int) -> Absence:
    return Absence(officer=officer, deputy=deputy, first=date(2026, 11, first), last=date(2026, 11, last))


def lunch(officer: str, by: str, begins: int, ends: int) -> Cover:
    return Cover(officer=officer, by=by, begins=time(begins), ends=time(ends))


@pytest.mark.parametrize(
    ("roster", "id_", "params"),
    [
        (Roster(leader="0999"), "unknown", {"number": "0999"}),
        (Roster(shifts=(shift(9, 9),)), "empty", {"number": "0102", "times": "09:00-09:00"}),
        (Roster(shifts=(shift(9, 10, days=()),)), "empty", {"number": "0102", "times": "09:00-10:00"}),
        (
            Roster(shifts=(shift(9, 12), shift(11, 13, days=(Weekday.MON,)))),
            "overlap",
            {"number": "0102", "times": "09:00-12:00, 11:00-13:00"},
        ),
        (
            Roster(lunch=(Cover(officer="0102", by="0102", begins=time(11), ends=time(12)),)),
            "self",
            {"number": "0102"},
        ),
        (Roster(absences=(absence("0101", "0101", 2, 3),)), "self", {"number": "0101"}),
        (
            Roster(absences=(absence("0101", "0102", 3, 2),)),
            "empty",
            {"number": "0101", "times": "2026-11-03 - 2026-11-02"},
        ),
        (
            Roster(absences=(absence("0101", "0102", 2, 5), absence("0102", "0103", 5, 6))),
            "away",
            {"number": "0101", "deputy": "0102"},
        ),
        (
            Roster(lunch=(lunch("0101", "0102", 11, 13), lunch("0101", "0103", 12, 14))),
            "twice",
            {"number": "0101", "times": "11:00-13:00, 12:00-14:00"},
        ),
        (
            Roster(lunch=(lunch("0101", "0102", 11, 13), lunch("0102", "0103", 12, 14))),
            "both_eat",
            {"number": "0101", "by": "0102"},
        ),
        (
            Roster(lunch=(lunch("0102", "0103", 12, 14), lunch("0101", "0102", 11, 13))),
            "both_eat",
            {"number": "0101", "by": "0102"},
        ),
        (
            Roster(absences=(absence("0101", "0102", 2, 5), absence("0101", "0103", 5, 6))),
            "twice",
            {"number": "0101", "times": "2026-11-02 - 2026-11-05, 2026-11-05 - 2026-11-06"},
        ),
    ],
    ids=[
        *("unknown", "empty", "no days", "overlap", "lunch self", "deputy self", "backwards", "deputy away"),
        *("two covers", "cover eats", "cover eats, later", "two deputies"),
    ],
)
def test_what_is_wrong_is_said(roster: Roster, id_: str, params: dict[str, str]) -> None:
    found = problems(roster, KNOWN)
    assert (found[0].id, dict(found[0].params)) == (f"desk.roster_{id_}", params)


def test_shifts_that_touch_or_are_of_two_officers_are_right() -> None:
    several = (shift(9, 11), shift(11, 13), shift(9, 13, "0103"), shift(9, 13, days=(Weekday.SAT,)))
    assert problems(Roster(shifts=several), KNOWN) == ()


def test_two_may_cover_each_other_one_after_the_other() -> None:
    turns = (lunch("0101", "0102", 11, 12), lunch("0102", "0101", 12, 13))
    assert problems(Roster(lunch=turns), KNOWN) == ()


@given(st.integers(0, 60 * 24 * 60))
def test_only_those_who_are_named_are_ever_on_duty(minutes: int) -> None:
    there = at(1, 0) + timedelta(minutes=minutes)
    assert {*ROSTER.on_duty(there), ROSTER.leader_at(there)} <= ROSTER.numbers()


def test_it_is_written_and_read_as_it_was() -> None:
    assert Roster.model_validate_json(ROSTER.model_dump_json()) == ROSTER
