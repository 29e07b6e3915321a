"""A studio on a real store, with the services that come with the product."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk import outfit
from kiosk.cli.studio import problems_of, services
from kiosk.flow.laid_out import NotLaidOut
from kiosk.flow.load import Release
from kiosk.flow.problem import Problem, told
from kiosk.officers.officer import AT_THE_STUDIO, Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.paths import Paths
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio.naming import named
from kiosk.studio.releases import Publishing
from screens.desk.entrance import Entrance
from screens.fonts import load_fonts
from screens.studio import laying_out, work
from screens.studio.parts import StudioParts
from screens.studio.session import StudioSession
from screens.studio.window import StudioWindow

PATHS = Paths.here()
FLOWS = PATHS.root / "assets" / "flows"
LANGUAGES = {"zh_CN": "中文", "en": "English"}
PIN = "482913"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


class StudioClock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return (self.time - NOW).total_seconds() + 1000

    def today(self) -> date:
        return self.time.date()

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


async def until(holds: Callable[[], object]) -> None:
    """Let both loops run until something holds."""
    async with asyncio.timeout(60):
        while not holds():
            QApplication.processEvents()
            await asyncio.sleep(0)


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(PATHS.fonts)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pauses."""
    monkeypatch.setattr(work, "SAVE_S", 0.01)
    monkeypatch.setattr(work, "CHECK_S", 0.01)
    monkeypatch.setattr(work, "RETRY_S", 0.05)
    monkeypatch.setattr(laying_out, "PAUSE_S", 0.01)


@pytest.fixture
def clock() -> StudioClock:
    return StudioClock()


@pytest.fixture
async def store(
    tmp_path: Path, clock: StudioClock, shipped: tuple[Release, ...]
) -> AsyncIterator[LocalStore]:
    publishing = Publishing(shipped=lambda: shipped)
    made = LocalStore(tmp_path / "data", "01", clock, kiosk_lock=False, publishing=publishing)
    hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made.officers = LocalOfficers(made._line, hasher)
    made.studio_officers = LocalOfficers(made._line, hasher, AT_THE_STUDIO)
    await made.start()
    for number, role in (
        ("0700", Role.STAFF),
        ("0701", Role.STAFF),
        ("0301", Role.OFFICER),
        ("0500", Role.LEADER),
    ):
        await made.officers.add(Officer(number, "", frozenset({role})), PIN, CONSOLE)
    made.seats.studio.sit("0701")  # a second person, who sits there too
    yield made
    await made.close()


@pytest.fixture(scope="session")
def shipped() -> tuple[Release, ...]:
    return outfit.load_releases(FLOWS)


@pytest.fixture
def reports() -> list[BaseException]:
    return []


class Previews:
    """Stands for the preview's own program: what it was given, and what it does."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str, bool]] = []
        self.open: list[asyncio.Event] = []
        self.comes_up = True
        self.starts = True

    async def show(self, text: str, step: str, every_way: bool, opened: Callable[[], None]) -> bool:
        if not self.starts:
            raise FileNotFoundError
        self.given.append((text, step, every_way))
        closed = asyncio.Event()
        self.open.append(closed)
        try:
            if self.comes_up:
                opened()
                await closed.wait()
            return self.comes_up
        finally:
            self.open.remove(closed)


@pytest.fixture
def previews() -> Previews:
    return Previews()


class Screens:
    """Stands for the processes that lay texts out: what they were given, and what they find."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.stopped = 0
        self.found: tuple[Problem, ...] = ()
        self.broken = False
        self.done = asyncio.Event()
        self.done.set()

    async def lay_out(self, text: str, file: str) -> tuple[Problem, ...]:
        self.given.append(text)
        try:
            await self.done.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        if self.broken:
            raise NotLaidOut
        return self.found


@pytest.fixture
def screens() -> Screens:
    return Screens()


MakeStudio = Callable[..., Awaitable[StudioWindow]]


@pytest.fixture
async def make_studio(
    qapp: QApplication,
    store: LocalStore,
    clock: StudioClock,
    reports: list[BaseException],
    previews: Previews,
    screens: Screens,
) -> AsyncIterator[MakeStudio]:
    made: list[StudioWindow] = []

    async def check(text: str, file: str) -> tuple[Problem, ...]:
        return problems_of(text, file, tuple(LANGUAGES))

    async def make(locale: str = "zh_CN", number: str = "0700") -> StudioWindow:
        words = outfit.load_words(PATHS.locales)[locale]
        parts = StudioParts(
            words=words,
            locales=tuple(LANGUAGES.items()),
            roll=store.studio_officers,
            drafts=store.drafts,
            releases=store.releases,
            services=lambda: services(store.releases),
            check=check,
            lay_out=screens.lay_out,
            told=lambda problem, data: told(named(problem, data, words), words),
            show_preview=previews.show,
            clock=clock,
            fonts=PATHS.fonts,
            icons=PATHS.icons,
            start=store.start,
            close=store.close,
            lock_after_s=300,
        )
        session = StudioSession(reports.append)
        window = StudioWindow(parts, session, Entrance(parts.roll, session, clock, 300, reports.append))
        made.append(window)
        window.resize(1024, 700)
        window.show()
        assert QTest.qWaitForWindowExposed(window)
        for text in (number, PIN):
            asked = window.entrance.asked
            QTest.keyClicks(window.sign_in.number, text)
            window.sign_in.sign()
            await until(lambda before=asked: window.entrance.asked > before)
        return window

    yield make
    for window in made:
        window.looking.close()
        window.work.laying_out.stop()
        window.work.draft = None
        window.close()
        window.deleteLater()
    assert reports == []
