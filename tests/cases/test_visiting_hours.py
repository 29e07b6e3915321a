"""The plan for appointments: which half hours there are, and whose each place is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

import pytest
from pydantic import ValidationError

from kiosk.cases.appointment import FULL, NOT_SERVED
from kiosk.cases.difficult import Refused
from kiosk.cases.places import free_halves, place_for
from kiosk.cases.visiting_hours import Half, Hours, VisitingPlan, Window, problems, usual_plan
from kiosk.duty.roster import Weekday
from kiosk.working_days import WorkingDays

MONDAY = date(2026, 11, 30)
SATURDAY = date(2026, 12, 5)
NINE = time(9)
CALENDAR = WorkingDays()
EARLY = datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
"""A day before, so that nothing is released yet."""


def plan(*windows: Window, **changes):
    hours = (Hours(days=(Weekday.MON,), begins=NINE, ends=time(10, 45)),)
    return VisitingPlan(**({"hours": hours, "windows": windows} | changes))


def window(number=1, capacity=4, elderly=0, walk_ins=0, services=("*",)):
    return Window(
        number=number, services=services, capacity=capacity, for_elderly=elderly, for_walk_ins=walk_ins
    )


def test_a_day_has_the_whole_half_hours_within_its_hours():
    assert plan().halves(MONDAY, CALENDAR) == (NINE, time(9, 30), time(10))
    assert plan().halves(MONDAY + timedelta(days=1), CALENDAR) == ()


def test_a_day_off_and_a_closed_day_have_none():
    assert plan().halves(MONDAY, WorkingDays(off=frozenset({MONDAY}))) == ()
    assert plan(closed=(MONDAY,)).halves(MONDAY, CALENDAR) == ()


def test_a_weekend_is_served_where_the_plan_says_so_or_it_is_worked():
    worked = WorkingDays(worked=frozenset({SATURDAY}))
    assert plan().halves(SATURDAY, CALENDAR) == ()
    assert plan().halves(SATURDAY, worked) == plan().halves(MONDAY, CALENDAR)
    own = plan(hours=(Hours(days=(Weekday.SAT,), begins=NINE, ends=time(9, 30)),))
    assert own.halves(SATURDAY, CALENDAR) == own.halves(SATURDAY, worked) == (NINE,)


def test_a_holiday_at_a_weekend_is_not_served_though_the_plan_has_hours_for_weekends():
    national = date(2026, 10, 3)
    own = plan(hours=(Hours(days=(Weekday.SAT,), begins=NINE, ends=time(9, 30)),))
    assert own.halves(national, CALENDAR) == ()
    assert own.halves(SATURDAY, WorkingDays(off=frozenset({SATURDAY}))) == ()
    assert own.halves(national, WorkingDays(worked=frozenset({national}))) == (NINE,)


def left(given, taken, *, service="move", elderly=False):
    half = Half(MONDAY, NINE)
    free = free_halves(given, service, elderly=elderly, taken={half: taken}, calendar=CALENDAR, now=EARLY)
    return {each.half: each.places for each in free}.get(half, 0)


def test_who_booked_by_an_earlier_plan_is_not_forgotten_in_the_new_one():
    three = {"1/1": "move", "1/2": "move", "1/3": "move"}
    assert left(plan(window(1, 4)), three) == 1
    assert left(plan(window(1, 2)), three) == 0, "three are expected, where two can be served"
    assert left(plan(window(3, 4)), three) == 1, "a window with another number is no second one"
    assert left(plan(window(3, 4)), {**three, "1/0": "move"}) == 0
    with pytest.raises(Refused) as refused:
        place_for(
            plan(window(1, 2)),
            "move",
            Half(MONDAY, NINE),
            elderly=False,
            taken=three,
            calendar=CALENDAR,
            now=EARLY,
        )
    assert refused.value.message == FULL


def test_who_booked_for_a_window_of_another_service_takes_nothing_away():
    given = plan(window(2, 2, services=("move",)), window(3, 2, services=("permit",)))
    before = {"1/0": "permit", "1/1": "permit"}
    assert (left(given, before), left(given, before, service="permit")) == (2, 0)
    assert left(given, {"1/0": "what no window serves any more"}) == 1


@pytest.mark.parametrize("service", ["move", "permit"])
def test_a_window_gives_its_places_to_its_services_alone(service):
    given = plan(window(1, 2, services=("move",)), window(2, 1, services=("permit",)), window(3, 1))
    places = given.places(service, Half(MONDAY, NINE), elderly=False, now=EARLY)
    assert places == {"move": ("1/0", "3/0", "1/1"), "permit": ("2/0", "3/0")}[service]


def test_a_number_for_what_no_window_serves_any_more_is_called_to_each():
    given = plan(window(1, services=("move",)), window(2, services=("permit",)))
    called = [(each.number, service) for each in given.windows for service in ("move", "permit", "gone")
              if given.calls(each, service)]  # fmt: skip
    assert called == [(1, "move"), (1, "gone"), (2, "permit"), (2, "gone")]


def test_kept_places_are_the_elderlys_until_shortly_before():
    given = plan(window(1, 4, elderly=2, walk_ins=1), elderly_kept_min=120)
    half = Half(MONDAY, NINE)

    def places(minutes, *, elderly):
        return given.places("x", half, elderly=elderly, now=half.at() - timedelta(minutes=minutes))

    assert places(121, elderly=False) == ("1/0",)
    assert places(121, elderly=True) == ("1/1", "1/2", "1/0")
    assert places(120, elderly=False) == ("1/0", "1/1", "1/2")
    assert not {place for m in (0, 500) for e in (True, False) for place in places(m, elderly=e)} & {"1/3"}


def test_a_place_is_given_only_where_there_is_one():
    given = plan(window(1, 1, services=("move",)))
    half = Half(MONDAY, NINE)

    def asked(service="move", half=half, taken=MappingProxyType({}), now=EARLY, calendar=CALENDAR):
        return place_for(given, service, half, elderly=False, taken=taken, calendar=calendar, now=now)

    assert asked() == "1/0"
    for wrong, why in (
        ({"taken": {"1/0": "move"}}, FULL),
        ({"service": "permit"}, NOT_SERVED),
        ({"half": Half(MONDAY, time(11))}, NOT_SERVED),
        ({"half": Half(MONDAY, time(9, 10))}, NOT_SERVED),
        ({"half": Half(MONDAY + timedelta(days=21), NINE)}, NOT_SERVED),
        ({"now": half.at()}, NOT_SERVED),
        ({"calendar": WorkingDays(off=frozenset({MONDAY}))}, NOT_SERVED),
    ):
        with pytest.raises(Refused) as refused:
            asked(**wrong)
        assert refused.value.message == why


def test_free_half_hours_come_nearest_first_and_full_ones_not_at_all():
    given = plan(window(1, 2))
    first, second, third = (Half(MONDAY, at) for at in given.halves(MONDAY, CALENDAR))
    free = free_halves(
        given,
        "x",
        elderly=False,
        taken={first: {"1/0": "x", "1/1": "x"}, second: {"1/1": "x"}},
        calendar=CALENDAR,
        now=EARLY,
    )
    assert [(each.half, each.places) for each in free][:3] == [
        (second, 1),
        (third, 2),
        (Half(MONDAY + timedelta(days=7), NINE), 2),
    ]


def test_the_usual_plan_is_right_whatever_services_there_are():
    assert problems(usual_plan(), ()) == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (plan(hours=()), "appointment.plan_no_hours"),
        (plan(), "appointment.plan_no_windows"),
        (plan(window(), hours=(Hours(days=(), begins=NINE, ends=time(10)),)), "appointment.plan_empty"),
        (
            plan(window(), hours=(Hours(days=(Weekday.MON,), begins=time(10), ends=NINE),)),
            "appointment.plan_empty",
        ),
        (
            plan(window(), hours=(Hours(days=(Weekday.MON,), begins=time(9, 15), ends=time(10)),)),
            "appointment.plan_half_hours",
        ),
        (
            plan(window(), hours=(Hours(days=(Weekday.MON,), begins=NINE, ends=time(10)),) * 2),
            "appointment.plan_overlap",
        ),
        (plan(window(), window()), "appointment.plan_twice"),
        (plan(window(1, 2, elderly=2, walk_ins=1)), "appointment.plan_too_many_kept"),
        (plan(window(services=("nothing",))), "appointment.plan_service"),
    ],
)
def test_every_fault_is_named(given, why):
    assert why in {each.id for each in problems(given, ("move",))}


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0, "services": ["*"], "capacity": 1},
        {"number": 1, "services": [], "capacity": 1},
        {"number": 1, "services": ["*"], "capacity": 0},
        {"number": 1, "services": ["*"], "capacity": 1, "for_elderly": -1},
        {"number": 1, "services": ["*"], "capacity": 1, "colour": "red"},
    ],
)
def test_what_is_no_window_is_refused(wrong):
    with pytest.raises(ValidationError):
        Window.model_validate(wrong)
