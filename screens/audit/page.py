"""A page as it stands on the panel: every widget seen, what it draws, and the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from screens.audit.drawing import Drawn, Inks, Recorder
from screens.audit.measure import Box
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.shell.guide_bar import GuideBar
from screens.steps.reading import ReviewLine
from screens.theme import Theme
from screens.widgets.field import Field
from screens.widgets.key import Key, PadKey
from screens.widgets.label import Card, Label, Picture, Progress

Pixels = NDArray[np.uint32]
PLAIN = (str, int, float, tuple, Enum)
"""What a widget's drawing may depend on; the other things it knows are theme, icons and a finger."""
Edges = tuple[float, float, float, float]
"""x, y, width, height in pixels of the panel, as drawn."""
KNOWN = (Key, Label, Progress, Picture, Card, ReviewLine)
"""Whose drawing depends on what they know themselves alone."""
NEAR = 14
"""Strokes no farther apart than this many pixels are one pictogram."""


class Drawing:
    """What a widget draws, where it stands at x, y; and what is said of that wherever it stands.

    kept: whether what looks the same is known by it.
    """

    def __init__(self, widget: QWidget, at: QPoint, drawn: Drawn, *, kept: bool = False) -> None:
        self.x, self.y, self.drawn, self.kept = at.x(), at.y(), drawn, kept
        self.words = words_of(widget)
        self.is_button = isinstance(widget, QAbstractButton)
        self.strokes = _strokes(QRect(at, widget.size()), drawn)
        self.text_edges = [_edges(text.ink) for text in drawn.texts]
        self.stroke_edges = [_edges(box) for box in self.strokes]


DrawnBefore = dict[object, Drawing]
"""What a widget drew, by all on which its drawing depends but the theme."""
Glanced = tuple[QWidget, QPoint, object, Drawing | None]
"""A widget, where it stands, on what its drawing depends (None where that is not known), and that."""


class Seen:
    """A widget that draws something or can be touched. box: on the panel; at: the same, for a measure."""

    def __init__(self, widget: QWidget, box: QRect, drawing: Drawing) -> None:
        self.widget, self.box, self.drawing = widget, box, drawing
        self.at: Box = (box.x(), box.y(), box.width(), box.height())
        self.words = drawing.words
        """See :func:`words_of`."""

    @cached_property
    def name(self) -> str:
        """To find it again: its class, and the words on it where they are the product's own."""
        words = self.words
        own = words if words is not None and isinstance(self.widget, QAbstractButton) else ""
        return f"{type(self.widget).__name__} {own}".strip()[:60]

    @property
    def _moved(self) -> tuple[int, int]:
        """How far it stands from where it was drawn."""
        return self.at[0] - self.drawing.x, self.at[1] - self.drawing.y

    @cached_property
    def drawn(self) -> Drawn:
        """What it draws here."""
        return self.drawing.drawn.moved(QPoint(*self._moved))

    @property
    def text_edges(self) -> list[Edges]:
        """What its words cover."""
        x, y = self._moved
        return [(a + x, b + y, c, d) for a, b, c, d in self.drawing.text_edges]

    @property
    def stroke_edges(self) -> list[Edges]:
        """What its strokes cover: see :attr:`strokes`."""
        x, y = self._moved
        return [(a + x, b + y, c, d) for a, b, c, d in self.drawing.stroke_edges]

    @cached_property
    def touchable(self) -> bool:
        """Whether a finger does something here."""
        w = self.widget
        if not self.drawing.is_button or not w.isEnabled():
            return False
        if isinstance(w, GuideBar) and not w.cancel_key.isHidden():
            return False
        return not w.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def pad(self) -> bool:
        """Whether it is a key of a keypad, or a candidate."""
        return isinstance(self.widget, PadKey)

    @cached_property
    def signs(self) -> tuple[QRectF, ...]:
        """Pictograms and marks: near strokes taken together."""
        boxes: list[QRectF] = []
        for box in self.strokes:
            boxes = _join(boxes, box)
        return tuple(boxes)

    @cached_property
    def strokes(self) -> tuple[QRectF, ...]:
        """What is drawn well inside, besides words."""
        x, y = self._moved
        return tuple(box.translated(x, y) for box in self.drawing.strokes)

    @cached_property
    def outline(self) -> bool:
        """Whether an edge is drawn round it."""
        return any(
            s.pen > 0 and s.box.width() > self.box.width() - 40 and s.box.height() > self.box.height() - 40
            for s in self.drawn.shapes
        )


