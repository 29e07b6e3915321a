"""The kiosk's window stays in front of everything, on all of the panel; other monitors are black."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QInputDevice, QPainter, QPaintEvent, QScreen, QWindow
from PySide6.QtWidgets import QWidget

AGAIN_MS = 500
"""Something that will not go out of the way is tried against so often, and no more often."""

RAISES = "xcb"
"""Of Qt's platforms the one on which a program may put its windows in order; else the compositor does."""


class Cover(QWidget):
    """All of another monitor, black: no desktop is left to be touched there."""

    def __init__(self, screen: QScreen) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.lie_on(screen)
        self.show()

    def lie_on(self, screen: QScreen) -> None:
        """Cover all of this monitor."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody closes it."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Black."""
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)


class InFront(QObject):
    """Watches ``window``, which is full-screen, from its showing on until :meth:`stop`."""

    def __init__(self, app: QGuiApplication, window: QWidget) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self.covers: dict[QScreen, Cover] = {}
        self._known: set[QScreen] = set()
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._come_back)
        app.focusWindowChanged.connect(self._focus_moved)
        app.screenAdded.connect(self._screens_changed)
        app.screenRemoved.connect(self._screen_gone)
        app.primaryScreenChanged.connect(self._screens_changed)
        window.installEventFilter(self)
        if any(each.type() is QInputDevice.DeviceType.TouchScreen for each in QInputDevice.devices()):
            window.setCursor(Qt.CursorShape.BlankCursor)
        self._screens_changed()

    def stop(self) -> None:
        """Watch no more: the kiosk is being ended."""
        self._again.stop()
        self._window.removeEventFilter(self)
        self._app.focusWindowChanged.disconnect(self._focus_moved)
        self._app.screenAdded.disconnect(self._screens_changed)
        self._app.screenRemoved.disconnect(self._screen_gone)
        self._app.primaryScreenChanged.disconnect(self._screens_changed)
        for cover in self.covers.values():
            cover.hide()
            cover.deleteLater()
        self.covers.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Made small, or put away: it comes back."""
        if watched is self._window and event.type() in (
            QEvent.Type.WindowStateChange,
            QEvent.Type.Hide,
            QEvent.Type.WindowDeactivate,
        ):
            self._again.start()
            QTimer.singleShot(0, self, self._come_back)
        return False

    def _focus_moved(self, focused: QWindow | None) -> None:
        if focused is None or focused is not self._window.windowHandle():
            self._again.start()
            QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        """In front, full-screen, with the keyboard; again until it is so."""
        window = self._window
        whole = window.isFullScreen() and window.isVisible() and not window.isMinimized()
        if whole and window.isActiveWindow():
            self._again.stop()
            return
        if not whole:
            window.showFullScreen()
        if self._app.platformName() == RAISES:
            window.raise_()
        window.activateWindow()

    # --- monitors -----------------------------------------------------------------------------

    def _screen_gone(self, gone: QScreen) -> None:
        self._known.discard(gone)
        cover = self.covers.pop(gone, None)
        if cover is not None:
            cover.hide()
            cover.deleteLater()
        self._screens_changed()

    def _screens_changed(self, _changed: object = None) -> None:
        """The residents' screen is the first one; whatever else there is, is covered."""
        first = self._app.primaryScreen()
        if first is None:  # the cable is out: it is looked at again when it is back
            return
        if self._window.screen() is not first or self._window.geometry() != first.geometry():
            self._window.setScreen(first)
            self._window.setGeometry(first.geometry())
        for screen in self._app.screens():
            if screen not in self._known:
                self._known.add(screen)
                screen.geometryChanged.connect(self._screens_changed)
            if screen is first:
                self._uncover(screen)
            elif screen in self.covers:
                self.covers[screen].lie_on(screen)
            else:
                self.covers[screen] = Cover(screen)
        self._again.start()

    def _uncover(self, screen: QScreen) -> None:
        cover = self.covers.pop(screen, None)
        if cover is not None:
            cover.hide()
            cover.deleteLater()
