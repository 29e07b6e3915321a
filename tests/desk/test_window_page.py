"""The window's page at the desk, on a real store: only what is legal is offered, nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.cases import window_deeds as d
from kiosk.cases.case import Filing
from kiosk.cases.whereabouts import Enquiry
from kiosk.cases.window import WindowState
from kiosk.cases.window_acts import Accept, Circulate
from kiosk.cases.window_deeds import Checked, Collector
from kiosk.cases.window_desk import WindowCase
from kiosk.cases.window_offers import Offer
from kiosk.devices.slip import PrintFailed, Slip
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Answer, Chosen
from kiosk.flow.model import Text
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from kiosk.working_days import WorkingDays
from screens.desk import window_page
from screens.desk.pages import Desk
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from screens.desk.window_page import LOOK_S, WindowPage
from screens.desk.window_slip import WindowSlips
from tests.cases.test_where_given import ASKING, OTHER_PHONE, SAID
from tests.desk.conftest import MakeWindow, MemoryRoll, TurnedClock, titles, words
from tests.desk.test_window import signed_in, until
from tests.store.test_window import SOURCE

ME, OTHER = "0235", "0777"
DAY_S = 24 * 3600


class Paper:
    """Draws and prints into memory. broken: nothing comes out."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.broken = False

    def pdf(self, slip: Slip) -> bytes:
        self.slips.append(slip)
        return b"%PDF"

    async def print(self, kind: str, pdf: bytes) -> None:
        if self.broken:
            raise PrintFailed("no paper")

    async def ready(self) -> bool:
        return not self.broken


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    for number in (ME, OTHER):
        await made.officers.add(Officer(number, "", frozenset(Role)), "482913", "console")
        made.seats.desk.sit(number)
    yield made
    await made.close()


@pytest.fixture
def made(store: LocalStore, paper: Paper, roll: MemoryRoll) -> Callable[[Desk], WindowPage]:
    text = Text({"zh_CN": "派出所", "en": "Station"})
    roll.roles = frozenset(Role)
    slips = WindowSlips(paper, paper, {"zh_CN": words("zh_CN")}, text, text)
    return lambda desk: WindowPage(desk, store.window, titles, WorkingDays(), slips)


async def filed(
    store: LocalStore,
    kind: str = "big",
    *,
    priority: bool = False,
    source: str = SOURCE,
    answers: dict[str, Answer] | None = None,
) -> str:
    filing = Filing(
        visit_id=new_id(),
        kiosk="01",
        service="truck",
        flow_version=3,
        flow_sha256="cd" * 32,
        flow_source=source,
        locale="zh_CN",
        priority=priority,
        answers=answers or {"kind": Chosen(id=kind)},
    )
    return (await store.cases.hand_in(filing)).case_id


def officer(number: str = ME) -> Officer:
    return Officer(number, "", frozenset(Role))


async def page_of(window: DeskWindow, session: DeskSession, rows: int = 1) -> WindowPage:
    await signed_in(window, session)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page = window.pages[0]
    assert isinstance(page, WindowPage)
    await until(lambda: len(page.rows) == rows)
    return page


async def opened(page: WindowPage, case_id: str) -> None:
    QTest.mouseClick(page.rows[case_id], Qt.MouseButton.LeftButton)
    await until(lambda: page.case is not None and page.case.id == case_id)


async def done(page: WindowPage, offer: Offer) -> None:
    page.panel.keys[offer].click()
    await settled(page)


async def settled(page: WindowPage) -> None:
    await until(lambda: page._doing is not None and page._doing.done())


def offered(page: WindowPage) -> set[Offer]:
    return set(page.panel.keys)


async def test_late_and_elderly_ones_come_first_in_words_and_shape(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock, made
) -> None:
    calm = await filed(store)
    elderly = await filed(store, priority=True)
    late = await filed(store)
    for act in (
        d.Taken(by=ME),
        d.MaterialsSeen(by=ME, materials=("card", "licence")),
        Accept(ME),
    ):
        await store.window.act(late, new_id(), act, officer())
    clock.turn(40 * DAY_S)
    page = await page_of(make_window(pages=[made]), session, 3)
    assert list(page.rows) == [late, elderly, calm]
    assert page.rows[late].text().startswith("▲ ")
    assert "已超期" in page.rows[late].text()
    assert page.rows[late].property("part") == "alert"
    assert page.rows[elderly].text().splitlines()[1] == "老人，优先"
    assert page.waiting == 2
    assert page.late.isVisible()
    assert "窗口有1件已超期" in page.late.text()


