"""The pages that anybody may look at, and how they look to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.failure import StoreFailed, Trouble
from kiosk.portal.app import Portal
from tests.portal.browser import Browser
from tests.portal.conftest import Offered, TurnedClock


async def test_the_services_stand_at_the_beginning(browser: Browser) -> None:
    page = await browser.get("/")
    assert page.status == 200
    assert [link for link in page.links if link.startswith("/service/")] == [
        "/service/household",
        "/service/residence_permit",
        "/service/endorsement",
    ]
    page = await browser.get("/enterprises")
    assert {"/service/homestay", "/service/truck_pass"} <= set(page.links)
    assert "/service/household" not in page.links


async def test_a_question_is_asked_where_somebody_answers_it(browser: Browser) -> None:
    assert (await browser.get("/service/question")).status == 404


async def test_audiences_that_are_not_served_are_not_there(make: Callable[..., Portal]) -> None:
    browser = Browser(make(audiences=("residents",)).app)
    page = await browser.get("/")
    assert "/enterprises" not in page.links
    assert (await browser.get("/enterprises")).status == 404
    assert (await browser.get("/service/homestay")).status == 404
    browser = Browser(make(audiences=("enterprises", "residents")).app)
    page = await browser.get("/")
    assert "/service/homestay" in page.links


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("en-US,en;q=0.9", "en"),
        ("fr;q=0.9, ja;q=0.8", "ja"),
        ("fr, ko;q=0.2, ru;q=0.7", "ru"),
        ("fr,de", "en"),
        ("en;q=0, *", "en"),
        ("*", "zh-CN"),
        ("", "zh-CN"),
        ("en;q=banana,ja", "ja"),
        (",;,;q=", "zh-CN"),
    ],
)
async def test_the_language_is_the_readers(portal: Portal, asked: str, lang: str) -> None:
    browser = Browser(portal.app, **{"accept-language": asked})
    page = await browser.get("/")
    assert page.lang == lang
    assert page.header("content-language") == lang


async def test_a_language_that_was_picked_stays(browser: Browser) -> None:
    page = await browser.get("/?lang=ru")
    assert page.lang == "ru"
    assert (await browser.get("/service/household")).lang == "ru"
    assert (await browser.get("/?lang=xx")).lang == "ru"


async def test_larger_type_stays(browser: Browser) -> None:
    assert '<html lang="zh-CN">' in (await browser.get("/")).text
    assert 'class="larger"' in (await browser.get("/?size=larger")).text
    assert 'class="larger"' in (await browser.get("/service/household")).text
    assert 'class="larger"' not in (await browser.get("/service/household?size=usual")).text


async def test_every_language_is_marked_as_what_it_is(browser: Browser) -> None:
    page = await browser.get("/")
    marked = {given.get("lang") for tag, given in page.tags if given.get("hreflang")}
    assert marked == {"en", "ja", "ko", "ru"}


async def test_only_pictures_that_there_are_are_given_out(browser: Browser) -> None:
    page = await browser.get("/icon/house.svg")
    assert page.header("content-type") == "image/svg+xml"
    assert "#0a3580" in page.text
    for path in ("/icon/nothing.svg", "/icon/..%2fhouse.svg", "/icon/%2e%2e/x.svg"):
        assert (await browser.get(path)).status == 404
    assert (await browser.get("/style.css")).header("content-type").startswith("text/css")


async def test_releases_come_from_where_kiosks_have_them(
    browser: Browser, offered: Offered, clock: TurnedClock
) -> None:
    await browser.get("/")
    offered.now = tuple(r for r in offered.now if r.flow.id != "household")
    clock.turn(6)
    assert "/service/household" not in (await browser.get("/")).links
    assert (await browser.get("/service/household")).status == 404


async def test_without_any_service_the_page_says_so(browser: Browser, offered: Offered) -> None:
    offered.now = ()
    assert "请直接来派出所" in (await browser.get("/")).said


async def test_a_store_that_cannot_serve_is_told_kindly(
    browser: Browser, offered: Offered, failures: list[BaseException]
) -> None:
    offered.error = StoreFailed(Trouble.FULL)
    page = await browser.get("/")
    assert page.status == 503
    assert "请过几分钟再试" in page.said
    assert failures == [offered.error]


async def test_an_error_is_told_kindly_and_without_its_words(
    browser: Browser, offered: Offered, failures: list[BaseException]
) -> None:
    offered.error = ValueError("沈月英")
    page = await browser.get("/")
    assert page.status == 500
    assert "对不起" in page.heading
    assert "沈月英" not in page.text
    assert failures == [offered.error]


@pytest.mark.parametrize("path", ["/nothing", "/form/x", "/form/-1", "/service/", "/service/a/b", "/kept/x"])
async def test_unknown_pages_say_so_in_the_readers_language(portal: Portal, path: str) -> None:
    page = await Browser(portal.app, **{"accept-language": "en"}).get(path)
    assert page.status == 404
    assert page.lang == "en"
    assert page.heading == "There is no such page"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("PUT", "/"), ("DELETE", "/form/1"), ("GET", "/begin"), ("TRACE", "/")],
)
async def test_other_methods_are_refused_with_a_page(browser: Browser, method: str, path: str) -> None:
    page = await browser.send(method, path)
    assert page.status == 405
    assert "没有这一页" in page.heading
