"""The pages of questions asked from home, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.portal.browser_pages.conftest import ANSWER, NUMBER
from tests.portal.browser_pages.test_pages import check

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("lang", "size", "width"),
    [("zh_CN", "usual", 320), ("zh_CN", "larger", 390), ("en", "larger", 390), ("ru", "larger", 390)],
)
def test_the_answer_is_asked_for_and_read(
    opened: Callable[..., Page], lang: str, size: str, width: int
) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    page.click("a[href='/answer']")
    check(page)
    page.click("form[action='/answer'] button")
    check(page)
    assert page.get_by_role("alert").is_visible()
    page.fill("#number", NUMBER)
    page.fill("#proof", "5678")
    page.click("form[action='/answer'] button")
    check(page)
    assert ANSWER in page.inner_text("main")
    assert page.url.endswith("/answer")


@pytest.mark.parametrize(("lang", "size"), [("zh_CN", "usual"), ("ru", "larger")])
def test_what_is_often_asked_is_folded_up_where_the_question_is_written(
    opened: Callable[..., Page], lang: str, size: str
) -> None:
    page = opened(390, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    page.click("a[href='/service/question']")
    page.click("main form button")
    page.click("input[value='household']")
    page.click("button[name='do'][value='next']:not(.default)")
    first = page.locator("details").first
    assert not first.locator("p").is_visible()
    first.locator("summary").click()
    assert first.locator("p").is_visible()
    check(page)