async def test_only_what_is_legal_is_offered_step_by_step(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store)
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    assert "big" in [label.text() for label in page.panel.findChildren(QLabel)]
    assert offered(page) == {Offer.TAKE, Offer.WITHDRAW}  # this one leads too
    await done(page, Offer.TAKE)
    assert offered(page) == {Offer.PUT_BACK, Offer.RETURN, Offer.DECLINE, Offer.WITHDRAW}
    assert list(page.panel.materials) == ["card", "photo", "licence"]
    for slug in ("card", "licence"):
        page.panel.materials[slug].click()
    assert Offer.ACCEPT in offered(page)
    await done(page, Offer.ACCEPT)
    assert page.case is not None
    assert page.case.standing.seen == {"card", "licence"}
    assert "还有20个工作日" in page.panel.facts.text()
    assert offered(page) == {Offer.PUT_BACK, Offer.CIRCULATE, Offer.WITHDRAW}
    entries = [(e.who, e.deed) for e in await store.record.entries() if e.about == case]
    assert entries[0] == (ME, Deed.ANSWERS_SEEN)
    assert (ME, Deed.CASE_ACCEPTED) in entries


async def test_what_is_missing_is_named_once_and_printed(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made, paper: Paper
) -> None:
    case = await filed(store)
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    await done(page, Offer.TAKE)
    page.panel.materials["card"].click()
    page.panel.line.setText("照片要白底")
    await done(page, Offer.RETURN)
    (slip,) = paper.slips
    told = [line.text for line in slip.lines]
    assert [line.text for line in slip.lines if line.box] == ["licence"]  # the photo may be missing
    assert "照片要白底" in told
    assert page.panel.line.text() == ""
    assert page.told.text().startswith("已记下")
    assert page.case is not None
    assert page.case.standing.state is WindowState.RETURNED
    paper.broken = True
    other = await filed(store)
    page.come()
    await until(lambda: other in page.rows)
    await opened(page, other)
    await done(page, Offer.TAKE)
    await done(page, Offer.RETURN)
    assert page.told.text().startswith("单子没有打印出来")


async def test_what_is_typed_survives_what_others_do_and_a_store_that_fails(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, clock: TurnedClock, made, monkeypatch
) -> None:
    case = await filed(store)
    window = make_window(pages=[made])
    page = await page_of(window, session)
    await opened(page, case)
    await done(page, Offer.TAKE)
    page.panel.line.setText("先记一行")
    page.panel.materials["card"].click()
    await filed(store)
    clock.turn(LOOK_S)
    window.tick()
    await until(lambda: len(page.rows) == 2)
    assert (page.panel.line.text(), page.panel.ticks) == ("先记一行", {"card"})
    real = store.window.act

    async def broken(*_given: object) -> None:
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.window, "act", broken)
    await done(page, Offer.DECLINE)
    assert "没" in page.told.text()
    assert page.panel.line.text() == "先记一行"
    monkeypatch.setattr(store.window, "act", real)
    await done(page, Offer.DECLINE)
    assert page.case is not None
    assert page.case.standing.state is WindowState.DECLINED
    assert page.panel.line.text() == ""


async def test_a_refusal_is_told_and_the_case_shown_as_it_stands(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store)
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    await store.window.act(case, new_id(), d.Taken(by=OTHER), officer(OTHER))
    await done(page, Offer.TAKE)
    assert page.told.text() == "0777号已经在办这件。要换人，请先放回去。"
    await until(lambda: "0777" in page.panel.facts.text())


