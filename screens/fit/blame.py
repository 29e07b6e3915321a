"""Whose words are on a page, and which of them are to blame for what does not fit there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kiosk.flow.handling import HANDLING
from kiosk.flow.model import Flow
from kiosk.flow.rules import texts
from kiosk.flow.source import Where
from screens.audit.measure import Box, Measure
from screens.audit.page import Page, Seen, bare, box_of
from screens.layout.zones import nav_height


class Words:
    """The texts of a service in one locale, found again on widgets."""

    def __init__(self, flow: Flow, locale: str) -> None:
        self._texts = [
            (where, _plain(text.in_(locale)), bare(text.in_(locale)))
            for where, text in texts(flow)
            if where[-1] != "spoken" and where[0] not in HANDLING and bare(text.in_(locale))
        ]
        self._on: dict[tuple[str, str], tuple[Where, ...]] = {}

    def on(self, seen: Seen) -> tuple[Where, ...]:
        """The texts that stand on a widget, the longest first."""
        meant = seen.words
        # What does not say what it shows is read as it is drawn: in lines, between which no space is left.
        drawn = "" if meant is not None else bare("".join(text.words for text in seen.drawn.texts))
        key = _plain(meant or ""), drawn
        if key not in self._on:
            self._on[key] = tuple(self._find(*key))
        return self._on[key]

    def _find(self, meant: str, drawn: str) -> Iterator[Where]:
        there = [
            (where, letters) for where, plain, letters in self._texts if plain in meant or letters in drawn
        ]
        yield from (where for where, _ in sorted(there, key=lambda one: -len(one[1])))

    def among(self, said: Iterable[str]) -> tuple[Where, ...]:
        """The texts that are said here word for word."""
        meant = {_plain(each) for each in said}
        return tuple(where for where, plain, _ in self._texts if plain in meant)

    def longest(self, scene: Where) -> Where:
        """The longest text of a part of the service; its title where it has none."""
        own = [(where, letters) for where, _, letters in self._texts if _within(where, scene)]
        return max(own, key=lambda one: len(one[1]))[0] if own else ("title",)


def to_blame(page: Page, failed: Sequence[Measure], words: Words, scene: Where) -> Where:
    """The text because of which something on this page does not fit.

    Of the widgets where it shows, the highest one with the service's words on it or inside of it: what is
    too long grows. Where none has any, the longest text of what is shown pushed it there. Before all of them
    the words on a key for going on that takes more than its rows, for it takes them from everything else.
    """
    if grown := words.among(_on_grown_keys(page)):
        return grown[0]
    boxes = {box for measure in failed for box in measure.boxes}
    there = [seen for seen in page.seen if _measured(seen) & boxes]
    inside = [each for each in page.seen if any(seen.widget.isAncestorOf(each.widget) for seen in there)]
    for seen in sorted((*there, *inside), key=lambda each: -each.box.height()):
        found = words.on(seen)
        if found:
            return next((where for where in found if _within(where, scene)), found[0])
    return words.longest(scene)


def _on_grown_keys(page: Page) -> Iterator[str]:
    """What the keys for going on say, now or later, where they need more than two rows of one line."""
    zones, theme = page.frame.zones(), page.theme
    if not zones.nav_in_column and zones.nav.height() > 2 * nav_height(theme) + theme.gap:
        for key in page.screen.nav():
            yield from (key.text, *key.also)


def _measured(seen: Seen) -> set[Box]:
    """The rectangles by which a measure names a widget: its own, and those of its words."""
    return {box_of(seen.box), *(box_of(text.ink) for text in seen.drawn.texts)}


def _within(where: Where, scene: Where) -> bool:
    return where[: len(scene)] == scene


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
