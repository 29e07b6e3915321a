"""The picture of the screen as it may leave the kiosk: made from what a guide may see, all else left black.

Nothing is painted over: what may not be seen is never drawn into the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QFocusFrame, QWidget

from screens.screen import Screen
from screens.shell.frame import Frame
from screens.widgets.guide_sees import GUIDE_MAY_SEE, SIGNS
from screens.widgets.key import Key
from screens.widgets.label import Label

WIDTH, HEIGHT = 540, 960
"""The picture fits into so many pixels, or into the same lying."""


def picture(frame: Frame) -> QImage:
    """What a guide may see of ``frame``, made smaller to :data:`WIDTH` and :data:`HEIGHT`."""
    screen = frame.screen_shown
    size = frame.size()
    room = QRect(0, 0, WIDTH, HEIGHT) if size.height() >= size.width() else QRect(0, 0, HEIGHT, WIDTH)
    small = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    made = QImage(small, QImage.Format.Format_RGB32)
    made.fill(frame.ui.theme.palette.paper)
    if screen is None:
        return made
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(small.width() / size.width(), small.height() / size.height())
    seen: list[QWidget] = []
    for widget in _leaves(frame):
        if _may_be_seen(widget, screen):
            seen.append(widget)
        else:
            painter.fillRect(QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size()), Qt.GlobalColor.black)
    for widget in seen:
        _draw(painter, widget, frame)
    painter.end()
    return made


def as_png(image: QImage) -> bytes:
    """The picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise RuntimeError("Qt cannot write PNG")
    return bytes(data.data())


def _leaves(widget: QWidget) -> Iterator[QWidget]:
    """All that shows, without what only holds other things that a guide may see."""
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isHidden() or isinstance(child, QFocusFrame):
            continue
        if not child.property(GUIDE_MAY_SEE) and _holds_something_seen(child):
            yield from _leaves(child)
        else:
            yield child
            if child.property(GUIDE_MAY_SEE):
                yield from _leaves(child)


def _holds_something_seen(widget: QWidget) -> bool:
    return any(w.property(GUIDE_MAY_SEE) and w.isVisible() for w in widget.findChildren(QWidget))


def _may_be_seen(widget: QWidget, screen: Screen) -> bool:
    if not widget.property(GUIDE_MAY_SEE):
        return False
    if widget.property(GUIDE_MAY_SEE) == SIGNS:
        return True
    if isinstance(widget, Key) and not widget.words_fixed:
        return False
    if isinstance(widget, (Key, Label)):
        text = widget.text() if isinstance(widget, Key) else widget.text
        words = (text, widget.sub) if isinstance(widget, Key) else (text,)
        return all(not each or screen.is_own(each) for each in words)
    return True


def _draw(painter: QPainter, widget: QWidget, frame: Frame) -> None:
    """Without its children, and as if nobody chose, touched or heard it: digits could be read off so."""
    if isinstance(widget, Key):
        widget.neutral = True
    try:
        widget.render(painter, widget.mapTo(frame, QPoint(0, 0)), QRegion(), QWidget.RenderFlag(0))
    finally:
        if isinstance(widget, Key):
            widget.neutral = False
