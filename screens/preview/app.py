"""Starting a preview: Qt, its event loop under asyncio, the column and the resident's screen beside it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.flow.load import Release
from kiosk.flow.problem import Problem
from kiosk.flow.run import FlowRun
from kiosk.studio.ways import Ways
from kiosk.words import Words
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.preview.column import Column
from screens.preview.windows import Windows
from screens.shell.comfort import Comfort
from screens.shell.parts import KioskParts
from screens.shell.tasks import Tasks


@dataclass(frozen=True)
class Previewed:
    """A service that can be shown. standing: as :func:`kiosk.studio.standing.standing_at` gives it.

    step: where it begins; ``""``, at the home page. make_parts: given what to call when a guide is wanted.
    make_ways: every way through it. all_: walk them at once.
    """

    release: Release
    standing: Mapping[str, FlowRun]
    make_ways: Callable[[], Ways]
    make_parts: Callable[[Callable[[], None]], KioskParts]
    comfort: Comfort
    step: str = ""
    all_: bool = False


def run(
    shown: Previewed | Sequence[Problem],
    words: Words,
    fonts: Path,
    on_error: Callable[[BaseException], None],
    listening: Callable[[], None],
    opened: Callable[[], None],
) -> int:
    """Open the windows; returns when one of them is closed, or at SIGTERM or SIGINT.

    shown: a service, or what is wrong with its file. words: for the staff. listening: called once Qt is up.
    opened: called once the windows show.
    """
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setDoubleClickInterval(0)  # two taps are two taps, as at the kiosk
    listening()
    garbage = GuiGarbage()
    load_fonts(fonts)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    ended: asyncio.Future[None] = loop.create_future()

    def end(*_args: object) -> None:
        if not ended.done():
            ended.set_result(None)

    sys.excepthook = lambda _kind, error, _trace: on_error(error)
    loop.set_exception_handler(
        lambda _loop, context: on_error(context.get("exception") or RuntimeError(context["message"]))
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    heartbeat = QTimer()  # lets Python see signals while Qt waits
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(200)
    windows = None
    if isinstance(shown, Previewed):
        windows = Windows(
            shown.release,
            shown.standing,
            shown.make_ways,
            shown.make_parts,
            shown.comfort,
            words,
            Tasks(on_error),
        )
        windows.closed.connect(end)
        windows.show(app.primaryScreen().availableGeometry(), shown.step, all_=shown.all_)
    else:
        column = Column(words, words.say("preview.title"))
        column.show_problems(shown)
        column.closed.connect(end)
        column.resize(900, 600)
        column.show()
    loop.call_soon(opened)

    async def serve() -> None:
        # In one run of the loop: what is still to begin would else begin between two, where no loop runs.
        await ended
        if windows is not None:
            await windows.close()

    with loop:
        loop.run_until_complete(serve())
    garbage.stop()
    return 0
