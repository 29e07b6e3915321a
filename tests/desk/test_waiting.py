"""The hall's line at the desk, on a real store: the next is called, whoever comes gets a number."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.cases.appointment import Arrival, NewAppointment
from kiosk.cases.visiting_hours import EVERY, WEEK, Half, Hours, VisitingPlan, Window
from kiosk.failure import StoreFailed, Trouble
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.store.local import LocalStore
from screens.desk.pages import Desk
from screens.desk.session import DeskSession
from screens.desk.waiting import WaitingPage
from screens.desk.window import DeskWindow
from tests.desk.conftest import NOW, MakeWindow, TurnedClock, titles
from tests.desk.test_window import signed_in, until

PLAN = VisitingPlan(
    hours=(Hours(days=WEEK, begins=time(9), ends=time(12)),),
    windows=(
        Window(number=1, services=("household",), capacity=4),
        Window(number=2, services=(EVERY,), capacity=4),
    ),
)
OFFICER = Officer("0235", "", frozenset({Role.OFFICER}))


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    await made.plan.set(PLAN, ("household",))
    yield made
    await made.close()


def made(store: LocalStore) -> Callable[[Desk], WaitingPage]:
    return lambda desk: WaitingPage(desk, store.waiting, titles, lambda: ("household", "endorsement"))


async def page_of(window: DeskWindow, session: DeskSession) -> WaitingPage:
    await signed_in(window, session)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page = window.pages[0]
    assert isinstance(page, WaitingPage)
    await until(lambda: bool(page.windows))
    return page


@pytest.fixture
async def page(make_window: MakeWindow, session: DeskSession, store: LocalStore) -> WaitingPage:
    return await page_of(make_window(pages=[made(store)]), session)


async def pressed(page: WaitingPage, key: object) -> None:
    """Press it, and wait until what it began is done."""
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]
    await until(lambda: page._doing is None or page._doing.done())


async def comes(store: LocalStore, *services: str, elderly: bool = False) -> None:
    for service in services:
        await store.appointments.take_number(Arrival(new_id(), service, elderly, "zh_CN"))


async def test_a_window_is_chosen_and_calls_the_next_of_its_own(page: WaitingPage, store: LocalStore) -> None:
    await comes(store, "endorsement", "household")
    await page.read()
    assert page.waiting == 2
    assert not page.next.isEnabled(), "no window is chosen yet"
    await pressed(page, page.windows[1])
    await pressed(page, page.next)
    assert page.called is not None
    assert page.now.text() == "2 号（迁户口），叫了 1 次"
    assert not page.next.isEnabled()
    await pressed(page, page.acts["again"])
    assert page.now.text().endswith("叫了 2 次")
    await pressed(page, page.acts["served"])
    assert page.called is None
    await pressed(page, page.next)
    assert page.told.text() == "没有人在等您的窗口"
    assert not page.told.isHidden()


async def test_who_does_not_come_stands_aside_and_is_back_with_one_key(
    page: WaitingPage, store: LocalStore
) -> None:
    await comes(store, "household")
    await page.read()
    await pressed(page, page.windows[2])
    await pressed(page, page.next)
    await pressed(page, page.acts["absent"])
    assert page.called is None
    assert [key.text() for key in page.backs.values()] == ["1 号来了"]
    await pressed(page, next(iter(page.backs.values())))
    assert page.waiting == 1
    assert page.backs == {}
    assert page.over.isHidden()


async def test_the_line_tells_how_long_why_and_never_who(
    page: WaitingPage, store: LocalStore, clock: TurnedClock
) -> None:
    await comes(store, "household", elderly=True)
    clock.turn(5 * 60)
    await comes(store, "endorsement")
    await page.read()
    assert page.rows.text().splitlines() == [
        "1 号（迁户口）  等了 5 分钟  老人",
        "2 号（去港澳台）  等了 0 分钟",
    ]
    assert page.count.text() == "在等的：2 人"


async def test_a_number_is_given_to_who_comes_without_an_appointment(
    page: WaitingPage, store: LocalStore
) -> None:
    await pressed(page, page.elderly)
    await pressed(page, page.services["endorsement"])
    assert page.told.text() == "号是 1"
    assert not page.elderly.isChecked()
    ((waiting),) = (await store.waiting.waiting(OFFICER)).waiting
    assert (waiting.service, waiting.elderly) == ("endorsement", True)
    await pressed(page, page.services["household"])
    assert page.told.text() == "号是 2"


async def test_two_who_come_have_two_numbers_though_the_first_answer_was_lost(
    page: WaitingPage, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = store.waiting.take_number

    async def lost(arrival: Arrival, by: Officer) -> None:
        await given(arrival, by)
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.waiting, "take_number", lost)
    await pressed(page, page.services["household"])
    monkeypatch.undo()
    await pressed(page, page.services["endorsement"])
    assert page.told.text() == "号是 2", "what another comes for is another's number"
    await pressed(page, page.services["household"])
    assert page.told.text() == "号是 3", "and so is what somebody comes for after them"


async def test_the_same_once_more_has_the_number_that_was_written_already(
    page: WaitingPage, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = store.waiting.take_number

    async def lost(arrival: Arrival, by: Officer) -> None:
        await given(arrival, by)
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.waiting, "take_number", lost)
    await pressed(page, page.services["household"])
    monkeypatch.undo()
    for said in ("号是 1", "号是 2"):
        await pressed(page, page.services["household"])
        assert page.told.text() == said
    monkeypatch.setattr(store.waiting, "take_number", lost)
    await pressed(page, page.services["household"])
    monkeypatch.undo()
    await pressed(page, page.elderly)
    await pressed(page, page.services["household"])
    assert page.told.text() == "号是 4", "an elderly resident is another one"


async def test_what_one_officer_could_not_give_is_not_given_by_the_next(
    page: WaitingPage, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = store.waiting.take_number

    async def lost(arrival: Arrival, by: Officer) -> None:
        await given(arrival, by)
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.waiting, "take_number", lost)
    await pressed(page, page.services["household"])
    monkeypatch.undo()
    page.forget()
    await page.read()
    await pressed(page, page.services["household"])
    assert page.told.text() == "号是 2"


async def test_who_is_called_to_a_window_that_the_plan_drops_stands_at_every_one(
    page: WaitingPage, store: LocalStore
) -> None:
    await comes(store, "household", "endorsement")
    await page.read()
    await pressed(page, page.windows[1])
    await pressed(page, page.next)
    await store.plan.set(PLAN.model_copy(update={"windows": PLAN.windows[1:]}), ("household",))
    await page.read()
    assert page.window_no == 2
    assert page.now.text().startswith("1 号（迁户口）叫到了 1 号窗口")
    assert page.next.isEnabled(), "the window itself has nobody"
    await pressed(page, page.next)
    assert page.now.text().startswith("2 号"), "its own first"
    await pressed(page, page.acts["served"])
    assert page.now.text().startswith("1 号")
    await pressed(page, page.acts["served"])
    assert page.called is None


@pytest.mark.parametrize("way", ["code", "time"])
async def test_who_has_an_appointment_is_checked_in(
    page: WaitingPage, store: LocalStore, clock: TurnedClock, way: str
) -> None:
    half = Half(clock.today(), time(10))
    booked = await store.appointments.book(
        NewAppointment(new_id(), "household", half, False, "zh_CN", identity="11010519491231002X")
    )
    page.last_four.setText("002x")
    page.code.setText(booked.code if way == "code" else "1000")
    await pressed(page, page.check_in)
    assert page.told.text() == "号是 1"
    assert (page.last_four.text(), page.code.text()) == ("", "")
    assert "约了 10:00  老人" in page.rows.text()


async def test_what_is_wrong_stays_as_entered_and_is_told(page: WaitingPage) -> None:
    page.last_four.setText("1234")
    for code, said in (("", "签到：最后四位"), ("123456", "没有查到这个预约"), ("09", "没有查到这个预约")):
        page.code.setText(code)
        await pressed(page, page.check_in)
        assert page.told.text().startswith(said)
        assert page.last_four.text() == "1234"
        assert page.code.text() == code


async def test_another_window_was_faster_and_it_is_told(page: WaitingPage, store: LocalStore) -> None:
    await comes(store, "household")
    await page.read()
    await pressed(page, page.windows[1])
    await pressed(page, page.next)
    called = page.called
    assert called is not None
    await store.waiting.served(called.id, OFFICER)
    await pressed(page, page.acts["served"])
    assert page.told.text().startswith("现在不能这样做")
    assert page.called is None


async def test_a_store_that_fails_is_told_and_what_was_shown_stays(
    page: WaitingPage, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await comes(store, "household")
    await page.read()

    async def failing(*_given: object) -> None:
        raise StoreFailed(Trouble.FULL)

    for name in ("waiting", "take_number"):
        monkeypatch.setattr(store.waiting, name, failing)
    await page.read()
    assert not page.told.isHidden()
    assert page.waiting == 1
    await pressed(page, page.services["household"])
    assert not page.told.isHidden()


async def test_it_is_looked_at_again_and_forgotten_when_the_officer_goes(
    page: WaitingPage, store: LocalStore, clock: TurnedClock
) -> None:
    await comes(store, "household")
    clock.turn(2)
    page.tick(NOW + timedelta(seconds=2))
    await until(lambda: page.waiting == 1)
    page.last_four.setText("1234")
    await pressed(page, page.windows[2])
    page.forget()
    assert (page.waiting, page.window_no, page.last_four.text()) == (0, None, "")
