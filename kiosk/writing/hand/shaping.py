"""Strokes made steadier, straighter and of one size, so that little but the character is left."""

from __future__ import annotations

import numpy as np

from kiosk.writing.hand.ink import Points, Strokes, extent, length

_GRAIN = 1 / 100
"""Strokes are resampled to points this far apart, as a share of the character's longer side."""

_SHORTEST = 3
"""A stroke keeps at least as many points."""


def resampled(points: Points, step: float) -> Points:
    """The same way with points at equal distances of about ``step``."""
    if len(points) < 2:
        return points
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    count = max(_SHORTEST, int(along[-1] / step) + 1)
    at = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)


def steadied(strokes: Strokes, amount: float) -> Strokes:
    """A trembling hand's strokes, smoothed. amount: how far, as a share of the character's longer side.

    Ends stay where they are: many characters differ only in where a stroke begins.
    """
    _, side = extent(strokes)
    step = side * _GRAIN
    return tuple(_smooth(resampled(points, step), amount * side / step) for points in strokes)


def _smooth(points: Points, sigma: float) -> Points:
    if len(points) < 2 * _SHORTEST or sigma <= 0:
        return points
    reach = min(int(3 * sigma) + 1, len(points) - 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    # Mirrored in its own end points, so that the ends neither shrink nor bend.
    before, after = 2 * points[0] - points[reach:0:-1], 2 * points[-1] - points[-2 : -reach - 2 : -1]
    padded = np.concatenate((before, points, after))
    kernel = weights / weights.sum()
    return np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)


def upright(strokes: Strokes, most: float = 0.35) -> Strokes:
    """Without the slant that all of the nearly upright ways share, and at most ``most`` of it."""
    ways = np.concatenate([np.diff(points, axis=0) for points in strokes if len(points) > 1])
    steep = ways[np.abs(ways[:, 1]) > 2 * np.abs(ways[:, 0])]
    if not len(steep):
        return strokes
    slant = float(
        np.clip((steep[:, 0] * np.sign(steep[:, 1])).sum() / np.abs(steep[:, 1]).sum(), -most, most)
    )
    return sheared(strokes, -slant)


def level(strokes: Strokes, most: float = 0.35) -> Strokes:
    """Without the rise that all of the nearly level ways share."""
    swapped = upright(tuple(points[:, ::-1] for points in strokes), most)
    return tuple(points[:, ::-1] for points in swapped)


def sheared(strokes: Strokes, slant: float) -> Strokes:
    """Each point moved sideways by its height times ``slant``."""
    return tuple(
        points + np.stack([points[:, 1] * slant, np.zeros(len(points))], axis=1) for points in strokes
    )


def turned(strokes: Strokes, degrees: float) -> Strokes:
    """Turned clockwise as seen on the screen."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return tuple(points @ turn for points in strokes)


def fitted(strokes: Strokes, side: float, stretch: float = 0.0) -> Strokes:
    """In the middle of a square of this side.

    stretch: 0 keeps how wide the character is beside its height, 1 fills the square; strokes such as 一 are
    never stretched by more than that leaves them thin.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    sides = np.maximum(high - low, 1e-9)
    longest = float(sides.max())
    scale = side / longest * np.minimum(longest / sides, 2.0) ** stretch
    return tuple((points - (low + high) / 2) * scale + side / 2 for points in strokes)


def way(strokes: Strokes) -> float:
    """How long all strokes are together, in sides of the box around them."""
    _, side = extent(strokes)
    return sum(map(length, strokes)) / side if side else 0.0
