"""Where everything stands on a screen on which one enters something.

One page where all of it fits: words, what was entered, keys. Else two: first the words are read, then one
writes under the title alone. Sizes of type and the floors of touch never give way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from screens.layout.rows import share
from screens.layout.zones import Zones
from screens.theme import Theme
from screens.widgets.candidates import Candidates
from screens.widgets.key import Key


class Pad(Protocol):
    """Keys to write with. Heights and widths in pixels."""

    def least_height(self, width: int) -> int:
        """Where the keys are at their floor."""
        ...

    def most_height(self) -> int:
        """Above this it does not get better."""
        ...

    def good_height(self, width: int) -> int:
        """Where they are no longer cramped."""
        ...

    def least_width(self) -> int:
        """Where the keys are at their floor."""
        ...


@dataclass(frozen=True)
class Show:
    """What a page shows. words: all, all but the progress, the title alone, or none.

    header: where "listen again" and its like stand. row: above the keys. words: in the zone of words
    (landscape). side: in a column beside the keypad. swap: in the candidates' place while there are none.
    none: on the page before.
    """

    words: Literal["all", "told", "title", "none"] = "all"
    header: Literal["row", "words", "side", "swap", "none"] = "row"
    entry: bool = True
    pad: bool = True


ONE_PAGE = (Show(header="words"), Show(), Show(header="side"), Show(header="swap"))
READING = (
    Show(header="words", pad=False),
    Show(pad=False),
    Show(header="words", entry=False, pad=False),
    Show(entry=False, pad=False),
    Show("told", entry=False, pad=False),
)
WRITING = (
    Show("title", "words"),
    Show("title"),
    Show("title", "side"),
    Show("title", "swap"),
    Show("all", "none"),
    Show("title", "none"),
    Show("none", "none"),
    Show("title", "none"),  # where all is close, one still sees what is asked
)


@dataclass
class EntryParts:
    """The widgets. words: progress, title, help, notes, in order."""

    words: Sequence[QWidget]
    progress: QWidget | None
    title: QWidget | None
    header: Sequence[Key]
    entry: QWidget
    pad: QWidget
    candidates: Candidates | None = None


@dataclass
class EntryPlan:
    """Places in pixels. swap: header and candidates share a place. fits: nothing is cut."""

    places: dict[QWidget, QRect] = field(default_factory=dict)
    swap: bool = False
    fits: bool = True


def plan_entry(theme: Theme, parts: EntryParts, zones: Zones) -> list[EntryPlan]:
    """The one page, or the two."""
    one = _first(theme, parts, zones, ONE_PAGE)
    if one.fits:
        return [one]
    return [_first(theme, parts, zones, shows) for shows in (READING, WRITING)]


def _first(theme: Theme, parts: EntryParts, zones: Zones, shows: Sequence[Show]) -> EntryPlan:
    """The first page that fits, else the last tried."""
    for show in shows:
        plan = _Page(theme, parts, zones, show).plan()
        if plan.fits:
            break
    return plan


def _high(widget: QWidget, width: int) -> int:
    return int(widget.height_for(width))  # type: ignore[attr-defined]


class _Page:
    def __init__(self, theme: Theme, parts: EntryParts, zones: Zones, show: Show) -> None:
        self.theme, self.parts, self.zones, self.show = theme, parts, zones, show
        self.gap = theme.gap
        self.out = EntryPlan(swap=show.header == "swap")

    def plan(self) -> EntryPlan:
        """Place everything the page shows; ``fits`` is false where it does not."""
        show, zones = self.show, self.zones
        landscape = self.theme.panel.landscape
        if (
            (show.header == "words" and not landscape)
            or (show.header == "side" and self.parts.candidates is not None)
            or (show.header == "swap" and self.parts.candidates is None)
        ):
            self.out.fits = False
            return self.out
        told = self._told()
        if not (landscape or zones.shared or show.pad or show.entry):
            return self._read_low(told)
        spilled: list[QWidget] = []
        if landscape and not show.pad and not show.entry:
            # To the right of the words there is room, as nothing is entered on this page.
            while len(told) > 1 and self._words_height(told, zones.words.width()) > zones.words.height():
                spilled.insert(0, told.pop())
        y = self._place_words(told, zones.words.left(), zones.words.top(), zones.words.width())
        if zones.shared:
            top = y
            if show.header == "row":
                top = self._place_header(zones.touch, top)
            top = self._place_entry(zones.words, top)
        else:
            bottom = zones.words.bottom() + 1
            entry_h = _high(self.parts.entry, zones.words.width()) if show.entry else 0
            # Sitting, what was entered stands right above the keys.
            after = self._place_entry(zones.words, y if landscape else max(y, bottom - entry_h))
            if show.header == "words":
                after = self._place_header(zones.words, after)
            self._fit(after - self.gap, bottom)
            top = zones.touch.top()
            if show.header == "row":
                top = self._place_header(zones.touch, top)
            if spilled:
                top = self._place_words(spilled, zones.touch.left(), top, zones.touch.width())
        if show.pad:
            self._place_pad(QRect(zones.touch.left(), top, zones.touch.width(), self._bottom() - top))
        else:
            self._fit(top - self.gap, self._bottom())
        return self.out

    def _read_low(self, told: Sequence[QWidget]) -> EntryPlan:
        """Sitting, a page that is only read: words from the top into the empty zone, keys below in reach."""
        words, touch = self.zones.words, self.zones.touch
        rows = self._header_rows(touch.width())
        high = sum(max(key.height_for(key.width_wanted()) for key in row) + self.gap for row in rows)
        top = max(touch.top(), self._bottom() + self.gap - high)
        self._fit(self._place_words(told, words.left(), words.top(), words.width()), top - self.gap)
        self._fit(self._place_header(touch, top) - self.gap, self._bottom())
        return self.out

    def _bottom(self) -> int:
        return self.zones.touch.bottom() + 1

    def _fit(self, end: int, bottom: int) -> None:
        if end > bottom:
            self.out.fits = False

    def _told(self) -> list[QWidget]:
        """The words that the page shows, from the top."""
        parts = self.parts
        if self.show.words in ("title", "none"):
            return [parts.title] if parts.title is not None and self.show.words == "title" else []
        return [w for w in parts.words if self.show.words == "all" or w is not parts.progress]

    def _after(self, widget: QWidget) -> int:
        return self.theme.px(1) if widget is not self.parts.title else 0

    def _words_height(self, words: Sequence[QWidget], width: int) -> int:
        return sum(_high(w, width) + self._after(w) for w in words)

    def _place_words(self, words: Sequence[QWidget], x: int, y: int, width: int) -> int:
        """Words from the top; returns where the next thing may begin."""
        for widget in words:
            h = _high(widget, width)
            self.out.places[widget] = QRect(x, y, width, h)
            y += h + self._after(widget)
        return y + self.theme.px(2) if words else y

    def _place_entry(self, box: QRect, y: int) -> int:
        if not self.show.entry:
            return y
        h = _high(self.parts.entry, box.width())
        self.out.places[self.parts.entry] = QRect(box.left(), y, box.width(), h)
        return y + h + self.gap

    # --- the keys beside "listen again" -----------------------------------------------------

    def _header_rows(self, width: int) -> list[list[Key]]:
        rows: list[list[Key]] = []
        used = width + 1
        for key in self.parts.header:
            wanted = min(key.width_wanted(), width)
            if used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(key)
            used += wanted + self.gap
        return rows

    def _place_header(self, box: QRect, y: int) -> int:
        for row in self._header_rows(box.width()):
            wanted = [min(key.width_wanted(), box.width()) for key in row]
            widths = share(wanted, wanted, box.width(), self.gap) or wanted
            h = max(key.height_for(w) for key, w in zip(row, widths, strict=True))
            x = box.left()
            for key, w in zip(row, widths, strict=True):
                self.out.places[key] = QRect(x, y, w, h)
                x += w + self.gap
            y += h + self.gap
        return y

    def _place_column(self, box: QRect) -> QRect:
        """Header keys in a column on the left; returns the rest for the keypad."""
        width = max((key.width_wanted() for key in self.parts.header), default=0)
        y = box.top()
        for key in self.parts.header:
            h = key.height_for(width)
            self.out.places[key] = QRect(box.left(), y, width, h)
            y += h + self.gap
        self._fit(y - self.gap, box.bottom() + 1)
        return box.adjusted(width + self.gap, 0, 0, 0)

    # --- candidates and keys ----------------------------------------------------------------

    def _place_pad(self, box: QRect) -> None:
        pad: Pad = self.parts.pad  # type: ignore[assignment]
        if self.show.header == "side":
            box = self._place_column(box)
        if box.width() < pad.least_width():
            self.out.fits = False
        candidates = self.parts.candidates
        top = box.top()
        if candidates is not None:
            top += self._place_candidates(box, candidates, pad) + self.gap
        room = box.bottom() + 1 - top
        if room < pad.least_height(box.width()):
            self.out.fits = False
        h = min(room, pad.most_height())
        self.out.places[self.parts.pad] = QRect(box.left(), top, box.width(), max(1, h))

    def _place_candidates(self, box: QRect, candidates: Candidates, pad: Pad) -> int:
        """Two rows where they fit over keys of a good height, else one; returns the height."""
        least, most = candidates.row_least(), candidates.row_most()
        header = 0
        if self.show.header == "swap":
            header = self._place_header(box, box.top()) - self.gap - box.top()
        keys = pad.good_height(box.width())
        h = max(least, header)
        for wish in (most, 2 * least + self.gap, 2 * most + self.gap):
            if wish > h and wish + self.gap + keys <= box.height():
                h = wish
        self.out.places[candidates] = QRect(box.left(), box.top(), box.width(), h)
        return h
