"""The notice sheet of a service, served as it is printed."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from kiosk.flow.model import Text
from kiosk.paths import Paths
from kiosk.portal import paper
from kiosk.portal.app import Portal
from kiosk.portal.paper import SheetPapers
from kiosk.portal.parts import Sheets
from kiosk.sheet.contents import Place, notice_sheet
from tests.portal.browser import Browser
from tests.portal.conftest import LOCALES, loaded


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
    as_page = {"/service/household/sheet", "/service/household/sheet?size=larger"}
    as_file = {"/service/household/sheet.pdf", "/service/household/sheet.pdf?size=larger"}
    assert as_page | as_file <= set(links)


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


def pages_of(pdf: bytes) -> tuple[int, str]:
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document), "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(("look", "locale"), [("?lang=zh_CN", "zh-CN"), ("?lang=en&size=larger", "en")])
async def test_the_file_says_what_the_page_says(browser: Browser, look: str, locale: str) -> None:
    file = await browser.get(f"/service/household/sheet.pdf{look}")
    assert file.status == 200
    assert file.header("content-type") == "application/pdf"
    assert file.header("content-language") == locale
    count, text = pages_of(file.body)
    assert 0 < count <= 12
    heading = re.search(r"<h1>(.*?)</h1>", (await browser.get(f"/service/household/sheet{look}")).text)
    assert heading is not None
    assert heading[1] in text
    assert len(file.body) < 400_000


def counting(folder: Path, code: str) -> SheetPapers:
    """A child that leaves a byte in a file each time it is started."""
    count = f"open({str(folder / 'begun')!r}, 'a').write('x')"
    return SheetPapers((sys.executable, "-c", f"import sys, time; sys.stdin.read(); {count}; {code}"))


async def test_each_is_drawn_once_for_as_long_as_it_says_the_same(
    make: Callable[..., Portal], tmp_path: Path
) -> None:
    papers = counting(tmp_path, "print('%PDF-')")
    browser = Browser(make(sheets=Sheets(Paths.here().sheet, papers=papers)).app)
    for look in ("", "", "?size=larger", "?lang=en", "?size=usual&lang=zh_CN", "?lang=en"):
        assert (await browser.get(f"/service/household/sheet.pdf{look}")).status == 200
    assert (tmp_path / "begun").read_text() == "xxx"


@pytest.mark.parametrize(
    "code", ["sys.exit(1)", "print('no file')", "print('%PDF-'); sys.exit(3)", "time.sleep(99)"]
)
async def test_where_it_cannot_be_drawn_that_is_said_and_the_next_one_tries_again(
    make: Callable[..., Portal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(paper, "REST_S", 0.0)
    if "sleep" in code:
        monkeypatch.setattr(paper, "LONGEST_S", 0.01)
    browser = Browser(make(sheets=Sheets(Paths.here().sheet, papers=counting(tmp_path, code))).app)
    for _ in range(2):
        page = await browser.get("/service/household/sheet.pdf?lang=en")
        assert page.status == 503
        assert "The file cannot be made now" in page.text
    if "sleep" not in code:
        assert (tmp_path / "begun").read_text() == "xx"


async def test_where_nothing_can_be_started_that_is_said(make: Callable[..., Portal]) -> None:
    sheets = Sheets(Paths.here().sheet, papers=SheetPapers(("/nowhere/at/all",)))
    assert (await Browser(make(sheets=sheets).app).get("/service/household/sheet.pdf")).status == 503


@pytest.mark.parametrize("service", ["question", "nothing"])
async def test_of_a_service_that_is_not_offered_there_is_no_file(browser: Browser, service: str) -> None:
    assert (await browser.get(f"/service/{service}/sheet.pdf")).status == 404


async def test_what_could_not_be_drawn_is_not_tried_again_at_once(
    make: Callable[..., Portal], tmp_path: Path
) -> None:
    browser = Browser(make(sheets=Sheets(Paths.here().sheet, papers=counting(tmp_path, "sys.exit(1)"))).app)
    for _ in range(3):
        assert (await browser.get("/service/household/sheet.pdf")).status == 503
    assert (await browser.get("/service/household/sheet.pdf?lang=en")).status == 503
    assert (tmp_path / "begun").read_text() == "xx", "one for each sheet"


async def test_only_so_many_wait_for_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "MOST_WAIT", 2)
    papers = counting(tmp_path, "print('%PDF-')")
    place = Place(Text({"zh_CN": "派出所", "en": "station"}))
    words, (release, *_) = loaded()[0]["en"], loaded()[1]
    sheet = notice_sheet(release.flow, words, place, date(2026, 11, 28), in_force=False)
    asked = [asyncio.create_task(papers.pdf(sheet, large=large)) for large in (False, True, False)]
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in done] == [bytes, bytes, paper.NoPaper]
    assert await papers.pdf(sheet, large=False) == done[0]


def test_no_setting_is_handed_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PORTAL_KEY", "/somewhere")
    given = paper._environment()
    assert not [name for name in given if name.startswith("KIOSK_")]
    assert given["QT_QPA_PLATFORM"] == "offscreen"
