"""One lot of a monkey's touches on a kiosk of its own with a real store; prints what came of it as JSON.

    python -m tests.monkey.played SEED TOUCHES

Exit code 1 where something went wrong: it is in ``amiss``, and the same seed finds it again.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import qasync
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.cli import wiring
from kiosk.settings import Settings
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.shell.kiosk import Kiosk
from screens.shell.tasks import Tasks
from screens.theme import Panel
from tests.monkey.monkey import DeadEnd, Monkey, every_way
from tests.shell.memory import HeardVoice, TurnedClock

WARM_UP = 4
"""A quarter of a lot: what is read and laid out once is there after it."""
PANELS = (Panel(), Panel(width=1920, height=1080))
MB = 1024 * 1024


def resident_mb() -> float:
    """What this process holds of the memory, in MB, after giving back what it can."""
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / MB


class Amiss:
    """The first thing that went wrong: its kind and where in the code, never what was entered."""

    def __init__(self) -> None:
        self.first = ""

    def error(self, error: BaseException) -> None:
        """An exception, wherever it came to."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
        self.first = self.first or f"{type(error).__name__} {where}: {error}"

    def message(self, kind: QtMsgType, _context: object, words: str) -> None:
        """What Qt warns of."""
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.first = self.first or f"Qt: {words}"


def settings(folder: Path) -> Settings:
    """Everything is real but the voice, which takes as long as it speaks, and the clock."""
    return Settings(data_dir=folder, printer="file", windowed=True)


async def lot(kiosk: Kiosk, monkey: Monkey, touches: int, amiss: Callable[[], str]) -> dict[str, object]:
    """So many touches, and how the memory grew after the first quarter."""
    opened: asyncio.Future[None] = asyncio.get_event_loop().create_future()
    kiosk.opened.connect(lambda: opened.set_result(None))
    kiosk.start()
    await opened
    told: dict[str, object] = {}
    begun = time.perf_counter()
    try:
        await monkey.play(touches // WARM_UP, amiss)
        await monkey.rest()
        warm = resident_mb()
        await monkey.play(touches - touches // WARM_UP, amiss)
        await monkey.rest()
        told["warm_mb"], told["grown_mb"] = round(warm, 1), round(resident_mb() - warm, 2)
    except DeadEnd as found:
        told["amiss"] = str(found)
    finally:
        await kiosk.close()
    return told | {"seconds": round(time.perf_counter() - begun, 1)}


def main(seed: int, touches: int) -> int:
    """Play it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in [each for each in os.environ if each.startswith("KIOSK_")]:
        del os.environ[name]
    random, amiss, clock = Random(seed), Amiss(), TurnedClock()
    qInstallMessageHandler(amiss.message)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setDoubleClickInterval(0)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    sys.excepthook = lambda _kind, error, _trace: amiss.error(error)
    loop.set_exception_handler(lambda _loop, context: amiss.error(context.get("exception") or RuntimeError()))
    garbage = GuiGarbage()
    with tempfile.TemporaryDirectory() as name, loop:
        voice = HeardVoice()
        parts = replace(
            wiring.kiosk_parts(settings(Path(name))), clock=clock, make_voice=lambda *_heard: voice
        )
        load_fonts(parts.fonts)
        window = QWidget()
        kiosk = Kiosk(parts, window, Tasks(amiss.error))
        panel = PANELS[seed % len(PANELS)]
        window.resize(panel.width, panel.height)
        kiosk.looks.resize(panel.width, panel.height)
        app.installEventFilter(kiosk.touch)
        app.installEventFilter(kiosk.steady)
        window.show()
        ways = every_way(parts.load_releases(), clock.today())
        monkey = Monkey(kiosk, window, clock, clock.today, ways, random)
        try:
            told = loop.run_until_complete(lot(kiosk, monkey, touches, lambda: amiss.first))
        finally:
            sys.excepthook = sys.__excepthook__
            window.hide()
    garbage.stop()
    print(json.dumps({"seed": seed, **vars(monkey.seen), **told}, ensure_ascii=False))
    return 1 if "amiss" in told else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
