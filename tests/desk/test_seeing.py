"""The desk's look at a kiosk's screen: asked, shown, pointed, said, ended, and told why."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from kiosk.assist.seeing import AtDesk, How, NotSeen, Picture, Point, Sentence
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import MakeWindow, MemoryQueue, new_call
from tests.desk.test_window import signed_in, until


class Line:
    """A DeskLine that keeps what is asked of it. refusal: what everything ends in."""

    def __init__(self) -> None:
        self.desk: AtDesk | None = None
        self.told: list[tuple[object, ...]] = []
        self.refusal: Exception | None = None
        self.ids = ["s1", "s2"]
        self.held: asyncio.Event | None = None

    def listen(self, desk: AtDesk) -> None:
        self.desk = desk

    async def ask(self, call: str, officer: str) -> str:
        seeing, held = self.ids.pop(0), self.held
        self._keep("ask", call, officer)
        if held is not None:
            await held.wait()
        return seeing

    async def point(self, seeing: str, point: Point) -> None:
        self._keep("point", seeing, point)

    async def say(self, seeing: str, sentence: Sentence) -> None:
        self._keep("say", seeing, sentence)

    async def stop(self, seeing: str) -> None:
        self._keep("stop", seeing)

    def _keep(self, *told: object) -> None:
        self.told.append(told)
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture
def line() -> Line:
    return Line()


def picture(no: int = 1, *, private: bool = False) -> Picture:
    image = QImage(540, 960, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Picture(no, 1080, 1920, b"" if private else bytes(buffer.data().data()), private)


def see_key(window: DeskWindow) -> QAbstractButton:
    (row,) = window.list.rows
    return next(key for key in row.buttons if key.text() == "看屏幕")


async def asked(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> tuple[DeskWindow, AtDesk]:
    window = make_window(seeing=line)
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    see_key(window).click()
    await until(lambda: line.told)
    assert line.told == [("ask", "a", "0235")]
    assert line.desk is not None
    return window, line.desk


async def test_without_a_hub_there_is_no_such_key(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    (row,) = window.list.rows
    assert [key.text() for key in row.buttons] == ["转给别人", "放回去", "办完了"]


async def test_asked_shown_pointed_and_said(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    panel = window.calls.panel
    assert panel.isVisible()
    assert not window.front.isVisible()
    assert not panel.keys[Sentence.PRESS_BLUE].isEnabled()
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton)
    desk.answered("s1", yes=True)
    assert panel.keys[Sentence.PRESS_BLUE].isEnabled()
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton)
    assert len(line.told) == 1  # no picture, nowhere to point
    desk.shown("s1", picture(7))
    box = panel.picture.box()
    at = box.topLeft() + QPoint(box.width() // 4, box.height() // 2)
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=at)
    await until(lambda: len(line.told) == 2)
    what, seeing, point = line.told[1]
    assert (what, seeing) == ("point", "s1")
    assert isinstance(point, Point)
    assert (point.no, round(point.x, 1), round(point.y, 1)) == (7, 0.2, 0.5)
    panel.keys[Sentence.PRESS_BLUE].click()
    QTest.keyClick(panel, Qt.Key.Key_8)
    await until(lambda: len(line.told) == 4)
    assert line.told[2:] == [("say", "s1", Sentence.PRESS_BLUE), ("say", "s1", Sentence.COMING)]
    desk.shown("s1", picture(8, private=True))
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=at)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    await until(lambda: line.told[-1] == ("stop", "s1"))
    assert len(line.told) == 5
    assert panel.isHidden()
    assert window.front.isVisible()


@pytest.mark.parametrize("how", [h for h in How if h is not How.OFFICER])
async def test_why_it_ended_is_told(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line, how: How
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    desk.ended("another", how)
    assert window.calls.panel.isVisible()
    desk.ended("s1", how)
    assert window.calls.panel.isHidden()
    assert session.notice == Message(f"desk.seeing_ended.{how}")
    assert window.message.text()


@pytest.mark.parametrize(
    ("refusal", "notice"),
    [
        (NotSeen(Message("hub.seeing_goes_on")), "hub.seeing_goes_on"),
        (StoreFailed(Trouble.AWAY), "desk.seeing_ended.lost"),
    ],
    ids=["refused", "away"],
)
async def test_a_hub_that_refuses_or_is_away_is_told(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    line: Line,
    refusal: Exception,
    notice: str,
) -> None:
    line.refusal = refusal
    window, _ = await asked(make_window, session, queue, line)
    await until(lambda: session.notice is not None)
    assert session.notice == Message(notice)
    assert window.calls.panel.isHidden()


async def test_it_ends_with_the_call_and_with_the_officer(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    desk.answered("s1", yes=True)
    await queue.cancel("a")
    await session.look()
    await until(lambda: line.told[-1] == ("stop", "s1"))
    assert window.calls.panel.isHidden()


async def test_others_who_wait_meanwhile_are_told_of(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    panel = window.calls.panel
    assert panel.waiting.isHidden()
    await queue.open_call(new_call("b"))
    await session.look()
    assert panel.waiting.text() == "还有 1 人在等导办"
    desk.lost()
    assert session.notice == Message("desk.seeing_ended.lost")


async def test_return_claims_nothing_while_a_screen_is_seen(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, _ = await asked(make_window, session, queue, line)
    await queue.open_call(new_call("b"))
    await session.look()
    QTest.keyClick(window, Qt.Key.Key_Return)
    await session.look()
    assert [call.id for call in session.waiting] == ["b"]


async def test_given_up_before_the_hub_has_answered_it_ends_at_the_kiosk_too(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    line.held = first = asyncio.Event()
    window, desk = await asked(make_window, session, queue, line)
    window.calls.panel.stop.click()
    await until(lambda: window.calls.panel.isHidden())
    line.held = None
    see_key(window).click()
    await until(lambda: len(line.told) == 2)
    first.set()
    await until(lambda: line.told[-1] == ("stop", "s1"))
    desk.ended("s1", How.OFFICER)
    desk.answered("s1", yes=True)
    assert window.calls.panel.isVisible()
    assert not window.calls.panel.keys[Sentence.PRESS_BLUE].isEnabled()
    desk.answered("s2", yes=True)
    assert window.calls.panel.keys[Sentence.PRESS_BLUE].isEnabled()


async def test_the_end_of_the_last_one_is_not_taken_for_that_of_the_next(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    window.calls.panel.stop.click()
    await until(lambda: line.told[-1] == ("stop", "s1"))
    line.held = asyncio.Event()
    see_key(window).click()
    await until(lambda: len(line.told) == 3)
    desk.ended("s1", How.OFFICER)  # it comes late
    assert window.calls.panel.isVisible()
    line.held.set()
    desk.answered("s2", yes=True)
    assert window.calls.panel.keys[Sentence.PRESS_BLUE].isEnabled()


async def test_after_the_end_no_key_of_the_list_has_the_focus(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    desk.answered("s1", yes=True)
    window.calls.panel.keys[Sentence.TAKE_TIME].setFocus()
    desk.ended("s1", How.RESIDENT)
    held = window.focusWidget()
    assert held is None or held is window


async def test_a_desk_that_locks_looks_no_more(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window, desk = await asked(make_window, session, queue, line)
    desk.answered("s1", yes=True)
    desk.shown("s1", picture())
    window.entrance.lock()
    await until(lambda: line.told[-1] == ("stop", "s1"))
    assert window.calls.panel.isHidden()
    assert [call.id for call in session.mine] == ["a"]


async def test_a_quiet_call_has_no_such_key(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, line: Line
) -> None:
    window = make_window(seeing=line)
    await signed_in(window, session)
    await queue.open_call(new_call("a", quiet=True))
    await session.claim("a")
    (row,) = window.list.rows
    assert "看屏幕" not in [key.text() for key in row.buttons]
    assert "办完了" in [key.text() for key in row.buttons]
