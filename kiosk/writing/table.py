"""The table from readings to characters, as tools/build_pinyin_table.py writes it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from kiosk.writing.syllables import Unit

ENTRY = re.compile(r"([^a-z]+)([a-z])")
STEP = math.log(1.7)
"""One letter of weight, as the logarithm of a count."""
ALIKE = 4.0
"""What it costs that a sound is only alike: such a word is taken for fifty times as rare."""
PARTS = ("characters", "phrases", "surnames", "given", "places")
# Who writes "lu" for 吕 or "nue" for 虐 is understood.
SAME = {"lu": ("lu", "lv"), "nu": ("nu", "nv"), "lue": ("lve",), "nue": ("nve",)}


@dataclass(frozen=True)
class Entry:
    """Characters and the logarithm of how often they are counted."""

    text: str
    weight: float


class Part:
    """One part of the table: entries by reading. Lines are cut up when they are asked for, not before."""

    def __init__(self, text: str) -> None:
        """Lines ``reading<TAB>entries``, sorted by reading."""
        self._text = text + "\n"
        self._lines = text.split("\n")
        self._most = max(line.count(" ") for line in self._lines) + 1
        self._begins: dict[str, int] = {}
        for letter in ascii_lowercase:
            at = 0 if text.startswith(letter) else text.find("\n" + letter)
            self._begins[letter] = at if at >= 0 else len(text)

    @property
    def readings(self) -> Sequence[str]:
        """All readings, sorted."""
        return [line.partition("\t")[0] for line in self._lines]

    def of(self, units: Sequence[Unit], *, longer: bool = False) -> list[Entry]:
        """Entries whose syllables begin as the units do, the most frequent first.

        What is only alike counts less. longer: also those with more syllables than there are units.
        """
        if len(units) > self._most:
            return []
        if longer or not all(u.whole for u in units):
            found = list(self._matching(units, longer))
        else:
            found = list(self._named(units))
        found.sort(key=lambda entry: -entry.weight)
        return found

    def _named(self, units: Sequence[Unit]) -> Iterator[Entry]:
        """Entries whose syllables are all known: from reading to reading, without looking at the others."""
        found = [("", 0)]
        for count, unit in enumerate(units, 1):
            end = "\t" if count == len(units) else " "
            ways = [(letters, 0) for letters in _same(unit)] + [(letters, 1) for letters in unit.alike]
            tried = (
                (before + letters + end, mixed + cost) for before, mixed in found for letters, cost in ways
            )
            found = [(start, mixed) for start, mixed in tried if self._line(start)]
        for start, mixed in found:
            yield from _entries(self._line(start)[len(start) :], mixed)

    def _line(self, start: str) -> str:
        """The first line that starts so; empty where there is none."""
        index = bisect_left(self._lines, start)
        line = self._lines[index] if index < len(self._lines) else ""
        return line if line.startswith(start) else ""

    def _matching(self, units: Sequence[Unit], longer: bool) -> Iterator[Entry]:
        tail = "(?: [^\t]*)?" if longer else ""
        pattern = re.compile("^(" + " ".join(map(_pattern, units)) + tail + ")\t(.*)$", re.MULTILINE)
        for first in dict.fromkeys(letters[0] for letters in (units[0].letters, *units[0].alike)):
            begins = self._begins[first]
            after = min((at for at in self._begins.values() if at > begins), default=len(self._text))
            for match in pattern.finditer(self._text, begins, after + 1):
                yield from _entries(match[2], _mixed(match[1], units))


def _entries(line: str, mixed: int) -> list[Entry]:
    """mixed: how many sounds are only alike."""
    lost = mixed * ALIKE
    return [Entry(text, (ord(weight) - ord("a")) * STEP - lost) for text, weight in ENTRY.findall(line)]


def _same(unit: Unit) -> tuple[str, ...]:
    return SAME.get(unit.letters, (unit.letters,)) if unit.whole else (unit.letters,)


def _pattern(unit: Unit) -> str:
    return "(?:" + "|".join((*_same(unit), *unit.alike)) + ")" + ("" if unit.whole else "[a-z]*")


def _mixed(reading: str, units: Sequence[Unit]) -> int:
    """How many syllables of the reading do not begin with the letters of their unit."""
    pairs = zip(reading.split(" "), units, strict=False)
    return sum(not syllable.startswith(_same(unit)) for syllable, unit in pairs)


def read_parts(path: Path) -> dict[str, Part]:
    """Read the table. Raises OSError, and ValueError where a part is missing."""
    parts: dict[str, Part] = {}
    for block in path.read_text("utf-8").split("#")[1:]:
        name, _, lines = block.rstrip("\n").partition("\n")
        parts[name] = Part(lines)
    missing = [name for name in PARTS if name not in parts]
    if missing:
        raise ValueError(f"{path.name}: no part {', '.join(missing)}")
    return parts


def entries(path: Path, part: str) -> Iterator[Entry]:
    """All entries of one part, read line by line: the table is never held as a whole. Raises OSError."""
    here = False
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                here = line[1:].strip() == part
            elif here:
                yield from _entries(line.partition("\t")[2], 0)
