"""Letters to characters: names of residents, addresses of the district, plain words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from pathlib import Path

from kiosk.writing.aids import Candidate, Field
from kiosk.writing.alike import alike
from kiosk.writing.rare import NoReadings, RareReadings
from kiosk.writing.syllables import NOTHING_ALIKE, Cut, Unit, cuts
from kiosk.writing.table import Entry, Part, read_parts

MOST_LETTERS = 40
# Sums of the counts in the parts of the table, as logarithms: they make the parts comparable.
ALL_SURNAMES, ALL_GIVEN, ALL_SINGLE, ALL_WORDS = map(math.log, (1e6, 6e4, 1.2e5, 5e7))
ONE_CHARACTER_GIVEN = math.log(0.2)
"""How much rarer a given name of one character is among those born before 1960."""
COMPOSED = -3.0
"""What a given name that nobody is known to bear costs."""
PLACE_IN_ADDRESS = 4.0
NO_READINGS = NoReadings()
AHEAD = 8
"""How many whole words stand before the characters of the first syllable."""
SUREST = 4
"""How many words of the very sounds stand before all that is only alike."""
OTHERS = 12
"""How many characters of sounds that are alike stand before the rarer ones of the very sound."""
AHEAD_OF_ONE = 2
"""The same where the letters are one syllable, which may be cut otherwise too ("xian", 西安)."""


class PinyinTable:
    """Implements :class:`kiosk.writing.aids.Pinyin`. Reading it takes about 50 ms; it is never changed."""

    def __init__(
        self,
        parts: Mapping[str, Part],
        *,
        fuzzy: bool = True,
        rare: RareReadings | NoReadings = NO_READINGS,
    ) -> None:
        self._rare = rare
        self._characters = parts["characters"]
        self._phrases = parts["phrases"]
        self._surnames = parts["surnames"]
        self._given = parts["given"]
        self._places = parts["places"]
        self._syllables = frozenset({*self._characters.readings, "lue", "nue"})
        self._alike = alike(self._syllables) if fuzzy else NOTHING_ALIKE
        self._beginnings = frozenset(s[:k] for s in self._syllables for k in range(1, len(s)))

    @classmethod
    def load(
        cls, path: Path, *, fuzzy: bool = True, rare: RareReadings | NoReadings = NO_READINGS
    ) -> PinyinTable:
        """Read the table; that of the rare characters waits. Raises OSError or ValueError."""
        return cls(read_parts(path), fuzzy=fuzzy, rare=rare)

    def candidates(self, letters: str, field: Field, limit: int = 60) -> Sequence[Candidate]:
        """Whole words first, then beginnings, then the characters of the first syllable."""
        if not letters or len(letters) > MOST_LETTERS:
            return ()
        ways = self._ways(letters)
        if not ways:
            return tuple(islice(self._rare.behind(letters, ()), limit))
        used = ways[0].used(len(ways[0].units))
        exact = [cut.exact for cut in ways]
        ranked = self._whole(exact, field)
        if exact != list(ways):
            ranked = ranked[:SUREST] + self._whole(ways, field)
        whole = _once(Candidate(text, used) for _rank, text in ranked)
        parts = self._parts(exact, field)
        firsts = self._firsts(exact, field)
        others = islice(self._firsts([cut for cut in ways if cut.units[0].alike], field), OTHERS)
        # One syllable ("zhuang") is first of all its characters; words that begin so ("转告") come after.
        ahead = AHEAD if len(ways[0].units) > 1 else AHEAD_OF_ONE
        mixed = chain(
            islice(whole, ahead), islice(parts, 4), islice(firsts, 12), whole, parts, others, firsts
        )
        mixed = chain(mixed, self._rare.behind(letters, ways))
        return tuple(islice(_once(mixed), limit))

    def _ways(self, letters: str) -> tuple[Cut, ...]:
        """Ways to cut the letters, or the longest beginning of them that can be cut."""
        for end in range(len(letters), 0, -1):
            found = cuts(letters[:end], self._syllables, self._beginnings, self._alike)
            if found:
                # Initials in place of syllables only where nothing better reads all the letters.
                return tuple(cut for cut in found if cut.cost <= found[0].cost + 4)
        return ()

    # --- the whole of the letters ---------------------------------------------------------

    def _whole(self, ways: Sequence[Cut], field: Field) -> list[tuple[float, str]]:
        """Words for all units, with their rank: the logarithm of how likely they are."""
        found: list[tuple[float, str]] = []
        for cut in ways:
            if len(ways[0].units) == 1 and ways[0].whole and not cut.whole:
                continue
            cost = (cut.cost - ways[0].cost) * 0.5
            words = self._names(cut.units) if field == "name" else self._words(cut, field)
            if cut is ways[0] and cut.whole and field != "name":
                words = chain(words, self._sentence(cut.units, self._ahead(field)))
            found.extend((rank - cost, text) for rank, text in words)
        found.sort(key=lambda pair: -pair[0])
        return found

    def _words(self, cut: Cut, field: Field) -> Iterator[tuple[float, str]]:
        units = cut.units
        if len(units) == 1:
            return
        ahead = self._ahead(field)
        for entry in self._phrases.of(units)[:40]:
            yield entry.weight - ALL_WORDS, entry.text
        longer = field == "address" and len(units) >= 2
        for entry in self._places.of(units, longer=longer)[:20]:
            rank = entry.weight - ALL_WORDS + ahead
            yield rank if len(entry.text) == len(units) else rank - 3, entry.text

    @staticmethod
    def _ahead(field: Field) -> float:
        return PLACE_IN_ADDRESS if field == "address" else 0.0

    def _sentence(self, units: Sequence[Unit], ahead: float) -> Iterator[tuple[float, str]]:
        """The likeliest words in a row for letters that are no one word (Viterbi)."""
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(units) + 1):
            options: list[tuple[float, str]] = []
            for start in range(max(0, end - 6), end):
                piece = units[start:end]
                sources = [(self._phrases, 0.0), (self._places, ahead)]
                if len(piece) == 1:
                    sources.append((self._characters, -2.0))
                for part, bonus in sources:
                    for entry in part.of(piece)[:1]:
                        rank, text = best[start]
                        options.append((rank + entry.weight - ALL_WORDS + bonus, text + entry.text))
            if not options:
                return
            best.append(max(options))
        yield best[-1]

    # --- names of persons -----------------------------------------------------------------

    def _names(self, units: Sequence[Unit]) -> Iterator[tuple[float, str]]:
        """Given names, and surnames with given names."""
        count = len(units)
        if count == 2:
            for rank, text in self._given_names(units):
                yield rank - 1.0, text
        for length in (1, 2):
            if 1 <= count - length <= 2:
                given = list(self._given_names(units[length:]))[:30]
                for surname, (rank, text) in product(self._surnames.of(units[:length])[:8], given):
                    yield surname.weight - ALL_SURNAMES + rank, surname.text + text
        if 2 <= count <= 4:
            for entry in self._phrases.of(units)[:10]:
                yield entry.weight - ALL_WORDS - 4.0, entry.text

    def _given_names(self, units: Sequence[Unit]) -> list[tuple[float, str]]:
        """Given names of one or two characters, the likeliest first."""
        known = self._given.of(units)
        if len(units) == 1:
            return [(e.weight - ALL_SINGLE + ONE_CHARACTER_GIVEN, e.text) for e in known]
        found = [(e.weight - ALL_GIVEN, e.text) for e in known]
        texts = {e.text for e in known}
        first, second = (self._given.of([unit])[:6] for unit in units)
        for one, two in product(first, second):
            if one.text + two.text not in texts:
                rank = one.weight + two.weight - 2 * ALL_SINGLE + COMPOSED
                found.append((rank, one.text + two.text))
        return sorted(found, key=lambda pair: -pair[0])

    # --- beginnings -----------------------------------------------------------------------

    def _parts(self, ways: Sequence[Cut], field: Field) -> Iterator[Candidate]:
        """Words for the first units, the longest first; in a name these are surnames of two characters."""
        source = self._surnames if field == "name" else self._phrases
        for cut in ways[:2]:
            for count in range(len(cut.units) - 1, 1, -1):
                units = cut.units[:count]
                for entry in source.of(units)[:3]:
                    yield Candidate(entry.text, cut.used(count))

    def _firsts(self, ways: Sequence[Cut], field: Field) -> Iterator[Candidate]:
        """The characters of the first syllable of each way, a whole syllable first."""
        seen: set[Unit] = set()
        for cut in ways:
            first = cut.units[0]
            if first not in seen:
                seen.add(first)
                yield from (Candidate(e.text, len(first.letters)) for e in self._singles(first, field))

    def _singles(self, unit: Unit, field: Field) -> Iterable[Entry]:
        """Characters of one syllable, those that the field wants first."""
        entries = self._characters.of([unit])
        if field == "text":
            return entries
        wanted: dict[str, float] = {}
        if field == "name":
            for entry in self._given.of([unit]):
                wanted[entry.text] = entry.weight + math.log(4)
            for entry in self._surnames.of([unit]):
                wanted[entry.text] = max(entry.weight, wanted.get(entry.text, 0.0))
        else:
            for entry in self._places.of([unit]):
                wanted[entry.text] = 100.0
        return sorted(entries, key=lambda e: (-wanted.get(e.text, -1.0), -e.weight))


def _once(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.text not in seen:
            seen.add(candidate.text)
            yield candidate
