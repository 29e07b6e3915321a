"""The board under its own loop, from the first paint to the closed window."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kiosk.cases.waiting import Board, Called
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.model import Text
from screens.board.app import run, serve
from screens.board.parts import BoardParts
from tests.board.conftest import PATHS, STATION, HeardVoice, ToldBoard

CALLED = Board((Called(12, 2, 1),), (13,), 1)


class Hall:
    """What the board works with. failures: so often the store does not come up."""

    def __init__(self, words, failures: int = 0) -> None:
        self.board, self.voice = ToldBoard(), HeardVoice()
        self.failures, self.started, self.closed = failures, 0, False
        self.parts = BoardParts(
            words=words,
            station=Text({"zh_CN": STATION}),
            board=self.board,
            clock=SystemClock(),
            fonts=PATHS.fonts,
            start=self.start,
            close=self.close,
            make_voice=lambda: self.voice,
            windowed=True,
        )

    async def start(self) -> None:
        self.started += 1
        if self.started <= self.failures:
            raise StoreFailed(Trouble.IN_USE)

    async def close(self) -> None:
        self.closed = True


def played(hall, steps):
    """Serve, doing one of ``steps`` before each look after the first; then close by Escape. What was
    reported."""
    reported = []
    left = iter(steps)

    async def served():
        shown = {}

        async def wait(_seconds):
            await asyncio.sleep(0)
            step = next(left, None)
            if step is None:
                QTest.keyClick(shown["window"], Qt.Key.Key_Escape)
                await asyncio.sleep(3600)
            else:
                step(shown["page"])

        def ready(window, page):
            shown.update(window=window, page=page)

        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: reported.append(context["exception"]))
        await serve(hall.parts, ready, wait)

    app = QApplication.instance()
    with QEventLoop(app) as loop:
        loop.run_until_complete(asyncio.wait_for(served(), 30))
    return reported


def test_a_number_is_shown_and_called(qapp, words):
    hall = Hall(words)
    seen = []

    def call(page):
        seen.append(page.told)
        hall.board.now = CALLED

    reported = played(hall, [call, lambda page: seen.append(page.told)])
    assert "现在没有叫号" in seen[0]
    assert "请 12 号到 2 号窗口。" in seen[1]
    assert [locale for locale, _ in hall.voice.said[0]] == ["zh_CN", "en"]
    assert len(hall.voice.said) == 1
    assert reported == []
    assert (hall.closed, hall.voice.closed) == (True, True)


def test_it_says_so_while_the_store_does_not_come_up_and_goes_on_when_it_does(qapp, words):
    hall = Hall(words, failures=2)
    seen = []
    note = [lambda page: seen.append(page.told)] * 3
    reported = played(hall, note)
    assert ["连不上" in told for told in seen] == [True, True, False]
    assert hall.started == 3
    assert [error.trouble for error in reported] == [Trouble.IN_USE]


def test_it_says_so_while_the_hub_is_away_and_calls_afterwards_what_was_called_meanwhile(qapp, words):
    hall = Hall(words)
    seen = []

    def becomes(now):
        def step(page):
            seen.append(page.told)
            hall.board.now = now

        return step

    away = StoreFailed(Trouble.AWAY)
    reported = played(
        hall,
        [
            becomes(CALLED),
            becomes(away),
            becomes(away),
            becomes(Board((Called(14, 1, 1),))),
            becomes(Board()),
        ],
    )
    assert ["连不上" in told for told in seen] == [False, False, True, True, False]
    assert "请 14 号到 1 号窗口。" in seen[-1]
    assert [texts[0][1] for texts in hall.voice.said] == ["请 1 2 号到 2 号窗口。", "请 1 4 号到 1 号窗口。"]
    assert len(reported) == 1


def test_run_brings_its_own_loop(qapp, words):
    hall = Hall(words)

    def build():
        async def board():
            for window in QApplication.topLevelWidgets():
                if window.windowTitle() == "Hall board":
                    window.close()
            return Board()

        hall.board.board = board
        return hall.parts

    assert run(build) == 0
    assert hall.closed