async def test_what_another_finished_offers_nothing_and_says_so(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store)
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    await done(page, Offer.TAKE)
    page.panel.line.setText("先记一行")
    gone = d.Withdrawn(by=OTHER, reason="居民来过电话")
    await store.window.act(case, new_id(), gone, officer(OTHER))
    page.come()
    await until(lambda: not page.rows)
    assert offered(page) == set()
    assert page.panel.line.isHidden()
    assert page.told.text().startswith("这件已经由别人办完")
    assert (page.case is not None, page.panel.line.text()) == (True, "先记一行")


async def test_it_is_withdrawn_with_a_reason_and_asked_once_more(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store)
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    await done(page, Offer.TAKE)
    page.panel.keys[Offer.WITHDRAW].click()
    page.panel.keys[Offer.WITHDRAW].click()
    await settled(page)
    assert page.told.text() == "请写一行理由。"
    page.panel.line.setText("居民自己来说的")
    page.panel.keys[Offer.WITHDRAW].click()
    page.panel.keys[Offer.WITHDRAW].click()
    await settled(page)
    assert page.case is not None
    assert page.case.standing.state is WindowState.WITHDRAWN
    assert "居民自己来说的" in page.panel.history.text()


async def test_a_long_list_says_that_there_are_more_and_a_damaged_case_that_it_is_one(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made, monkeypatch
) -> None:
    case = await filed(store)
    window = make_window(pages=[made])
    page = await page_of(window, session)
    assert page.more.isHidden()
    monkeypatch.setattr(window_page, "MOST_LISTED", 1)
    real = store.window.open_cases

    async def damaged(by: Officer) -> tuple[WindowCase, ...]:
        return tuple(replace(each, damaged=True) for each in await real(by))

    monkeypatch.setattr(store.window, "open_cases", damaged)
    page.come()
    await until(lambda: "读不出来" in page.rows[case].text())
    assert page.more.isVisible()


async def test_the_private_question_is_asked_again_and_its_answer_stands_nowhere(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store, "small")
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    assert page.panel.apart.isVisible()
    await done(page, Offer.TAKE)
    page.panel.materials["card"].click()
    assert Offer.ACCEPT not in offered(page)
    page.panel.asked_apart.click()
    await settled(page)
    assert page.panel.apart.isHidden()
    assert Offer.ACCEPT in offered(page)


async def test_it_is_found_by_its_number_and_handed_over_against_a_signature(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store, "small")
    by, me = ME, officer()
    for act in (
        d.Taken(by=by),
        d.MaterialsSeen(by=by, materials=("card",)),
        d.AskedApart(by=by),
        Accept(by),
    ):
        kept = await store.window.act(case, new_id(), act, me)
    page = await page_of(make_window(pages=[made]), session)
    page.number.setText("看不懂")
    await page.find_it()
    assert page.told.text() == "请输入回执上的登记号（只有数字）。"
    page.number.setText("12345")
    await page.find_it()
    assert page.told.text() == "没有找到这个登记号，请再看看回执。"
    page.number.setText(f"truck:{kept.number}")
    await page.find_it()
    assert page.case is not None
    assert page.case.id == case
    assert page.number.text() == ""
    assert page.panel.issue.isHidden()
    # The reviewer of a small one is the traffic police.
    await done(page, Offer.CIRCULATE)
    assert "traffic" in page.panel.keys[Offer.AGREE].text()
    await store.window.act(
        case, new_id(), d.Reviewed(by=OTHER, reviewer="traffic", agrees=True), officer(OTHER)
    )
    page.come()
    await until(lambda: Offer.GRANT in offered(page))
    await done(page, Offer.GRANT)
    assert page.told.text() == "请写一行理由。"
    page.panel.templates[0].click()
    await done(page, Offer.GRANT)
    form = page.panel.issue
    assert form.isVisible()
    form.collectors[Collector.RELATIVE].click()
    form.checks[Checked.AUTHORITY_SEEN].click()
    form.name.setText("王小妹")
    assert not form.hand_over.isEnabled()
    sign(page)
    assert form.hand_over.isEnabled()
    form.hand_over.click()
    await settled(page)
    found = await store.window.read(case, me)
    assert found is not None
    issued = found.deeds[-1].deed
    assert isinstance(issued, d.Issued)
    assert (issued.collector, issued.checked, issued.name) == ("relative", "authority_seen", "王小妹")
    assert len(issued.signature[0]) > 2
    assert form.pad.signature == ()
    assert offered(page) == set()


