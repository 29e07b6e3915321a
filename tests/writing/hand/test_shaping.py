from __future__ import annotations

import numpy as np
import pytest

from kiosk.writing.hand.drawing import FAR, distances, drawn
from kiosk.writing.hand.shaping import fitted, resampled, sheared, steadied, turned, way


def _line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=np.float64)


def test_points_are_laid_at_equal_distances() -> None:
    points = resampled(_line((0, 0), (1, 0), (10, 0)), 1.0)
    assert np.allclose(np.diff(points[:, 0]), 1.0)


def test_a_trembling_line_becomes_steadier_and_keeps_its_ends() -> None:
    x = np.linspace(0, 200, 200)
    shaky = np.stack([x, 100 + 6 * np.sin(x / 3)], axis=1)
    (steady,) = steadied((shaky,), 0.05)
    assert np.ptp(steady[20:-20, 1]) < 0.2 * np.ptp(shaky[:, 1])
    assert np.allclose(steady[[0, -1]], shaky[[0, -1]])


def test_how_wide_a_character_is_beside_its_height_is_kept() -> None:
    (flat,) = fitted((_line((0, 0), (100, 50)),), 40)
    assert np.allclose(np.ptp(flat, axis=0), (40, 20))
    assert np.allclose(flat.mean(axis=0), 20)


def test_stretching_widens_the_narrow_side_only() -> None:
    (flat,) = fitted((_line((0, 0), (100, 50)),), 40, stretch=1.0)
    assert np.allclose(np.ptp(flat, axis=0), (40, 40))


def test_a_level_stroke_is_never_blown_up_to_a_square() -> None:
    (flat,) = fitted((_line((0, 0), (100, 2)),), 40, stretch=1.0)
    assert np.ptp(flat[:, 1]) < 2


def test_slant_and_turn() -> None:
    upright = (_line((0, 0), (0, 10)),)
    assert np.allclose(sheared(upright, 0.5)[0], [(0, 0), (5, 10)])
    assert np.allclose(turned(upright, 90)[0], [(0, 0), (-10, 0)])


def test_the_way_is_measured_in_sides() -> None:
    assert way((_line((0, 0), (100, 0)), _line((0, 0), (0, 100)))) == pytest.approx(2.0)


def test_a_line_is_drawn_as_wide_as_asked_with_soft_edges() -> None:
    field = distances((_line((4, 20), (36, 20)),), 40)
    picture = drawn(field, 3.0)
    assert picture[:, 20].sum() == pytest.approx(3.0, abs=0.01)
    assert picture[20, 20] == 1.0
    assert field[0, 20] == FAR


def test_what_stands_outside_is_not_drawn() -> None:
    assert distances((_line((-50, -50), (-40, -50)), _line((90, 0), (90, 40))), 40).min() == FAR


def test_one_point_is_drawn() -> None:
    assert drawn(distances((_line((20, 20)),), 40), 2.0)[20, 20] == 1.0
