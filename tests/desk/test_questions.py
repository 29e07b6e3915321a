"""Residents' questions at the desk, on a real store: seen by waiting time, read on record, answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.cases.case import Filing
from kiosk.cases.channel import Channel
from kiosk.cases.question import How, NewReply, QuestionState
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Answer, Chosen, Written, Yes
from kiosk.flow.load import load
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from kiosk.working_days import WorkingDays
from screens.desk.pages import Desk
from screens.desk.questions import LOOK_S, QuestionsPage
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


def made(store: LocalStore, ring: Callable[[], None] = lambda: None) -> Callable[[Desk], QuestionsPage]:
    return lambda desk: QuestionsPage(desk, store.questions, titles, WorkingDays(), ring)


async def asked(
    store: LocalStore,
    *,
    priority: bool = False,
    source: str = RELEASE.source,
    channel: Channel = Channel.KIOSK,
) -> str:
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
        channel=channel,
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


async def test_the_way_by_which_it_came_is_shown(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    home, here = await asked(store, channel=Channel.HOME), await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session, 2)
    assert "在家里问的" in page.rows[home].text()
    assert "在自助机上问的" in page.rows[here].text()
    await opened(page, home)
    assert not page.keys[How.WRITTEN].isHidden()
    await opened(page, here)
    assert page.keys[How.WRITTEN].isHidden()


async def test_a_question_by_telephone_is_kept_and_what_is_refused_stays_written(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    page = await page_of(make_window(pages=[made(store)]), session, 0)
    page.note_key.click()
    page.note.question.setText("孙子的户口\n怎么迁")
    page.note.keep.click()
    await until(lambda: not page.told.isHidden())
    assert page.told.text() == "还没有回答，请写下回电号码。"
    assert page.note.question.text() == "孙子的户口 怎么迁"
    page.note.phone.setText("138 1234 5678")
    page.note.elderly.click()
    await until(lambda: page._doing is not None and page._doing.done())
    page.note.keep.click()
    await until(lambda: len(page.rows) == 1 and page.told.text().startswith("记下了"))
    assert page.note.isHidden()
    assert page.note.question.text() == ""
    ((id_, key),) = page.rows.items()
    assert key.text().splitlines()[1] == "老人，优先"
    assert "打电话问的" in key.text()
    await opened(page, id_)
    assert {"孙子的户口 怎么迁", "13812345678", "问的是什么"} <= set(shown(page))
    (kept,) = await store.questions.questions(every=True, reveal=False)
    assert page.told.isHidden()
    assert kept.channel is Channel.PHONE


async def test_answered_in_the_call_it_never_waits(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    page = await page_of(make_window(pages=[made(store)]), session, 0)
    page.note_key.click()
    page.note.question.setText("居住证几天好")
    page.note.answer.setText("一般15天")
    page.note.keep.click()
    await until(lambda: page.told.text().startswith("记下了"))
    assert page.rows == {}
    (kept,) = await store.questions.questions(every=True, reveal=False)
    assert (kept.state, kept.replies[0].how) == (QuestionState.ANSWERED, How.ON_THE_PHONE)


async def test_what_was_answered_before_is_found_and_used(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    before = await asked(store)
    await store.questions.reply(before, NewReply(new_id(), "0301", How.MESSAGE, "可以，带户口簿"))
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    assert page.search.words.text() == SECRET
    page.search.find_key.click()
    await until(lambda: len(page.search.keys) == 1)
    assert any("可以，带户口簿" in words and "户口" in words for words in shown(page))
    page.search.keys[0].click()
    assert page.line.text() == "可以，带户口簿"
    page.search.words.setText("完全两样")
    page.search.find_key.click()
    await until(lambda: page.search.told.text() == "没有相似的、答过的问题。")
    assert page.search.keys == []
    page.search.words.setText("  ")
    page.search.find_key.click()
    assert page.search.told.text() == "请写几个字再找。"
    deeds = [(e.deed, e.about) for e in await store.record.entries()]
    assert (Deed.QUESTIONS_SEARCHED, before) in deeds


async def test_a_new_one_is_told_on_every_page_and_heard_once(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock
) -> None:
    rings: list[None] = []
    await asked(store)
    window = make_window(pages=[made(store, lambda: rings.append(None))])
    page = await page_of(window, session)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert rings == []
    assert page.alert.isHidden()
    await asked(store)
    clock.turn(LOOK_S)
    window.tick()
    await until(lambda: page.waiting == 2)
    assert len(rings) == 1
    assert page.alert.isVisible()
    assert page.alert.text() == "有新的提问。请看“提问”页。"
    clock.turn(LOOK_S)
    window.tick()
    await until(lambda: page._looking is not None and page._looking.done())
    assert len(rings) == 1
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert page.alert.isHidden()


async def test_what_is_not_answered_in_time_is_told_to_the_leader_on_every_page(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock
) -> None:
    await asked(store)
    clock.turn(24 * 3600)
    window = make_window(pages=[made(store)])
    page = await page_of(window, session)
    assert page.alert.isHidden()
    clock.turn(4 * 24 * 3600)
    page._look()
    await until(lambda: not page.alert.isHidden())
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert page.alert.isVisible()
    assert page.alert.text().startswith("该答了还没答：1个")


async def test_an_answer_that_is_too_long_stays_and_says_what_to_do(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await opened(page, question)
    page.line.setText("字" * 100_000)
    page.keys[How.MESSAGE].click()
    await until(lambda: not page.told.isHidden())
    assert page.told.text() == "最多400个字，请写短一些"
    assert len(page.line.text()) == 100_000
