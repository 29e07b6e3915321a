"""What a resident writes is on the pages that ask for it, and nowhere else; no page is heavy."""

from __future__ import annotations

import asyncio
import gc
import logging
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from kiosk.clock import SystemClock
from kiosk.flow import model as m
from kiosk.flow.model import KINDS
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place, server
from kiosk.store.local import LocalStore
from tests.portal.browser import Browser, Page
from tests.portal.conftest import LOCALES, Drawer
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


class OverHttp:
    """Takes what a browser would hand to the application to a server on this machine, over a connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        lines = [b"%s %s%s HTTP/1.1" % (scope["method"].encode(), scope["raw_path"], query)]
        lines += [b"%s: %s" % pair for pair in (*scope["headers"], (b"connection", b"close"))]
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + (await receive())["body"])
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        status, *told = head.split(b"\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (x.partition(b":") for x in told)]
        await send({"type": "http.response.start", "status": int(status.split()[1]), "headers": headers})
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def served(portal: Portal) -> AsyncIterator[Browser]:
    """A browser before a portal that serves as it does in a hall."""
    serving, ports = server(portal, Place(port=0)), asyncio.Queue[int]()
    serving.on_start = lambda found: ports.put_nowait(found[0])
    task = asyncio.ensure_future(serving.serve())
    try:
        yield Browser(OverHttp(await ports.get()))
    finally:
        serving.should_exit = True
        await task


def files_in(folder: Path) -> dict[Path, bytes]:
    """What every file below it holds."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_nothing_is_written_down(
    make: Callable[..., Portal],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither by the portal nor by what serves it: on no terminal, in no log, address, header or file."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    store = LocalStore(tmp_path / "data", "01", SystemClock(), kiosk_lock=False)
    await store.start()
    portal = make(forms=store.prepared)
    try:
        async with served(portal) as browser:
            send = browser.send

            async def noted(method: str, path: str, *rest: Any, **more: Any) -> Page:
                page = await send(method, path, *rest, **more)
                told.extend((path, *(f"{name}: {value}" for name, value in page.headers)))
                return page

            monkeypatch.setattr(browser, "send", noted)
            await walk(portal, browser, "residence_permit")
            page = await browser.press("keep")
            code = page.text.partition('class="code">')[2][:7]
            assert code.replace(" ", "").isdecimal()
            await browser.leave()
        files = files_in(tmp_path)
    finally:
        await store.close()
    assert len(told) > 100
    assert any(files.values())
    canaries = [*(value for value in WRITTEN.values() if len(value) > 2), code]
    everywhere = "".join((*told, *capfd.readouterr(), caplog.text))
    assert not [canary for canary in (*canaries, code.replace(" ", "")) if canary in everywhere]
    assert not [(canary, path) for canary in canaries for path, at in files.items() if canary.encode() in at]


def reachable(root: object) -> list[str]:
    """Every text in the memory that hangs on something, but for code and what the tests keep themselves."""
    texts: list[str] = []
    seen: set[int] = set()
    left = [root]
    while left:
        thing = left.pop()
        if id(thing) in seen or isinstance(thing, (type, ModuleType, FunctionType, Drawer)):
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            texts.append(thing)
        left.extend(gc.get_referents(thing))
    return texts


async def test_nothing_of_it_is_left_in_the_program(portal: Portal, browser: Browser) -> None:
    def held(*canaries: str) -> list[str]:
        return [each for each in canaries if any(each in text for text in reachable(portal))]

    entered = ("沈月英", "11010519491231002X")
    await walk(portal, browser, "residence_permit")
    assert held(*entered) == [*entered]
    await browser.press("keep")
    assert held(*entered, "123456") == ["123456"]  # the code alone, for its page
    await browser.leave()
    assert held(*entered, "123456") == []
    assert not len(portal.drafts)
    assert not len(portal.notes)


async def test_nothing_of_a_form_that_was_left_stays_in_the_program(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit")
    await browser.leave()
    assert not [text for text in reachable(portal) if "沈月英" in text]
