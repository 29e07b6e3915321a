"""What waits for a reviewer's look, in a real browser: what axe finds, sizes, room; without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from tests.portal.browser_pages.duty_serving import served
from tests.portal.browser_pages.test_duty_pages import renewing
from tests.portal.browser_pages.test_pages import check
from tests.portal.duty import PIN, Station
from tests.portal.test_visits import CLERK, VISITOR, circulated

pytestmark = pytest.mark.browser


async def two_cases(there: Station) -> None:
    for number, role in ((VISITOR, Role.REVIEWER), (CLERK, Role.WINDOW)):
        roles = frozenset({Role.OFFICER, role})
        await there.store.officers.add(Officer(number, "", roles), PIN, CONSOLE)
    for _ in range(2):
        await circulated(there)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "data", two_cases) as made:
        yield made


@pytest.mark.parametrize(
    ("lang", "size", "width"), [("zh_CN", "usual", 320), ("zh_CN", "larger", 390), ("en", "larger", 320)]
)
def test_every_page_of_a_visit(
    opened: Callable[..., Page], lang: str, size: str, width: int, tmp_path: Path
) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    page.goto("/duty")
    page.fill("#number", VISITOR)
    page.fill("#pin", PIN)
    page.click("button[type=submit]")
    renewing(page)
    page.click("a[href='/duty/visits']")
    check(page)
    page.screenshot(path=tmp_path / f"{lang}-{size}-visits.png", full_page=True)
    page.click("a[href^='/duty/visits/'] >> nth=0")
    check(page)
    page.check("#fine0")
    page.screenshot(path=tmp_path / f"{lang}-{size}-visit.png", full_page=True)
    page.click("button[value=agree]")
    check(page)
    assert page.locator("[role=alert]").count() == 1
    assert page.is_checked("#fine0")
    page.fill("#reason", "出口今天已清开")
    page.click("button[value=agree]")
    check(page)
    assert page.locator("a[href^='/duty/visits/']").count() == 1
