"""Where things stand on a panel: the same zones on every screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from screens.theme import LINE_HEIGHT, Role, Theme

REACH = 40
"""Sitting, nothing that can be touched lies in this upper part of a portrait panel, in per cent."""


@dataclass(frozen=True)
class Zones:
    """Rectangles in pixels. words: title and help; touch: choices and entry; shared: both are the same."""

    settings: QRect
    words: QRect
    touch: QRect
    nav: QRect
    guide: QRect
    nav_in_column: bool
    shared: bool


def row_height(theme: Theme) -> int:
    """The height of a row of one-line keys."""
    return max(theme.target, round(theme.em(Role.BODY) * LINE_HEIGHT) + theme.px(5))


def nav_height(theme: Theme) -> int:
    """The height of back and forward."""
    return max(theme.px(28), round(theme.em(Role.CHOICE) * LINE_HEIGHT) + theme.px(10))


def guide_height(theme: Theme, sub_lines: int) -> int:
    """The height of the guide bar: a title line and ``sub_lines`` below it."""
    return round(LINE_HEIGHT * (theme.em(Role.CHOICE) + sub_lines * theme.em(Role.BODY))) + theme.px(12)


def column_width(theme: Theme) -> int:
    """The width of the column on the right of a landscape panel."""
    return max(theme.px(110), theme.panel.width * 27 // 100)


def zones(
    theme: Theme,
    *,
    guide: int | None = None,
    nav: int | None = None,
    settings_rows: int = 1,
    with_settings: bool = True,
) -> Zones:
    """The zones of a panel.

    guide, nav: the heights in pixels of the guide bar and of the navigation row, where they are known.
    Sitting: all that can be touched lies in the lower 60 % of a portrait panel.
    """
    panel, m, g = theme.panel, theme.margin, theme.gap
    w, h = panel.width, panel.height
    rows = settings_rows * (row_height(theme) + g) - g if with_settings else -g
    guide_h = guide if guide is not None else guide_height(theme, 3 if panel.landscape else 1)
    if panel.landscape:
        column = column_width(theme)
        x = w - column
        settings = QRect(m, g, x - 2 * m, rows)
        top = settings.bottom() + 1 + g
        half = (x - 2 * m) * 45 // 100
        return Zones(
            settings=settings,
            words=QRect(m, top, half - m, h - top - g),
            touch=QRect(m + half, top, x - 2 * m - half, h - top - g),
            nav=QRect(x, g, column - m, h - guide_h - 2 * g),
            guide=QRect(x, h - guide_h, column, guide_h),
            nav_in_column=True,
            shared=False,
        )
    nav_h = nav if nav is not None else nav_height(theme)
    bar = QRect(0, h - guide_h, w, guide_h)
    inner = w - 2 * m
    nav_row = QRect(m, bar.top() - g - nav_h, inner, nav_h)
    if theme.sitting:
        settings = QRect(m, nav_row.top() - g - rows, inner, rows)
        limit = h * REACH // 100 + 1
        return Zones(
            settings=settings,
            words=QRect(m, m, inner, limit - m - g),
            touch=QRect(m, limit, inner, settings.top() - g - limit),
            nav=nav_row,
            guide=bar,
            nav_in_column=False,
            shared=False,
        )
    settings = QRect(m, theme.px(7), inner, rows)
    top = settings.bottom() + 1 + g
    content = QRect(m, top, inner, nav_row.top() - g - top)
    return Zones(settings, content, content, nav_row, bar, nav_in_column=False, shared=True)
