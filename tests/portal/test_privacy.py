"""What a resident writes is on the pages that ask for it, and nowhere else; no page is heavy."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from kiosk.flow import model as m
from kiosk.flow.model import KINDS
from kiosk.portal.app import Portal
from tests.portal.browser import Browser, Page
from tests.portal.conftest import LOCALES
from tests.portal.walking import WRITTEN, walk

MOST = 50 * 1024
CANARIES = [*(value for value in WRITTEN.values() if len(value) > 2), "123456", "123 456", "1949"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_page_is_light_and_says_in_its_title_nothing_that_was_entered(
    portal: Portal, browser: Browser, locale: str
) -> None:
    style = len((await browser.get("/style.css")).body)
    seen: dict[str, int] = {}

    def look(page: Page, step: m.Step | None = None) -> None:
        name = step.kind if step is not None else page.path
        seen[name] = max(seen.get(name, 0), len(page.body) + style)
        assert not [canary for canary in CANARIES if canary in page.title], page.title
        assert page.lang == locale.replace("_", "-")

    for path in (f"/?lang={locale}", "/enterprises", "/service/household", "/nothing", "/left"):
        look(await browser.get(path))
    for service in ("truck_pass", "residence_permit", "endorsement", "homestay"):
        await walk(portal, browser, service, each=look)
        page = await browser.press("keep")
        assert page.path == "/kept"
        look(page)
    assert {"notice", "choice", "choices", "checklist", "name", "text", "number", "review"} <= seen.keys()
    assert max(seen.values()) < MOST, seen
    assert seen.keys() - KINDS.keys() == {
        f"/?lang={locale}",
        "/enterprises",
        "/service/household",
        "/nothing",
        "/left",
        "/kept",
    }


async def test_nothing_is_written_down(
    portal: Portal, browser: Browser, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    stream = io.StringIO()
    paths: list[str] = []
    send = browser.send

    async def noted(method: str, path: str, *rest: object, **more: object) -> Page:
        page = await send(method, path, *rest, **more)  # type: ignore[arg-type]
        paths.extend((path, page.header("location")))
        stream.write("".join(f"{name}: {value}\n" for name, value in page.headers))
        return page

    browser.send = noted  # type: ignore[method-assign]
    await walk(portal, browser, "residence_permit")
    await browser.press("keep")
    await browser.leave()
    told = "".join(capsys.readouterr()) + caplog.text + "".join(paths) + stream.getvalue()
    assert not [canary for canary in CANARIES if canary in told]
    assert len(paths) > 20


async def test_nothing_of_it_is_left_in_the_program(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit")
    await browser.press("keep")
    assert "沈月英" not in repr(portal.drafts._all) + repr(portal.notes._all)
    assert "123456" not in repr(portal.notes._all)
    await browser.leave()
    assert not len(portal.drafts)
    assert not len(portal.notes)
