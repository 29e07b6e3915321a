"""Readings of rare characters: what the common table lacks, read when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from kiosk.writing.aids import Candidate
from kiosk.writing.syllables import Cut
from kiosk.writing.table import SAME


class NoReadings:
    """There are none."""

    def behind(self, letters: str, ways: Sequence[Cut]) -> Iterator[Candidate]:
        """None."""
        return iter(())


class RareReadings:
    """Characters by any of their readings, to come behind all common ones.

    The table is read at the first question that goes past the common characters (10 ms).
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _lines(self) -> dict[str, str]:
        rows = (line.partition("\t") for line in self._path.read_text("utf-8").splitlines())
        return {reading: characters for reading, _, characters in rows}

    def behind(self, letters: str, ways: Sequence[Cut]) -> Iterator[Candidate]:
        """Characters of the first syllable of each way, and of all letters where those are one reading.

        Raises OSError where the table cannot be read.
        """
        firsts = (way.units[0].letters for way in ways if way.units[0].whole)
        for syllable in dict.fromkeys((*firsts, letters)):
            for reading in SAME.get(syllable, (syllable,)):
                for character in self._lines.get(reading, ""):
                    yield Candidate(character, len(syllable))
