"""Ink as a touch screen gives it, made into ink that can be read, or into nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.writing.aids import Ink, Stroke

Points = NDArray[np.float64]
Strokes = tuple[Points, ...]
"""Strokes in the order of writing, each n x 2 with n >= 1, finite, no point the same as the one before."""

MOST_POINTS = 2_000
"""A finger gives some 100 points a second and no character takes 20 seconds; what is more is thinned out."""

MOST_STROKES = 80
"""The character with the most strokes in any standard has fewer; what has more is a scribble."""

_FARTHEST = 1e6
"""No screen has as many pixels; such a coordinate is a fault of the driver."""

_STRAY = 12.0
"""A point this many times farther out than nine tenths of the others is such a fault too."""

_DOT = 0.02
"""What is smaller than this, beside its distance from the pad's corner, is the touch of one fingertip."""


def clean(ink: Ink) -> Strokes:
    """What of the ink can be writing. Nothing for an empty box, a dot, too many strokes."""
    strokes = _without_strays([points for stroke in ink if len(points := _usable(stroke))])
    if not strokes or len(strokes) > MOST_STROKES:
        return ()
    strokes = _thinned(strokes)
    _, side = extent(strokes)
    if side <= _DOT * max(float(np.abs(points).max()) for points in strokes):
        return ()
    return tuple(strokes)


def extent(strokes: Sequence[Points]) -> tuple[Points, float]:
    """The middle of the box around the strokes, and the longer one of its sides."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return (low + high) / 2, float((high - low).max())


def length(points: Points) -> float:
    """How long the way along the points is."""
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def _usable(stroke: Stroke) -> Points:
    kept: list[tuple[float, float]] = []
    for x, y in stroke:
        good = math.isfinite(x) and math.isfinite(y) and abs(x) < _FARTHEST and abs(y) < _FARTHEST
        if good and (not kept or kept[-1] != (x, y)):
            kept.append((x, y))
    return np.array(kept, dtype=np.float64).reshape(-1, 2)


def _without_strays(strokes: list[Points]) -> list[Points]:
    if not strokes:
        return []
    points = np.concatenate(strokes)
    middle = np.median(points, axis=0)
    reach = _STRAY * float(np.percentile(np.abs(points - middle).max(axis=1), 90))
    if reach == 0.0:
        return strokes
    inside = [points[np.abs(points - middle).max(axis=1) <= reach] for points in strokes]
    return [points for points in inside if len(points)]


def _thinned(strokes: list[Points]) -> list[Points]:
    count = sum(map(len, strokes))
    if count <= MOST_POINTS:
        return strokes
    share = MOST_POINTS / count
    return [
        points[np.linspace(0, len(points) - 1, max(2, int(len(points) * share))).astype(int)]
        if len(points) > 2
        else points
        for points in strokes
    ]
