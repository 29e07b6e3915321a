"""Words: whole, apart, on the panel, large enough, in lines that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from screens.audit.drawing import Text
from screens.audit.measure import Box, Measure
from screens.audit.page import Edges, Page, Seen, box_of
from screens.theme import LINE_HEIGHT, Size

FACES = {Size.STANDARD: 7.3, Size.CARING: 12.0, Size.LARGEST: 16.0}
"""Millimetres of the face of 国: EN 301 549 5.1.4, and Korea's barrier-free kiosk notice of 2025."""
LONGEST = 40.0
"""Hanzi on a line; a Latin letter is half of one (WCAG 1.4.8: 40 of CJK, 80 of others)."""
SLACK = 1.5
"""Pixels by which soft edges may reach over."""
UNDERLINE = 8
"""Pixels; a line lower than this may touch the words it marks."""
ELLIPSIS = "…"
Thing = TypeVar("Thing")


def measure(page: Page) -> Iterator[Measure]:
    """All of it."""
    yield from _whole(page)
    yield from _apart(page)
    yield from _outside(page)
    yield from _sizes(page)
    yield from _lines(page)


def _bare(text: str) -> str:
    return "".join(text.split())


def _whole(page: Page) -> Iterator[Measure]:
    """The words drawn are the words meant, inside of what they stand on."""
    clips: dict[QWidget | None, QRect] = {}
    for seen in page.anew:
        meant = seen.words
        texts = seen.drawn.texts
        if meant is None and not texts:
            continue
        shown = _bare("".join(t.words for t in texts))
        lost = 0 if meant is None else int(shown != _bare(meant))
        lost += int(ELLIPSIS in shown and ELLIPSIS not in (meant or ""))
        over = _cut_off(texts, _clip(page, seen, clips))
        boxes = tuple(box_of(t.ink) for t in over) or (seen.at,)
        yield Measure("cut", lost + len(over), 0, seen.name, boxes if lost or over else ())
    for seen in page.held:
        room = _clip(page, seen, clips)
        if room != seen.box and (over := _cut_off(seen.drawn.texts, room)):
            yield Measure("cut", len(over), 0, seen.name, tuple(box_of(t.ink) for t in over))


def _cut_off(texts: Sequence[Text], room: QRect) -> list[Text]:
    within = QRectF(room).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    return [t for t in texts if not within.contains(t.ink)]


def _clip(page: Page, seen: Seen, clips: dict[QWidget | None, QRect]) -> QRect:
    """What is left of a widget inside of all that hold it. clips: what is left inside of each of those."""
    parent = seen.widget.parentWidget()
    if parent is page.screen or parent is page.frame:  # the screen covers the whole panel
        return seen.box.intersected(page.frame.rect())
    if parent not in clips:
        clips[parent] = _inside(page, parent)
    return seen.box.intersected(clips[parent])


def _inside(page: Page, parent: QWidget | None) -> QRect:
    box = page.frame.rect()
    each = parent
    while each is not None and each is not page.frame:
        box = box.intersected(QRect(each.mapTo(page.frame, each.rect().topLeft()), each.size()))
        each = each.parentWidget()
    return box


def _apart(page: Page) -> Iterator[Measure]:
    """Widgets apart, and lines of words apart from other words and pictograms."""
    for one, two in _crossing([(s, s.at) for s in page.seen]):
        if not (one.widget.isAncestorOf(two.widget) or two.widget.isAncestorOf(one.widget)):
            worst = min(_shared(one.at, two.at))
            yield Measure("overlap", worst, 0, f"{one.name} / {two.name}", (one.at, two.at))
    inks: list[tuple[tuple[Seen, Edges, bool], Edges]] = []
    inks += [((s, ink, True), ink) for s in page.seen for ink in s.text_edges]
    inks += [((s, box, False), box) for s in page.seen for box in s.stroke_edges if box[3] > UNDERLINE]
    for (one, ink, words), (two, other, words_too) in _crossing(inks):
        if words or words_too:
            by = min(_shared(ink, other))
            if by > SLACK:
                boxes = (_rounded(ink), _rounded(other))
                yield Measure("overlap", by, 0, f"{one.name} / {two.name}: ink", boxes)
    yield Measure("overlap", 0, 0)


def _shared(one: Edges, two: Edges) -> tuple[float, float]:
    """Width and height of what two that cross have in common."""
    (x, y, wide, high), (x_too, y_too, wide_too, high_too) = one, two
    across = min(x + wide, x_too + wide_too) - max(x, x_too)
    return across, min(y + high, y_too + high_too) - max(y, y_too)


def _rounded(edges: Edges) -> Box:
    x, y, wide, high = (round(each) for each in edges)
    return x, y, wide, high


def _crossing(things: Sequence[tuple[Thing, Edges]]) -> Iterator[tuple[Thing, Thing]]:
    """The pairs of which one lies over the other, in order: few, of very many that are looked at."""
    ends = sorted(
        [
            (top, k, top + high, left, left + wide)
            for k, (_, (left, top, wide, high)) in enumerate(things)
            if wide > 0 and high > 0
        ]
    )
    pairs = []
    for at, (_, k, bottom, left, right) in enumerate(ends):
        for top, other, _, x, across in ends[at + 1 :]:
            if top >= bottom:
                break  # so are all that follow
            if x < right and across > left:
                pairs.append((min(k, other), max(k, other)))
    yield from ((things[i][0], things[k][0]) for i, k in sorted(pairs))


def _outside(page: Page) -> Iterator[Measure]:
    across, down = page.frame.width(), page.frame.height()
    for seen in page.seen:
        x, y, wide, high = seen.at
        over = max(-x, -y, x + wide - across, y + high - down, 0)
        if page.sketched and not over:
            continue
        yield Measure("outside", over, 0, seen.name, (seen.at,))


def face_px(page: Page, font: QFont) -> float:
    """The height of the ink of 国 in pixels."""
    return page.inks.box("国", font).height()


def _sizes(page: Page) -> Iterator[Measure]:
    floor = FACES[page.theme.size]
    for seen in page.anew:
        for text in seen.drawn.texts:
            value = face_px(page, text.font) * page.mm
            yield Measure("type", round(value, 2), floor, seen.name, (box_of(text.ink),))


def in_lines(texts: tuple[Text, ...]) -> list[list[Text]]:
    """The pieces of each line, from the top."""
    ordered = sorted(texts, key=lambda t: (round(t.base), t.ink.left()))
    return [list(line) for _, line in groupby(ordered, key=lambda t: round(t.base))]


def _length(words: str) -> float:
    return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in words)


def _lines(page: Page) -> Iterator[Measure]:
    for seen in page.anew:
        lines = in_lines(seen.drawn.texts)
        for line in lines:
            boxes = tuple(box_of(t.ink) for t in line)
            yield Measure("line-length", _length("".join(t.words for t in line)), LONGEST, seen.name, boxes)
        for one, two in pairwise(lines):
            if one[0].px == two[0].px:
                step = (two[0].base - one[0].base) / two[0].px
                boxes = (box_of(one[0].ink), box_of(two[0].ink))
                yield Measure("line-height", round(step, 2), LINE_HEIGHT, seen.name, boxes)
