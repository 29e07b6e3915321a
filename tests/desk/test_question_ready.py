"""Ready answers beside an open question: proposed, used, changed, and read by the resident in theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.cases.case import Filing
from kiosk.cases.question import How
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Chosen, Written
from kiosk.flow.load import Release, load, load_folder
from kiosk.ids import new_id
from kiosk.store.local import LocalStore
from screens.desk.pages import Desk
from screens.desk.questions import QuestionsPage
from screens.desk.session import DeskSession
from tests.desk.conftest import ROOT, MakeWindow, TurnedClock, titles
from tests.desk.test_questions import opened, page_of
from tests.desk.test_window import until

FLOWS = ROOT / "assets" / "flows"
RELEASE = load(FLOWS / "question.yaml")
SERVICES = load_folder(FLOWS)[0]
COST = next(flow for flow in (r.flow for r in SERVICES) if flow.id == "household").answers[0]
FILING = Filing(
    visit_id="",
    kiosk="01",
    service="question",
    flow_version=1,
    flow_sha256=RELEASE.sha256,
    flow_source=RELEASE.source,
    locale="ja",
    priority=False,
    answers={"about": Chosen(id="household"), "question": Written(text="費用はかかりますか")},
    question=True,
)


async def served() -> Sequence[Release]:
    return SERVICES


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


def made(store: LocalStore) -> Callable[[Desk], QuestionsPage]:
    return lambda desk: QuestionsPage(desk, store.questions, titles, services=served)


async def asked(store: LocalStore, locale: str = "ja") -> str:
    return (await store.cases.hand_in(replace(FILING, visit_id=new_id(), locale=locale))).case_id


async def answered(page: QuestionsPage, store: LocalStore) -> str:
    page.keys[How.CALLED_BACK].click()
    await until(lambda: page.question is None)
    (kept,) = await store.questions.questions(every=True, reveal=True)
    return kept.replies[0].text


async def proposed(page: QuestionsPage, question: str) -> None:
    await opened(page, question)
    await until(lambda: bool(page.ready.keys))


async def test_unchanged_it_is_kept_in_the_residents_language_and_read_in_the_officers(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await proposed(page, question)
    assert page.ready.proposed[0].id == "cost"
    page.ready.keys[0].click()
    assert page.line.text() == COST.answer.in_("zh_CN")
    assert page.ready.theirs.text() == "不改就发出去，居民看到的是日语。改了，就按您写的发。"
    assert page.ready.theirs.isVisible()
    assert await answered(page, store) == COST.answer.in_("ja")
    await page.open(question)
    assert COST.answer.in_("zh_CN") in page.history.text()
    assert COST.answer.in_("ja") not in page.history.text()


async def test_changed_it_goes_out_as_it_was_written(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await proposed(page, question)
    page.ready.keys[0].click()
    page.line.setText(f"{page.line.text()}下周再来")
    assert not page.ready.theirs.isVisible()
    assert await answered(page, store) == f"{COST.answer.in_('zh_CN')}下周再来"


async def test_in_the_officers_own_language_nothing_is_said_of_it(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store, "zh_CN")
    page = await page_of(make_window(pages=[made(store)]), session)
    await proposed(page, question)
    page.ready.keys[0].click()
    assert not page.ready.theirs.isVisible()


async def test_for_the_next_question_nothing_of_the_last_is_left(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    question = await asked(store)
    page = await page_of(make_window(pages=[made(store)]), session)
    await proposed(page, question)
    page._show(None)
    assert (page.ready.keys, page.ready.proposed, page.ready.isVisible()) == ([], (), False)


async def test_services_that_cannot_be_read_leave_the_question_open(
    make_window: MakeWindow, session: DeskSession, store: LocalStore
) -> None:
    async def broken() -> Sequence[Release]:
        raise StoreFailed(Trouble.BUSY, "")

    question = await asked(store)
    window = make_window(pages=[lambda desk: QuestionsPage(desk, store.questions, titles, services=broken)])
    page = await page_of(window, session)
    await opened(page, question)
    await until(lambda: not page.told.isHidden())
    assert page.detail.isVisible()
    assert page.ready.keys == []