def _strokes(at: QRect, drawn: Drawn) -> tuple[QRectF, ...]:
    inner = QRectF(at).adjusted(8, 8, -8, -8)
    boxes: list[QRectF] = []
    for shape in drawn.shapes:
        half = shape.pen / 2
        box = shape.box.adjusted(-half, -half, half, half)
        if box.width() >= inner.width() or (box.height() >= inner.height() and box.width() > 12):
            continue
        if shape.pen == 0 and any(box.contains(t.ink.center()) for t in drawn.texts):
            continue  # the mark of a sentence being spoken
        boxes.append(box)
    return tuple(boxes)


def _edges(box: QRectF) -> Edges:
    return box.x(), box.y(), box.width(), box.height()


def _join(boxes: list[QRectF], more: QRectF) -> list[QRectF]:
    """Take together what is near: the strokes of one pictogram."""
    joined, apart = QRectF(more), []
    for box in boxes:
        if box.intersects(joined.adjusted(-NEAR, -NEAR, NEAR, NEAR)):
            joined = joined.united(box)
        else:
            apart.append(box)
    return _join(apart, joined) if len(apart) < len(boxes) else [*boxes, joined]


def box_of(rect: QRect | QRectF) -> Box:
    """For a measure."""
    return round(rect.x()), round(rect.y()), round(rect.width()), round(rect.height())


def words_of(widget: QWidget) -> str | None:
    """All words that a widget itself is meant to show; None where it does not say, or hides them on wish."""
    if isinstance(widget, (Card, Field)):
        return None
    text = getattr(widget, "text", None)
    text = text() if callable(text) else text
    if not isinstance(text, str):
        return None
    return f"{text}{getattr(widget, 'sub', '') or ''}"


def bare(text: str) -> str:
    """Letters, digits and Hanzi alone, for comparing words however they are set."""
    return "".join(c for c in text.casefold() if c.isalnum())


@dataclass
class Page:
    """One page of a screen in its frame. pixels: rows of 0xffRRGGBB.

    anew: what was not drawn alike on a page of the same locale, panel and size before: how its own words and
    its own size are to be need not be measured again. held: what was, but stands in another thing, which may
    cut it off. noted: under what it was noted as drawn by then.
    """

    frame: Frame
    screen: Screen
    theme: Theme
    seen: tuple[Seen, ...]
    pixels: Pixels
    image: QImage
    inks: Inks = field(repr=False)
    anew: tuple[Seen, ...]
    held: tuple[Seen, ...] = ()
    noted: tuple[object, ...] = ()

    @property
    def sketched(self) -> bool:
        """Whether only failures are asked for: of what is well in its place nothing need be told."""
        return self.pixels.size == 0

    @property
    def mm(self) -> float:
        """Millimetres a pixel."""
        return self.theme.panel.mm_per_px

    @cached_property
    def touchables(self) -> tuple[Seen, ...]:
        """What a finger can do here."""
        return tuple(s for s in self.seen if s.touchable)

    def within(self, seen: Seen) -> bool:
        """Whether it belongs to the screen, not to the frame round it."""
        return self.screen.isAncestorOf(seen.widget)

    def of_kind(self, kind: type[QWidget]) -> Iterator[Seen]:
        """Those of a class."""
        return (s for s in self.seen if isinstance(s.widget, kind))

    @cached_property
    def places(self) -> tuple[tuple[str, Box], ...]:
        """Where everything stands."""
        return tuple((type(s.widget).__name__, box_of(s.box)) for s in self.seen)


