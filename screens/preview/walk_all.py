"""Walking every way through a service without a display."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from kiosk.studio.ways import Ways
from screens.fonts import load_fonts
from screens.preview.app import Previewed
from screens.preview.walker import Shown, Walked, Walker
from screens.shell.app import KioskWindow
from screens.shell.kiosk import Kiosk
from screens.shell.tasks import Tasks
from screens.tour.pictures import without_display


def walk_all(
    shown: Previewed, ways: Ways, fonts: Path, on_error: Callable[[BaseException], None]
) -> tuple[list[Shown], list[Walked]]:
    """All pictures, in the panel's own pixels, and how each way went."""
    without_display()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    load_fonts(fonts)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(
        lambda _loop, context: on_error(context.get("exception") or RuntimeError(context["message"]))
    )
    parts = shown.make_parts(lambda: None)
    window = KioskWindow(windowed=True, on_resize=lambda _w, _h: None, on_close=lambda: None)
    window.resize(parts.panel.width, parts.panel.height)
    kiosk = Kiosk(parts, window, Tasks(on_error))
    walker = Walker(kiosk, shown.release)
    pictures: list[Shown] = []
    walked: list[Walked] = []
    walker.shown.connect(lambda one: pictures.append(one))
    walker.walked.connect(lambda one: walked.append(one))

    async def walk() -> None:
        opened = asyncio.Event()
        kiosk.opened.connect(opened.set)
        kiosk.start()
        kiosk.looks.begin_with(shown.comfort)
        window.show()
        await opened.wait()
        try:
            await walker.walk(ways.ways)
        finally:
            window.hide()
            await kiosk.close()

    with loop:
        loop.run_until_complete(walk())
    return pictures, walked
