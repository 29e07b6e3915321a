"""A steady hand for everybody: of all that touches the panel, one finger taps, once.

Qt makes mouse events of the first contact of a touch only, palm or not, and loses the next tap while a
second finger rests on the glass. Here the contacts are looked at first, and the keys get the mouse
events of the one finger that is meant. How far that finger may wander is each key's own business
(:mod:`screens.widgets.press`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from screens.theme import Panel
from screens.widgets.press import LAST_TAP, SPOT_MM, Tap, is_bounce
from screens.widgets.tap import TapButton
from screens.widgets.writing_pad import WritingPad

PALM_MM = 30
"""A contact this wide is a palm or a sleeve: a thumb pressed flat is about 20 mm."""
RESTING = 10
"""A contact on the pad that has not moved a tenth of a palm may be a hand that rests there."""
CROWD = 3
"""So many contacts at once are a hand laid on the glass, and no finger of it taps."""
AWAY = QPointF(-100_000, -100_000)
"""Where a finger is led that no longer counts: off every key."""
TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)
BUTTONS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseButtonRelease,
)


class Motion(Enum):
    """What a contact does, and what the one finger does."""

    DOWN = auto()
    MOVE = auto()
    UP = auto()


@dataclass(frozen=True)
class Contact:
    """One of the things that touch the panel. at, width: in pixels of the window."""

    id: int
    motion: Motion
    at: QPointF
    width: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """One movement of the finger that counts."""

    motion: Motion
    at: QPointF


class Hand:
    """Finds the finger among the contacts.

    palm: a width in pixels. on_key: whether there is a key, or the pad, at a place: a hand that leans on the
    glass beside the keys must not stop the finger of the other one. on_pad: whether one writes there: of a
    hand that rests on the pad and a finger that comes down after it, the finger writes.
    """

    def __init__(
        self,
        palm: Callable[[], float],
        on_key: Callable[[QPointF], bool],
        on_pad: Callable[[QPointF], bool] = lambda _at: False,
    ) -> None:
        self._palm, self._on_key, self._on_pad = palm, on_key, on_pad
        self._rests_at: QPointF | None = None
        self._down: set[int] = set()
        self._finger: int | None = None
        self._laid = False

    def feel(self, contacts: Sequence[Contact]) -> list[Stroke]:
        """What the finger does, as the contacts move on."""
        self._down |= {c.id for c in contacts if c.motion is Motion.DOWN}
        strokes = []
        for contact in sorted(contacts, key=lambda c: c.motion is not Motion.UP):
            strokes += self._one(contact)
        self._down -= {c.id for c in contacts if c.motion is Motion.UP}
        if len(self._down) >= CROWD:
            self._laid = True
            strokes += self._away()
        elif not self._down:
            self._laid = False
        return strokes

    def lift(self) -> list[Stroke]:
        """The system took the touch away: nothing comes of it."""
        self._down.clear()
        self._laid = False
        return self._away()

    def _one(self, contact: Contact) -> list[Stroke]:
        wide = contact.width >= self._palm()
        if contact.id == self._finger and contact.motion is Motion.DOWN:
            return self._away() + self._one(contact)  # that it was lifted never came through
        if contact.id == self._finger:
            if wide:
                return self._away()
            if contact.motion is Motion.UP:
                self._finger = None
            if self._rests_at is not None and _far(contact.at, self._rests_at) > self._palm() / RESTING:
                self._rests_at = None
            return [Stroke(contact.motion, contact.at)]
        rested = self._finger is not None and self._rests_at is not None
        if rested and contact.motion is Motion.DOWN and not wide and self._on_pad(contact.at):
            return self._away() + self._one(contact)
        if contact.motion is not Motion.DOWN or wide or self._laid or self._finger is not None:
            return []
        if self._on_key(contact.at):
            self._finger = contact.id
            self._rests_at = contact.at if self._on_pad(contact.at) else None
            return [Stroke(Motion.DOWN, contact.at)]
        return [Stroke(Motion.DOWN, contact.at), Stroke(Motion.UP, contact.at)]

    def _away(self) -> list[Stroke]:
        if self._finger is None:
            return []
        self._finger = None
        return [Stroke(Motion.MOVE, AWAY), Stroke(Motion.UP, AWAY)]


def _far(one: QPointF, two: QPointF) -> float:
    return max(abs(one.x() - two.x()), abs(one.y() - two.y()))


MOTIONS = {
    QEventPoint.State.Pressed: Motion.DOWN,
    QEventPoint.State.Released: Motion.UP,
}
MOUSE = {
    Motion.DOWN: (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton),
    Motion.MOVE: (QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton),
    Motion.UP: (QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton),
}
"""Kind, button and buttons of the mouse event for each movement of the finger."""


def contact_of(point: QEventPoint) -> Contact:
    """What Qt says of a contact."""
    size = point.ellipseDiameters()
    motion = MOTIONS.get(point.state(), Motion.MOVE)
    return Contact(point.id(), motion, point.scenePosition(), max(size.width(), size.height()))


class Steady(QObject):
    """An event filter, asked before all others, for the resident's window."""

    def __init__(self, window: QWidget, panel: Callable[[], Panel]) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._hand = Hand(lambda: PALM_MM / panel().mm_per_px, self._on_key, self._on_pad)
        self._down, self._now = QPointF(), 0
        self._bouncing = False

    def took_effect(self) -> None:
        """What is touched now, though it is no key, did something: a bounce of it is the same touch."""
        spot = SPOT_MM / self._panel().mm_per_px
        self._window.setProperty(LAST_TAP, Tap(self._now, self._down, self._down, spot))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Touches are taken whole; of presses, the bounces, down and up."""
        kind = event.type()
        if kind in TOUCHES and isinstance(event, QTouchEvent) and isinstance(watched, QWindow):
            if watched == self._window.windowHandle():
                event.accept()  # else Qt makes a mouse of it once more
                self._touch(kind, event)
                return True
            return False
        if kind not in BUTTONS or not isinstance(event, QMouseEvent) or not isinstance(watched, QWidget):
            return False
        if watched.window() is not self._window:
            return False
        return self._lifted(event) if kind is BUTTONS[-1] else self._pressed(event)

    def _pressed(self, event: QMouseEvent) -> bool:
        if event.timestamp() == self._now and event.globalPosition() == self._down:
            return self._bouncing  # left alone by a widget, it goes on to its parents
        self._bouncing = is_bounce(self._window, event)
        self._down, self._now = event.globalPosition(), event.timestamp()
        return self._bouncing

    def _lifted(self, event: QMouseEvent) -> bool:
        tap = self._window.property(LAST_TAP)
        if isinstance(tap, Tap) and tap.at_ms >= self._now:  # it took effect before the finger was lifted
            lifted = replace(tap, at_ms=event.timestamp(), up=event.globalPosition())
            self._window.setProperty(LAST_TAP, lifted)
        self._now = event.timestamp()
        return self._bouncing

    def _on_key(self, at: QPointF) -> bool:
        widget = self._window.childAt(at.toPoint())
        while widget is not None and not isinstance(widget, (TapButton, WritingPad)):
            widget = widget.parentWidget()
        return widget is not None

    def _on_pad(self, at: QPointF) -> bool:
        return isinstance(self._window.childAt(at.toPoint()), WritingPad)

    def _touch(self, kind: QEvent.Type, event: QTouchEvent) -> None:
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchCancel):
            self._play(self._hand.lift(), event)
        if kind is not QEvent.Type.TouchCancel:
            self._play(self._hand.feel([contact_of(p) for p in event.points()]), event)

    def _play(self, strokes: Sequence[Stroke], event: QTouchEvent) -> None:
        handle = self._window.windowHandle()
        for stroke in strokes:
            kind, button, buttons = MOUSE[stroke.motion]
            on_screen = QPointF(handle.mapToGlobal(stroke.at))
            mouse = QMouseEvent(kind, stroke.at, stroke.at, on_screen, button, buttons, event.modifiers())
            mouse.setTimestamp(event.timestamp())
            QApplication.sendEvent(handle, mouse)