class Studio:
    """Takes pages: what is drawn, and the pixels. One image is used for every page of a panel."""

    def __init__(self) -> None:
        self.inks = Inks()
        self._images: dict[tuple[int, int], QImage] = {}

    def shoot(self, frame: Frame) -> tuple[QImage, Pixels]:
        """The frame in pixels."""
        size = (frame.width(), frame.height())
        image = self._images.get(size)
        if image is None:
            image = self._images[size] = QImage(*size, QImage.Format.Format_RGB32)
        frame.render(image, QPoint(0, 0))
        return image, pixels_of(image)

    def glance(self, frame: Frame, drawn: DrawnBefore) -> list[Glanced]:
        """What is there, where, and what of it was drawn before: see :meth:`sketch`."""
        found = []
        origin = QPoint(0, 0)
        for widget in every_widget(frame):
            same = _looks(widget)
            before = drawn.get(same) if same is not None else None
            found.append((widget, widget.mapTo(frame, origin), same, before))
        return found

    def sketch(self, frame: Frame, drawn: DrawnBefore, glanced: Sequence[Glanced] | None = None) -> Page:
        """The page that the frame shows now, without its pixels: for what is measured of words and places.

        drawn: what was drawn on other pages of the same locale, panel and size; added to. glanced: what
        :meth:`glance` says, where it was asked.
        """
        screen = _shown(frame)
        recorder = Recorder(frame.width(), frame.height(), self.inks)
        seen, anew, held = [], [], []
        noted: list[object] = []
        for widget, at, same, before in glanced if glanced is not None else self.glance(frame, drawn):
            drawing = before or (drawn.get(same) if same is not None else None)
            if drawing is None:
                drawing = Drawing(widget, at, recorder.drawn(widget, at), kept=same is not None)
                if same is not None:
                    drawn[same] = drawing
                    noted.append(same)
                anew.append(Seen(widget, QRect(at, widget.size()), drawing))
                seen.append(anew[-1])
            else:
                seen.append(Seen(widget, QRect(at, widget.size()), drawing))
                if widget.parentWidget() not in (frame, screen):
                    held.append(seen[-1])
        nothing = np.zeros((0, 0), np.uint32)
        found, theme = tuple(seen), frame.ui.theme
        return Page(
            frame, screen, theme, found, nothing, QImage(), self.inks, tuple(anew), tuple(held), tuple(noted)
        )

    def page(self, frame: Frame, known: Page | None = None) -> Page:
        """The page that the frame shows now. known: the same page in the other theme, placed alike."""
        screen = _shown(frame)
        image, pixels = self.shoot(frame)
        recorder = Recorder(frame.width(), frame.height(), self.inks)
        notes = iter(known.seen) if known is not None else None
        seen = []
        for widget in every_widget(frame):
            at = widget.mapTo(frame, QPoint(0, 0))
            box = QRect(at, widget.size())
            drawn = next(notes).drawn if notes is not None else recorder.drawn(widget, at)
            seen.append(Seen(widget, box, Drawing(widget, at, drawn)))
        found = tuple(seen)
        return Page(frame, screen, frame.ui.theme, found, pixels, image, self.inks, found)

    def widgets(self, frame: Frame) -> tuple[tuple[str, Box], ...]:
        """Where everything stands, without drawing it."""
        return tuple(
            (type(w).__name__, box_of(QRect(w.mapTo(frame, QPoint(0, 0)), w.size())))
            for w in every_widget(frame)
        )


def _shown(frame: Frame) -> Screen:
    assert frame.screen_shown is not None, "the frame shows no screen"
    return frame.screen_shown


class _Plain(dict[type, bool]):
    """By each type whether it is one of :data:`PLAIN`."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, PLAIN)
        return self[kind]


_plain = _Plain()


def _looks(widget: QWidget) -> object:
    """Words and keys of which this is the same draw the same; None for what is drawn anew.

    All that such a widget knows of itself goes in, so that nothing on which its drawing depends is forgotten.
    """
    if not isinstance(widget, KNOWN):
        return None
    states: tuple[bool | str, ...] = ()
    if isinstance(widget, Key):
        parts = [child.isHidden() for child in widget.children() if isinstance(child, QWidget)]
        states = (
            widget.text(),
            widget.isEnabled(),
            widget.isChecked(),
            widget.isDown(),
            widget.hasFocus(),
            *parts,
        )
    own = tuple([each for each in vars(widget).items() if _plain[type(each[1])]])
    colour = vars(widget).get("_colour")
    drawn_in = colour.rgba() if isinstance(colour, QColor) else None
    return type(widget), widget.width(), widget.height(), states, drawn_in, own


def every_widget(frame: Frame) -> list[QWidget]:
    """All visible widgets but the frame, the screen, and those that only hold others."""
    screen = frame.screen_shown
    found = []
    for widget in frame.findChildren(QWidget):
        if widget.isVisible() and widget is not screen and draws(widget):
            found.append(widget)
    return found


def draws(widget: QWidget) -> bool:
    """Whether it has something of its own to show: a touchable one, or a class that paints."""
    kind = type(widget)
    if kind not in _draws:
        _draws[kind] = issubclass(kind, QAbstractButton) or kind.paintEvent is not QWidget.paintEvent
    return _draws[kind]


_draws: dict[type, bool] = {}


def pixels_of(image: QImage) -> Pixels:
    """The image's memory as rows of 0xffRRGGBB; valid as long as the image is."""
    array: Pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return array.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()]
