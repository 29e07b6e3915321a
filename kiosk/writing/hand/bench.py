"""How well, and how fast, characters are read: written samples with what they are meant to be."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.writing.aids import Expected, Field, Ink
from kiosk.writing.hand.recogniser import Guess, Recogniser

LOOKED_AT = 40
"""So many guesses are asked for, as the kiosk does."""

_FIELDS: tuple[Field, ...] = ("name", "address", "text")

Ranked = Callable[[Sequence[Guess], Expected], Sequence[Guess]]


@dataclass(frozen=True)
class Sample:
    """One character as somebody wrote it, where it was written, and which it is."""

    label: str
    ink: Ink
    expected: Expected


@dataclass(frozen=True)
class BadLine:
    """A line that is no sample. number: from 1."""

    number: int
    why: str


@dataclass(frozen=True)
class Row:
    """What one engine did. Shares in percent; milliseconds a character."""

    engine: str
    n: int
    top_1: float
    top_10: float
    median_ms: float
    p95_ms: float


def samples(lines: Iterable[str]) -> Iterator[Sample | BadLine]:
    """Read lines of JSON; empty ones are passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _sample(json.loads(line))
        except json.JSONDecodeError as error:
            yield BadLine(number, f"no JSON: {error.msg}")
        except RecursionError:
            yield BadLine(number, "no JSON: too many brackets")
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            yield BadLine(number, _why(error))


def measure(
    engines: Mapping[str, Recogniser],
    written: Sequence[Sample],
    ranked: Ranked | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Row]:
    """One row an engine. ranked: what puts the guesses in order by what the field expects."""
    return [_row(name, engine, written, ranked, clock) for name, engine in engines.items()]


def _row(
    name: str,
    engine: Recogniser,
    written: Sequence[Sample],
    ranked: Ranked | None,
    clock: Callable[[], float],
) -> Row:
    places: list[int | None] = []
    took: list[float] = []
    for sample in written:
        begun = clock()
        guesses: Sequence[Guess] = engine.guesses(sample.ink, LOOKED_AT)
        if ranked is not None:
            guesses = ranked(guesses, sample.expected)
        took.append((clock() - begun) * 1000)
        texts = [guess.text for guess in guesses]
        places.append(texts.index(sample.label) if sample.label in texts else None)
    n = len(written)
    if not n:
        return Row(name, 0, 0.0, 0.0, 0.0, 0.0)
    within = {limit: sum(place is not None and place < limit for place in places) for limit in (1, 10)}
    return Row(
        name,
        n,
        round(100 * within[1] / n, 2),
        round(100 * within[10] / n, 2),
        round(statistics.median(took), 1),
        round(sorted(took)[min(n - 1, int(0.95 * n))], 1),
    )


def _sample(told: object) -> Sample:
    if not isinstance(told, dict):
        raise ValueError("no object")
    label = told["label"]
    if not isinstance(label, str) or len(label) != 1:
        raise ValueError("the label is not one character")
    ink = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in told["strokes"])
    field, before, places = told.get("field", "text"), told.get("before", ""), told.get("places", [])
    if field not in _FIELDS:
        raise ValueError("the field is none of " + ", ".join(_FIELDS))
    if not isinstance(before, str) or not isinstance(places, list):
        raise ValueError("before is no text, or places is no list")
    return Sample(label, ink, Expected(field, before, tuple(map(str, places))))


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    told = str(error)
    return told if told.startswith(("no ", "the ", "before ")) else "strokes are no lists of [x, y]"
