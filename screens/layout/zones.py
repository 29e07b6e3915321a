"""Where things stand on a panel: the same zones on every screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from screens.theme import Role, Theme


@dataclass(frozen=True)
class Zones:
    """Rectangles in pixels. words: title and help; touch: choices and entry; the same one where both share."""

    settings: QRect
    words: QRect
    touch: QRect
    nav: QRect
    guide: QRect
    nav_in_column: bool
    shared: bool


def row_height(theme: Theme) -> int:
    """The height of a row of one-line keys."""
    return max(theme.target, round(theme.em(Role.BODY) * 1.3) + theme.px(5))


def nav_height(theme: Theme) -> int:
    """The height of back and forward."""
    return max(theme.px(28), round(theme.em(Role.CHOICE) * 1.3) + theme.px(10))


def guide_height(theme: Theme, sub_lines: int) -> int:
    """The height of the guide bar: a title line and ``sub_lines`` below it."""
    return round(1.3 * (theme.em(Role.CHOICE) + sub_lines * theme.em(Role.BODY))) + theme.px(12)


def zones(theme: Theme, guide_sub_lines: int = 1, *, with_settings: bool = True) -> Zones:
    """The zones of a panel. Sitting: all that can be touched lies in the lower 60 % of a portrait panel."""
    panel, m, g = theme.panel, theme.margin, theme.gap
    w, h = panel.width, panel.height
    row, nav_h, guide_h = (
        row_height(theme),
        nav_height(theme),
        guide_height(theme, guide_sub_lines),
    )
    if not with_settings:
        row = -g
    if panel.landscape:
        column = max(theme.px(110), w * 27 // 100)
        x = w - column
        guide_h = max(guide_height(theme, 3) + theme.em(Role.CHOICE), theme.px(60))
        settings = QRect(m, g, x - 2 * m, row)
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
    guide = QRect(0, h - guide_h, w, guide_h)
    inner = w - 2 * m
    nav = QRect(m, guide.top() - g - nav_h, inner, nav_h)
    if theme.sitting:
        settings = QRect(m, nav.top() - g - row, inner, row)
        limit = h * 40 // 100 + 1
        return Zones(
            settings=settings,
            words=QRect(m, m, inner, limit - m - g),
            touch=QRect(m, limit, inner, settings.top() - g - limit),
            nav=nav,
            guide=guide,
            nav_in_column=False,
            shared=False,
        )
    settings = QRect(m, theme.px(7), inner, row)
    top = settings.bottom() + 1 + g
    content = QRect(m, top, inner, nav.top() - g - top)
    return Zones(settings, content, content, nav, guide, nav_in_column=False, shared=True)
