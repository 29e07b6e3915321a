"""Contrast, computed from the pixels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from PySide6.QtCore import QRect, QRectF

from screens.audit.drawing import whole
from screens.audit.measure import Measure
from screens.audit.page import Page, Pixels, Seen, box_of

BODY, SIGNS, SECOND = 10.0, 7.0, 15.0
MOST_PIXELS = 6000
FREQUENT = 0.25
"""A colour counts where it covers this share of what the most frequent ink covers: soft edges do not."""


@cache
def luminance(colour: int) -> float:
    """Relative luminance (WCAG 2)."""
    parts = []
    for shift in (16, 8, 0):
        c = ((colour >> shift) & 255) / 255
        parts.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: int, two: int) -> float:
    """Contrast ratio (WCAG 2)."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def cut_out(pixels: Pixels, rect: QRect) -> Pixels:
    """The pixels of a rectangle, as far as it lies on the panel."""
    top, left = max(0, rect.top()), max(0, rect.left())
    return pixels[top : rect.bottom() + 1, left : rect.right() + 1]


def colours(crop: Pixels) -> list[tuple[int, int]]:
    """Colours with how often they occur, the most frequent first; of a large crop some pixels."""
    step = max(1, round((crop.size / MOST_PIXELS) ** 0.5))
    shades, counts = np.unique(crop[::step, ::step].ravel(), return_counts=True)
    order = np.argsort(counts)[::-1][:8]
    return [(int(shades[k]) & 0xFFFFFF, int(counts[k])) for k in order]


def ink_contrast(crop: Pixels) -> float:
    """Between the ground and the farthest of the frequent colours on it; 1 where there is but one colour."""
    found = colours(crop)
    if len(found) < 2:
        return 1.0
    ground, rest = found[0][0], found[1:]
    enough = rest[0][1] * FREQUENT
    return max(contrast(ground, colour) for colour, count in rest if count >= enough)


def _edge(pixels: Pixels, seen: Seen) -> tuple[float, QRect]:
    """Contrast of an outline with what lies outside it, on the best seen of two sides."""
    box = seen.box
    best, where = 0.0, box
    high = max(8, box.height() // 3)
    y = box.top() + (box.height() - high) // 2
    for strip, outside in (
        (QRect(box.left(), y, 14, high), QRect(box.left() - 3, y, 2, high)),
        (QRect(box.right() - 13, y, 14, high), QRect(box.right() + 2, y, 2, high)),
    ):
        ground = colours(cut_out(pixels, outside))
        if not ground:
            continue
        found = colours(cut_out(pixels, strip))
        enough = max(count for _, count in found) * FREQUENT / 4
        value = max(contrast(ground[0][0], colour) for colour, count in found if count >= enough)
        if value > best:
            best, where = value, strip
    return best, where


def measure(page: Page) -> Iterator[Measure]:
    """Words, then pictograms and outlines."""
    second = page.theme.high_contrast
    body, signs = (SECOND, SECOND) if second else (BODY, SIGNS)
    for seen in page.seen:
        for text in seen.drawn.texts:
            value = ink_contrast(cut_out(page.pixels, _around(text.ink)))
            yield Measure("contrast", value, body, seen.name, (box_of(text.ink),))
        for box in seen.signs:
            value = ink_contrast(cut_out(page.pixels, _around(box)))
            yield Measure("contrast-signs", value, signs, f"{seen.name}: sign", (box_of(box),))
        if seen.outline and seen.box.left() > 3:
            value, where = _edge(page.pixels, seen)
            yield Measure("contrast-signs", value, signs, f"{seen.name}: outline", (box_of(where),))


def _around(box: QRectF) -> QRect:
    return whole(box.adjusted(-4, -4, 4, 4))
