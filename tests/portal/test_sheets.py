"""The notice sheet of a service, served as it is printed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest

from kiosk.paths import Paths
from kiosk.portal.app import Portal
from kiosk.portal.parts import Sheets
from tests.portal.browser import Browser
from tests.portal.conftest import LOCALES


@pytest.fixture
def browser(make: Callable[..., Portal]) -> Browser:
    return Browser(make(sheets=Sheets(Paths.here().sheet, None, "https://portal.example")).app)


@pytest.mark.parametrize("locale", LOCALES)
async def test_it_is_there_in_every_language_and_size(browser: Browser, locale: str) -> None:
    usual = await browser.get(f"/service/household/sheet?lang={locale}")
    large = await browser.get(f"/service/household/sheet?lang={locale}&size=larger")
    for page, points in ((usual, 16), (large, 24)):
        assert page.status == 200
        assert page.lang == locale.replace("_", "-")
        assert f"font-size: {points}pt" in page.text
        assert "https://portal.example/service/household" in page.links


async def test_a_services_page_leads_to_both(browser: Browser) -> None:
    links = (await browser.get("/service/household")).links
    assert {"/service/household/sheet", "/service/household/sheet?size=larger"} <= set(links)


async def test_its_own_style_is_allowed_and_nothing_else(browser: Browser) -> None:
    page = await browser.get("/service/household/sheet")
    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.header("content-security-policy")
    assert f"style-src 'self' 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("service", ["question", "nothing"])
async def test_of_a_service_that_is_not_offered_there_is_none(browser: Browser, service: str) -> None:
    assert (await browser.get(f"/service/{service}/sheet")).status == 404


async def test_without_sheets_nothing_leads_to_one(portal: Portal) -> None:
    browser = Browser(portal.app)
    assert not [link for link in (await browser.get("/service/household")).links if "sheet" in link]
    assert (await browser.get("/service/household/sheet")).status == 404
