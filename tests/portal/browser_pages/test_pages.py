"""Every page in a real browser: what axe finds, sizes, room, without scripts, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.portal.browser_pages.filling import go

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {"rules": {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}}
"""Beside the usual ones: contrast 7:1, and targets (WCAG 2.2)."""
BODY_PX, TARGET_PX = 20, 48

MEASURE = """
() => {
  const shown = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.right > 0 ? r : null };
  const what = e => (e.innerText || e.value || e.id).trim().slice(0, 30);
  const small = [], tight = [];
  for (const e of document.querySelectorAll('a, button, input[type=text], textarea, summary, .option')) {
    const r = shown(e);
    if (r && (r.height < 47.5 || r.width < 47.5)) tight.push([what(e), r.width, r.height]);
  }
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (own && shown(e) && parseFloat(getComputedStyle(e).fontSize) < 20) small.push(what(e));
  }
  return { small, tight, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth };
}
"""


def faults(page: Page) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def check(page: Page) -> None:
    """No fault, nothing small, nothing tight, nothing beside the screen."""
    assert faults(page) == []
    told = page.evaluate(MEASURE)
    assert told == {"small": [], "tight": [], "wide": 0}


@pytest.mark.parametrize("service", ["truck_pass", "endorsement", "homestay"])
@pytest.mark.parametrize(
    ("lang", "size", "width"),
    [
        ("zh_CN", "usual", 320),
        ("zh_CN", "larger", 390),
        ("en", "larger", 320),
        ("en", "usual", 1280),
        ("ru", "larger", 390),
        ("ja", "usual", 390),
        ("ko", "larger", 1280),
    ],
)
def test_every_page_of_a_form(
    opened: Callable[..., Page], service: str, lang: str, size: str, width: int
) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    seen: list[str] = []

    def look(kind: str) -> None:
        seen.append(kind)
        try:
            check(page)
        except AssertionError as error:
            raise AssertionError(f"{kind} at {page.url}: {error}") from None

    look("start")
    go(page, service, look)
    assert seen[-1] == "kept"
    page.click("form[action='/leave'] button")
    look("left")
    page.goto("/enterprises")
    look("enterprises")
    page.goto("/nothing")
    look("unknown")


def test_a_whole_form_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened()
    seen: list[str] = []
    page.goto("/")
    go(page, "residence_permit", seen.append)
    assert seen[-1] == "kept"
    assert "123 456" in page.locator(".code").inner_text()
    page.go_back()
    assert "沈月英" not in page.content()


def test_the_browsers_back_key_shows_the_question_before(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/service/endorsement")
    page.click("main form button")
    first = page.locator("h1").inner_text()
    page.locator("input[type=radio]").nth(1).check()
    page.click("button[value=next]")
    assert page.locator("h1").inner_text() != first
    page.go_back()
    assert page.locator("h1").inner_text() == first
    page.locator("input[type=radio]").nth(0).check()
    page.click("button[value=next]")
    assert not page.locator(".wrong, .notice").count()
    assert page.locator("h1").inner_text() != first


def test_with_the_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(scripts=True)
    page.goto("/service/endorsement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
        line = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "4px" in line
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/1")
    while page.evaluate("document.activeElement.type") != "radio":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/2")
    assert not page.locator(".wrong").count()


def test_an_error_is_said_first_and_leads_to_its_field(opened: Callable[..., Page]) -> None:
    page = opened(scripts=True)
    page.goto("/service/endorsement")
    page.click("main form button")
    page.click("button[value=next]")
    assert page.locator("[role=alert]").count() == 1
    page.click("[role=alert] a")
    assert page.evaluate("location.hash") == "#value"
    page.keyboard.press("Space")
    assert page.locator("#value").is_checked()
