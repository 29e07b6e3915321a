"""What is measured: the checks with their floors, a single measure, and the tally of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the panel."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Check:
    """One thing that is measured. floor: in words; most: whether the floor is an upper bound."""

    name: str
    floor: str
    unit: str = ""
    most: bool = False


NONE_AT_ALL = "0"

CHECKS = MappingProxyType(
    {
        check.name: check
        for check in (
            Check("cut", "no word cut or left out", "pieces", most=True),
            Check("overlap", "nothing lies on anything else", "px", most=True),
            Check("outside", "nothing reaches over the panel", "px", most=True),
            Check("type", "face of a Hanzi 7.3 / 12 / 16 mm", "mm"),
            Check("line-length", "40 Hanzi or 80 Latin letters (WCAG 1.4.8)", "Hanzi", most=True),
            Check("line-height", "1.3 of the em", "em"),
            Check("target", "20 mm high and wide", "mm"),
            Check("pad-target", "15 mm on keypads and candidates", "mm"),
            Check("gap", "5 mm between targets", "mm"),
            Check("pad-gap", "2.54 mm between keys of a pad", "mm"),
            Check("edge", "no target at the panel's edge but the guide bar", "mm"),
            Check("contrast", "words 10:1, second theme 15:1", ": 1"),
            Check("contrast-signs", "pictograms and outlines 7:1, second theme 15:1", ": 1"),
            Check("call-button", "in the same place on every screen of a look", "places", most=True),
            Check("same-places", "the second theme moves nothing", "widgets", most=True),
            Check("reach", "sitting: every target in the lower 60 %", "% from the top"),
            Check("sitting-key", "the key 'I am sitting' in the lower 60 %", "% from the top"),
            Check("focus-chain", "each enabled key has its turn", "keys", most=True),
            Check("focus-order", "keys follow the reading order", "pairs", most=True),
            Check("focus-ring", "4 px thick", "px"),
            Check("focus-contrast", "focus ring 7:1", ": 1"),
            Check("name", "every word and key has its accessible name", "widgets", most=True),
            Check("role", "every word and key has its accessible role", "widgets", most=True),
            Check("voice", "every title, help, line and choice is spoken", "texts", most=True),
            Check("voice-same", "what is spoken stands there too", "texts", most=True),
            Check("touchables", "at most 13 targets besides pad, settings and guide", "targets", most=True),
            Check("one-thing", "one title, one question, one help, the progress", "too many", most=True),
        )
    }
)
"""By name, in the order of the table."""


@dataclass(frozen=True)
class Measure:
    """One value against its floor. what: which widget, never what a resident entered."""

    check: str
    value: float
    floor: float
    what: str = ""
    boxes: tuple[Box, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it misses the floor."""
        if CHECKS[self.check].most:
            return self.value > self.floor + CLOSE
        return self.value < self.floor - CLOSE

    @property
    def slack(self) -> float:
        """How far from the floor, as a share of it; the least is the worst."""
        by = self.floor - self.value if CHECKS[self.check].most else self.value - self.floor
        return by / self.floor if self.floor else by


@dataclass(frozen=True)
class Found:
    """A measure and where it was taken."""

    measure: Measure
    shot: str
    look: str
    page: int
    picture: str = ""


@dataclass
class Row:
    """A check's line in the table."""

    check: str
    count: int = 0
    failures: int = 0
    worst: Found | None = None
    found: list[Found] = field(default_factory=list)

    def note(self, found: Found, most: int) -> None:
        """Take in one measure; at most ``most`` failures are kept with all that is known of them."""
        self.count += 1
        if self.worst is None or found.measure.slack < self.worst.measure.slack:
            self.worst = found
        if found.measure.failed:
            self.failures += 1
            if len(self.found) < most:
                self.found.append(found)

    def add(self, other: Row, most: int) -> None:
        """Take in another process's line."""
        self.count += other.count
        self.failures += other.failures
        self.found = [*self.found, *other.found][:most]
        if other.worst and (not self.worst or other.worst.measure.slack < self.worst.measure.slack):
            self.worst = other.worst


MOST_KEPT = 400


@dataclass
class Tally:
    """The table: a row a check. pages: laid out. alike: those of another look that are the very same."""

    rows: dict[str, Row] = field(default_factory=lambda: {name: Row(name) for name in CHECKS})
    pages: int = 0
    alike: int = 0

    def take(
        self, measures: Iterable[Measure], shot: str, look: str, page: int, picture: str = ""
    ) -> list[Measure]:
        """Note what was measured on a page. Returns the failures."""
        failed = []
        for measure in measures:
            self.rows[measure.check].note(Found(measure, shot, look, page), MOST_KEPT)
            if measure.failed:
                failed.append(measure)
        return failed

    def give_picture(self, shot: str, look: str, page: int, picture: str) -> None:
        """The failures of this page are marked in a picture."""
        for row in self.rows.values():
            row.found = [
                replace(f, picture=picture) if (f.shot, f.look, f.page) == (shot, look, page) else f
                for f in row.found
            ]

    def add(self, other: Tally) -> None:
        """Take in another process's table."""
        self.pages += other.pages
        self.alike += other.alike
        for name, row in other.rows.items():
            self.rows[name].add(row, MOST_KEPT)

    @property
    def failures(self) -> int:
        """All in all."""
        return sum(row.failures for row in self.rows.values())

    @property
    def sum(self) -> str:
        """The last line under the table."""
        return (
            f"{self.pages} pages and {self.alike} that are the same as one of them, {self.failures} failures"
        )
