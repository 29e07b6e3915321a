"""The table from readings to characters, as tools/build_pinyin_table.py writes it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from kiosk.writing.syllables import Unit

ENTRY = re.compile(r"([^a-z]+)([a-z])")
STEP = math.log(1.7)
"""One letter of weight, as the logarithm of a count."""
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

        longer: also those with more syllables than there are units.
        """
        if not longer and all(u.whole and u.letters not in SAME for u in units):
            return self._at(" ".join(u.letters for u in units))
        found: list[Entry] = []
        tail = "(?: [^\t]*)?" if longer else ""
        pattern = re.compile("^" + " ".join(map(_pattern, units)) + tail + "\t(.*)$", re.MULTILINE)
        first = units[0].letters[0]
        after = min((at for at in self._begins.values() if at > self._begins[first]), default=len(self._text))
        for match in pattern.finditer(self._text, self._begins[first], after + 1):
            found.extend(_entries(match[1]))
        found.sort(key=lambda entry: -entry.weight)
        return found

    def _at(self, reading: str) -> list[Entry]:
        start = reading + "\t"
        index = bisect_left(self._lines, start)
        if index < len(self._lines) and self._lines[index].startswith(start):
            return _entries(self._lines[index][len(start) :])
        return []


def _entries(line: str) -> list[Entry]:
    return [Entry(text, (ord(weight) - ord("a")) * STEP) for text, weight in ENTRY.findall(line)]


def _pattern(unit: Unit) -> str:
    if unit.whole:
        return "(?:" + "|".join(SAME.get(unit.letters, (unit.letters,))) + ")"
    return unit.letters + "[a-z]*"


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
