"""The board as a program: one window, one loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from qasync import QEventLoop

from kiosk.clock import HALL_ZONE
from kiosk.failure import StoreFailed
from kiosk.locales import FIRST
from screens.board.calling import Calling
from screens.board.page import BoardPage
from screens.board.parts import BoardParts
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage

LOOK_S = 1.0
"""The board is looked at so often."""
TITLE = "Hall board"


class BoardWindow(QWidget):
    """Covers the television; Escape closes it. closed: it is gone."""

    closed = Signal()

    def __init__(self, page: BoardPage, *, windowed: bool) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        if windowed:
            self.resize(1280, 720)
        else:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            # Where nothing but this runs, nobody else gives a full-screen window its size.
            self.setGeometry(self.screen().geometry())
            self.setCursor(Qt.CursorShape.BlankCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever has a keyboard may end it: nobody can do anything here but look."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone."""
        event.accept()
        self.closed.emit()


def run(build: Callable[[], BoardParts]) -> int:
    """Show the board until its window is closed. ``build`` is called once there is a QApplication.

    Returns the exit code. An error that is no trouble of the store goes to the loop's exception handler.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    garbage = GuiGarbage()
    with QEventLoop(app) as loop:
        loop.run_until_complete(serve(build()))
    garbage.stop()
    return 0


async def serve(
    parts: BoardParts,
    ready: Callable[[BoardWindow, BoardPage], None] = lambda _window, _page: None,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """The board within a running loop; returns once its window was closed. ready: given what is shown."""
    loop = asyncio.get_running_loop()

    def report(error: BaseException) -> None:
        loop.call_exception_handler({"message": "the board", "exception": error})

    QApplication.setQuitOnLastWindowClosed(False)
    load_fonts(parts.fonts)
    page = BoardPage(
        parts.words, parts.station.in_(FIRST), lambda: f"{parts.clock.now().astimezone(HALL_ZONE):%H:%M}"
    )
    window = BoardWindow(page, windowed=parts.windowed)
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    if parts.windowed:
        window.show()
    else:
        window.showFullScreen()
    voice = None if parts.make_voice is None else parts.make_voice()
    watching = loop.create_task(_watch(parts, page, Calling(parts.words, voice), report, wait))
    closing = loop.create_task(closed.wait())
    ready(window, page)
    try:
        await asyncio.wait([closing, watching], return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            await watching
    finally:
        for task in (watching, closing):
            task.cancel()
        await asyncio.wait([watching, closing])
        if voice is not None:
            await voice.close()
        await parts.close()
        window.deleteLater()


async def _watch(
    parts: BoardParts,
    page: BoardPage,
    calling: Calling,
    report: Callable[[BaseException], None],
    wait: Callable[[float], Awaitable[None]],
) -> None:
    """For ever. Trouble stands on the page, and is told of once for each kind of it."""
    started, told = False, ""
    while True:
        try:
            if not started:
                await parts.start()
                started = True
            board = await parts.board.board()
        except StoreFailed as failed:
            page.show_away()
            if failed.trouble != told:
                told = failed.trouble
                report(failed)
        else:
            told = ""
            page.show_board(board)
            calling.look(board)
        calling.tick()
        await wait(LOOK_S)
