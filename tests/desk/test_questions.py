"""Residents' questions at the desk, on a real store: seen by waiting time, read on record, answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.cases.case import Filing
from kiosk.cases.question import How, NewReply
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Answer, Chosen, Written, Yes
from kiosk.flow.load import load
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from screens.desk.pages import Desk
from screens.desk.questions import QuestionsPage
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import ROOT, MakeWindow, TurnedClock, titles
from tests.desk.test_window import signed_in, until

SECRET = "孙子的户口能迁到我这里吗"
RELEASE = load(ROOT / "assets" / "flows" / "question.yaml")


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


def made(store: LocalStore) -> Callable[[Desk], QuestionsPage]:
    return lambda desk: QuestionsPage(desk, store.questions, titles)


async def asked(store: LocalStore, *, priority: bool = False, source: str = RELEASE.source) -> str:
    answers: dict[str, Answer] = {
        "about": Chosen(id="household"),
        "question": Written(text=SECRET),
        "sixty": Yes(yes=priority),
        "reach": Chosen(id="wait"),
    }
    filing = Filing(
        visit_id=new_id(),
        kiosk="01",
        service="question",
        flow_version=1,
        flow_sha256=RELEASE.sha256 if source == RELEASE.source else "ab" * 32,
        flow_source=source,
        locale="zh_CN",
        priority=priority,
        answers=answers,
        question=True,
    )
    return (await store.cases.hand_in(filing)).case_id


async def page_of(window: DeskWindow, session: DeskSession, rows: int = 1) -> QuestionsPage:
    await signed_in(window, session)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page = window.pages[0]
    assert isinstance(page, QuestionsPage)
    await until(lambda: len(page.rows) == rows)
    return page


async def opened(page: QuestionsPage, question_id: str) -> None:
    QTest.mouseClick(page.rows[question_id], Qt.MouseButton.LeftButton)
    await until(lambda: page.question is not None and page.question.id == question_id)


def shown(page: QuestionsPage) -> list[str]:
    return [label.text() for label in page.detail.findChildren(QLabel)]


async def test_the_urgent_come_first_and_each_says_how_long_it_waits(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock
) -> None:
    first = await asked(store)
    clock.turn(3 * 3600)
    urgent = await asked(store, priority=True)
    clock.turn(60)
    page = await page_of(make_window(pages=[made(store)]), session, 2)
    assert list(page.rows) == [urgent, first]
    assert page.rows[urgent].text().splitlines()[:2] == ["等了1分钟", "老人，优先"]
    assert page.rows[first].text().splitlines()[0] == "等了3小时"
    assert not [key for key in page.rows.values() if SECRET in key.text() or SECRET in key.accessibleName()]
    assert page.waiting == 2
    assert page.detail.isHidden()


async def test_reading_one_is_on_record_and_tells_what_was_asked(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    told = shown(page)
    for words in (SECRET, "您的问题", "户口", "我在这里等"):
        assert words in told
    entries = [(e.who, e.deed, e.about) for e in await store.record.entries()]
    assert ("0235", Deed.ANSWERS_SEEN, question) in entries


async def test_an_answer_needs_what_was_said_and_closes_it(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    page.keys[How.AT_THE_DESK].click()
    await until(lambda: not page.told.isHidden())
    assert page.told.text() == "请写一行，告诉了居民什么。"
    page.line.setText("可以，带户口簿来")
    await until(lambda: page._doing is not None and page._doing.done())
    page.keys[How.AT_THE_DESK].click()
    await until(lambda: page.question is None)
    await until(lambda: page.rows == {})
    assert page.nothing.isVisible()
    assert (page.line.text(), page.waiting) == ("", 0)
    (kept,) = await store.questions.questions(every=True, reveal=True)
    assert [(r.by, r.how, r.text) for r in kept.replies] == [("0235", How.AT_THE_DESK, "可以，带户口簿来")]


async def test_three_attempts_close_it(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    for count in (1, 2):
        page.keys[How.NOT_REACHED].click()
        await until(lambda count=count: page.question is not None and page.question.attempts == count)  # type: ignore[misc]
        await until(lambda: page._doing is not None and page._doing.done())
    assert "没联系上：2次" in page.rows[question].text()
    page.keys[How.NOT_REACHED].click()
    await until(lambda: page.rows == {})


async def test_who_comes_second_is_told_and_loses_no_word(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    await store.questions.reply(question, NewReply(new_id(), "0301", How.MESSAGE, "已发短信"))
    page.line.setText("带户口簿来")
    page.keys[How.CALLED_BACK].click()
    await until(lambda: not page.told.isHidden())
    assert page.told.text() == "这个问题已经有人答了。"
    assert page.line.text() == "带户口簿来"
    await until(lambda: page.rows == {})


async def test_what_is_not_written_stays_as_it_was(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)

    async def broken(*_args: object) -> None:
        raise StoreFailed(Trouble.FULL)

    with monkeypatch.context() as patched:
        patched.setattr(store.questions, "reply", broken)
        page.line.setText("带户口簿来")
        page.keys[How.CALLED_BACK].click()
        await until(lambda: not page.told.isHidden())
    assert page.line.text() == "带户口簿来"
    await until(lambda: page._doing is not None and page._doing.done())
    page.keys[How.CALLED_BACK].click()
    await until(lambda: page.rows == {})


async def test_of_a_release_that_cannot_be_read_the_answers_are_shown_all_the_same(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store, source="no: flow")
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    assert any(SECRET in words for words in shown(page))


async def test_whoever_comes_next_sees_nothing_of_it(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    window = make_window(pages=[made(store)])
    page = await page_of(window, session)
    await opened(page, question)
    page.line.setText("写了一半")
    await session.do(window.entrance.leave())
    assert (page.rows, page.question, page.line.text()) == ({}, None, "")
    assert page.answers.count() == 0
    assert page.detail.isHidden()
