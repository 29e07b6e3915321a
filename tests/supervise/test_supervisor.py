"""Whatever ends or hangs is started anew; what was ended on purpose stays ended."""

from __future__ import annotations

import pytest

from kiosk.supervise.lifeline import WISHED, Says
from kiosk.supervise.supervisor import (
    DRAFT_S,
    END_S,
    SILENT_S,
    SPARE_AFTER_S,
    SPARE_AGAIN_S,
    START_S,
    STEADY_S,
    TAKEN_UP,
)
from tests.supervise.conftest import KEY


@pytest.mark.parametrize("code", [-9, -11, -6, 1, 2, 70])
def test_a_kiosk_that_broke_is_started_anew_at_once(watched, code):
    first = watched.show()
    first.ended_with = code
    assert watched.turn() is None
    second = watched.shows
    assert second is not first
    assert second.begun.why == (f"signal {-code}" if code < 0 else f"code {code}")
    assert second.begun.times == 1
    assert "starts anew" in watched.lines[0]


@pytest.mark.parametrize(("code", "told"), [(0, 0), (-15, 0), (-2, 0)])
def test_a_kiosk_that_ended_on_purpose_is_over(watched, code, told):
    watched.show().ended_with = code
    assert watched.turn() == told


@pytest.mark.parametrize("code", [1, 2, 3, 70])
def test_a_start_that_never_showed_anything_ends_with_its_own_words(watched, code):
    """Wrong settings above all (2)."""
    watched.turn()
    watched.shows.ended_with = code
    assert watched.turn() == code


def test_a_start_that_was_killed_is_tried_again(watched):
    watched.turn()
    watched.shows.ended_with = -6
    assert watched.turn() is None
    assert len(watched.begun) == 2


def test_a_window_that_does_not_move_is_killed_and_started_anew(watched):
    first = watched.show()
    watched.live(30)
    watched.turn(SILENT_S - 0.1)
    assert not first.asked_where
    watched.turn(0.1)
    assert (first.asked_where, first.killed) == (1, 0)  # it may say where it hangs
    watched.turn()
    assert (first.asked_where, first.killed) == (1, 1)
    watched.turn()
    assert watched.shows is not first
    assert watched.shows.begun.why == "hung"


def test_a_start_may_take_its_time_but_not_for_ever(watched):
    watched.turn()
    first = watched.shows
    watched.turn(START_S - 0.1)
    assert not first.asked_where
    for _ in range(3):
        watched.turn(0.1)
    assert first.killed == 1
    assert watched.shows.begun.why == "hung at its start"


def test_a_crash_loop_is_left_more_and_more_time_and_never_given_up(watched):
    watched.show()
    waits = []
    for _ in range(9):
        watched.shows.says(Says.SHOWN)
        watched.shows.ended_with = -11
        begun, since = len(watched.begun), watched.now
        watched.turn()
        while len(watched.begun) == begun:
            watched.turn(0.5)
        waits.append(watched.now - since)
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_after_a_steady_time_a_failure_is_a_new_one(watched):
    watched.show().ended_with = -11
    watched.turn()
    watched.show()
    watched.live(STEADY_S)
    watched.shows.ended_with = -11
    watched.turn()
    assert len(watched.begun) == 3  # at once


def test_a_spare_waits_and_takes_over(watched):
    first = watched.show()
    watched.live(SPARE_AFTER_S)
    assert len(watched.kiosks) == 2
    spare = watched.kiosks[1]
    assert spare.begun is None
    first.ended_with = -9
    watched.turn()
    assert watched.shows is spare
    assert spare.begun is not None


def test_no_spare_is_begun_while_the_first_screen_comes_up(watched):
    watched.turn()
    watched.turn(SPARE_AFTER_S + 1)
    assert len(watched.kiosks) == 1


def test_a_spare_that_failed_is_tried_again_later(watched):
    watched.show()
    watched.live(SPARE_AFTER_S)
    watched.kiosks[1].ended_with = 70
    watched.live(SPARE_AGAIN_S - 0.5)
    assert len(watched.kiosks) == 2
    watched.live(1)
    assert len(watched.kiosks) == 3


def test_a_machine_that_starts_no_process_just_now_is_asked_again(watched):
    first = watched.show()
    watched.refuses = 2
    first.ended_with = -9
    watched.turn()
    assert watched.supervisor.children == ()
    for _ in range(6):
        watched.turn(1)
    assert len(watched.begun) == 2
    assert any("cannot be started" in line for line in watched.lines)


# --- ending -------------------------------------------------------------------------------------


def test_an_end_that_is_asked_for_ends_all(watched):
    first = watched.show()
    watched.live(SPARE_AFTER_S)
    watched.supervisor.end()
    assert [k.asked for k in watched.kiosks] == [1, 1]
    assert watched.turn(1) is None
    first.ended_with = 0
    assert watched.turn() == 0
    assert watched.kiosks[1].killed
    assert watched.told.words[-1] == "stopping"


