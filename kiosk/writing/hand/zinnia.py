"""Zinnia, a second engine that reads the strokes themselves: order and directions, not the picture.

Library and model are packages of the system (``libzinnia0``, ``tegaki-zinnia-simplified-chinese``). It knows
the 6,763 characters of GB 2312, and is thrown by strokes that were joined or written in another order.
"""

from __future__ import annotations

import ctypes
import mmap
import struct
from ctypes import c_char_p, c_float, c_int, c_size_t, c_void_p
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from kiosk.writing.hand.ink import Points, Strokes
from kiosk.writing.hand.shaping import fitted
from kiosk.writing.hand.zinnia_files import LIBRARY, MODEL

_SIDE = 1000
_HEAD = struct.Struct("<III")
"""A mark made of the size, the version, and how many characters follow."""

_MOST_STROKES = 40
_DEEPEST = 5
"""Zinnia halves a stroke again and again, doubling its memory each time: no stroke may need more."""

_BEND = 0.001
"""The squared distance from the straight way, as a share of its squared length, from which Zinnia halves."""


class ZinniaMissing(Exception):
    """Library or model is not installed, or does not load."""


class Zinnia:
    """Strokes to characters with Zinnia's own scores, which are no likelihoods.

    parts: the model is looked through in so many parts, one after the other, so that never more of its 26 MB
    than one part is in this process.
    """

    def __init__(self, library: str = LIBRARY, model: Path = MODEL, parts: int = 2) -> None:
        """Raises ZinniaMissing."""
        try:
            self._lib = _declared(ctypes.CDLL(library))
            self._parts = [_Part(self._lib, model, each) for each in sections(model, parts)]
        except (OSError, ValueError, AttributeError, struct.error) as error:
            raise ZinniaMissing(type(error).__name__) from None
        self.characters = frozenset(text for part in self._parts for text in part.characters())

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
            scored = [each for part in self._parts for each in part.scores(character, limit)]
        finally:
            self._lib.zinnia_character_destroy(character)
        return sorted(scored, key=lambda each: -each[1])[:limit]


@dataclass(frozen=True)
class Section:
    """Characters that stand together in the model's file: from byte ``start`` to ``end``."""

    start: int
    end: int
    count: int
    magic: int
    version: int


def sections(model: Path, parts: int) -> list[Section]:
    """The file in about equal parts. Raises OSError, ValueError or struct.error for a file that is none."""
    size = model.stat().st_size
    with model.open("rb") as file:
        mark, version, count = _HEAD.unpack(file.read(_HEAD.size))
    # Each character ends with a feature numbered -1 and that feature's value.
    whole = np.memmap(model, dtype="<i4", mode="r", offset=_HEAD.size, shape=((size - _HEAD.size) // 4,))
    block = 1 << 18
    found = [np.flatnonzero(whole[at : at + block] == -1) + at for at in range(0, len(whole), block)]
    ends = (np.concatenate(found) + 2) * 4 + _HEAD.size
    if not count or len(ends) != count or ends[-1] != size:
        raise ValueError("no model of Zinnia's")
    bounds = np.linspace(0, count, parts + 1).astype(int).tolist()
    starts = [_HEAD.size, *ends.tolist()]
    return [
        Section(starts[first], starts[last], last - first, mark ^ size, version)
        for first, last in pairwise(bounds)
    ]


class _Part:
    """One section, made to look like a whole model: its own head is written before it, in memory only."""

    def __init__(self, lib: ctypes.CDLL, model: Path, section: Section) -> None:
        self._lib = lib
        with model.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        begin, size = section.start - _HEAD.size, section.end - section.start + _HEAD.size
        self._map[begin : section.start] = _HEAD.pack(section.magic ^ size, section.version, section.count)
        self._bytes = (ctypes.c_char * size).from_buffer(self._map, begin)
        self._recogniser = lib.zinnia_recognizer_new()
        if not lib.zinnia_recognizer_open_from_ptr(self._recogniser, self._bytes, size):
            raise ValueError("no model of Zinnia's")
        self._let_go()

    def characters(self) -> list[str]:
        """Those of this section."""
        size = self._lib.zinnia_recognizer_size(self._recogniser)
        texts = [self._lib.zinnia_recognizer_value(self._recogniser, at).decode() for at in range(size)]
        self._let_go()
        return texts

    def scores(self, character: int, limit: int) -> list[tuple[str, float]]:
        """Best first; none where Zinnia refuses."""
        result = self._lib.zinnia_recognizer_classify(self._recogniser, character, limit)
        if not result:
            return []
        try:
            return [
                (
                    self._lib.zinnia_result_value(result, at).decode(),
                    float(self._lib.zinnia_result_score(result, at)),
                )
                for at in range(self._lib.zinnia_result_size(result))
            ]
        finally:
            self._lib.zinnia_result_destroy(result)
            self._let_go()

    def _let_go(self) -> None:
        # The system keeps what was looked through, this process need not. The head is read only when opened.
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


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
