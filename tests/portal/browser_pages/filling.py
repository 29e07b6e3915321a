"""A form, filled in with a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.portal.walking import WRITTEN

Look = Callable[[str], None]


def kind_of(page: Page) -> str:
    """What kind of page it is, by what stands on it."""
    for selector, kind in (
        (".rows", "review"),
        (".code", "kept"),
        (".parts", "date"),
        ("textarea", "address"),
        ("input[type=radio]", "radio"),
        ("input[type=checkbox]", "boxes"),
        ("input[type=text][inputmode=numeric]", "number"),
        ("input[type=text][inputmode=tel]", "phone"),
        ("input[type=text]", "written"),
        ("form[action^='/form/']", "notice"),
    ):
        if page.locator(selector).count():
            return kind
    return "message"


def fill(page: Page, kind: str) -> None:
    """An answer that fits."""
    match kind:
        case "radio" | "boxes":
            page.locator("input[type=radio], input[type=checkbox]").first.check()
        case "date":
            for part, value in (("year", "2030"), ("month", "2"), ("day", "3")):
                page.fill(f"#{part}", value)
        case "address" | "number" | "phone":
            page.fill("#value", WRITTEN[kind])


def go(page: Page, service: str, look: Look) -> None:
    """From a service's page to the code; each kind of page is looked at once, as it is and with an error."""
    page.goto(f"/service/{service}")
    look("service")
    page.click("main form button")
    seen: set[str] = set()
    for _ in range(60):
        kind = kind_of(page)
        if kind not in seen:
            seen.add(kind)
            look(kind)
            if kind in ("radio", "date", "written", "address", "number", "phone"):
                page.click("button[value=next]")
                assert page.locator(".wrong").count() == 1, kind
                look(f"{kind} error")
        if kind in ("kept", "message"):
            return
        if kind == "review":
            page.click("button[value=keep]")
            continue
        for value in ("name", "identity_number", "text"):
            if kind == "written":  # which of them is asked, its heading says in one of five languages
                page.fill("#value", WRITTEN[value])
            else:
                fill(page, kind)
            page.click("button[value=next]")
            if not page.locator(".wrong").count():
                break
        assert not page.locator(".wrong").count(), (page.locator("h1").inner_text(), kind)
    raise AssertionError("a form without end")
