"""The studio as a program: one window, one loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kiosk.failure import StoreFailed
from screens.desk.entrance import Entrance
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.studio.parts import StudioParts
from screens.studio.session import StudioSession
from screens.studio.window import StudioWindow


def run(build: Callable[[], StudioParts]) -> int:
    """Show the studio until its window is closed. ``build`` is called once there is a QApplication."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    garbage = GuiGarbage()
    with QEventLoop(app) as loop:
        loop.run_until_complete(serve(build()))
    garbage.stop()
    return 0


async def serve(parts: StudioParts, ready: Callable[[StudioWindow], None] = lambda _window: None) -> None:
    """The studio within a running loop; returns once its window was closed. ready: given the window shown.

    Raises :class:`StoreFailed` where there is nowhere to keep drafts.
    """
    loop = asyncio.get_running_loop()

    def report(error: BaseException) -> None:
        loop.call_exception_handler({"message": "the studio", "exception": error})

    QApplication.setQuitOnLastWindowClosed(False)
    load_fonts(parts.fonts)
    await parts.start()
    session = StudioSession(report)
    entrance = Entrance(parts.roll, session, parts.clock, parts.lock_after_s, report)
    window = StudioWindow(parts, session, entrance)
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.show()
    ready(window)
    try:
        await closed.wait()
    finally:
        try:
            await entrance.leave(closing=True)
        except StoreFailed as failed:
            report(failed)
        await parts.close()
        window.deleteLater()
