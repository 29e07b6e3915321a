"""Pages beside the calls: who sees them, how one goes there, and that calls are never out of sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from kiosk.officers.officer import Role
from screens.desk.pages import Desk, DeskPage
from screens.desk.session import DeskSession
from screens.desk.tabs import CALLS
from screens.desk.window import DeskWindow
from tests.desk.conftest import PIN, MakeWindow, MemoryQueue, MemoryRoll, TurnedClock, new_call
from tests.desk.test_window import given, signed_in, until

LEADERS = frozenset({Role.LEADER})


class NotesPage(DeskPage):
    """A page that counts what happens to it."""

    title = "desk.note"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.came = self.ticks = self.forgot = self.count = 0
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    @property
    def waiting(self) -> int:
        return self.count

    def come(self) -> None:
        self.came += 1

    def tick(self, _now: object) -> None:
        self.ticks += 1

    def forget(self) -> None:
        self.forgot += 1


class LeadersPage(NotesPage):
    title = "desk.put_back"
    roles = LEADERS


def note(window: DeskWindow) -> NotesPage:
    page = window.pages[0]
    assert isinstance(page, NotesPage)
    return page


async def test_without_pages_there_are_no_keys_for_them(
    make_window: MakeWindow, session: DeskSession
) -> None:
    window = make_window()
    await signed_in(window, session)
    assert window.tabs.isHidden()


async def test_a_page_is_gone_to_and_left_by_touch_and_by_key(
    make_window: MakeWindow, session: DeskSession
) -> None:
    window = make_window(pages=[NotesPage])
    assert window.tabs.isHidden()
    await signed_in(window, session)
    page = note(window)
    assert window.tabs.isVisible()
    assert window.front.isVisible()
    QTest.mouseClick(window.tabs.keys[1], Qt.MouseButton.LeftButton)
    assert (page.isVisible(), page.came) == (True, 1)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.front.isVisible()
    assert window.tabs.keys[CALLS].isChecked()
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert (page.isVisible(), page.came) == (True, 2)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert page.isVisible()


async def test_only_leaders_see_the_leaders_page(
    make_window: MakeWindow, session: DeskSession, roll: MemoryRoll
) -> None:
    window = make_window(pages=[NotesPage, LeadersPage])
    await signed_in(window, session)
    assert [key.isVisible() for key in window.tabs.keys] == [True, True, False]
    window.go(2)
    assert not window.pages[1].isVisible()
    await session.do(window.entrance.leave())
    roll.roles = LEADERS
    await signed_in(window, session)
    assert [key.isVisible() for key in window.tabs.keys] == [True, True, True]
    window.go(2)
    assert window.pages[1].isVisible()


async def test_a_locked_desk_keeps_the_page_and_whoever_comes_next_does_not(
    make_window: MakeWindow, session: DeskSession
) -> None:
    window = make_window(pages=[NotesPage])
    await signed_in(window, session)
    page = note(window)
    window.go(1)
    page.line.setText("half a sen")
    window.entrance.lock()
    assert not page.isVisible()
    assert window.tabs.isHidden()
    await given(window, PIN)
    assert page.isVisible()
    assert (page.line.text(), page.forgot, page.came) == ("half a sen", 0, 2)
    await session.do(window.entrance.leave())
    assert page.forgot == 1
    await signed_in(window, session)
    assert window.front.isVisible()
    assert window.tabs.keys[CALLS].isChecked()


async def test_calls_are_seen_from_every_page_and_return_does_not_claim_them_there(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window(pages=[NotesPage])
    await signed_in(window, session)
    window.go(1)
    await queue.open_call(new_call("a"))
    await session.look()
    calls = window.tabs.keys[CALLS]
    assert (calls.text(), calls.property("part")) == ("来电（1）", "alert")
    QTest.keyClick(window, Qt.Key.Key_Return)
    await session.look()
    assert session.waiting
    window.go(CALLS)
    QTest.keyClick(window, Qt.Key.Key_Return)
    await until(lambda: session.mine)
    assert (calls.text(), calls.property("part")) == ("来电", "")


async def test_a_page_says_how_much_waits_on_it(
    make_window: MakeWindow, session: DeskSession, clock: TurnedClock
) -> None:
    window = make_window(pages=[NotesPage])
    page = note(window)
    window.tick()
    assert page.ticks == 0
    await signed_in(window, session)
    window.tick()
    assert page.ticks == 1
    page.count = 3
    page.waiting_changed.emit()
    assert window.tabs.keys[1].text().endswith("（3）")
