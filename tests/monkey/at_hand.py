"""A kiosk in this process with everything real but the voice, for hands that touch it from inside."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import qasync
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.cli import wiring
from kiosk.clock import Clock
from kiosk.settings import Settings
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.shell.kiosk import Kiosk
from screens.shell.parts import KioskParts
from screens.shell.tasks import Tasks
from screens.theme import Panel
from tests.shell.memory import HeardVoice

Scene = TypeVar("Scene")


class Amiss:
    """The first thing that went wrong: its kind and where in the code. expected: what may be."""

    def __init__(self, expected: type[BaseException] | tuple[type[BaseException], ...] = ()) -> None:
        self.first, self._expected = "", expected

    def error(self, error: BaseException) -> None:
        """An exception, wherever it came to."""
        if isinstance(error, self._expected):
            return
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
        self.first = self.first or f"{type(error).__name__} {where}: {error}"

    def message(self, kind: QtMsgType, _context: object, words: str) -> None:
        """What Qt warns of."""
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.first = self.first or f"Qt: {words}"


class _Quiet(HeardVoice):
    """Keeps nothing of what it was given to say."""

    def say(self, sentences: object, *, first: bool = False) -> None:
        """Nothing."""


def at_hand(
    folder: Path,
    panel: Panel,
    amiss: Amiss,
    scene: Callable[[Kiosk, QWidget, KioskParts], Awaitable[Scene]],
    clock: Clock | None = None,
) -> Scene:
    """Open it on a data folder, offscreen, play a scene once it is open, and close it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in [each for each in os.environ if each.startswith("KIOSK_")]:
        del os.environ[name]
    qInstallMessageHandler(amiss.message)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setDoubleClickInterval(0)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    sys.excepthook = lambda _kind, error, _trace: amiss.error(error)
    loop.set_exception_handler(lambda _loop, context: amiss.error(context.get("exception") or RuntimeError()))
    garbage, voice, window = GuiGarbage(), _Quiet(), QWidget()
    parts = wiring.kiosk_parts(Settings(data_dir=folder, printer="file", windowed=True, appointments=True))
    parts = replace(parts, clock=clock or parts.clock, make_voice=lambda *_heard: voice)
    load_fonts(parts.fonts)
    kiosk = Kiosk(parts, window, Tasks(amiss.error))
    window.resize(panel.width, panel.height)
    kiosk.looks.resize(panel.width, panel.height)
    app.installEventFilter(kiosk.touch)
    app.installEventFilter(kiosk.steady)
    window.show()

    async def played() -> Scene:
        opened: asyncio.Future[None] = loop.create_future()
        kiosk.opened.connect(lambda: opened.set_result(None))
        kiosk.start()
        await opened
        try:
            return await scene(kiosk, window, parts)
        finally:
            await kiosk.close()

    try:
        with loop:
            return loop.run_until_complete(played())
    finally:
        sys.excepthook = sys.__excepthook__
        window.hide()
        garbage.stop()
