"""Dividing what does not fit into pages. Nothing scrolls and nothing is ever cut (VVSG 7.1)."""

from __future__ import annotations

from collections.abc import Sequence

MOST_ROWS = 7
"""Things to choose from on a page: more than that is not compared but searched."""


def paginate(
    heights: Sequence[int], gap: int, first: int, rest: int, more: int, most: int | None = None
) -> list[list[int]]:
    """Indices of the items on each page.

    first, rest: the room in pixels on the first and on later pages; more: the height that the row of
    page keys takes away as soon as there is more than one page. A first page without room for the first
    item stays empty where later pages have more, so that the words can stand there alone. An item higher
    than a page stands alone. most: how many at the most stand on a page.
    """
    most = len(heights) if most is None else most
    if len(heights) <= most and sum(heights) + gap * max(0, len(heights) - 1) <= first:
        return [list(range(len(heights)))]
    pages: list[list[int]] = []
    page: list[int] = []
    room, used = first - more - gap, 0
    for index, height in enumerate(heights):
        need = height + (gap if page else 0)
        if (used + need > room or len(page) >= most) and (page or (not pages and rest > first)):
            pages.append(page)
            page, used, room, need = [], 0, rest - more - gap, height
        page.append(index)
        used += need
    pages.append(page)
    return pages
