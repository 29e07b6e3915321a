"""One case from end to end: begun at home, finished at the kiosk, returned once, reviewed, handed over.

Every part is the real one: a browser without scripts, the portal, the kiosk and the desk as processes.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from kiosk.clock import SystemClock
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import ROOT, Hall, until
from tests.journeys.resident import Resident
from tests.journeys.window_desk import OfficerAtTheWindow
from tests.portal.browser_pages.conftest import MISSING, PROGRAM
from tests.portal.browser_pages.filling import go
from tests.portal.walking import WRITTEN

TODAY = SystemClock().today()
pytestmark = pytest.mark.journey
SERVICE = "special_trade"
WINDOW, FIRST, SECOND = "0301", "0401", "0501"
PINS = {WINDOW: "482913", FIRST: "739105", SECOND: "615283"}
ROLES = {WINDOW: "window", FIRST: "reviewer", SECOND: "reviewer"}
RELEASE = load(Paths.here().flows / f"{SERVICE}.yaml")
BROUGHT = ("own_card", "business_licence", "property_proof")
MISSING_AT_FIRST = ("fire_proof", "floor_plan")


@pytest.fixture
def say() -> Callable[..., str]:
    return Words.load(Paths.here().locales, "zh_CN").say


@pytest.fixture
def desk(hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "desk", data=hall.data, size="1280x800")
    yield made
    made.close()


@pytest.fixture
def portal(hall: Hall) -> str:
    """Its address: the portal serves from the kiosk's own folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    hall.environment["KIOSK_PORTAL_URL"] = address
    hall.start("portal", "--port", str(port), name="portal")
    until(lambda: "listening on" in hall.log("portal"), "the portal", hall)
    return address


@pytest.fixture
def phone(portal: str) -> Iterator[Page]:
    """A browser as wide as a telephone, without scripts."""
    program = shutil.which(PROGRAM)
    if program is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=False, base_url=portal, locale="zh-CN"
        )
        yield context.new_page()
        browser.close()


def appoint(hall: Hall) -> None:
    """The officers, each with a PIN."""
    for number, pin in PINS.items():
        roles = ["--role", "officer", "--role", ROLES[number]]
        command = [sys.executable, "-m", "kiosk", "officers", "add", number, *roles, "--pin-stdin"]
        subprocess.run(command, env=hall.environment, cwd=ROOT, input=pin, text=True, check=True)


def at_home(phone: Page) -> str:
    """The form, and the six digits that it lies under."""
    go(phone, SERVICE, lambda _kind: None)
    found = re.search(r"\d{3}\s*\d{3}", phone.locator(".code").inner_text())
    assert found is not None, phone.content()
    return re.sub(r"\D", "", found[0])


def at_the_kiosk(hall: Hall, say: Callable[..., str], code: str) -> str:
    """On from the digits to the receipt; its number."""
    hall.tap("开始")
    hall.tap(say("home.prepared"), starts=True)
    hall.sees(say("prepared.code_title"))
    hall.type(code)
    hall.tap(say("prepared.look"))
    hall.sees(say("prepared.proof_title"))
    hall.type(WRITTEN["identity_number"][-4:])
    hall.tap(say("prepared.look"))
    hall.sees(say("prepared.found"))
    hall.tap(say("sheet.close"))
    resident = Resident(hall, RELEASE, Words.load(Paths.here().locales, "zh_CN"), {}, "", TODAY)
    hall.tap(RELEASE.flow.materials[0].text.in_("zh_CN"), starts=True)
    resident.pages()
    hall.tap(say("steps.not_all_here"))
    hall.sees(RELEASE.flow.step("review").title.in_("zh_CN"))
    resident.hand_in()
    hall.sees(say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json")
    number = str(case["number"])
    hall.sees(" ".join(number))
    hall.tap(say("receipt.done"))
    return number


def test_one_case_from_home_to_the_hand(hall: Hall, desk: Hall, phone: Page, say: Callable[..., str]) -> None:
    appoint(hall)
    code = at_home(phone)
    hall.start("run")
    number = at_the_kiosk(hall, say, code)
    officer = OfficerAtTheWindow(desk, say)
    desk.start("desk", name="desk")
    officer.sign_in(WINDOW, PINS[WINDOW])
    officer.open(number)
    returned(officer, say)
    accepted(officer, say)
    officer.sign_out()
    for who, reviewer in zip((FIRST, SECOND), RELEASE.flow.reviewers, strict=True):
        officer.sign_in(who, PINS[who])
        reviewed(officer, say, number, reviewer.text.in_("zh_CN"))
        officer.sign_out()
    officer.sign_in(WINDOW, PINS[WINDOW])
    officer.open(number)
    officer.press("window.template.complete")
    officer.press("window.do.grant")
    officer.press("window.collector.self")
    officer.press("window.checked.card_seen")
    officer.sign()
    officer.press("window.do.issue")
    officer.told(say("window.state.issued"))
    for screen, name in ((hall, "kiosk"), (hall, "portal"), (desk, "desk")):
        log = screen.log(name)
        assert "Traceback" not in log
        assert WRITTEN["identity_number"] not in log
        assert WRITTEN["name"] not in log


def material(slug: str) -> str:
    """As it is called at the desk."""
    return next(each.text.in_("zh_CN") for each in RELEASE.flow.materials if each.id == slug)


def returned(officer: OfficerAtTheWindow, say: Callable[..., str]) -> None:
    """All is there but two papers; both are named at once."""
    officer.press("window.do.take")
    for slug in BROUGHT:
        officer.tick(material(slug))
    officer.press("window.do.return")
    officer.told(say("window.returned_told"))


def accepted(officer: OfficerAtTheWindow, say: Callable[..., str]) -> None:
    """The two are there now."""
    officer.press("window.do.take")
    for slug in MISSING_AT_FIRST:
        officer.tick(material(slug))
    officer.press("window.do.accept")
    officer.press("window.do.circulate")


def reviewed(officer: OfficerAtTheWindow, say: Callable[..., str], number: str, reviewer: str) -> None:
    """One of those whom the service names says yes."""
    officer.open(number)
    officer.press("window.template.complete")
    officer.press("window.do.agree", reviewer=reviewer)
    officer.told(say("window.deed.reviewed"))
