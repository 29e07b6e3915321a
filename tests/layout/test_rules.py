"""The numbers of the theme, and the dividing of rows and pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFontMetricsF

from screens.layout.pages import paginate
from screens.layout.rows import even, share
from screens.layout.text import lay
from screens.theme import CONTRAST, PAPER, Panel, Role, Size, Theme

FLOOR = {Size.STANDARD: 7.3, Size.CARING: 12.0, Size.LARGEST: 16.0}
PANELS = (Panel(), Panel(1920, 1080), Panel(diagonal_inch=27), Panel(diagonal_inch=32))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", list(Size))
def test_no_text_is_smaller_than_its_floor(panel: Panel, size: Size) -> None:
    theme = Theme(panel, size)
    for role in Role:
        assert theme.em(role) * 0.875 * panel.mm_per_px >= FLOOR[size]
        assert lay("国\n国", theme.font(role), 2000).height >= 2 * 1.3 * theme.em(role) - 1
    assert theme.target * panel.mm_per_px >= 20
    assert theme.key * panel.mm_per_px >= 15
    assert theme.gap * panel.mm_per_px >= 5


def test_the_face_of_a_hanzi_is_what_the_theme_says(qapp: object) -> None:
    theme = Theme()
    box = QFontMetricsF(theme.font(Role.BODY)).tightBoundingRect("国")
    assert box.height() * theme.panel.mm_per_px >= 11.9


def luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, two: QColor) -> float:
    """WCAG 2.2, contrast ratio."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [PAPER, CONTRAST])
def test_contrast_is_above_its_floor(palette: object) -> None:
    p = palette
    body = 15 if p is CONTRAST else 10
    assert contrast(p.ink, p.paper) >= body
    assert contrast(p.ink, p.card) >= body
    assert contrast(p.ink, p.chosen) >= (14 if p is CONTRAST else 10)
    assert contrast(p.on_go, p.go) >= (15 if p is CONTRAST else 10)
    assert contrast(p.on_guide, p.guide) >= 10
    assert contrast(p.on_spoken, p.spoken) >= 10
    assert contrast(p.go, p.card) >= 7
    assert contrast(p.go, p.chosen) >= 7
    assert contrast(p.done, p.paper) >= 7


HEIGHTS = st.lists(st.integers(40, 700), max_size=12)


@given(HEIGHTS, st.integers(0, 40), st.integers(-50, 1200), st.integers(0, 400), st.integers(-20, 130))
def test_pages_keep_every_row_and_overfill_only_for_one(
    heights: list[int], gap: int, first: int, more_later: int, more: int
) -> None:
    pages = paginate(heights, gap, first, first + more_later, more)
    assert [i for page in pages for i in page] == list(range(len(heights)))
    several = len(pages) > 1
    for k, page in enumerate(pages):
        room = first if k == 0 else first + more_later
        need = sum(heights[i] for i in page) + gap * max(0, len(page) - 1)
        assert len(page) <= 1 or need <= room - (more + gap if several else 0)


WIDTHS = st.lists(st.tuples(st.integers(80, 400), st.integers(0, 300)), min_size=1, max_size=5)


@given(WIDTHS, st.integers(200, 1500), st.integers(0, 40))
def test_a_shared_row_is_filled_and_breaks_no_word(keys: list[tuple[int, int]], room: int, gap: int) -> None:
    least = [a for a, _ in keys]
    wanted = [a + b for a, b in keys]
    widths = share(wanted, least, room, gap)
    free = room - gap * (len(keys) - 1)
    if widths is None:
        assert sum(least) > free
    else:
        assert sum(widths) == free
        assert all(w >= n for w, n in zip(widths, least, strict=True))
    same = even(wanted, room, gap)
    assert same is None or (max(same) - min(same) < len(same) and min(same) >= max(wanted))
