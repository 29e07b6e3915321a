"""Difficult cases at the desk, on a real store: seen by whom they concern, worked on, closed by the rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.assist.call import Outcome
from kiosk.cases.difficult import NewDifficult
from kiosk.failure import StoreFailed, Trouble
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from screens.desk.difficult import DifficultPage
from screens.desk.pages import Desk
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import MakeWindow, MemoryRoll, TurnedClock, new_call, titles
from tests.desk.test_window import signed_in, until

SECRET = "王桂兰的户口本丢了"


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def leader(roll: MemoryRoll) -> None:
    roll.roles = frozenset({Role.OFFICER, Role.LEADER})


def made(store: LocalStore) -> Callable[[Desk], DifficultPage]:
    async def people() -> tuple[Officer, ...]:
        role = frozenset({Role.OFFICER})
        return (Officer("0235", "", role), Officer("0301", "", role), Officer("0999", "", role, active=False))

    return lambda desk: DifficultPage(desk, store.difficult, titles, people)


async def unsolved(store: LocalStore, officer: str) -> None:
    call = await store.calls.open_call(new_call(new_id()))
    await store.calls.claim(call.id, officer)
    await store.calls.close(call.id, officer, Outcome.NOT_SOLVED, SECRET)


async def page_of(window: DeskWindow, session: DeskSession) -> DifficultPage:
    await signed_in(window, session)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page = window.pages[0]
    assert isinstance(page, DifficultPage)
    await until(lambda: page._colleagues or not page.told.isHidden())
    return page


async def opened(page: DifficultPage) -> None:
    (key,) = page.rows.values()
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    await until(lambda: page.case is not None)


async def test_an_officer_sees_their_own_and_a_leader_all(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, roll: MemoryRoll
) -> None:
    await unsolved(store, "0235")
    await unsolved(store, "0301")
    window = make_window(pages=[made(store)])
    page = await page_of(window, session)
    assert len(page.rows) == 1
    assert page.new.isHidden()
    await session.do(window.entrance.leave())
    assert page.rows == {}
    roll.roles = frozenset({Role.OFFICER, Role.LEADER})
    await signed_in(window, session)
    window.go(1)
    await until(lambda: len(page.rows) == 2)
    assert page.new.isVisible()


async def test_it_is_closed_only_when_the_resident_says_so(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    await unsolved(store, "0235")
    page = await page_of(make_window(pages=[made(store)]), session)
    (key,) = page.rows.values()
    assert SECRET not in key.text()
    await opened(page)
    assert page.head.text() == SECRET
    page.close_case.click()
    await until(page.told.isVisible)
    assert "没有" in page.told.text() or "居民" in page.told.text()
    assert page.case is not None
    page.does["confirmed"].click()
    await until(lambda: "怎么" in page.told.text() or "电话" in page.told.text())
    assert page.case.steps == ()
    page.ways[next(iter(page.ways))].click()
    page.line.setText("女儿接的")
    page.does["confirmed"].click()
    await until(lambda: page.case is not None and len(page.case.steps) == 1)
    assert page.history.text().endswith("0235：居民说解决了（电话）。 女儿接的")
    assert page.line.text() == ""
    page.close_case.click()
    await until(lambda: page.case is None)
    await until(lambda: page.rows == {})
    assert page.nothing.isVisible()
    assert await store.difficult.open_cases() == ()


async def test_three_attempts_are_enough(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    await unsolved(store, "0235")
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page)
    for count in (1, 2, 3):
        next(iter(page.ways.values())).click()
        page.does["attempt"].click()
        await until(lambda count=count: page.case is not None and len(page.case.steps) == count)  # type: ignore[misc]
    page.close_case.click()
    await until(lambda: page.rows == {})


async def test_a_leader_gives_it_to_another_and_opens_one_from_a_conversation(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, leader: None
) -> None:
    page = await page_of(make_window(pages=[made(store)]), session)
    page.new.click()
    assert list(page.people) == ["0235", "0301"]
    page.people["0301"].click()
    await until(page.told.isVisible)
    assert page.rows == {}
    page.line.setText(SECRET)
    page.people["0301"].click()
    await until(lambda: len(page.rows) == 1)
    assert page.case is not None
    assert (page.case.subject, page.case.owner) == (SECRET, "0301")
    page.people["0235"].click()
    await until(lambda: page.case is not None and page.case.owner == "0235")
    assert "交给 0235" in page.history.text()


async def test_reading_the_words_is_on_record_and_the_number_of_overdue_ones_is_on_the_key(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, leader: None, clock: TurnedClock
) -> None:
    new = NewDifficult(new_id(), "0235", SECRET)
    await store.difficult.open(new)
    window = make_window(pages=[made(store)])
    page = await page_of(window, session)
    await opened(page)
    entries = await store.record.entries()
    assert (entries[-1].deed, entries[-1].who, entries[-1].about) == (Deed.ANSWERS_SEEN, "0235", new.id)
    assert window.tabs.keys[1].text() == "疑难事项"
    clock.turn(40 * 86400)
    page.come()
    await until(lambda: window.tabs.keys[1].text() == "疑难事项（1）")
    assert "已过期" in next(iter(page.rows.values())).text()


async def test_what_is_not_written_stays_as_it_was_entered(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await unsolved(store, "0235")
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page)

    async def broken(*_given: object) -> None:
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.difficult, "record", broken)
    page.line.setText("明天再打")
    page.does["note"].click()
    await until(page.told.isVisible)
    assert page.line.text() == "明天再打"


async def test_the_number_of_overdue_ones_is_on_the_key_before_the_page_is_opened(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock
) -> None:
    await unsolved(store, "0235")
    await unsolved(store, "0301")
    window = make_window(pages=[made(store)])
    await signed_in(window, session)
    page = window.pages[0]
    assert isinstance(page, DifficultPage)
    window.tick()
    await until(lambda: len(page.cases) == 1)
    assert window.tabs.keys[1].text() == "疑难事项"
    page.line.setText("明天再打")
    clock.turn(40 * 86400)
    window.entrance.touch()
    window.tick()
    await until(lambda: window.tabs.keys[1].text() == "疑难事项（1）")
    assert page.line.text() == "明天再打"
