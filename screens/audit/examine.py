"""Everything that is measured on one page."""

from __future__ import annotations

from collections.abc import Iterator

from screens.audit import colour, names, one_thing, order, touch, voice, words
from screens.audit.measure import Measure
from screens.audit.order import Rings
from screens.audit.page import Page, Studio
from screens.shell.frame import Frame


class Examiner:
    """Looks at pages with all its measures; what it learns of fonts and rings it keeps."""

    def __init__(self) -> None:
        self.studio = Studio()
        self._rings = Rings()

    def page(self, frame: Frame) -> Page:
        """The page that the frame shows now."""
        return self.studio.page(frame)

    def measure(self, page: Page) -> Iterator[Measure]:
        """All of it."""
        yield from words.measure(page)
        yield from touch.measure(page)
        yield from names.measure(page)
        yield from voice.measure(page)
        yield from one_thing.measure(page)
        yield from self.measure_colours(page)
        yield from order.measure(page)

    def measure_colours(self, page: Page) -> Iterator[Measure]:
        """What the second theme changes: pixels, not places."""
        yield from colour.measure(page)
        yield from self._rings.measure(page)

    def in_other_theme(self, frame: Frame, known: Page) -> tuple[Page, list[Measure]]:
        """The same page in the second theme: that everything keeps its place, and the colours."""
        here = self.studio.widgets(frame)
        moved = sum(a != b for a, b in zip(here, known.places, strict=False)) + abs(
            len(here) - len(known.places)
        )
        same = Measure("same-places", moved, 0)
        if moved:
            page = self.studio.page(frame)
            return page, [same, *self.measure(page)]
        page = self.studio.page(frame, known)
        return page, [same, *self.measure_colours(page)]
