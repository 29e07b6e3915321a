"""The officers' page in a real browser: what axe finds, sizes, room; without scripts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kiosk.clock import SystemClock
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place, server
from tests.portal.browser_pages.conftest import PATIENCE_S
from tests.portal.browser_pages.test_pages import MEASURE, check, faults
from tests.portal.conftest import Drawer, Offered, TurnedClock, loaded, parts_of
from tests.portal.duty import COLLEAGUE, GUIDE, PIN, station

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of a portal with the officers' page: two wait, one of them quietly, and a colleague has a third."""
    listening, ports = threading.Event(), []

    async def serve() -> None:
        async with station(tmp_path / "data") as there:
            await there.store.officers.sign_in(COLLEAGUE, PIN)
            theirs = await there.call("03")
            await there.store.calls.claim(theirs.id, COLLEAGUE)
            await there.call("01")
            await there.call("02", quiet=True)
            clock = TurnedClock()
            made = parts_of(clock, Drawer(clock), Offered(loaded()[1]))
            open_to = replace(made, hosts=frozenset({"127.0.0.1"}), secure=False, clock=SystemClock())
            assert there.portal.duty is not None
            made_of = replace(open_to, officers=there.portal.duty._duty)
            serving.append(server(Portal(made_of), Place(port=0)))
            serving[0].on_start = lambda found: (ports.extend(found), listening.set())
            await serving[0].serve()

    serving: list = []
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert listening.wait(PATIENCE_S)
    yield f"http://127.0.0.1:{ports[0]}"
    serving[0].should_exit = True
    thread.join(PATIENCE_S)


def renewing(page: Page) -> None:
    """As every page, but that it shows itself anew: what it tells is happening now (WCAG 2.2.1, the exception
    for what happens in real time), and a key makes it stand still."""
    assert [each.partition(":")[0] for each in faults(page)] == ["meta-refresh"]
    assert page.evaluate(MEASURE) == {"small": [], "tight": [], "wide": 0}


@pytest.mark.parametrize(
    ("lang", "size", "width"), [("zh_CN", "usual", 320), ("zh_CN", "larger", 390), ("en", "larger", 320)]
)
def test_every_page_of_the_officers(
    opened: Callable[..., Page], lang: str, size: str, width: int, request: pytest.FixtureRequest
) -> None:
    page = opened(width, 844, scripts=True)
    page.goto(f"/?lang={lang}&size={size}")
    page.goto("/duty")
    check(page)
    page.fill("#number", GUIDE)
    page.fill("#pin", "111111")
    page.click("button[type=submit]")
    check(page)
    page.fill("#pin", PIN)
    page.click("button[type=submit]")
    renewing(page)
    page.click("button[value=claim] >> nth=0")
    renewing(page)
    page.click("button[value=there]")
    page.click("button[value=pause]")
    check(page)
    page.click("a[href^='/duty/ended/']")
    check(page)
    page.click("form button[type=submit]")
    check(page)


def test_a_call_is_gone_to_and_ended_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/duty")
    page.fill("#number", GUIDE)
    page.fill("#pin", PIN)
    page.click("button[type=submit]")
    page.click("button[value=claim] >> nth=0")
    page.click("button[value=there]")
    page.click("a[href^='/duty/ended/']")
    page.check("input[value=helped]")
    page.click("form button[type=submit]")
    assert page.url.endswith("/duty")
    assert page.locator(".call.mine").count() == 0
