"""Words: whole, apart, on the panel, large enough, in lines that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from screens.audit.drawing import Text
from screens.audit.measure import Measure
from screens.audit.page import Page, Seen, box_of
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
    for seen in page.anew:
        meant = seen.words
        texts = seen.drawn.texts
        if meant is None and not texts:
            continue
        shown = _bare("".join(t.words for t in texts))
        lost = 0 if meant is None else int(shown != _bare(meant))
        lost += int(ELLIPSIS in shown and ELLIPSIS not in (meant or ""))
        room = QRectF(_clip(page, seen)).adjusted(-SLACK, -SLACK, SLACK, SLACK)
        over = [t for t in texts if not room.contains(t.ink)]
        boxes = tuple(box_of(t.ink) for t in over) or (seen.at,)
        yield Measure("cut", lost + len(over), 0, seen.name, boxes if lost or over else ())


def _clip(page: Page, seen: Seen) -> QRect:
    """What is left of a widget inside of all that hold it."""
    box = QRect(seen.box)
    parent: QWidget | None = seen.widget.parentWidget()
    if parent is page.screen:  # it covers the whole panel
        return box.intersected(page.frame.rect())
    while parent is not None and parent is not page.frame:
        box = box.intersected(QRect(parent.mapTo(page.frame, parent.rect().topLeft()), parent.size()))
        parent = parent.parentWidget()
    return box.intersected(page.frame.rect())


def _apart(page: Page) -> Iterator[Measure]:
    """Widgets apart, and lines of words apart from other words and pictograms."""
    for one, two in _crossing([(s, s.box) for s in page.seen]):
        a, b = one.box, two.box
        if not (one.widget.isAncestorOf(two.widget) or two.widget.isAncestorOf(one.widget)):
            common = a.intersected(b)
            worst = min(common.width(), common.height())
            yield Measure("overlap", worst, 0, f"{one.name} / {two.name}", (box_of(a), box_of(b)))
    inks: list[tuple[tuple[Seen, QRectF, bool], QRectF]] = []
    inks += [((s, t.ink, True), t.ink) for s in page.seen for t in s.drawn.texts]
    inks += [((s, box, False), box) for s in page.seen for box in s.strokes if box.height() > UNDERLINE]
    for (one, ink, words), (two, other, words_too) in _crossing(inks):
        if words or words_too:
            shared = ink.intersected(other)
            by = min(shared.width(), shared.height())
            if by > SLACK:
                boxes = (box_of(ink), box_of(other))
                yield Measure("overlap", by, 0, f"{one.name} / {two.name}: ink", boxes)
    yield Measure("overlap", 0, 0)


def _crossing(things: Sequence[tuple[Thing, QRect | QRectF]]) -> Iterator[tuple[Thing, Thing]]:
    """The pairs of which one lies over the other, in order: few, of very many that are looked at."""
    ends = sorted(
        (box.top(), k, box.top() + box.height(), box.left(), box.left() + box.width())
        for k, (_, box) in enumerate(things)
        if not box.isEmpty()
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
    panel = page.frame.rect()
    for seen in page.seen:
        box = seen.box
        if page.sketched and panel.contains(box):
            continue
        over = max(-box.left(), -box.top(), box.right() - panel.right(), box.bottom() - panel.bottom(), 0)
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
