"""Questions asked from home, on a real store: kept once, told with number and proof alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.cases.case import Filing, Receipt
from kiosk.cases.channel import Channel
from kiosk.cases.question import How, NewReply
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow import model as m
from kiosk.flow.answer import Written
from kiosk.ids import new_id
from kiosk.portal.app import Portal
from kiosk.portal.consultation import Consultation
from kiosk.portal.limits import KeptLimits, Limit
from kiosk.store.local import LocalStore
from kiosk.working_days import WorkingDays
from tests.portal.browser import Browser, Page
from tests.portal.conftest import PLENTY, TurnedClock
from tests.portal.walking import first, walk

UNTIL = "2026年11月30日 星期一"


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def portal(make: Callable[..., Portal], store: LocalStore) -> Portal:
    return make(consultation=Consultation("01", store.cases, store.questions, WorkingDays()))


async def asked(portal: Portal, browser: Browser) -> Page:
    await walk(portal, browser, "question", first)
    return await browser.press("keep")


async def number_of(store: LocalStore) -> str:
    (question,) = await store.questions.questions(every=True, reveal=False)
    return question.number


async def look(browser: Browser, number: str, proof: str) -> Page:
    await browser.get("/answer")
    return await browser.press(number=number, proof=proof)


async def test_it_is_asked_at_once_and_its_number_told(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    page = await asked(portal, browser)
    assert (page.path, page.status) == ("/asked", 200)
    (question,) = await store.questions.questions(every=True, reveal=True)
    assert question.channel is Channel.HOME
    assert question.answers["question"] == Written(text="A12345")
    assert f"{question.number[:4]} {question.number[4:]}" in page.said
    assert f"最晚{UNTIL}回答您。" in page.said
    assert len(portal.drafts) == 0
    await browser.press()
    assert (await browser.get("/asked")).status == 410


async def test_what_is_often_asked_stands_where_the_question_is_written(
    portal: Portal, browser: Browser
) -> None:
    met: dict[str, str] = {}

    def seen(page: Page, step: m.Step) -> None:
        met[step.id] = page.text

    await walk(portal, browser, "question", first, seen)
    assert "办户口要钱吗？" in met["question"]
    assert "办户口不要钱。" in met["question"]
    assert not any("办户口要钱吗？" in text for id_, text in met.items() if id_ != "question")


async def test_nobody_is_asked_to_wait_at_home(portal: Portal, browser: Browser) -> None:
    offered: list[str] = []

    def seen(page: Page, step: m.Step) -> None:
        if step.id == "reach":
            offered.extend(page.form.options["value"])

    await walk(portal, browser, "question", first, seen)
    assert "call" in offered
    assert "wait" not in offered


async def test_without_a_telephone_it_says_what_to_do_and_keeps_everything(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    def unsure(step: m.Step, options: list[str]) -> str:
        return "?" if step.id == "reach" else first(step, options)

    await walk(portal, browser, "question", unsure)
    page = await browser.press("keep")
    assert "再写上电话" in page.alerts
    assert len(portal.drafts) == 1
    assert await store.cases.cases() == ()


async def test_what_could_not_be_sent_is_kept_and_sent_once(
    portal: Portal, browser: Browser, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await walk(portal, browser, "question", first)
    hand_in = store.cases.hand_in

    async def unheard(filing: Filing) -> Receipt:
        await hand_in(filing)
        raise StoreFailed(Trouble.AWAY)

    with monkeypatch.context() as patched:
        patched.setattr(store.cases, "hand_in", unheard)
        page = await browser.press("keep")
    assert "您写的都还在" in page.alerts
    page = await browser.press("keep")
    assert page.path == "/asked"
    assert len(await store.cases.cases()) == 1


async def test_the_answer_is_read_with_number_and_proof(
    portal: Portal, browser: Browser, store: LocalStore, clock: TurnedClock
) -> None:
    await asked(portal, browser)
    number = await number_of(store)
    page = await look(browser, f"{number[:4]} {number[4:]}", "5678")
    assert page.status == 200
    assert f"还没有回答。最晚{UNTIL}回答您。" in page.said
    (question,) = await store.questions.questions(every=True, reveal=False)
    answer = "<b>带户口簿来</b> & 别的不用"
    await store.questions.reply(question.id, NewReply(new_id(), "0235", How.WRITTEN, answer))
    page = await look(browser, number, "5678")
    assert answer in page.said
    assert "<b>" not in page.text
    assert number not in page.path
    assert "5678" not in page.path
    assert page.header("cache-control") == "no-store"


async def test_nothing_is_told_of_whether_there_is_such_a_question(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    await asked(portal, browser)
    number = await number_of(store)
    pages = [
        await look(browser, tried, proof)
        for tried, proof in ((number, "0000"), ("9900010", "5678"), (number[:-1], "5678"), ("<script>", "x"))
    ]
    assert {page.status for page in pages} == {422}
    assert {page.alerts for page in pages} == {pages[0].alerts}
    assert "没有找到" in pages[0].alerts
    assert not any("<script" in page.text for page in pages)


async def test_whoever_goes_on_trying_waits_and_the_next_address_does_not(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    await asked(portal, browser)
    number = await number_of(store)
    for guess in range(5):
        await look(browser, number, f"{guess:04}")
    page = await look(browser, number, "5678")
    assert "几次都不对" in page.alerts
    other = Browser(portal.app, address="198.51.100.9")
    assert (await look(other, number, "5678")).status == 200


async def test_an_address_asks_so_often_and_no_more(
    make: Callable[..., Portal], store: LocalStore, browser: Browser
) -> None:
    limits = replace(PLENTY, asked=KeptLimits(address=Limit(1 / 360, 1)), begun=Limit(1 / 30, 3))
    portal = make(consultation=Consultation("01", store.cases, store.questions, WorkingDays()), limits=limits)
    asking = Browser(portal.app)
    assert (await asked(portal, asking)).path == "/asked"
    await asking.press()
    assert (await asked(portal, asking)).status == 429
    reading = Browser(portal.app, address="198.51.100.9")
    statuses = [(await look(reading, "9900010", "5678")).status for _ in range(4)]
    assert statuses == [422, 422, 422, 429]


async def test_a_question_that_waits_too_long_is_told_of_truly(
    portal: Portal, browser: Browser, store: LocalStore, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(portal, browser)
    number = await number_of(store)
    monkeypatch.setattr(clock, "today", lambda: clock.now().date())
    clock.turn(5 * 24 * 3600)
    assert "让您久等了" in (await look(browser, number, "5678")).said


async def test_where_no_questions_are_asked_there_are_no_such_pages(
    make: Callable[..., Portal],
) -> None:
    portal = make()
    browser = Browser(portal.app)
    assert (await browser.get("/answer")).status == 404
    assert "/answer" not in (await browser.get("/")).links


async def test_the_key_stands_at_the_beginning(portal: Portal, browser: Browser) -> None:
    page = await browser.get("/")
    assert {"/answer", "/service/question"} <= set(page.links)


async def test_a_net_of_addresses_leaves_questions_to_others(
    make: Callable[..., Portal], store: LocalStore
) -> None:
    limits = replace(PLENTY, asked=replace(PLENTY.asked, net_day=Limit(1 / 86400, 2)))
    portal = make(consultation=Consultation("01", store.cases, store.questions, WorkingDays()), limits=limits)
    statuses = []
    for address in ("203.0.113.1", "203.0.113.2", "198.51.100.9", "203.0.113.3"):
        statuses.append((await asked(portal, Browser(portal.app, address=address))).status)
    assert statuses == [200, 200, 200, 429]


async def test_another_language_or_size_keeps_what_was_typed_and_reads_nothing(
    portal: Portal, browser: Browser
) -> None:
    page = await browser.get("/answer")
    assert not [link for link in page.links if "?lang=" in link or "?size=" in link]
    fields = {**page.form.fields, "number": ["0100 0"], "proof": ["56"], "do": ["look"]}
    for key in ("?lang=en", "?size=larger"):
        page = await browser.post(f"/answer{key}", fields)
        assert (page.status, page.alerts, page.lang) == (200, "", "en")
        assert (page.form.fields["number"], page.form.fields["proof"]) == (["0100 0"], ["56"])


async def test_an_answer_can_be_read_in_another_language(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    await asked(portal, browser)
    number = await number_of(store)
    page = await look(browser, number, "5678")
    again = next(each for each in page.forms if each.action == "/answer")
    page = await browser.post("/answer?lang=en", {**again.fields, "do": ["again"]})
    assert (page.status, page.lang) == (200, "en")
    assert "It is not answered yet." in page.said
    assert not [link for link in page.links if number in link]
