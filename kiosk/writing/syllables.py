"""Cutting a row of letters into pinyin syllables, whole, begun or shortened to their initial."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.writing.alike import Alike, begun_alike

NOTHING_ALIKE: Alike = MappingProxyType({})
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
LONGEST = 6
"""Letters of the longest syllable (zhuang)."""
# What a way of cutting costs: few and whole syllables first, then a begun last one, then initials.
WHOLE, BEGUN, MIXED_UP, INITIAL = 2, 3, 5, 7
KEPT = 6
"""How many ways are kept up to each letter."""


@dataclass(frozen=True)
class Unit:
    """Letters of one syllable. whole: they are a syllable as they stand, else only its beginning.

    alike: what else may be meant by the letters, where sounds are mixed up.
    """

    letters: str
    whole: bool
    alike: tuple[str, ...] = ()

    @property
    def exact(self) -> Unit:
        """The letters taken at their word."""
        return Unit(self.letters, self.whole)


@dataclass(frozen=True)
class Cut:
    """One way of cutting the letters. whole: every unit is a whole syllable."""

    units: tuple[Unit, ...]
    cost: int

    @property
    def whole(self) -> bool:
        """Whether every unit is a whole syllable."""
        return all(unit.whole for unit in self.units)

    @property
    def exact(self) -> Cut:
        """The letters taken at their word."""
        return Cut(tuple(unit.exact for unit in self.units), self.cost)

    def used(self, units: int) -> int:
        """How many letters the first units take."""
        return sum(len(unit.letters) for unit in self.units[:units])


def cuts(
    letters: str,
    syllables: Collection[str],
    beginnings: Collection[str],
    mixed_up: Alike = NOTHING_ALIKE,
) -> tuple[Cut, ...]:
    """The ways to cut all of ``letters``, best first; empty where there is none.

    syllables: all whole ones. beginnings: all true beginnings of a syllable. mixed_up: what else may be
    meant by letters.
    """
    best: list[list[Cut]] = [[Cut((), 0)]] + [[] for _ in letters]
    for end in range(1, len(letters) + 1):
        found: list[Cut] = []
        for start in range(max(0, end - LONGEST), end):
            piece = letters[start:end]
            unit, cost = None, 0
            if piece in syllables:
                unit, cost = Unit(piece, True, mixed_up.get(piece, ())), WHOLE
            elif end == len(letters) and piece in beginnings:
                alike = begun_alike(piece) if mixed_up else ()
                unit, cost = Unit(piece, False, alike), BEGUN if start else WHOLE
            elif piece in mixed_up:
                unit, cost = Unit(piece, True, mixed_up[piece]), MIXED_UP
            elif piece in INITIALS:
                unit, cost = Unit(piece, False), INITIAL
            if unit is not None:
                found.extend(Cut((*cut.units, unit), cut.cost + cost) for cut in best[start])
        found.sort(key=lambda cut: cut.cost)
        best[end] = found[:KEPT]
    return tuple(best[-1])
