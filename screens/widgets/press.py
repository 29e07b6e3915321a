"""One finger on one key: how far it may wander, and when a second touch is still the same tap."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

WANDER_MM = 8
"""A trembling finger may wander this far from where it came down; it is still on the key where it began."""
SECOND_TAP_MS = 300
"""A second tap on the same spot within this time is the same tap (VVSG 7.2)."""
SPOT_MM = 10
"""A tap this near to the last one is on the same spot, whatever key stands there now."""
LAST_TAP = "last_tap"
"""The window's property with the last tap, a :class:`Tap`."""


def _far(one: QPointF, two: QPointF) -> float:
    way = one - two
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)


@dataclass
class Press:
    """A finger that is down on a key.

    began: where, in pixels of the key. wander: how far it may go beyond the key's edge, in pixels.
    since: the event's time in ms. over: nothing comes of it any more, wherever the finger goes.
    """

    began: QPointF
    wander: float
    since: int
    over: bool = False

    def stays(self, at: QPointF, *, inside: bool) -> bool:
        """Whether the finger still means the key. Once it went too far it does not mean it again."""
        if not inside and _far(at, self.began) > self.wander:
            self.over = True
        return not self.over


@dataclass(frozen=True)
class Tap:
    """A tap that took effect: its time by the clock of the events in ms, and where on the screen."""

    at_ms: int
    down: QPointF
    up: QPointF
    spot: float


def is_bounce(window: QWidget, event: QMouseEvent) -> bool:
    """Whether a press belongs to the last tap on ``window``, also where another screen stands by now.

    A bounce lengthens the tap that it belongs to: a hand that trembles touches three times as easily as
    twice. Time is the events' own, so a slow screen between two of them makes no difference.
    """
    tap = window.property(LAST_TAP)
    if not isinstance(tap, Tap):
        return False
    at, now = event.globalPosition(), event.timestamp()
    near = min(_far(at, tap.down), _far(at, tap.up)) <= tap.spot
    if not near or not 0 <= now - tap.at_ms < SECOND_TAP_MS:
        return False
    window.setProperty(LAST_TAP, Tap(now, tap.down, tap.up, tap.spot))
    return True
