"""The portal on a port of this machine, and a real browser before it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk.cases.appointment import Booked
from kiosk.cases.case import Case, Filing, Receipt
from kiosk.cases.question import QuestionState
from kiosk.cases.question_told import AnswerTold, NotTold
from kiosk.cases.whereabouts import Enquiry, Item, Whereabouts
from kiosk.cases.whereabouts import NotTold as NoneTold
from kiosk.cases.whereabouts import Place as At
from kiosk.clock import SystemClock
from kiosk.flow.model import Text
from kiosk.paths import Paths
from kiosk.portal.app import Portal
from kiosk.portal.consultation import Consultation
from kiosk.portal.parts import Sheets
from kiosk.portal.serving import Place, server
from kiosk.portal.where import Where
from kiosk.working_days import WorkingDays
from tests.cases.test_booking import HALVES, OneBook, of
from tests.portal.conftest import Drawer, Offered, TurnedClock, loaded, parts_of

PATIENCE_S = 60.0
SHEETS = Sheets(Paths.here().sheet, None, "https://portal.example")
PROGRAM = "chromium"
MISSING = "There is no chromium for the portal's pages. Run: setup/prepare dev (or apt-get install chromium)"


FOUR = "002X"
NUMBER, ANSWER = "0100018", "请带上户口簿和身份证，到窗口来办。不收钱。"


class Told:
    """Answers of which there is one."""

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        at = SystemClock().now()
        if (number, proof) != (NUMBER, "5678"):
            raise NotTold
        return AnswerTold(QuestionState.ANSWERED, at, at, ANSWER)


class Standing:
    """One case, which waits until it is withdrawn."""

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is."""
        if (enquiry.number, enquiry.last_four) != (NUMBER, FOUR):
            raise NoneTold
        return _standing(At.LOOKED_AT, can_withdraw=True)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """Always."""
        return _standing(At.WITHDRAWN)


def _standing(place: At, **more: Any) -> Whereabouts:
    flow = next(each.flow for each in loaded()[1] if each.flow.id == "household")
    items = tuple(Item(each.text, each.note) for each in flow.materials[:4])
    today = SystemClock().today()
    return Whereabouts(NUMBER, flow.id, place, today, flow.title, to_bring=items, **more)


class Unasked:
    """No questions are handed in here."""

    async def hand_in(self, filing: Filing) -> Receipt:
        raise NotImplementedError

    async def rate(self, visit_id: str, level: int, helpers: Collection[str] = ()) -> None:
        raise NotImplementedError

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        raise NotImplementedError


class Running:
    """A portal that serves in a thread of its own."""

    def __init__(self) -> None:
        clock = TurnedClock()
        parts = parts_of(clock, Drawer(clock), Offered(loaded()[1]))
        book = OneBook()
        book.mine = (Booked(of("a", "household", HALVES[0].half), "704218"),)
        asked = Consultation("01", Unasked(), Told(), WorkingDays())
        here = replace(parts, hosts=frozenset({"127.0.0.1"}), secure=False, clock=SystemClock())
        window = Text({"zh_CN": "人工窗口", "en": "the staff desk"})
        told = Where(Standing(), window)
        portal = Portal(replace(here, appointments=book, consultation=asked, sheets=SHEETS, where=told))
        self._server = server(portal, Place(port=0))
        self._listening = threading.Event()
        self.port = 0
        self._server.on_start = self._started
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()))

    def _started(self, ports: list[int]) -> None:
        (self.port,) = ports
        self._listening.set()

    def __enter__(self) -> Running:
        self._thread.start()
        assert self._listening.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Of a portal that gives everybody plenty of pages."""
    with Running() as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own."""
    program = shutil.which(PROGRAM)
    if program is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A window of its own; scripts are off unless something is to be measured with one."""
    contexts = []

    def open_(width: int = 390, height: int = 844, *, scripts: bool = False, **more: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            bypass_csp=scripts,
            base_url=address,
            locale="zh-CN",
            **more,
        )
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()
