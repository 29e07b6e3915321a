"""The desk under its own loop, from the first paint to the closed window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kiosk.failure import StoreFailed, Trouble
from screens.desk.app import run, serve
from screens.desk.entrance import Ask
from screens.desk.parts import DeskParts
from screens.desk.window import DeskWindow
from tests.desk.conftest import (
    PIN,
    ROOT,
    CountingChime,
    MemoryQueue,
    MemoryRoll,
    TurnedClock,
    new_call,
    titles,
    words,
)


class Store:
    """Comes up after ``failures`` attempts."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.started, self.closed = failures, 0, False

    async def start(self) -> None:
        self.started += 1
        if self.started <= self.failures:
            raise StoreFailed(Trouble.IN_USE)

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def store() -> Store:
    return Store()


def parts_of(store: Store, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime) -> DeskParts:
    return DeskParts(
        words=words("zh_CN"),
        queue=queue,
        roll=MemoryRoll(),
        clock=clock,
        titles=titles,
        chime=chime,
        fonts=ROOT / "assets" / "fonts",
        icons=ROOT / "assets" / "icons",
        start=store.start,
        close=store.close,
    )


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_from_signing_in_to_the_closed_window(
    qapp: QApplication, store: Store, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime
) -> None:
    async def morning(window: DeskWindow) -> None:
        try:
            QTest.keyClicks(window.sign_in.number, "0235")
            QTest.keyClick(window.sign_in.number, Qt.Key.Key_Return)
            await until(lambda: window.entrance.ask is Ask.PIN)
            QTest.keyClicks(window.sign_in.number, PIN)
            QTest.keyClick(window.sign_in.number, Qt.Key.Key_Return)
            await until(window.front.isVisible)
            await queue.open_call(new_call("a"))
            await until(lambda: chime.rings == 1)
            await until(lambda: queue.seen == [["a"]])
            QTest.keyClick(window, Qt.Key.Key_Return)
            await until(lambda: queue.calls["a"].officer == "0235")
        finally:
            window.close()

    async def day() -> None:
        tasks: list[asyncio.Task[None]] = []
        parts = parts_of(store, queue, clock, chime)
        await serve(parts, ready=lambda window: tasks.append(asyncio.ensure_future(morning(window))))
        await tasks[0]

    with QEventLoop(qapp) as loop:
        loop.run_until_complete(day())
    assert store.closed
    assert queue.officers == {}
    assert queue.calls["a"].officer == "0235"


def test_a_store_that_is_not_up_yet_is_told_and_tried_again(
    qapp: QApplication, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime
) -> None:
    store = Store(failures=2)
    lines: list[str] = []
    reports: list[dict[str, object]] = []

    async def day() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: reports.append(context))
        shown: list[DeskWindow] = []

        async def wait(seconds: float) -> None:
            lines.append(shown[0].message.text())
            if store.started > 2 or len(lines) > 9:
                shown[0].close()
                await asyncio.Event().wait()

        await serve(parts_of(store, queue, clock, chime), ready=shown.append, wait=wait)

    with QEventLoop(qapp) as loop:
        loop.run_until_complete(day())
    assert lines == ["队列现在读不到，正在再试。"] * 2 + [""]
    assert len(reports) == 1
    assert store.closed


def test_run_ends_with_the_window(
    qapp: QApplication, store: Store, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime
) -> None:
    def close() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, DeskWindow) and w.isVisible()]
        window.close()

    QTimer.singleShot(200, close)
    assert run(lambda: parts_of(store, queue, clock, chime)) == 0
    assert store.closed
