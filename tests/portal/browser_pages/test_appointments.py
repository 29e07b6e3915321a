"""The pages of appointments in a real browser: what axe finds, sizes, room, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.portal.browser_pages.test_pages import check

pytestmark = pytest.mark.browser

PHONE, CODE, LAST = "13812345678", "704218", "5678"


def book(page: Page, look: Callable[[str], None]) -> None:
    """From the beginning to the code, every page looked at, those with an entry with an error too."""
    page.goto("/appointments")
    look("beginning")
    page.click("button[value=book]")
    for name, value in (
        ("service", ""),
        ("who", "phone"),
        ("phone", PHONE),
        ("age", "no"),
        ("day", ""),
        ("half", ""),
        ("confirm", None),
    ):
        look(name)
        if name in ("service", "phone"):
            page.click("button[value=next]")
            assert page.locator(".wrong").count() == 1
            look(f"{name} error")
        if name == "phone":
            page.fill("#value", PHONE)
        elif value is not None:
            page.locator(
                f"input[type=radio][value='{value}']" if value else "input[type=radio]"
            ).first.check()
        page.click("button[value=next]")
    look("done")
    assert "704 218" in page.locator(".code").inner_text()


def change(page: Page, look: Callable[[str], None]) -> None:
    """Found with the code, moved, and cancelled."""
    page.goto("/appointments")
    page.click("button[value=change]")
    for name, value in (("code", CODE), ("last four", LAST)):
        look(name)
        page.fill("#value", value)
        page.click("button[value=next]")
    look("what")
    page.locator("input[value=cancel]").check()
    page.click("button[value=next]")
    look("cancel")
    page.click("button[value=next]")
    look("cancelled")


@pytest.mark.parametrize(
    ("lang", "size", "width"),
    [
        ("zh_CN", "usual", 390),
        ("zh_CN", "larger", 320),
        ("en", "larger", 390),
        ("ru", "larger", 320),
        ("ja", "usual", 390),
        ("ko", "larger", 390),
    ],
)
def test_every_page_of_an_appointment(opened: Callable[..., Page], lang: str, size: str, width: int) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")

    def look(name: str) -> None:
        try:
            check(page)
        except AssertionError as error:
            raise AssertionError(f"{name} at {page.url}: {error}") from None

    book(page, look)
    change(page, look)


def test_an_appointment_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened()
    seen: list[str] = []
    book(page, seen.append)
    change(page, seen.append)
    assert seen[-1] == "cancelled"
