"""Starting the kiosk's window: Qt, its event loop under asyncio, and the kiosk inside."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable

import qasync
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.shell.calm import Calm
from screens.shell.heart import Alive, Heart
from screens.shell.in_front import InFront
from screens.shell.kiosk import Kiosk
from screens.shell.parts import KioskParts
from screens.shell.qt_words import Note, take_down
from screens.shell.tasks import Tasks

TITLE = "Caring kiosk"
"""The window's title; it never bears anything of a resident."""


class KioskWindow(QWidget):
    """Covers the panel. Full-screen, it cannot be closed by a resident's keys."""

    def __init__(
        self, *, windowed: bool, on_resize: Callable[[int, int], None], on_close: Callable[[], None]
    ) -> None:
        super().__init__()
        self._windowed, self._on_resize, self._on_close = windowed, on_resize, on_close
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        if not windowed:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel's size in pixels decides what a millimetre is."""
        super().resizeEvent(event)
        self._on_resize(event.size().width(), event.size().height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only a window on a desk can be closed."""
        if self._windowed:
            event.accept()
            self._on_close()
        else:
            event.ignore()


def beside_a_desk(screen: QSize) -> QSize:
    """The largest landscape panel that a desk's monitor has room for, its frame included."""
    room = screen * 0.94
    return QSize(16, 9).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def run(
    parts: KioskParts,
    on_error: Callable[[BaseException], None],
    listening: Callable[[], None] | None = None,
    alive: Alive | None = None,
    on_words: Note | None = None,
) -> int:
    """Open the kiosk; returns the exit code when it is ended (SIGTERM, SIGINT, its window closed, or staff).

    listening: called once Qt's platform is up and before its loop runs (a viewer's socket is open then).
    alive: whoever starts the kiosk anew where it does not move. on_words: told what Qt has to say.
    """
    app = QApplication(sys.argv[:1])
    if on_words is not None:
        take_down(on_words)
    app.setApplicationName(TITLE)
    app.setQuitOnLastWindowClosed(False)
    app.setDoubleClickInterval(0)  # two taps are two taps, or one with its bounce
    if listening is not None:
        listening()
    garbage = GuiGarbage()
    load_fonts(parts.fonts)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    ended: asyncio.Future[None] = loop.create_future()

    def end(*_args: object) -> None:
        if not ended.done():
            ended.set_result(None)

    kiosk: list[Kiosk] = []

    def crashed(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        kiosk[0].lasting.mending.broke(error) if kiosk else on_error(error)

    sys.excepthook = crashed
    loop.set_exception_handler(
        lambda _loop, context: on_error(context.get("exception") or RuntimeError(context["message"]))
    )
    tasks = Tasks(on_error)
    in_front: list[InFront] = []
    leaving: list[int] = []
    window = KioskWindow(
        windowed=parts.windowed,
        on_resize=lambda w, h: kiosk[0].looks.resize(w, h) if kiosk else None,
        on_close=end,
    )
    kiosk.append(Kiosk(parts, window, tasks))
    app.installEventFilter(kiosk[0].touch)
    app.installEventFilter(kiosk[0].steady)  # the last is asked first
    app.installEventFilter(kiosk[0].staff.corners)
    app.installEventFilter(Calm(window, parts.clock))
    kiosk[0].staff.leaving.connect(leaving.append)
    kiosk[0].staff.leaving.connect(end)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    heart = Heart(window, alive)
    heart.alone.connect(end)
    if kiosk[0].resuming is not None:
        kiosk[0].resuming.over.connect(end)
        window.resize(beside_a_desk(app.primaryScreen().availableSize()))
        kiosk[0].start()
        window.show()
    elif parts.windowed:
        window.resize(parts.panel.width, parts.panel.height)
        kiosk[0].start()
        window.show()
    else:
        screen = app.primaryScreen().geometry()
        window.setGeometry(screen)
        kiosk[0].looks.resize(screen.width(), screen.height())
        kiosk[0].start()
        window.showFullScreen()
        in_front.append(InFront(app, window))

    async def serve() -> None:
        # In one run of the loop: what is still to begin would else begin between two, where no loop runs.
        await ended
        for each in in_front:
            each.stop()
        window.hide()
        if alive is not None:
            alive.ends(leaving[-1] if leaving else 0)
        await kiosk[0].close()

    with loop:
        loop.run_until_complete(serve())
    garbage.stop()
    return leaving[-1] if leaving else 0
