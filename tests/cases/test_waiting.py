"""Who is called next: the elderly a little earlier, and nobody starves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.appointment import Appointment, AppointmentState
from kiosk.cases.visiting_hours import Half, usual_plan
from kiosk.cases.waiting import AHEAD, SHOWN_NEXT, Board, Called, Line, board_of, turn

DAY = date(2026, 11, 30)
NINE = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
GRACE = timedelta(minutes=usual_plan().no_show_after_min)

comers = st.lists(
    st.tuples(
        st.integers(0, 480),
        st.booleans(),
        st.none() | st.integers(-int(GRACE.total_seconds() // 60) + 1, 240),
    ),
    min_size=1,
    max_size=40,
)
"""Minutes after nine when they come, whether they are elderly, minutes from then to their appointment."""


def turns(found):
    made = []
    for minutes, elderly, ahead in found:
        now = NINE + timedelta(minutes=minutes)
        half = None
        if ahead is not None:
            at = (now + timedelta(minutes=ahead)).astimezone(Half(DAY, time(9)).at().tzinfo)
            half = Half(at.date(), at.time())
        made.append((turn(now, half, elderly=elderly), now, half))
    return made


@given(comers)
def test_whoever_has_waited_for_the_grace_and_the_head_start_is_overtaken_by_nobody(found):
    """Whoever came without an appointment, or whose time has come, after that long."""
    made = turns(found)
    for mine, came, half in made:
        due = came if half is None else max(came, half.at())
        for theirs, later, _ in made:
            if later > due + GRACE + AHEAD:
                assert mine < theirs


@given(comers)
def test_of_two_who_come_alike_the_elderly_one_is_first_by_the_head_start(found):
    for minutes, _, _ in found:
        now = NINE + timedelta(minutes=minutes)
        assert turn(now, None, elderly=True) == turn(now, None, elderly=False) - AHEAD


def test_an_appointment_counts_from_its_time_and_not_from_an_early_coming():
    half = Half(DAY, time(10))
    early = turn(NINE, half, elderly=False)
    assert early == NINE + timedelta(hours=1)
    assert turn(NINE + timedelta(minutes=59), None, elderly=False) < early
    assert early < turn(NINE + timedelta(minutes=61), None, elderly=False)
    assert early.tzinfo is UTC


def waiting(number, state=AppointmentState.WAITING, window=None, calls=0):
    return Appointment(
        f"id{number}", "s", "zh_CN", True, state, DAY, number=number, window=window, calls=calls,
        last_four="0018",
    )  # fmt: skip


def test_the_board_has_numbers_and_windows_and_nothing_of_whom():
    line = Line(
        tuple(waiting(number) for number in range(10, 20)),
        (waiting(9, AppointmentState.CALLED, 2, 1),),
        (waiting(1, AppointmentState.PASSED_OVER, 1, 3),),
    )
    board = board_of(line)
    assert board == Board((Called(9, 2, 1),), tuple(range(10, 10 + SHOWN_NEXT)), 10)
    assert "0018" not in repr(board)
    assert "id9" not in repr(board)
