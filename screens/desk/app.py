"""The desk as a program: one window, one loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kiosk.failure import StoreFailed
from kiosk.practice.hall import PracticeHall
from screens.desk.entrance import Entrance
from screens.desk.parts import DeskParts
from screens.desk.session import POLL_S, DeskSession
from screens.desk.visits import Visits
from screens.desk.visits_page import VisitsPage
from screens.desk.window import DeskWindow
from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.icons import Icons

RETRY_S = 1.0
"""A store that cannot serve is tried again this often; meanwhile the desk says so."""


def run(build: Callable[[], DeskParts]) -> int:
    """Show the desk until its window is closed. ``build`` is called once there is a QApplication.

    Returns the exit code. An error that is no trouble of the queue goes to the loop's exception handler.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    garbage = GuiGarbage()
    with QEventLoop(app) as loop:
        parts = build()
        loop.run_until_complete(serve(parts, wait=parts.wait))
    garbage.stop()
    return 0


async def serve(
    parts: DeskParts,
    ready: Callable[[DeskWindow], None] = lambda _window: None,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """The desk within a running loop; returns once its window was closed. ready: given the window shown."""
    loop = asyncio.get_running_loop()

    def report(error: BaseException) -> None:
        loop.call_exception_handler({"message": "the desk", "exception": error})

    # Closing the window ends the work in order; Qt's own quitting would end the loop under it.
    QApplication.setQuitOnLastWindowClosed(False)
    load_fonts(parts.fonts)
    session = DeskSession(parts.queue, parts.clock, report, limits=parts.limits)
    entrance = Entrance(parts.roll, session, parts.clock, parts.lock_after_s, report)
    icons, hall = Icons(parts.icons), parts.practice
    visits = None if parts.at_window is None else Visits(parts.at_window, session, parts.clock)
    pages = list(parts.pages)
    if visits is not None:
        pages.append(partial(VisitsPage, visits, parts.titles))
    window = DeskWindow(
        parts.words,
        session,
        entrance,
        parts.clock,
        parts.titles,
        parts.chime,
        icons,
        practice=hall,
        pages=pages,
        seeing=parts.seeing,
        visits=visits,
        board=parts.board,
        roster=parts.roster,
        difficult=parts.difficult,
    )
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.show()
    watching = loop.create_task(_watch(parts, session, report, wait))
    closing = loop.create_task(closed.wait())
    practising = loop.create_task(_practise(hall, session, report, wait))
    ready(window)
    try:
        await asyncio.wait([closing, watching], return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            await watching
    finally:
        for task in (watching, closing, practising):
            task.cancel()
        await asyncio.wait([watching, closing, practising])
        if visits is not None:
            await visits.close()
        await entrance.leave(closing=True)
        await parts.close()
        window.deleteLater()


async def _practise(
    hall: PracticeHall | None,
    session: DeskSession,
    report: Callable[[BaseException], None],
    wait: Callable[[float], Awaitable[None]],
) -> None:
    """Let residents come, once there is an officer to call. A store that cannot serve is told once."""
    told = ""
    while hall is not None and not hall.over:
        if session.officer:
            try:
                await hall.step()
                told = ""
            except StoreFailed as failed:
                if failed.trouble != told:
                    told = failed.trouble
                    report(failed)
        await wait(POLL_S)


async def _watch(
    parts: DeskParts,
    session: DeskSession,
    report: Callable[[BaseException], None],
    wait: Callable[[float], Awaitable[None]],
) -> None:
    told = ""
    while True:
        try:
            await parts.start()
            break
        except StoreFailed as failed:
            session.not_up()
            if failed.trouble != told:
                told = failed.trouble
                report(failed)
        await wait(RETRY_S)
    await session.watch(wait)
