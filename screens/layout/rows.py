"""Sharing a row among keys, each as wide as its words want."""

from __future__ import annotations

from collections.abc import Sequence


def share(wanted: Sequence[int], least: Sequence[int], room: int, gap: int) -> list[int] | None:
    """Widths in pixels that fill ``room`` with ``gap`` between; None where even ``least`` does not fit.

    wanted: the widths at which the words stand on one line; least: at which no word is broken. What is
    spare is given in even parts; what is missing is taken where the words can wrap.
    """
    free = room - gap * (len(wanted) - 1)
    if sum(least) > free:
        return None
    if sum(wanted) <= free:
        spare, over = divmod(free - sum(wanted), len(wanted))
        return [w + spare + (over if k == len(wanted) - 1 else 0) for k, w in enumerate(wanted)]
    give = [max(0, w - n) for w, n in zip(wanted, least, strict=True)]
    left = free - sum(least)
    widths = [n + left * g // sum(give) for n, g in zip(least, give, strict=True)]
    widths[-1] += free - sum(widths)
    return widths


def even(wanted: Sequence[int], room: int, gap: int) -> list[int] | None:
    """Even widths, or None where one of them would be too narrow."""
    each, over = divmod(room - gap * (len(wanted) - 1), len(wanted))
    if any(w > each for w in wanted):
        return None
    return [each + (over if k == len(wanted) - 1 else 0) for k in range(len(wanted))]
