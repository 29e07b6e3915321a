"""What stands there already, and what the field asks for, put the guesses of a recogniser in order.

A guess gains by how much likelier it is there than an unexpected character, and never loses: of what nobody
expects the ink alone decides. Nor does any guess fall far, so that none is hidden.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from kiosk.writing.aids import Expected
from kiosk.writing.hand.recogniser import Guess
from kiosk.writing.table import Entry, entries

WEIGHT = 0.5
"""How much a likelihood counts beside the ink; measured with benchmarks/writing.py."""
FLOOR = 1e-5
"""What is no likelier than this gains nothing."""
MOST_FALL = 4
"""A guess never falls by more places than this."""
MOST_PAIRS = 40_000
"""Pairs of characters that are kept of plain words: the most frequent, so that memory stays small."""
NAMED = 0.85
"""How much of the likelihood in an address goes to the names that are expected; the rest to all else."""
ADDRESS_SIGNS = "路街弄号室村组队镇乡区幢楼层0123456789"
KNOWN_PAIR = 0.6
"""How often the second character of a given name is one that known names have after the first."""

SHIFT = 32

Shares = Mapping[str, float]


class Context:
    """Puts guesses in order; never hides one. Reading the tables takes about 0.3 s, and ten megabytes."""

    def __init__(
        self, entries_of: Callable[[str], Iterable[Entry]], surnames: Iterable[tuple[str, float]]
    ) -> None:
        """entries_of: the entries of a part of the pinyin table. surnames: each with its share in percent."""
        shares = list(surnames)
        self._first = _shares((name[0], share) for name, share in shares)
        self._compound = {name: share for name, share in shares if len(name) > 1}
        self._single = {name for name, _ in shares if len(name) == 1}
        given = [(entry.text, _count(entry)) for entry in entries_of("given")]
        self._begins = _shares((text[0], count) for text, count in given)
        self._ends = _shares((text[-1], count) for text, count in given)
        self._given = _Followers((pair for pair in given if len(pair[0]) == 2), 2 * MOST_PAIRS)
        # A place counts once, however often its name is written.
        self._places = _Followers(((entry.text, 1.0) for entry in entries_of("places")), MOST_PAIRS)
        self._words = _Followers(((e.text, _count(e)) for e in entries_of("phrases")), MOST_PAIRS)
        self._plain = _shares((e.text, _count(e)) for e in entries_of("characters"))

    @classmethod
    def load(cls, folder: Path) -> Context:
        """Read the tables in ``folder``. Raises OSError or ValueError."""
        lines = (folder / "surnames.tsv").read_text("utf-8").splitlines()
        surnames = ((name, float(share)) for name, share in (line.split("\t") for line in lines))
        return cls(partial(entries, folder / "pinyin.txt"), surnames)

    def ranked(self, guesses: Sequence[Guess], expected: Expected) -> list[Guess]:
        """The same guesses, the likeliest first."""
        shares = self._expected(expected)
        weighed = [
            Guess(g.text, g.score + WEIGHT * math.log(max(shares(g.text), FLOOR) / FLOOR)) for g in guesses
        ]
        return _held(weighed)

    def _expected(self, expected: Expected) -> _Likely:
        match expected.field:
            case "name":
                return self._in_name(expected.before)
            case "address":
                return self._in_address(expected.before, expected.places)
            case _:
                return _Likely((0.7, self._words.after(expected.before[-1:])), (0.3, self._plain))

    def _in_name(self, before: str) -> _Likely:
        if not before:
            return _Likely((1.0, self._first))
        compound = next((name for name in self._compound if before.startswith(name)), "")
        given = before[len(compound) or 1 :]
        if given:
            return _Likely((KNOWN_PAIR, self._given.after(given[-1])), (1 - KNOWN_PAIR, self._ends))
        second = _shares(
            (name[1], share) for name, share in self._compound.items() if name[0] == before and not compound
        )
        half = 0.5 if second and before in self._single else 0.9 if second else 0.0
        return _Likely((half, second), (1 - half, self._begins))

    def _in_address(self, before: str, places: Sequence[str]) -> _Likely:
        named = _continued(before, places)
        signs = _shares((sign, 1.0) for sign in ADDRESS_SIGNS)
        rest = 1 - NAMED if named else 1.0
        last = before[-1:]
        return _Likely(
            (NAMED, named),
            (rest * 0.3, self._places.after(last)),
            (rest * 0.3, self._words.after(last)),
            (rest * 0.2, signs),
            (rest * 0.2, self._plain),
        )


class _Likely:
    """A mixture of shares."""

    def __init__(self, *parts: tuple[float, Shares]) -> None:
        self._parts = parts

    def __call__(self, text: str) -> float:
        return sum(weight * shares.get(text, 0.0) for weight, shares in self._parts)


def _count(entry: Entry) -> float:
    return math.exp(entry.weight)


def _shares(counted: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Shares of one."""
    sums: dict[str, float] = defaultdict(float)
    for text, count in counted:
        sums[text] += count
    whole = sum(sums.values())
    return {text: count / whole for text, count in sums.items()} if whole else {}


class _Followers:
    """What follows each character within words, as shares: sorted arrays, a tenth of a dictionary in size."""

    def __init__(self, words: Iterable[tuple[str, float]], most: int) -> None:
        """most: so many pairs are kept, the most frequent."""
        pairs, counts = array("Q"), array("d")
        for word, count in words:
            for first, second in pairwise(word):
                pairs.append(ord(first) << SHIFT | ord(second))
                counts.append(count)
        every, place = np.unique(np.frombuffer(pairs, np.uint64), return_inverse=True)
        sums = np.bincount(place, weights=np.frombuffer(counts, np.float64), minlength=len(every))
        kept = np.sort(np.argsort(sums)[::-1][:most])
        self._pairs, self._sums = every[kept], sums[kept]

    def after(self, first: str) -> dict[str, float]:
        """The characters after ``first`` (one, or none), each with its share."""
        if not first:
            return {}
        low, high = np.searchsorted(self._pairs, [ord(first) << SHIFT, ord(first) + 1 << SHIFT])
        seconds = self._pairs[low:high].tolist()
        sums = self._sums[low:high].tolist()
        return _shares((chr(pair & (1 << SHIFT) - 1), each) for pair, each in zip(seconds, sums, strict=True))


def _continued(before: str, places: Sequence[str]) -> dict[str, float]:
    """What follows in the names of which the longest part has just been written; else how they begin."""
    for length in range(min(len(before), max(map(len, places), default=0)), -1, -1):
        part = before[len(before) - length :]
        found = _shares((p[length], 1.0) for p in places if p.startswith(part) and len(p) > length)
        if found:
            return found
    return {}


def _held(weighed: Sequence[Guess]) -> list[Guess]:
    """The likeliest first, none more than :data:`MOST_FALL` places behind where the ink put it."""
    left, out = list(enumerate(weighed)), list[Guess]()
    while left:
        overdue = left[0][0] + MOST_FALL <= len(out)
        chosen = left[0] if overdue else max(left, key=lambda each: each[1].score)
        left.remove(chosen)
        out.append(chosen[1])
    return out
