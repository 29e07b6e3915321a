"""Figures of ratings, and how many answered at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.cases.rating import Rating
from kiosk.figures.ratings import rating_figures
from tests.figures.conftest import MADE


def test_of_none_nothing_is_known(day):
    told = rating_figures([], [], day)
    assert (told.ratings, told.satisfied_share, told.response_rate) == (0, None, None)


def test_the_top_two_levels_are_satisfied(day):
    told = rating_figures([Rating(level, MADE) for level in (1, 3, 4, 5, 5)], [], day)
    assert told.by_level == (1, 0, 1, 1, 2)
    assert (told.ratings, told.satisfied, told.satisfied_share) == (5, 3, pytest.approx(0.6))
    assert told.response_rate is None


def test_the_response_rate_is_of_the_cases_handed_in(day, a_case):
    cases = [a_case(5), a_case(1), a_case(), a_case()]
    told = rating_figures([Rating(5, MADE), Rating(1, MADE), Rating(4, MADE)], cases, day)
    assert (told.cases, told.rated, told.response_rate) == (4, 2, 0.5)
    assert told.ratings == 3


def test_only_what_was_in_the_period(day, a_case):
    before = MADE - timedelta(days=1)
    told = rating_figures([Rating(5, before)], [a_case(5, before)], day)
    assert (told.ratings, told.cases) == (0, 0)
