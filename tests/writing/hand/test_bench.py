from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from kiosk.writing.aids import Expected, Ink
from kiosk.writing.hand.bench import BadLine, Row, Sample, measure, samples
from kiosk.writing.hand.recogniser import Guess

STROKES = [[[1, 2], [3, 4]]]


class Told:
    """Says the same of all ink."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        return tuple(Guess(text, -float(place)) for place, text in enumerate(self.texts))


def _line(**told: object) -> str:
    return json.dumps({"label": "永", "strokes": STROKES} | told)


def test_a_line_is_read_with_where_it_was_written() -> None:
    (sample,) = samples([_line(field="name", before="王", places=["堡镇"])])
    assert sample == Sample("永", (((1.0, 2.0), (3.0, 4.0)),), Expected("name", "王", ("堡镇",)))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[]", "no object"),
        (_line(label="永远"), "label"),
        (_line(field="dream"), "field"),
        (_line(before=1), "before"),
        (_line(strokes=[[1, 2]]), "strokes"),
        (_line(strokes=[[["a", 2]]]), "strokes"),
        ('{"label": "永"}', "strokes is missing"),
        ("[" * 100_000, "brackets"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_passed_over(line: str, why: str) -> None:
    bad, good = samples([line, _line()])
    assert isinstance(bad, BadLine)
    assert bad.number == 1
    assert why in bad.why
    assert isinstance(good, Sample)


def test_empty_lines_count_but_are_no_samples() -> None:
    (bad,) = samples(["", "  \n", "?"])
    assert isinstance(bad, BadLine)
    assert bad.number == 3


def test_places_and_times_are_counted() -> None:
    written = [Sample(label, (), Expected("text")) for label in "甲乙丙丁"]
    times = iter([0.0, 0.010, 0.0, 0.020, 0.0, 0.030, 0.0, 0.100])
    (row,) = measure({"one": Told("甲", "乙")}, written, clock=lambda: next(times))
    assert row == Row("one", 4, 25.0, 50.0, 25.0, 100.0)


def test_the_context_puts_the_guesses_in_order() -> None:
    written = [Sample("乙", (), Expected("name", "王"))]
    seen: list[Expected] = []

    def ranked(guesses: Sequence[Guess], expected: Expected) -> list[Guess]:
        seen.append(expected)
        return list(reversed(guesses))

    (row,) = measure({"one": Told("甲", "乙")}, written, ranked)
    assert (row.top_1, seen) == (100.0, [Expected("name", "王")])


def test_the_eleventh_guess_is_not_among_the_first_ten() -> None:
    written = [Sample("癸", (), Expected("text"))]
    (row,) = measure({"one": Told(*"一二三四五六七八九十癸")}, written)
    assert row.top_10 == 0.0
