"""The pages that tell where a case is, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.portal.browser_pages.conftest import FOUR, NUMBER
from tests.portal.browser_pages.test_pages import check

pytestmark = pytest.mark.browser

LOOKS = [
    ("zh_CN", "usual", 320),
    ("zh_CN", "larger", 390),
    ("en", "larger", 390),
    ("ru", "larger", 390),
    ("ja", "usual", 390),
    ("ko", "usual", 1280),
]


@pytest.mark.parametrize(("lang", "size", "width"), LOOKS)
def test_it_is_asked_read_and_withdrawn(
    opened: Callable[..., Page], lang: str, size: str, width: int
) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    page.click("a[href='/where']")
    check(page)
    page.click("#ask .keys button")
    check(page)
    assert page.get_by_role("alert").is_visible()
    page.fill("#number", NUMBER)
    page.fill("#proof", FOUR)
    page.click("#ask .keys button")
    assert page.url.endswith("/where/now")
    check(page)
    assert page.locator("[aria-current=step]").count() == 1
    page.click("a[href='/where/withdraw']")
    check(page)
    page.click("main button[value=yes]")
    assert page.url.endswith("/where/now")
    check(page)
    assert not page.locator("a[href='/where/withdraw']").count()


def test_without_scripts_another_language_keeps_what_was_written(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/where")
    page.fill("#number", NUMBER)
    page.fill("#proof", FOUR)
    page.click("footer button[lang=en]")
    assert page.locator("h1").inner_text() == "Where is my case?"
    assert (page.input_value("#number"), page.input_value("#proof")) == (NUMBER, FOUR)
    page.focus("#proof")
    page.keyboard.press("Enter")
    page.wait_for_url("**/where/now")
    assert page.locator("html").get_attribute("lang") == "en"
