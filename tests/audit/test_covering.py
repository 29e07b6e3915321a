"""Every screen at least once, and every two properties of a look together: nothing misses its floor."""

from __future__ import annotations

from itertools import combinations

import pytest

from screens.audit.looks import PANELS, all_pairs, covering_pairs, covering_rows
from screens.audit.table import where

from .bench import PARTS, Bench, covering

SHARES = 12


@pytest.mark.parametrize("share", range(SHARES))
def test_every_screen_holds_to_the_numbers(bench: Bench, share: int) -> None:
    auditor = bench.new_auditor()
    for at, (shot, pair) in enumerate(covering().work(bench.shots)):
        if at % SHARES == share:
            auditor.audit(shot, pair)
    auditor.result.close()
    tally = auditor.result.tally
    assert tally.pages > 0
    found = [f for row in tally.rows.values() for f in row.found]
    assert [f"{f.measure.check} {f.measure.value:g}: {where(f)}" for f in found] == []


def test_each_screen_is_there_in_both_languages(bench: Bench) -> None:
    work = covering().work(bench.shots)
    for locale in PARTS.locales:
        names = [(shot.group, shot.name) for shot, pair in work if pair[0].locale == locale]
        assert names == [(shot.group, shot.name) for shot in bench.shots]


def test_every_two_properties_meet() -> None:
    values = (("a", "b"), (1, 2, 3), (True, False), PANELS)
    rows = covering_rows(values)
    for (i, one), (j, two) in combinations(enumerate(values), 2):
        met = {(row[i], row[j]) for row in rows}
        assert met == {(a, b) for a in range(len(one)) for b in range(len(two))}
    assert len(rows) <= 13


def test_the_whole_has_every_look_and_the_second_theme_on_the_usual_panels() -> None:
    pairs = all_pairs(PARTS.locales)
    paper = {pair[0].name for pair in pairs}
    second = {pair[1].name for pair in pairs if pair[1] is not None}
    assert (len(paper), len(second)) == (2 * 3 * 2 * 4, 2 * 3 * 2 * 2)
    assert {pair[0].name for pair in covering_pairs(PARTS.locales)} < paper
    assert all(pair[1] is not None for pair in covering_pairs(PARTS.locales))
