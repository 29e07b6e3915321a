"""Appointments from home: booked, looked at, moved and cancelled, with what two tabs and strangers try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from kiosk.cases.appointment import FULL, NOT_FOUND, Booked, FreeHalf, wait_before_trying
from kiosk.cases.booking import Page
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import MOST_IN_VISIT, Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half
from kiosk.failure import StoreFailed, Trouble
from kiosk.portal.app import Portal
from kiosk.portal.limits import Limit
from tests.cases.test_booking import OneBook, of
from tests.portal.browser import Browser
from tests.portal.conftest import LOCALES, PLENTY, loaded

MONDAY = date(2026, 11, 30)
HALVES = tuple(FreeHalf(Half(MONDAY, time(9, minute)), 2) for minute in (0, 30))
PHONE, CODE, LAST = "13812345678", "704218", "5678"


@pytest.fixture
def book() -> OneBook:
    made = OneBook()
    made.halves = HALVES
    return made


@pytest.fixture
def portal(make: Callable[..., Portal], book: OneBook) -> Portal:
    return make(appointments=book)


async def begin(browser: Browser, wish: str) -> None:
    await browser.get("/appointments")
    await browser.press("", wish=wish)


async def to_confirm(browser: Browser) -> None:
    await begin(browser, "book")
    for value in ("household", "phone", PHONE, "no", str(MONDAY), "09:30"):
        await browser.press(value=value)


async def found(browser: Browser) -> None:
    await begin(browser, "change")
    await browser.press(value="704 218")
    await browser.press(value="5678")


async def test_one_is_booked_page_by_page(browser: Browser, book: OneBook) -> None:
    assert "/appointments" in (await browser.get("/")).links
    await to_confirm(browser)
    assert "2026年11月30日 星期一" in browser.page.said
    page = await browser.press()
    assert page.heading == "约好了"
    assert "704 218" in page.said
    assert "不约了" not in page.said, "nobody takes the way out for a way to cancel"
    new = book.asked[-1]
    assert (new.phone, new.half, new.locale) == (PHONE, HALVES[1].half, "zh_CN")
    assert new.spot == Spot("192.0.2.7", home=True)


async def test_with_an_identity_number_nobody_is_asked_how_old_they_are(
    browser: Browser, book: OneBook
) -> None:
    await begin(browser, "book")
    for value in ("household", "identity", "310230194809280028"):
        await browser.press(value=value)
    assert book.asked == [("household", True)]
    assert browser.page.heading == "您想哪一天来？"


async def test_it_is_seen_moved_and_cancelled_with_the_code_and_the_last_four(
    browser: Browser, book: OneBook
) -> None:
    book.mine = (Booked(of("a", "household", HALVES[0].half), CODE),)
    await found(browser)
    proof = Proof("192.0.2.7", code=CODE, last_four=LAST, home="192.0.2.7")
    assert book.asked == [proof]
    assert "9点00分" in browser.page.said
    await browser.press(value="move")
    await browser.press(value=str(MONDAY))
    await browser.press(value="09:30")
    assert (await browser.press()).heading == "时间改好了"
    assert book.asked[-1] == ("a", proof, HALVES[1].half)
    await found(browser)
    await browser.press(value="cancel")
    assert (await browser.press("no")).heading == "您想怎么改？"
    await browser.press(value="cancel")
    assert (await browser.press()).heading == "已经取消了"
    assert book.asked[-1] == ("a", proof)


async def test_what_is_not_found_is_told_alike_and_stays_as_it_was_written(
    browser: Browser, book: OneBook
) -> None:
    book.says.append(Refused(NOT_FOUND))
    await found(browser)
    assert "没有查到" in browser.page.alerts
    assert browser.page.form.fields["value"] == [CODE]
    book.says.append(Refused(wait_before_trying(30)))
    await browser.press(value=CODE)
    await browser.press(value=LAST)
    assert "1 分钟" in browser.page.said


async def test_a_time_taken_meanwhile_leads_to_those_that_are_free(browser: Browser, book: OneBook) -> None:
    await to_confirm(browser)
    book.says.append(Refused(FULL))
    page = await browser.press()
    assert page.heading == "您想哪一天来？"
    assert "刚刚约满" in page.alerts


async def test_where_nobody_answers_it_can_be_tried_again(browser: Browser, book: OneBook) -> None:
    await to_confirm(browser)
    book.says.append(StoreFailed(Trouble.AWAY))
    assert (await browser.press()).heading == "现在还连不上"
    assert (await browser.press()).heading == "约好了"
    assert book.asked[-1] == book.asked[-2]


@pytest.mark.parametrize(
    ("values", "wrong", "said"),
    [
        ((), "", "选"),
        ((), "nothing there is", "选"),
        (("household",), "card", "选"),
        (("household", "phone"), "123", "请"),
        (("household", "identity"), "123", "请"),
        (("household", "phone", PHONE), "perhaps", "选"),
        (("household", "phone", PHONE, "no"), "2026-12-25", "选"),
        (("household", "phone", PHONE, "no"), "yesterday", "选"),
        (("household", "phone", PHONE, "no", str(MONDAY)), "10:00", "选"),
    ],
)
async def test_what_cannot_be_taken_says_what_to_do(
    browser: Browser, values: tuple[str, ...], wrong: str, said: str
) -> None:
    await begin(browser, "book")
    for value in values:
        await browser.press(value=value)
    heading = browser.page.heading
    page = await browser.press(value=wrong)
    assert page.heading == heading
    assert said in page.alerts


@pytest.mark.parametrize(("value", "at"), [("12345", 0), ("abc", 1), ("12a4", 1)])
async def test_a_code_and_an_end_have_their_length(browser: Browser, value: str, at: int) -> None:
    await begin(browser, "change")
    if at:
        await browser.press(value=CODE)
    heading = browser.page.heading
    page = await browser.press(value=value)
    assert page.heading == heading
    assert "请写" in page.alerts
    assert page.form.fields["value"] == [value.upper()]


async def test_back_leads_to_the_beginning_with_what_was_given(browser: Browser) -> None:
    await to_confirm(browser)
    headings = [(await browser.press("back")).heading for _ in range(7)]
    assert headings[3] == "您的电话号码？"
    assert headings[-1] == "预约"


async def test_two_tabs_and_a_page_sent_twice_change_nothing_twice(browser: Browser, book: OneBook) -> None:
    await to_confirm(browser)
    confirm = browser.page
    await browser.press(page=confirm)
    page = await browser.press(page=confirm)
    assert page.heading == "约好了"
    assert [type(each).__name__ for each in book.asked].count("NewAppointment") == 1


async def test_a_page_from_before_is_told_where_it_stands_now(browser: Browser, book: OneBook) -> None:
    await begin(browser, "book")
    first = browser.page
    await browser.press(value="household")
    page = await browser.press(page=first, value="endorsement")
    assert "另一页上已经写过了" in page.alerts
    assert page.heading == "以后凭什么找到您的预约？"
    await browser.press(value="phone")
    await begin(browser, "change")
    assert (await browser.press(page=page, value="phone")).status == 403
    assert (await browser.get("/appointments/now")).heading == "六位预约码是多少？"


async def test_forged_forms_are_not_taken(browser: Browser, portal: Portal) -> None:
    await browser.get("/appointments")
    assert (await browser.post("/appointments/begin", {"wish": ["book"], "mark": ["0" * 64]})).status == 403
    assert not len(portal.bookings)
    await begin(browser, "book")
    page = await browser.post("/appointments/now", {"value": ["household"], "mark": [""]})
    assert page.status == 403


async def test_nobody_checks_in_from_home(browser: Browser, portal: Portal) -> None:
    for wish in ("here", "wait", ""):
        await browser.get("/appointments")
        assert (await browser.press("", wish=wish)).status == 400
    assert not len(portal.bookings)


async def past_the_end(browser: Browser, portal: Portal, value: str) -> None:
    """Send it as if from the page that shows, whatever that page offers."""
    (booking,) = (thing for thing, _ in portal.bookings._all.values())
    await browser.get("/appointments")
    mark = browser.page.forms[0].fields["mark"]
    await browser.post(
        "/appointments/now",
        {"value": [value], "mark": mark, "form": [booking.id], "page": [str(booking.page)]},
    )


@pytest.mark.parametrize(
    "path",
    [("x", "change", "card", "310230194809280028"), ("x", "here", "time", "5678", "0930"), ("x", "wait")],
)
async def test_nobody_goes_on_past_an_end_to_what_only_the_hall_offers(
    browser: Browser, portal: Portal, book: OneBook, path: tuple[str, ...]
) -> None:
    await to_confirm(browser)
    await browser.press()
    before = list(book.asked)
    for value in path:
        await past_the_end(browser, portal, value)
    assert book.asked == before
    assert (await browser.get("/appointments/now")).path == "/appointments"


async def test_a_number_that_anybody_may_know_proves_nothing_from_home(
    browser: Browser, portal: Portal, book: OneBook
) -> None:
    await begin(browser, "change")
    (home,) = (thing for thing, _ in portal.bookings._all.values())
    home.booking.page = Page.PROVE
    for by in ("card", "time"):
        with pytest.raises(ValueError, match=by):
            home.booking.take(by)
    home.booking.page = Page.WHO
    with pytest.raises(ValueError, match="card"):
        home.booking.take("card")
    home.booking.page = Page.WISH
    for wish in ("here", "wait"):
        with pytest.raises(ValueError, match=wish):
            home.booking.take(wish)
    assert book.asked == []


async def test_after_so_many_no_more_are_made_in_a_visit(browser: Browser) -> None:
    for _ in range(MOST_IN_VISIT):
        await to_confirm(browser)
        assert (await browser.press()).heading == "约好了"
    await begin(browser, "book")
    assert f"这次已经约了{MOST_IN_VISIT}个" in browser.page.said


async def test_an_address_begins_so_many_and_no_more(make: Callable[..., Portal], book: OneBook) -> None:
    portal = make(appointments=book, limits=replace(PLENTY, begun=Limit(0.001, 2)))
    for _ in range(2):
        await begin(Browser(portal.app), "book")
    last = Browser(portal.app)
    await begin(last, "book")
    assert last.page.status == 429


async def test_whoever_leaves_leaves_nothing_behind(browser: Browser, portal: Portal) -> None:
    await to_confirm(browser)
    leave = next(each for each in browser.page.forms if each.action == "/appointments/leave")
    await browser.post(leave.action, dict(leave.fields))
    assert not len(portal.bookings)
    await browser.get("/appointments/now")
    assert browser.page.heading == "预约"


async def test_it_begins_a_visit_under_a_new_number_and_keeps_the_form_that_was_begun(
    browser: Browser, portal: Portal
) -> None:
    await browser.begin("household")
    before = dict(browser.cookies)
    await begin(browser, "book")
    assert browser.cookies != before
    assert len(portal.drafts) == 1
    assert (await browser.get("/form")).status == 200
    old = Browser(portal.app)
    old.cookies = before
    assert (await old.get("/appointments/now")).heading == "预约"


async def test_what_nobody_touches_is_forgotten(browser: Browser, portal: Portal, clock) -> None:
    await to_confirm(browser)
    clock.turn(30 * 60)
    assert (await browser.get("/appointments/now")).heading == "预约"


async def test_where_the_station_gives_none_there_is_no_page(make: Callable[..., Portal]) -> None:
    browser = Browser(make().app)
    assert "/appointments" not in (await browser.get("/")).links
    for path in ("/appointments", "/appointments/now"):
        assert (await browser.get(path)).status == 404


async def test_a_year_whose_holidays_nobody_knows_is_told(make: Callable[..., Portal], book: OneBook) -> None:
    book.halves = (FreeHalf(Half(date(2027, 1, 4), time(9)), 1),)
    browser = Browser(make(appointments=book, announced=lambda year: year < 2027).app)
    await begin(browser, "book")
    for value in ("household", "phone", PHONE, "no"):
        await browser.press(value=value)
    assert "2027年哪天放假，还没有公布" in browser.page.said


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_page_is_small_and_in_the_readers_language(
    browser: Browser, book: OneBook, locale: str
) -> None:
    words = loaded()[0][locale]
    await browser.get(f"/appointments?lang={locale}")
    await to_confirm(browser)
    assert browser.page.heading == words.say("booking.confirm_title")
    page = await browser.press()
    assert page.heading == words.say("booking.done_title")
    assert len(page.body) < 50_000


@pytest.mark.parametrize(
    ("key", "lang", "larger"), [("lang=en", "en", False), ("size=larger", "zh-CN", True)]
)
async def test_another_language_or_size_keeps_what_was_typed_and_chosen(
    browser: Browser, key: str, lang: str, larger: bool
) -> None:
    await begin(browser, "book")
    page = await browser.press(key, value="household")
    assert (page.lang, 'class="larger"' in page.text) == (lang, larger)
    assert page.path.partition("?")[0] == "/appointments/now"
    assert page.form.fields["value"] == ["household"]
    assert not [link for link in page.links if "?lang=" in link or "?size=" in link]
    await browser.press(value="household")
    await browser.press(value="phone")
    page = await browser.press(key, value="138 1234")
    assert page.form.fields["value"] == ["138 1234"]
    assert not page.alerts.strip()
    await browser.press(value="1")
    page = await browser.press(key, value="12")
    assert page.form.fields["value"] == ["12"]
    assert page.alerts.strip()  # what is to be done about the one sent before is still said


async def test_the_first_key_that_a_browser_presses_goes_on(browser: Browser) -> None:
    await begin(browser, "book")
    first, *_ = [given for tag, given in browser.page.tags if tag == "button" and given.get("form") == "step"]
    assert (first["name"], first["value"]) == ("do", "enter")
    assert (await browser.press("enter", value="household")).heading == "以后凭什么找到您的预约？"


async def test_at_the_end_another_language_shows_the_same(browser: Browser, book: OneBook) -> None:
    await to_confirm(browser)
    await browser.press()
    asked = list(book.asked)
    page = await browser.press("lang=en")
    assert (page.lang, page.status) == ("en", 200)
    assert CODE in page.said.replace(" ", "")
    assert book.asked == asked
