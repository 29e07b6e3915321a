"""Where a case is, from home, on a real store: told with number and proof, withdrawn by a second page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.cases.case import Filing, Receipt
from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.number import registration_number
from kiosk.cases.whereabouts import Enquiry, Item, Place, Whereabouts
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import IdentityNo
from kiosk.flow.model import Text
from kiosk.ids import new_id
from kiosk.officers.record import RESIDENT, Deed
from kiosk.portal.app import Portal
from kiosk.portal.consultation import Consultation
from kiosk.portal.limits import Limit
from kiosk.portal.where import Where
from kiosk.store.local import LocalStore
from kiosk.working_days import WorkingDays
from tests.portal.browser import Browser, Page
from tests.portal.conftest import LOCALES, PLENTY, TurnedClock, loaded
from tests.portal.walking import walk

WINDOW = Text({"zh_CN": "人工窗口", "en": "the staff desk"})
FOUR = "002X"
MOST = 50 * 1024


@pytest.fixture
async def store(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def portal(make: Callable[..., Portal], store: LocalStore) -> Portal:
    asked = Consultation("01", store.cases, store.questions, WorkingDays())
    return make(where=Where(store.where, WINDOW), consultation=asked)


async def file(store: LocalStore) -> Receipt:
    (release,) = (each for each in loaded()[1] if each.flow.id == "truck_pass")
    answers = {"number": IdentityNo(number=f"11010519491231{FOUR}")}
    filing = Filing(
        new_id(), "01", release.flow.id, 1, release.sha256, release.source, "zh_CN", False, answers
    )
    return await store.cases.hand_in(filing)


async def look(browser: Browser, number: str, proof: str = FOUR) -> Page:
    await browser.get("/where")
    return await browser.press("", number=number, proof=proof)


class Told:
    """A book with one case that stands as it is set. Which deed of withdrawing came how often is kept."""

    def __init__(self, where: Whereabouts) -> None:
        self.where = where
        self.error: Exception | None = None
        self.withdrawn: list[str] = []

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        if self.error is not None:
            raise self.error
        return replace(self.where, number=enquiry.number)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        self.withdrawn.append(act_id)
        if self.error is not None:
            raise self.error
        return replace(self.where, number=enquiry.number)


NUMBER = registration_number("01", 1)
CLOCK = TurnedClock()


def standing(place: Place, **more: object) -> Told:
    title = Text({"zh_CN": "户口迁移", "en": "Household move"})
    given = {"number": NUMBER, "service": "household", "filed_on": CLOCK.today(), "title": title, **more}
    return Told(Whereabouts(place=place, **given))  # type: ignore[arg-type]


# --- asking ---------------------------------------------------------------------------------------


async def test_whoever_proves_it_is_theirs_is_told_where_it_is(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    filed = await file(store)
    page = await look(browser, f"{filed.number[:4]} {filed.number[4:]}", "002x")
    assert (page.status, page.path) == (200, "/where/now")
    assert page.heading == "交上去了，在等人看"
    assert "交上去：现在在这里" in page.said
    assert "请带好材料，到人工窗口。" in page.said
    assert "行驶证" in page.said
    (current,) = [given for tag, given in page.tags if given.get("aria-current") == "step"]
    assert current
    (entry,) = [e for e in await store.record.entries() if e.deed is Deed.WHEREABOUTS_TOLD]
    assert (entry.who, entry.about) == (RESIDENT, filed.case_id)
    assert page.header("cache-control") == "no-store"
    assert FOUR not in page.text
    again = await browser.get("/where/now?lang=en&size=larger")
    assert again.heading == "Handed in, waiting to be looked at"
    assert len([e for e in await store.record.entries() if e.deed is Deed.WHEREABOUTS_TOLD]) == 1


async def test_nothing_is_told_of_whether_there_is_such_a_case(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    filed = await file(store)
    pages = [
        await look(browser, number, proof)
        for number, proof in ((filed.number, "0014"), (registration_number("01", 4711), FOUR))
    ]
    assert {page.status for page in pages} == {422}
    assert {page.alerts for page in pages} == {pages[0].alerts}
    assert "没有查到" in pages[0].alerts
    assert (await browser.get("/where/now")).path == "/where"


@pytest.mark.parametrize(
    ("number", "proof", "said"),
    [
        (f"{NUMBER[:-1]}{(int(NUMBER[-1]) + 1) % 10}", FOUR, "有一位数字对不上"),
        ("<script>", FOUR, "有一位数字对不上"),
        ("", "", "有一位数字对不上"),
        (NUMBER, "12", "最后四位"),
        (NUMBER, "<b>x", "最后四位"),
    ],
)
async def test_what_cannot_be_is_told_before_anything_is_looked_up_and_stays_written(
    make: Callable[..., Portal], number: str, proof: str, said: str
) -> None:
    book = standing(Place.WAITING)
    book.error = AssertionError("looked up")
    browser = Browser(make(where=Where(book, WINDOW)).app)
    page = await look(browser, number, proof)
    assert page.status == 422
    assert said in page.alerts
    assert page.form.fields["number"] == [number]
    assert page.form.fields["proof"] == [proof]
    assert "<script" not in page.text


async def test_whoever_goes_on_trying_waits_and_reads_until_when(
    portal: Portal, browser: Browser, store: LocalStore, clock: TurnedClock
) -> None:
    filed = await file(store)
    for _ in range(OF_ONE.free):
        await look(browser, filed.number, "0000")
    page = await look(browser, filed.number)
    assert "这里才能再查" in page.alerts
    other = await look(Browser(portal.app, address="198.51.100.9"), filed.number)
    assert other.alerts == page.alerts
    clock.turn(OF_ONE.first_s + 60)
    assert (await look(browser, filed.number)).path == "/where/now"
    assert OF_ALL.free > OF_ONE.free


async def test_an_address_looks_so_often_and_no_more(make: Callable[..., Portal]) -> None:
    limits = replace(PLENTY, begun=Limit(1 / 30, 3))
    portal = make(where=Where(standing(Place.WAITING), WINDOW), limits=limits)
    statuses = [(await look(Browser(portal.app), NUMBER)).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await look(Browser(portal.app, address="198.51.100.9"), NUMBER)).status == 200


async def test_while_nobody_can_look_what_was_written_stays(
    make: Callable[..., Portal], failures: list[BaseException]
) -> None:
    book = standing(Place.WAITING)
    book.error = StoreFailed(Trouble.AWAY)
    browser = Browser(make(where=Where(book, WINDOW)).app)
    page = await look(browser, NUMBER)
    assert page.status == 503
    assert "现在查不了" in page.alerts
    assert (page.form.fields["number"], page.form.fields["proof"]) == ([NUMBER], [FOUR])
    assert failures == [book.error]


async def test_another_language_or_size_keeps_what_was_typed_and_looks_nothing_up(
    make: Callable[..., Portal],
) -> None:
    book = standing(Place.WAITING)
    book.error = AssertionError("looked up")
    browser = Browser(make(where=Where(book, WINDOW)).app)
    page = await browser.get("/where")
    keys = [given for tag, given in page.tags if given.get("formaction")]
    assert [key["formaction"] for key in keys] == [
        "/where?size=larger",
        *(f"/where?lang={each}" for each in LOCALES if each != "zh_CN"),
    ]
    assert {key["form"] for key in keys} == {"ask"}
    for key in ("?lang=en", "?size=larger"):
        fields = {**page.form.fields, "number": ["0100"], "proof": ["00"], "do": ["look"]}
        page = await browser.post(f"/where{key}", fields)
        assert (page.status, page.alerts) == (200, "")
        assert (page.form.fields["number"], page.form.fields["proof"]) == (["0100"], ["00"])
    assert page.heading == "Where is my case?"
    assert ("html", "larger") in [(tag, given.get("class")) for tag, given in page.tags]


async def test_what_was_found_is_nobody_elses_and_gone_after_a_while(
    make: Callable[..., Portal], clock: TurnedClock
) -> None:
    portal = make(where=Where(standing(Place.WAITING), WINDOW))
    browser = Browser(portal.app)
    await browser.get("/where")
    known = dict(browser.cookies)
    await browser.press("", number=NUMBER, proof=FOUR)
    other = Browser(portal.app)
    other.cookies = known
    assert (await other.get("/where/now")).path == "/where"
    clock.turn(31 * 60)
    assert (await browser.get("/where/now")).path == "/where"
    assert len(portal.found) == 0


async def test_leaving_erases_it(make: Callable[..., Portal]) -> None:
    portal = make(where=Where(standing(Place.WAITING), WINDOW))
    browser = Browser(portal.app)
    await look(browser, NUMBER)
    await browser.leave()
    assert len(portal.found) == 0
    assert (await browser.get("/where/now")).path == "/where"


async def test_a_form_that_was_begun_is_still_there(make: Callable[..., Portal]) -> None:
    portal = make(where=Where(standing(Place.WAITING), WINDOW))
    browser = Browser(portal.app)
    await browser.begin("household")
    await look(browser, NUMBER)
    assert (await browser.get("/form")).path.startswith("/form/")
    await browser.begin("household")
    assert (await browser.get("/where/now")).path == "/where/now"


async def test_where_there_is_no_room_that_is_said(make: Callable[..., Portal]) -> None:
    portal = make(where=Where(standing(Place.WAITING), WINDOW), limits=replace(PLENTY, forms=0))
    assert (await look(Browser(portal.app), NUMBER)).status == 503


# --- what is told ---------------------------------------------------------------------------------

STANDINGS = [
    (
        standing(Place.RETURNED, missing=(Item(Text({"zh_CN": "户口簿", "en": "Booklet"})),), note="<i>原件"),
        "户口簿",
    ),
    (standing(Place.ACCEPTED, due=CLOCK.today(), late=True), "请到派出所来问，我们帮您查。"),
    (standing(Place.REVIEWING, due=CLOCK.today(), asked=2, said=1), "请了2处来看，1处看好了。"),
    (standing(Place.AT_HALL), "或者到派出所来问"),
    (standing(Place.UNREADABLE), "请到派出所来问"),
    (standing(Place.REFUSED, reason="房子不是您的名字"), "房子不是您的名字"),
    (standing(Place.HANDED_OVER), "领走：好了"),
    (standing(Place.DECLINED), "为什么，请到人工窗口问。"),
]


@pytest.mark.parametrize(("book", "said"), STANDINGS)
async def test_each_standing_has_its_page_in_every_language(
    make: Callable[..., Portal], book: Told, said: str
) -> None:
    browser = Browser(make(where=Where(book, WINDOW)).app)
    style = len((await browser.get("/style.css")).body)
    page = await look(browser, NUMBER)
    assert said in page.said
    assert "<i>" not in page.text
    assert "下面的键" not in page.said  # of the kiosk: nobody can be called from here
    for locale in LOCALES:
        page = await browser.get(f"/where/now?lang={locale}")
        assert (page.status, page.lang) == (200, locale.replace("_", "-"))
        assert len(page.body) + style < MOST
        assert NUMBER not in page.title


async def test_what_is_missing_stands_before_what_comes_next(make: Callable[..., Portal]) -> None:
    book = STANDINGS[0][0]
    page = await look(Browser(make(where=Where(book, WINDOW)).app), NUMBER)
    assert page.said.index("户口簿") < page.said.index("<i>原件") < page.said.index("接下来")


# --- withdrawing ----------------------------------------------------------------------------------


async def test_it_is_withdrawn_by_a_second_page_alone(
    portal: Portal, browser: Browser, store: LocalStore
) -> None:
    filed = await file(store)
    page = await look(browser, filed.number)
    assert "/where/withdraw" in page.links
    page = await browser.get("/where/withdraw")
    assert page.heading == "要撤回吗？"
    assert page.form.keys[0] == ("do", "no")
    assert (await browser.press("no")).heading == "交上去了，在等人看"
    await browser.get("/where/withdraw")
    page = await browser.press("yes")
    assert page.heading == "不办了，已经撤回"
    assert "/where/withdraw" not in page.links
    assert (await browser.get("/where/withdraw")).path == "/where/now"
    assert Deed.CASE_WITHDRAWN in [e.deed for e in await store.record.entries() if e.who == RESIDENT]


async def test_pressed_twice_it_is_withdrawn_once_and_tried_again_under_the_same_deed(
    make: Callable[..., Portal],
) -> None:
    book = standing(Place.WAITING, can_withdraw=True)
    browser = Browser(make(where=Where(book, WINDOW)).app)
    await look(browser, NUMBER)
    asks = await browser.get("/where/withdraw")
    book.error = StoreFailed(Trouble.AWAY)
    page = await browser.press("yes", asks)
    assert "现在撤回不了" in page.alerts
    assert page.heading == "交上去了，在等人看"
    book.error, book.where = None, replace(book.where, place=Place.WITHDRAWN, can_withdraw=False)
    assert (await browser.press("yes", asks)).heading == "不办了，已经撤回"
    await browser.press("yes", asks)
    first, second = book.withdrawn
    assert first == second


async def test_where_an_officer_was_faster_it_says_how_far_it_has_come(make: Callable[..., Portal]) -> None:
    book = standing(Place.WAITING, can_withdraw=True)
    browser = Browser(make(where=Where(book, WINDOW)).app)
    await look(browser, NUMBER)
    await browser.get("/where/withdraw")
    book.where = replace(book.where, place=Place.READY, can_withdraw=False)
    page = await browser.press("yes")
    assert "没有撤回" in page.alerts
    assert page.heading == "办好了，可以来拿"


async def test_a_page_from_before_withdraws_no_other_case(make: Callable[..., Portal]) -> None:
    book = standing(Place.WAITING, can_withdraw=True)
    browser = Browser(make(where=Where(book, WINDOW)).app)
    await look(browser, NUMBER)
    before = await browser.get("/where/withdraw")
    await look(browser, registration_number("01", 2))
    mark = (await browser.get("/where/withdraw")).form.fields["mark"]
    page = await browser.post("/where/withdraw", {**before.form.fields, "mark": mark, "do": ["yes"]})
    assert book.withdrawn == []
    assert "另一页" in page.alerts


@pytest.mark.parametrize("path", ["/where", "/where/withdraw"])
async def test_a_form_of_another_site_is_not_taken(make: Callable[..., Portal], path: str) -> None:
    book = standing(Place.WAITING, can_withdraw=True)
    browser = Browser(make(where=Where(book, WINDOW)).app)
    await look(browser, NUMBER)
    form = (await browser.get("/where/withdraw")).form
    fields = {**form.fields, "number": [NUMBER], "proof": [FOUR], "do": ["yes"]}
    for mark, headers in (("0" * 64, {}), (form.fields["mark"][0], {"sec-fetch-site": "cross-site"})):
        page = await browser.post(path, {**fields, "mark": [mark]}, **headers)
        assert page.status == 403
    assert book.withdrawn == []


# --- ways there -----------------------------------------------------------------------------------


async def test_the_ways_there_and_from_there(portal: Portal, browser: Browser) -> None:
    assert "/where" in (await browser.get("/")).links
    assert "/where" not in (await browser.get("/enterprises")).links
    assert "/answer" in (await browser.get("/where")).links
    await walk(portal, browser, "household")
    assert "/where" in (await browser.press("keep")).links


async def test_where_no_cases_are_told_of_there_is_no_such_page(make: Callable[..., Portal]) -> None:
    browser = Browser(make().app)
    assert (await browser.get("/where")).status == 404
    assert (await browser.get("/where/now")).status == 404
    assert (await browser.get("/where/withdraw")).status == 404
    assert "/where" not in (await browser.get("/")).links


async def test_no_number_stands_in_any_address(make: Callable[..., Portal]) -> None:
    browser = Browser(make(where=Where(standing(Place.WAITING, can_withdraw=True), WINDOW)).app)
    for page in (await look(browser, NUMBER), await browser.get("/where/withdraw")):
        assert NUMBER not in page.path
        assert not [link for link in page.links if NUMBER in link or FOUR in link]
        assert new_id()[:4] not in page.path
