"""The divisions of the country: what lies within which, and finding one by letters or old name too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kiosk.writing.romanised import romanised

LEVELS = (2, 4, 6, 9)
"""Digits of the codes of provinces, cities, counties and townships."""
NEIGHBOURS = ("32", "33", "34")
"""Jiangsu, Zhejiang, Anhui: most of Shanghai's people who came from elsewhere came from there."""
ZONE = "7"
"""The fifth digit of development zones, which are no counties but stand in addresses like them."""
MOST_LETTERS = 20
MOST_LOOKED_AT = 800
"""Hits that are weighed against each other; who writes only 镇 means none of them in particular."""


@dataclass(frozen=True)
class Division:
    """One division. reading: its syllables with spaces between, v for ü."""

    code: str
    name: str
    reading: str = ""

    @property
    def latin(self) -> str:
        """Its name in letters, without the word for its kind: Chongming, Xi'an."""
        return romanised(self.code, self.name, self.reading)


@dataclass(frozen=True)
class Found:
    """A hit. formerly: the old name under which it was found, "" where it bears its own."""

    division: Division
    formerly: str = ""


class Divisions:
    """The tree, and the search in it. Both work on the text of the table itself, which is small in memory.

    near: the code of the district where the kiosk stands; what is near is found first.
    """

    def __init__(self, text: str = "", old: str = "", near: Sequence[str] = ()) -> None:
        """text: lines ``code name reading [reading ...]`` with tabs, sorted by code; old: so of old names.

        near: the names from the province down to the district where the kiosk stands.
        """
        self._text = f"\n{text}\n"
        self._old = f"\n{old}\n"
        upper = re.finditer(r"\n(\d{2,6})\t[^\n]*", self._text)
        self._at = {match[1]: match.start() + 1 for match in upper}
        self._codes = list(self._at)
        self._upper = "".join(f"\n{self._line(at)}" for at in self._at.values()) + "\n"
        here = self.find(near)
        self.near = here.code if here is not None else ""
        start, end = self._block(self.near[:2])
        self._around = self._text[max(0, start - 1) : end]

    @classmethod
    def load(cls, folder: Path, near: Sequence[str]) -> Divisions:
        """Read the tables. Raises OSError, and ValueError where a line is not as it should be."""
        text = (folder / "divisions.tsv").read_text("utf-8").partition("\n")[2].rstrip("\n")
        old = []
        for line in (folder / "old_divisions.tsv").read_text("utf-8").splitlines()[1:]:
            now, name, _year, _source, *readings = line.split("\t")
            old.append("\t".join((now, name, *readings)))
        return cls(text, "\n".join(old), near)

    # --- the tree -----------------------------------------------------------------------------

    def _line(self, at: int) -> str:
        return self._text[at : self._text.index("\n", at)]

    def _block(self, code: str) -> tuple[int, int]:
        """Where in the text a division and all that lies within it stands."""
        if code not in self._at:
            return 0, 0
        after = bisect_left(self._codes, code + ":")  # sorts behind all digits
        end = self._at[self._codes[after]] if after < len(self._codes) else len(self._text)
        return self._at[code], end

    def _home(self, code: str) -> str:
        """The code of the next division above; levels without a name of their own are left out."""
        return next((code[:n] for n in (6, 4, 2) if n < len(code) and code[:n] in self._at), "")

    def provinces(self) -> tuple[Division, ...]:
        """All provinces, the ones nearby first."""
        found = [self._read(self._line(self._at[code])) for code in self._codes if len(code) == 2]
        first = (self.near[:2], *NEIGHBOURS)
        return tuple(sorted(found, key=lambda d: first.index(d.code) if d.code in first else len(first)))

    def children(self, code: str) -> tuple[Division, ...]:
        """What lies directly within a division, development zones last; none within a township."""
        start, end = self._block(code)
        below = bisect_left(self._codes, code), bisect_left(self._codes, code + ":")
        found = [c for c in self._codes[slice(*below)] if c != code and self._home(c) == code]
        if found:
            found.sort(key=lambda c: len(c) == LEVELS[2] and c[4] == ZONE)
            return tuple(self._read(self._line(self._at[c])) for c in found)
        lines = self._text[start:end].splitlines()[1:]
        return tuple(map(self._read, lines))

    def path(self, code: str) -> tuple[Division, ...]:
        """From the province down to the division itself."""
        found: list[Division] = []
        while code:
            at = self._at.get(code)
            if at is None:
                home = self._home(code)
                found += [d for d in self.children(home) if d.code == code]
            else:
                found.append(self._read(self._line(at)))
            code = self._home(code)
        return tuple(reversed(found))

    def find(self, names: Sequence[str]) -> Division | None:
        """The division of these names from the province down; None where the table has it not so."""
        found: Division | None = None
        for name in names:
            level = self.children(found.code) if found is not None else self._named(name)
            found = next((d for d in level if d.name == name), None)
            if found is None:
                return None
        return found

    def _named(self, name: str) -> tuple[Division, ...]:
        codes = (code for code in self._codes if len(code) == 2)
        return tuple(d for d in (self._read(self._line(self._at[c])) for c in codes) if d.name == name)

    @staticmethod
    def _read(line: str) -> Division:
        code, name, reading, *_others = line.split("\t")
        return Division(code, name, reading)

    # --- the search ---------------------------------------------------------------------------

    def search(self, characters: str, letters: str = "", limit: int = 40) -> tuple[Found, ...]:
        """Divisions whose name has the characters in it and goes on with the letters; best first.

        letters: first letters (ljz), spelt out (lujiazui), or both mixed; without characters the name
        begins with them. Old names are searched too.
        """
        characters, letters = characters.strip(), letters.lower()[:MOST_LETTERS]
        if not characters and not letters:
            return ()
        hits: dict[str, tuple[tuple[object, ...], Found]] = {}
        vague = len(characters) + len(letters) < 2
        everywhere = () if vague else (self._text,)
        for text in (self._around, self._upper, self._old, *everywhere):
            for line, left in islice(_hits(text, characters, letters), MOST_LOOKED_AT):
                self._take(hits, line, left, old=text is self._old)
        ranked = sorted(hits.values(), key=lambda hit: hit[0])
        return tuple(found for _rank, found in ranked[:limit])

    def _take(
        self, hits: dict[str, tuple[tuple[object, ...], Found]], line: str, left: int, old: bool
    ) -> None:
        code, name, *_readings = line.split("\t")
        if code in hits:
            return
        if old:
            now = self.path(code)
            if not now:
                return
            found = Found(now[-1], formerly=name)
        else:
            found = Found(self._read(line))
        # A name of which little is left to write is meant rather than one that only begins so.
        hits[code] = ((self._distance(code), left > 1, old, len(code), len(name), code), found)

    def _distance(self, code: str) -> int:
        if code.startswith(self.near) or self.near.startswith(code):
            return 0
        if code[:2] == self.near[:2]:
            return 1
        town = len(code) == LEVELS[-1]
        return 2 + 2 * town + (code[:2] not in NEIGHBOURS)


def _hits(text: str, characters: str, letters: str) -> Iterator[tuple[str, int]]:
    """Lines that fit, and how many characters of the name are left behind what was written."""
    if not characters:
        for match in re.finditer("\t" + _spelt(letters), text):
            start, end = text.rfind("\n", 0, match.start()) + 1, text.index("\n", match.end())
            after = text.find("\t", match.end(), end)
            yield text[start:end], text.count(" ", match.end(), after if after >= 0 else end)
        return
    wanted = re.compile(_spelt(letters)) if letters else None
    at = text.find(characters)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.index("\n", at)
        line = text[start:end]
        _code, name, *readings = line.split("\t")
        before = name.index(characters) + len(characters)
        rest = [" ".join(reading.split(" ")[before:]) for reading in readings]
        if wanted is None or any(wanted.match(r) for r in rest):
            yield line, len(name) - before
        at = text.find(characters, end)


def _spelt(letters: str) -> str:
    """A pattern for readings that begin with these letters, each syllable spelt out or not."""
    return "(?:[a-z]* )?".join("[uv]" if letter == "u" else re.escape(letter) for letter in letters)
