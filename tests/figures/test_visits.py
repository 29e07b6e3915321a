"""Figures of visits: every visit counts once, and the private step is told nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.visit_end import GIVEN_UP, Ending
from kiosk.figures.visits import EndsAlike, ServiceVisits, StepGiveUps, visit_figures

any_ends = st.lists(
    st.builds(
        EndsAlike,
        st.sampled_from(["household", "endorsement"]),
        st.none() | st.sampled_from(["phone", "place"]),
        st.sampled_from(Ending),
        st.integers(1, 500),
    ),
    max_size=20,
)


def test_of_none_there_are_no_shares():
    told = visit_figures([])
    assert (told.visits, told.given_up_share, told.handed_in_share) == (0, None, None)
    assert told.by_service == told.by_step == ()


def test_left_and_timed_out_are_given_up():
    told = visit_figures(
        [
            EndsAlike("household", "phone", Ending.LEFT, 2),
            EndsAlike("household", "phone", Ending.TIMED_OUT, 1),
            EndsAlike("household", "place", Ending.TIMED_OUT, 4),
            EndsAlike("household", "review", Ending.HANDED_IN, 9),
            EndsAlike("household", "phone", Ending.TO_WINDOW, 1),
            EndsAlike("household", "phone", Ending.OUT_OF_SERVICE, 1),
            EndsAlike("endorsement", None, Ending.TOLD, 2),
        ]
    )
    assert (told.visits, told.handed_in, told.told, told.to_window, told.out_of_service) == (20, 9, 2, 1, 1)
    assert (told.left, told.timed_out, told.given_up) == (2, 5, 7)
    assert (told.given_up_share, told.handed_in_share) == (7 / 20, 9 / 20)
    assert told.by_step == (StepGiveUps("household", "place", 0, 4), StepGiveUps("household", "phone", 2, 1))
    assert told.by_service == (ServiceVisits("household", 18, 9, 7), ServiceVisits("endorsement", 2, 0, 0))


def test_what_ended_at_the_private_step_counts_and_is_told_at_no_step():
    told = visit_figures([EndsAlike("household", None, Ending.LEFT, 3)])
    assert (told.given_up, told.by_step) == (3, ())


@given(any_ends)
def test_every_visit_counts_once(ends):
    told = visit_figures(ends)
    ways = (told.handed_in, told.told, told.left, told.timed_out, told.to_window, told.out_of_service)
    assert sum(ways) == told.visits == sum(each.visits for each in ends)
    assert sum(each.visits for each in told.by_service) == told.visits
    assert sum(each.given_up for each in told.by_service) == told.given_up
    named = [each.visits for each in ends if each.ending in GIVEN_UP and each.step is not None]
    assert sum(each.given_up for each in told.by_step) == sum(named)
