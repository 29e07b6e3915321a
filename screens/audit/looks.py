"""In which looks the screens are laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

from screens.theme import Panel, Size
from screens.tour.pictures import Looks

PANELS = (
    Panel(1080, 1920, 21.5),
    Panel(1080, 1920, 27.0),
    Panel(1080, 1920, 32.0),
    Panel(1920, 1080, 21.5),
)

Factors = tuple[int, int, int, int]
"""Locale, size, sitting and panel, by their places."""


Pair = tuple[Looks, Looks | None]
"""A look on paper and in the second theme; None where that one is not laid out."""
SECOND_ON = (PANELS[0], PANELS[3])
NOTE = (
    "The second theme changes colours and moves nothing (same-places): laid out on the 21.5 inch panels, and "
    "with --covering on all. On the landscape panel a screen that does not ask who sits is the same page for "
    "both, and is laid out once."
)


def all_pairs(locales: Sequence[str]) -> list[Pair]:
    """Every look on paper; in the second theme those of the panels of :data:`SECOND_ON`.

    Those of :func:`seated` are not among them: each follows from the one where the resident stands.
    """
    return [
        _pair(locale, size, sitting, panel)
        if panel in SECOND_ON
        else (Looks(locale, size, False, sitting, panel), None)
        for locale, size, sitting, panel in product(locales, Size, (False, True), PANELS)
        if not (sitting and panel.landscape)
    ]


def seated(pair: Pair) -> Pair | None:
    """The same looks for who sits before a landscape panel, where hardly a screen differs; None on others."""
    paper, second = pair
    if not paper.panel.landscape or paper.sitting:
        return None
    return replace(paper, sitting=True), second and replace(second, sitting=True)


def _pair(locale: str, size: Size, sitting: bool, panel: Panel) -> Pair:
    return (
        Looks(locale, size, False, sitting, panel),
        Looks(locale, size, True, sitting, panel),
    )


def covering_pairs(locales: Sequence[str]) -> list[Pair]:
    """Few looks in which every two values of two factors meet at least once."""
    values = (tuple(locales), tuple(Size), (False, True), PANELS)
    return [_pair(*(v[k] for v, k in zip(values, row, strict=True))) for row in covering_rows(values)]  # type: ignore[arg-type]


def covering_rows(values: Sequence[Sequence[object]]) -> list[tuple[int, ...]]:
    """Rows of places, chosen one by one so that each meets the most pairs that did not meet before."""
    every = list(product(*(range(len(v)) for v in values)))
    left = {pair for row in every for pair in _met(row)}
    rows = []
    while left:
        best = max(every, key=lambda row: len(left & _met(row)))
        left -= _met(best)
        rows.append(best)
    return rows


def _met(row: Sequence[int]) -> set[tuple[int, int, int, int]]:
    return {(a, row[a], b, row[b]) for a, b in combinations(range(len(row)), 2)}