def sign(page: WindowPage) -> None:
    pad = page.panel.issue.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    for x in range(60, 200, 20):
        QTest.mouseMove(pad, QPoint(x, 60 + x % 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))


async def test_the_next_officer_finds_nothing_of_it(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store)
    window = make_window(pages=[made])
    page = await page_of(window, session)
    await opened(page, case)
    window.sign_out.click()
    await until(lambda: page.case is None)
    assert (page.rows, page.panel.isHidden(), page.panel.head.text()) == ({}, True, "")


LOOKED_AT = ("灭火器够用。", "出口没有堵。")


def looked_at() -> str:
    """The service, whose fire officers look at two things on the spot."""
    source = json.loads(SOURCE)
    (fire,) = (each for each in source["reviewers"] if each["id"] == "fire")
    fire["look_at"] = [dict.fromkeys(("zh_CN", "en"), line) for line in LOOKED_AT]
    return json.dumps(source)


async def test_what_is_so_on_the_spot_is_ticked_and_told_afterwards(
    make_window: MakeWindow, session: DeskSession, store: LocalStore, made
) -> None:
    case = await filed(store, source=looked_at())
    for act in (
        d.Taken(by=OTHER),
        d.MaterialsSeen(by=OTHER, materials=("card", "licence")),
        Accept(OTHER),
        Circulate(OTHER),
        d.Reviewed(by=OTHER, reviewer="traffic", agrees=True),
    ):
        await store.window.act(case, new_id(), act, officer(OTHER))
    page = await page_of(make_window(pages=[made]), session)
    await opened(page, case)
    assert page.panel.look_at.isVisible()
    assert [key.accessibleName() for key in page.panel.looks.values()] == list(LOOKED_AT)
    page.panel.looks["0"].click()
    assert page.panel.looks["0"].text() == "✓"
    await done(page, Offer.AGREE)
    assert page.told.text() == words("zh_CN").say("window.no_reason")
    assert page.panel.looks["0"].text() == "✓", "nothing that was ticked is lost"
    page.panel.line.setText("出口今天已清开")
    await done(page, Offer.AGREE)
    assert page.case is not None
    assert page.case.standing.state is WindowState.REVIEWED
    kept = page.case.deeds[-1].deed
    assert isinstance(kept, d.Reviewed)
    assert kept.fine == (0,)
    assert "现场不符：出口没有堵。　出口今天已清开" in page.panel.history.text()
    assert not page.panel.look_at.isVisible()


async def test_what_the_resident_changed_is_marked_and_read_before_anything_else_is_done(
    make_window: MakeWindow, session: DeskSession, made: Callable[[Desk], WindowPage], store: LocalStore
) -> None:
    source = ASKING.model_dump_json(by_alias=True, exclude_unset=True)
    case_id = await filed(store, source=source, answers=SAID)
    (case,) = await store.window.open_cases(officer())
    await store.window.act(case_id, new_id(), d.Taken(by=ME), officer())
    window = make_window(pages=[made])
    page = await page_of(window, session)
    await page.open(case_id)
    assert Offer.DECLINE in page.panel.keys
    page.panel.line.setText("半行字")
    enquiry = Enquiry(case.number, "002X", "01")
    assert (await store.where.correct(enquiry, new_id(), {"phone": OTHER_PHONE})).kept
    await page.read()
    assert page.told.text() == words("zh_CN").say("window.read_again")
    assert set(page.panel.keys) == {Offer.TAKE, Offer.PUT_BACK, Offer.WITHDRAW}
    assert page.panel.line.text() == "半行字"
    page.panel.keys[Offer.TAKE].click()
    await until(lambda: Offer.DECLINE in page.panel.keys)
    said = [each.text() for each in page.panel.findChildren(QLabel)]
    assert any("139" in each and "居民" in each and "原来：" in each and "138" in each for each in said)
    assert "138" in page.panel.history.text()
