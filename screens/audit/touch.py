"""Targets: large enough, far enough apart, in reach, not too many, none at the edge."""

from __future__ import annotations

from collections.abc import Iterator

from screens.audit.measure import Measure
from screens.audit.page import Page, Seen
from screens.layout.zones import REACH
from screens.shell.guide_bar import GuideBar
from screens.visit.attract import AttractScreen

TARGET_MM, PAD_MM, GAP_MM, PAD_GAP_MM, EDGE_MM = 20.0, 15.0, 5.0, 2.54, 2.0
MOST = 13
"""Targets of a screen's own: seven things to choose from (more are not compared but searched), two keys
above them, one that turns the page, and at the most three that lead on and back."""


def measure(page: Page) -> Iterator[Measure]:
    """All of it."""
    yield from _sizes(page)
    yield from _gaps(page)
    yield from _reach(page)
    yield from _edges(page)
    own = [s for s in page.touchables if not s.pad and s.widget not in _fixed(page)]
    yield Measure("touchables", len(own), MOST, "", tuple(s.at for s in own))


def _fixed(page: Page) -> list[object]:
    frame = page.frame
    return [frame.guide, frame.guide.cancel_key, *frame.settings_keys.values()]


def _sizes(page: Page) -> Iterator[Measure]:
    for seen in (each for each in page.anew if each.touchable):
        least = min(seen.box.width(), seen.box.height()) * page.mm
        check, floor = ("pad-target", PAD_MM) if seen.pad else ("target", TARGET_MM)
        yield Measure(check, round(least, 2), floor, seen.name, (seen.at,))


def _gaps(page: Page) -> Iterator[Measure]:
    """The nearest neighbour of each target, of those beside or below it."""
    nearest: dict[int, tuple[float, int, Seen, Seen, bool]] = {}
    found = [(s, x, y, x + w - 1, y + h - 1, s.pad) for s in page.touchables for x, y, w, h in (s.at,)]
    for i, (one, left, top, right, bottom, pads) in enumerate(found):
        for two, x, y, across_to, down_to, pads_too in found[i + 1 :]:
            if (x > right or left > across_to) and (y > bottom or top > down_to):  # apart both ways
                continue
            across = max(left, x) - min(right, across_to) - 1
            gap = max(across, max(top, y) - min(bottom, down_to) - 1)
            pad = pads and pads_too and one.widget.parentWidget() is two.widget.parentWidget()
            ratio = gap / (PAD_GAP_MM if pad else GAP_MM)
            if i in nearest and ratio >= nearest[i][0]:
                continue
            if not (one.widget.isAncestorOf(two.widget) or two.widget.isAncestorOf(one.widget)):
                nearest[i] = (ratio, gap, one, two, pad)
    for _, gap, one, two, pad in nearest.values():
        check, floor = ("pad-gap", PAD_GAP_MM) if pad else ("gap", GAP_MM)
        if page.sketched and gap * page.mm >= floor:
            continue
        what = f"{one.name} / {two.name}"
        yield Measure(check, round(gap * page.mm, 2), floor, what, (one.at, two.at))


def _reach(page: Page) -> Iterator[Measure]:
    panel = page.theme.panel
    if panel.landscape:
        return
    sits = page.theme.sitting
    for seen in page.touchables:
        from_top = round(seen.at[1] * 100 / panel.height, 1)
        if sits:
            yield Measure("reach", from_top, REACH, seen.name, (seen.at,))
        if isinstance(page.screen, AttractScreen) and seen.widget is page.screen.sitting_key:
            yield Measure("sitting-key", from_top, REACH, seen.name, (seen.at,))


def _edges(page: Page) -> Iterator[Measure]:
    """The guide bar lies along the edge in plain sight; nothing else may be touched there by accident."""
    across, down = page.frame.width(), page.frame.height()
    for seen in page.touchables:
        x, y, wide, high = seen.at
        least = min(x, y, across - x - wide, down - y - high)
        if page.sketched and least * page.mm >= EDGE_MM:
            continue
        if isinstance(seen.widget, GuideBar):
            continue
        yield Measure("edge", round(least * page.mm, 2), EDGE_MM, seen.name, (seen.at,))