def test_a_kiosk_that_does_not_end_is_killed(watched):
    first = watched.show()
    watched.supervisor.end()
    watched.turn(END_S - 0.1)
    assert not first.killed
    watched.turn(0.1)
    assert first.killed
    assert watched.turn() == 0


@pytest.mark.parametrize("code", [0, 75])
def test_a_kiosk_that_ends_on_purpose_is_not_taken_for_one_that_hangs(watched, code):
    """Its window is gone, and a thread of its own may hold it for a while."""
    first = watched.show()
    first.says(Says.ENDS, bytes([code]))
    watched.turn()
    watched.turn(END_S - 0.1)
    assert not first.killed
    watched.turn(0.1)
    assert first.killed
    assert watched.turn() == (0 if code == 0 else None)
    assert len(watched.begun) == (1 if code == 0 else 2)  # any other code asks for a new start


def test_a_new_start_that_staff_wish_for_is_no_failure_and_waits_for_nothing(watched):
    for times in (1, 2, 3):
        watched.show().says(Says.ENDS, bytes([75]))
        watched.turn()
        watched.shows.ended_with = 75
        watched.turn()
        assert watched.shows.begun.why == WISHED
        assert watched.shows.begun.times == times
    watched.show().ended_with = -11
    watched.turn()
    assert watched.shows.begun.why == "signal 11"  # at once: it is the first that failed


def test_the_next_kiosk_is_not_taken_for_one_that_ends(watched):
    watched.show().says(Says.ENDS, bytes([75]))
    watched.turn()
    watched.shows.ended_with = 75
    watched.turn()
    second = watched.show()
    watched.turn(SILENT_S)
    watched.turn()
    assert second.killed


def test_an_end_is_heard_between_two_kiosks_too(watched):
    watched.turn()
    for _ in range(2):
        watched.shows.ended_with = -11
        watched.turn()
    assert watched.supervisor.children == ()
    watched.supervisor.end()
    assert watched.turn() == 0


# --- systemd ------------------------------------------------------------------------------------


def test_systemd_hears_that_it_is_ready_and_alive(watched):
    watched.show()
    assert "ready" in watched.told.words
    watched.told.words.clear()
    watched.live(2)
    assert watched.told.words == ["alive"] * 4


def test_systemd_hears_nothing_from_a_window_that_does_not_move(watched):
    watched.show()
    watched.told.words.clear()
    watched.turn(SILENT_S - 1)
    assert watched.told.words == []


def test_waiting_on_purpose_is_being_alive(watched):
    watched.turn()
    for _ in range(2):
        watched.shows.ended_with = -11
        watched.turn()
    watched.told.words.clear()
    watched.turn(0.1)
    assert watched.told.words == ["alive"]


# --- the draft's key ----------------------------------------------------------------------------


def test_the_key_of_the_draft_is_given_to_the_next_kiosk(watched):
    first = watched.show()
    first.says(Says.HOLD, KEY)
    watched.live(1)
    first.ended_with = -9
    watched.turn()
    assert watched.shows.begun.key == KEY


def test_what_was_dropped_is_given_to_nobody(watched):
    first = watched.show()
    first.says(Says.HOLD, KEY)
    first.says(Says.DROP)
    first.ended_with = -9
    watched.turn()
    assert watched.shows.begun.key is None


@pytest.mark.parametrize(("late", "given"), [(-0.5, True), (0.5, False)])
def test_after_a_minute_whoever_stood_there_is_gone(watched, late, given):
    first = watched.show()
    first.says(Says.HOLD, KEY)
    watched.turn()
    watched.turn()
    first.ended_with = -11
    watched.now += DRAFT_S + late
    watched.turn()
    assert (watched.shows.begun.key is not None) is given


def test_a_draft_that_breaks_the_kiosk_is_not_taken_up_for_ever(watched):
    watched.show().says(Says.HOLD, KEY)
    watched.turn()
    for _ in range(TAKEN_UP + 1):
        watched.shows.says(Says.SHOWN)
        watched.shows.says(Says.HOLD, KEY)
        watched.shows.ended_with = -11
        begun = len(watched.begun)
        while len(watched.begun) == begun:
            watched.turn(0.5)
    keys = [k.begun.key for k in watched.begun]
    assert keys == [None, *[KEY] * TAKEN_UP, None]


def test_a_draft_that_went_well_may_be_taken_up_again(watched):
    watched.show().says(Says.HOLD, KEY)
    for _ in range(2 * TAKEN_UP):
        watched.shows.says(Says.SHOWN)
        watched.shows.says(Says.HOLD, KEY)
        watched.turn()
        watched.live(STEADY_S)
        watched.shows.ended_with = -9
        watched.turn()
        assert watched.shows.begun.key == KEY
