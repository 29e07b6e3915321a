"""Zinnia, a second engine that reads the strokes themselves: order and directions, not the picture.

Library and model are packages of the system (``libzinnia0``, ``tegaki-zinnia-simplified-chinese``). It knows
the 6,763 characters of GB 2312, and is thrown by strokes that were joined or written in another order.
"""

from __future__ import annotations

import ctypes
import mmap
from ctypes import c_char_p, c_float, c_int, c_size_t, c_void_p
from pathlib import Path

import numpy as np

from kiosk.writing.hand.ink import Points, Strokes
from kiosk.writing.hand.shaping import fitted
from kiosk.writing.hand.zinnia_files import LIBRARY, MODEL

_SIDE = 1000
_MOST_STROKES = 40
_DEEPEST = 5
"""Zinnia halves a stroke again and again, doubling its memory each time: no stroke may need more."""

_BEND = 0.001
"""The squared distance from the straight way, as a share of its squared length, from which Zinnia halves."""


class ZinniaMissing(Exception):
    """Library or model is not installed, or does not load."""


class Zinnia:
    """Strokes to characters with Zinnia's own scores, which are no likelihoods."""

    def __init__(self, library: str = LIBRARY, model: Path = MODEL) -> None:
        """Raises ZinniaMissing."""
        try:
            self._lib = _declared(ctypes.CDLL(library))
            with model.open("rb") as file:
                self._model = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        except (OSError, ValueError, AttributeError) as error:
            raise ZinniaMissing(type(error).__name__) from None
        self._bytes = (ctypes.c_char * len(self._model)).from_buffer(self._model)
        self._recogniser = self._lib.zinnia_recognizer_new()
        opened = self._lib.zinnia_recognizer_open_from_ptr(self._recogniser, self._bytes, len(self._model))
        if not opened:
            raise ZinniaMissing("model")
        self.characters = frozenset(
            self._lib.zinnia_recognizer_value(self._recogniser, index).decode()
            for index in range(self._lib.zinnia_recognizer_size(self._recogniser))
        )
        self._let_go()

    def scores(self, strokes: Strokes, limit: int = 50) -> list[tuple[str, float]]:
        """Best first. Empty where there are more strokes than it can take."""
        if len(strokes) > _MOST_STROKES:
            return []
        character = self._lib.zinnia_character_new()
        try:
            self._lib.zinnia_character_set_width(character, _SIDE)
            self._lib.zinnia_character_set_height(character, _SIDE)
            for number, stroke in enumerate(fitted(strokes, _SIDE)):
                for x, y in np.rint(corners(stroke)).astype(int).tolist():
                    self._lib.zinnia_character_add(character, number, x, y)
            result = self._lib.zinnia_recognizer_classify(self._recogniser, character, limit)
        finally:
            self._lib.zinnia_character_destroy(character)
        if not result:
            return []
        try:
            return [
                (
                    self._lib.zinnia_result_value(result, i).decode(),
                    float(self._lib.zinnia_result_score(result, i)),
                )
                for i in range(self._lib.zinnia_result_size(result))
            ]
        finally:
            self._lib.zinnia_result_destroy(result)
            self._let_go()

    def _let_go(self) -> None:
        # All 26 MB of the model were just looked through; the system keeps them, this process need not.
        if hasattr(mmap, "MADV_DONTNEED"):
            self._model.madvise(mmap.MADV_DONTNEED)


def corners(points: Points, deepest: int = _DEEPEST) -> Points:
    """The points of a stroke that Zinnia looks at, and no others."""
    kept = {0, len(points) - 1}
    rest = [(0, len(points) - 1, 0)]
    while rest:
        first, last, depth = rest.pop()
        if depth == deepest or last - first < 2:
            continue
        a, b = points[last] - points[first]
        between = points[first + 1 : last] - points[first]
        distance = np.abs(a * between[:, 1] - b * between[:, 0])
        farthest = int(distance.argmax())
        if distance[farthest] ** 2 > _BEND * (a * a + b * b) ** 2 or a == b == 0:
            middle = first + 1 + farthest
            kept.add(middle)
            rest += [(first, middle, depth + 1), (middle, last, depth + 1)]
    return points[sorted(kept)]


def _declared(lib: ctypes.CDLL) -> ctypes.CDLL:
    for name, result, arguments in (
        ("recognizer_new", c_void_p, ()),
        ("recognizer_open_from_ptr", c_int, (c_void_p, c_void_p, c_size_t)),
        ("recognizer_size", c_size_t, (c_void_p,)),
        ("recognizer_value", c_char_p, (c_void_p, c_size_t)),
        ("recognizer_classify", c_void_p, (c_void_p, c_void_p, c_size_t)),
        ("character_new", c_void_p, ()),
        ("character_destroy", None, (c_void_p,)),
        ("character_set_width", None, (c_void_p, c_size_t)),
        ("character_set_height", None, (c_void_p, c_size_t)),
        ("character_add", c_int, (c_void_p, c_size_t, c_int, c_int)),
        ("result_value", c_char_p, (c_void_p, c_size_t)),
        ("result_score", c_float, (c_void_p, c_size_t)),
        ("result_size", c_size_t, (c_void_p,)),
        ("result_destroy", None, (c_void_p,)),
    ):
        function = getattr(lib, f"zinnia_{name}")
        function.restype, function.argtypes = result, arguments
    return lib
