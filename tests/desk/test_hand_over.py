"""A call is handed to another officer at a desk, who hears of it and sees who gave it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.assist.call import CallState
from kiosk.message import Message
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import CountingChime, MakeWindow, MemoryQueue, TurnedClock, new_call
from tests.desk.test_window import signed_in, until


async def asked(make_window: MakeWindow, session: DeskSession, queue: MemoryQueue) -> DeskWindow:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    (row,) = window.list.rows
    QTest.mouseClick(row.buttons[0], Qt.MouseButton.LeftButton)
    await until(window.calls.hand_over.isVisible)
    return window


async def test_it_goes_to_the_one_chosen(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    await queue.sign_in("0301")
    await queue.sign_in("0302")
    window = await asked(make_window, session, queue)
    panel = window.calls.hand_over
    assert list(panel.keys) == ["0301", "0302"]
    QTest.keyClick(panel, Qt.Key.Key_2)
    await until(lambda: queue.calls["a"].officer == "0302")
    await until(lambda: session.notice is not None)
    assert session.notice == Message("desk.handed_over", {"officer": "0302"})
    assert panel.isHidden()
    assert [call.officer for call in session.others] == ["0302"]


async def test_nobody_else_is_there_and_one_goes_back(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = await asked(make_window, session, queue)
    panel = window.calls.hand_over
    assert panel.keys == {}
    assert panel.title.text().endswith("现在没有别人在岗。")
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert window.list.isVisible()


async def test_one_who_left_meanwhile_does_not_get_it(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    await queue.sign_in("0301")
    window = await asked(make_window, session, queue)
    await queue.sign_out("0301")
    QTest.mouseClick(window.calls.hand_over.keys["0301"], Qt.MouseButton.LeftButton)
    await until(lambda: session.notice is not None)
    assert session.notice == Message("desk.not_there", {"officer": "0301"})
    assert [call.id for call in session.mine] == ["a"]


async def test_a_call_taken_back_meanwhile_is_told(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    await queue.sign_in("0301")
    window = await asked(make_window, session, queue)
    await queue.cancel("a")
    QTest.mouseClick(window.calls.hand_over.keys["0301"], Qt.MouseButton.LeftButton)
    await until(lambda: session.notice is not None)
    assert session.notice is not None
    assert session.notice.id == "desk.cancelled"
    await session.look()
    assert not window.calls.hand_over.isVisible()


async def test_whoever_gets_it_hears_of_it_and_from_whom(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, chime: CountingChime
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await queue.sign_in("0235")
    await session.look()
    await queue.claim("a", "0301")
    await session.look()
    rings = chime.rings
    await queue.hand_over("a", "0301", "0235")
    await session.look()
    assert chime.rings == rings + 1
    assert window.message.text() == "0301 把这个呼叫转给了您：一楼大厅东侧　1 号机。"
    await session.look()
    assert chime.rings == rings + 1
    assert queue.calls["a"].state is CallState.CLAIMED


async def test_who_has_arrived_is_told_in_place_of_the_time(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    await queue.arrive("a", "0235")
    await session.look()
    (row,) = window.list.rows
    assert row.since.text() == "已到身边"
