"""Strokes drawn as a picture, with soft edges: the distance of each pixel from the nearest stroke."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.writing.hand.ink import Strokes
from kiosk.writing.hand.shaping import resampled

Picture = NDArray[np.float32]
"""Rows x columns; 0 is paper, 1 is ink."""

_STEP = 0.8
"""Strokes are cut into pieces of this many pixels."""

_REACH = 3
"""A piece is measured from the pixels within so many of its middle; lines are at most twice as wide."""

FAR = float(_REACH)

_OFFSETS = np.stack(np.meshgrid(np.arange(-_REACH, _REACH + 1), np.arange(-_REACH, _REACH + 1)), -1).reshape(
    -1, 2
)


def distances(strokes: Strokes, side: int) -> NDArray[np.float32]:
    """How far each pixel's middle is from the nearest stroke, in pixels, at most ``FAR``; side x side."""
    starts, ends = _pieces(strokes)
    near = np.rint((starts + ends) / 2).astype(np.int32)[:, None, :] + _OFFSETS[None]
    inside = ((near >= 0) & (near < side)).all(axis=2)
    along = (ends - starts)[:, None, :]
    offset = near - starts[:, None, :]
    square = (along**2).sum(axis=2)
    share = np.clip((offset * along).sum(axis=2) / np.maximum(square, 1e-12), 0.0, 1.0)
    distance = np.hypot(*np.moveaxis(offset - share[:, :, None] * along, 2, 0)).astype(np.float32)
    field = np.full(side * side, FAR, dtype=np.float32)
    np.minimum.at(field, (near[:, :, 1] * side + near[:, :, 0])[inside], distance[inside])
    return field.reshape(side, side)


def drawn(field: NDArray[np.float32], width: float) -> Picture:
    """Lines of this width in pixels, from the distances."""
    picture: Picture = np.clip(width / 2 + 0.5 - field, 0.0, 1.0)
    return picture


def _pieces(strokes: Strokes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    starts, ends = [], []
    for stroke in strokes:
        points = resampled(stroke, _STEP)
        starts.append(points[:-1] if len(points) > 1 else points)
        ends.append(points[1:] if len(points) > 1 else points)
    return np.concatenate(starts), np.concatenate(ends)
