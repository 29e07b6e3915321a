from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiosk.writing.hand.ink import MOST_POINTS, MOST_STROKES, clean, extent

CROSS = (((50.0, 150.0), (250.0, 148.0)), ((150.0, 40.0), (152.0, 290.0)))

coordinate = st.one_of(st.floats(-500, 3000), st.floats(), st.sampled_from([0.0, math.nan, math.inf, 1e30]))
strokes = st.lists(st.lists(st.tuples(coordinate, coordinate), max_size=30).map(tuple), max_size=12).map(
    tuple
)


@given(strokes)
def test_whatever_comes_is_finite_and_few(ink: tuple[tuple[tuple[float, float], ...], ...]) -> None:
    cleaned = clean(ink)
    for points in cleaned:
        assert len(points) >= 1
        assert np.isfinite(points).all()
        assert (np.abs(np.diff(points, axis=0)).sum(axis=1) > 0).all()
    if cleaned:
        assert extent(cleaned)[1] > 0


def test_good_ink_stays_as_it_is() -> None:
    assert [points.tolist() for points in clean(CROSS)] == [[list(p) for p in stroke] for stroke in CROSS]


def test_an_empty_box_and_empty_strokes_are_nothing() -> None:
    assert clean(()) == ()
    assert clean(((), ())) == ()


def test_a_dot_is_nothing_however_the_finger_trembled() -> None:
    assert clean((((300.0, 300.0),),)) == ()
    assert clean((((300.0, 300.0), (302.0, 301.0), (300.0, 303.0)),)) == ()
    assert clean((((300.0, 300.0),), ((303.0, 300.0),))) == ()


def test_faults_of_the_driver_are_dropped() -> None:
    broken = (((50.0, 150.0), (math.nan, 3.0), (1e12, 150.0), (250.0, 148.0)), CROSS[1])
    assert [points.tolist() for points in clean(broken)] == [points.tolist() for points in clean(CROSS)]


def test_a_point_far_outside_does_not_make_the_rest_a_dot() -> None:
    line = tuple((float(x), 100.0) for x in range(0, 200, 5))
    cleaned = clean(((*line, (90_000.0, 100.0)),))
    assert extent(cleaned)[1] < 200


def test_ten_thousand_points_are_thinned_and_keep_their_ends() -> None:
    spiral = tuple(
        (300 + t * math.cos(t / 9), 300 + t * math.sin(t / 9)) for t in np.linspace(0, 250, 10_000)
    )
    (points,) = clean((spiral,))
    assert len(points) <= MOST_POINTS
    assert points[0].tolist() == list(spiral[0])
    assert points[-1].tolist() == list(spiral[-1])


def test_more_strokes_than_any_character_has_are_nothing() -> None:
    assert clean(tuple(((float(x), 0.0), (float(x), 300.0)) for x in range(MOST_STROKES + 1))) == ()
