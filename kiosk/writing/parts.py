"""Characters by what they are made of: 石 three times is 磊."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, product
from pathlib import Path

from kiosk.writing.part_names import part_named

MOST_PARTS = 8
CHECKED = 150
"""Of the characters of few strokes so many are looked at whether they are made of nothing else."""
AHEAD = 24
"""How many that hold more than was told stand before those that nobody took apart."""
MOST_AGAIN = 6
"""How often the table counts one part in a character."""
SECTIONS = ("same", "other", "made", "holds", "radicals", "strokes")


@dataclass(frozen=True)
class _Sections:
    """The table as it was read; tools/build_rare_parts.py says what stands in it."""

    same: Mapping[str, str]
    forms: Mapping[str, str]
    other: Mapping[str, str]
    made: Mapping[str, str]
    holds: Mapping[str, str]
    radicals: Mapping[str, str]
    strokes: Mapping[str, int]


class RareParts:
    """Implements :class:`kiosk.writing.aids.PartsTable`. The table is read when it is first asked (60 ms)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _table(self) -> _Sections:
        return _read(self._path)

    def made_of(self, parts: Sequence[str], limit: int = 60) -> Sequence[str]:
        """Characters that hold all the parts, those made of nothing else first, then those of few strokes.

        A part is a character, one of its forms (氵 stands for 水), its form in the other script (龙 for 龍),
        or what it is called ("三点水"). A part with a number behind it stands in them so often ("石3"); a
        number alone is as many strokes. Characters that nobody has taken apart come last: their radical
        is one of the parts, and the others have as many strokes as the rest of them. Raises OSError or
        ValueError at the first question where the table cannot be read.
        """
        wanted, numbers = _told(parts)
        if not 0 < len(wanted) <= MOST_PARTS:
            return ()
        alone, further = ([], []) if numbers else self._ranked(wanted, limit)
        untold = self._by_radical(wanted, sum(numbers))
        found = chain(alone, further[:AHEAD], untold, further[AHEAD:])
        return tuple(islice(dict.fromkeys(found), limit))

    # --- characters that were taken apart -------------------------------------------------------

    def _ranked(self, wanted: Sequence[str], limit: int) -> tuple[list[str], list[str]]:
        """Those made of nothing else, and those that hold more."""
        forms = [self._forms(part) for part in wanted]
        found = list(islice(self._holding(forms), CHECKED + limit))
        alone = [c for c in found[:CHECKED] if self._covers(c, forms)]
        # Of two scripts the one that was asked in goes first: 贡 before 貢.
        told = Counter(map(self._form, wanted))
        alone.sort(key=lambda c: -(Counter(self._table.made[c]) & told).total())
        chosen = frozenset(alone)
        return alone, [c for c in found if c not in chosen]

    def _holding(self, forms: Sequence[tuple[str, ...]]) -> Iterator[str]:
        """The characters that hold all of them, few strokes first."""
        holds = self._table.holds
        lines: list[list[str]] = []
        for options, times in Counter(forms).items():
            least = "" if times == 1 else str(min(times, MOST_AGAIN))
            lines.append([holds[key] for option in options if (key := option + least) in holds])
        if not all(lines):
            return
        # The parts that fewest characters hold: their line has the right order, the others only sift.
        lines.sort(key=lambda options: sum(map(len, options)))
        sieves = [set(chain.from_iterable(options)) for options in lines[1:]]
        for c in chain.from_iterable(lines[0]):
            if all(c in sieve for sieve in sieves):
                yield c

    def _covers(self, c: str, forms: Sequence[tuple[str, ...]]) -> bool:
        """Whether the character is made of these parts and nothing else."""
        left = list(forms)
        return all(self._cover(part, left) for part in self._table.made.get(c, "")) and not left

    def _cover(self, part: str, left: list[tuple[str, ...]]) -> bool:
        for at, options in enumerate(left):
            if part in options:
                del left[at]
                return True
        inner = self._table.made.get(part, "")
        return bool(inner) and all(self._cover(p, left) for p in inner)

    def _form(self, part: str) -> str:
        return self._table.same.get(part, part)

    def _forms(self, part: str) -> tuple[str, ...]:
        """The forms under which a part stands in the table, its own first."""
        form = self._form(part)
        others = self._table.other.get(form, "")
        return tuple(dict.fromkeys((form, *map(self._form, others))))

    # --- characters that nobody took apart ------------------------------------------------------

    def _by_radical(self, wanted: Sequence[str], strokes: int) -> Iterator[str]:
        """By radical and the strokes of the rest; by the radical alone where nothing else is told."""
        radicals = self._table.radicals
        for at, radical in enumerate(wanted):
            rest = [*wanted[:at], *wanted[at + 1 :]]
            if not rest and not strokes:
                for more in range(40):
                    yield from radicals.get(f"{self._form(radical)}{more}", "")
                return
            for count in self._counts(rest):
                yield from radicals.get(f"{self._form(radical)}{count + strokes}", "")

    def _counts(self, parts: Sequence[str]) -> Sequence[int]:
        """How many strokes the parts can have together: as they were told, then in their other forms."""
        counts = [self._strokes_of(part) for part in parts]
        return tuple(dict.fromkeys(map(sum, product(*counts)))) if all(counts) else ()

    def _strokes_of(self, part: str) -> Sequence[int]:
        table = self._table
        form = self._form(part)
        forms = (part, form, *table.forms.get(form, ""), *table.other.get(part, ""))
        return tuple(dict.fromkeys(table.strokes[f] for f in forms if f in table.strokes))


def _told(parts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Parts, each as often as it was told, and numbers of strokes. No parts where one is unknown."""
    wanted: list[str] = []
    numbers: list[int] = []
    for told in parts:
        name = told.strip()
        if name.isdecimal():
            numbers.append(int(name))
            continue
        times = int(name[-1]) if name[-1:].isdecimal() else 1
        name = name.rstrip("0123456789")
        part = name if len(name) == 1 else part_named(name)
        if not part:
            return [], []
        wanted.extend([part] * times)
    return wanted, numbers


def _read(path: Path) -> _Sections:
    """Read the table. Raises OSError, and ValueError where a section is missing."""
    blocks: dict[str, list[str]] = {}
    for block in ("\n" + path.read_text("utf-8")).split("\n#")[1:]:
        name, _, lines = block.partition("\n")
        blocks[name] = lines.rstrip("\n").split("\n")
    missing = [name for name in SECTIONS if name not in blocks]
    if missing:
        raise ValueError(f"{path.name}: no section {', '.join(missing)}")
    made: dict[str, str] = {}
    for length, _, text in (line.partition("\t") for line in blocks["made"]):
        step = int(length)
        made.update((text[at], text[at + 1 : at + step]) for at in range(0, len(text), step))
    return _Sections(
        same={form: line[0] for line in blocks["same"] for form in line},
        forms={line[0]: line for line in blocks["same"]},
        other={line[0]: line[1:] for line in blocks["other"]},
        made=made,
        holds=_pairs(blocks["holds"]),
        radicals=_pairs(blocks["radicals"]),
        strokes={part: int(count) for count, parts in _pairs(blocks["strokes"]).items() for part in parts},
    )


def _pairs(lines: Iterable[str]) -> dict[str, str]:
    return {key: value for key, _, value in (line.partition("\t") for line in lines)}
