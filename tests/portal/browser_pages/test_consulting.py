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
