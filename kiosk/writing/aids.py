"""What helps a resident to write: handwriting, pinyin, parts of characters, and the divisions nearby."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kiosk.writing.divisions import Divisions

Field = Literal["name", "address", "text"]

Point = tuple[float, float]
Stroke = tuple[Point, ...]
Ink = tuple[Stroke, ...]
"""One character as it was written: strokes in the order of writing, each a row of (x, y), y downwards; any
scale."""


@dataclass(frozen=True)
class Candidate:
    """Characters, and how many letters of the pinyin they use up."""

    text: str
    used: int


class Pinyin(Protocol):
    """Letters to characters."""

    def candidates(self, letters: str, field: Field, limit: int = 60) -> Sequence[Candidate]:
        """Candidates for lower-case letters (``v`` for ü), whole phrases first. Empty where none."""
        ...


@dataclass(frozen=True)
class Expected:
    """What the field expects next. before: what stands there already; places: names that may be written."""

    field: Field
    before: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read. guesses: single characters, best first.

    problem: ``"again"`` where the ink is no character (it is to be written once more), ``"gone"`` where
    nothing can be read now, because the recogniser is missing or out of use.
    """

    guesses: tuple[str, ...] = ()
    problem: Literal["", "again", "gone"] = ""


class Handwriting(Protocol):
    """Ink to characters, without ever making the one who writes wait."""

    @property
    def there(self) -> bool:
        """Whether handwriting can be offered at all."""
        ...

    def read(self, ink: Ink, expected: Expected, then: Callable[[Reading], None]) -> None:
        """Read one character. ``then`` is called later from the same loop; never, where asked anew before."""
        ...

    def warm(self) -> None:
        """One is about to write. Costs nothing where all is ready; may be called as often as one likes."""
        ...

    def forget(self) -> None:
        """What was asked needs no answer any more: the ink was taken back, or the screen goes."""
        ...

    async def close(self) -> None:
        """The kiosk ends; nothing is answered any more."""
        ...


class PartsTable(Protocol):
    """Characters by what they are made of."""

    def made_of(self, parts: Sequence[str], limit: int = 60) -> Sequence[str]:
        """Characters that hold all the parts (one given three times stands in them three times).

        Those made of nothing else come first.
        """
        ...


@dataclass(frozen=True)
class Places:
    """Where the kiosk stands: its province and district, and the district's towns and townships.

    villages: the villages and neighbourhoods of each town.
    """

    divisions: tuple[str, ...]
    towns: tuple[str, ...]
    villages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class NoPinyin:
    """Until the table is read: no candidates."""

    def candidates(self, letters: str, field: Field, limit: int = 60) -> Sequence[Candidate]:
        """None."""
        return ()


class NoHandwriting:
    """There is no recogniser."""

    there = False

    def read(self, ink: Ink, expected: Expected, then: Callable[[Reading], None]) -> None:
        """Says so."""
        then(Reading(problem="gone"))

    def warm(self) -> None:
        """Nothing is there to be made ready."""

    def forget(self) -> None:
        """Nothing was kept."""

    async def close(self) -> None:
        """Nothing runs."""


class NoParts:
    """There is no table."""

    def made_of(self, parts: Sequence[str], limit: int = 60) -> Sequence[str]:
        """None."""
        return ()


@dataclass(frozen=True)
class WritingAids:
    """Given to the screens on which one writes."""

    pinyin: Pinyin
    places: Places
    hand: Handwriting = field(default_factory=NoHandwriting)
    parts: PartsTable = field(default_factory=NoParts)
    divisions: Divisions = field(default_factory=Divisions)


NO_AIDS = WritingAids(NoPinyin(), Places((), ()))
"""What the screens have until the tables are read."""
