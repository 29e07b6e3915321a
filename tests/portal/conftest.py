"""A portal with the product's own services, on a clock that stands still unless it is turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from kiosk import outfit
from kiosk.cases.prepared import Kept, Opened, PreparedForm
from kiosk.flow.load import Release
from kiosk.flow.model import Text
from kiosk.paths import Paths
from kiosk.portal.app import Portal
from kiosk.portal.limits import KeptLimits, Limit, Limits
from kiosk.portal.parts import PortalParts
from kiosk.words import Words
from tests.portal.browser import HOST, Browser

LOCALES = ("zh_CN", "en", "ja", "ko", "ru")
PLENTY = Limits(
    each=Limit(1000, 100_000),
    all=Limit(1000, 100_000),
    begun=Limit(1000, 1000),
    kept=KeptLimits(*[Limit(1000, 1000)] * 5),
    asked=KeptLimits(*(Limit(1000, 1000),) * 5),
)
TODAY = date(2026, 11, 27)


class TurnedClock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def turn(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 27, 2, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def today(self) -> date:
        return TODAY


class Offered:
    """The releases in force; they can be exchanged."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.now = tuple(releases)
        self.error: Exception | None = None

    async def stamp(self) -> object:
        if self.error is not None:
            raise self.error
        return [(each.flow.id, each.flow.version, each.sha256) for each in self.now]

    async def releases(self) -> Sequence[Release]:
        if self.error is not None:
            raise self.error
        return self.now


class Drawer:
    """A PreparedForms that keeps what it is given in a list."""

    def __init__(self, clock: TurnedClock) -> None:
        self.clock = clock
        self.kept: list[PreparedForm] = []
        self.error: Exception | None = None
        self.code = "123456"

    async def keep(self, form: PreparedForm) -> Kept:
        if self.error is not None:
            raise self.error
        self.kept.append(form)
        return Kept("id", self.code, "s" * 32, self.clock.now() + timedelta(days=7))

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        raise NotImplementedError

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        raise NotImplementedError

    async def drop(self, form_id: str) -> None:
        raise NotImplementedError


@cache
def loaded() -> tuple[dict[str, Words], tuple[Release, ...]]:
    paths = Paths.here()
    return outfit.load_words(paths.locales, LOCALES), outfit.load_releases(paths.flows)


@cache
def split() -> Callable[[str], tuple[tuple[str, ...], str]]:
    return outfit.split_address(Paths.here().data)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def drawer(clock: TurnedClock) -> Drawer:
    return Drawer(clock)


@pytest.fixture
def offered() -> Offered:
    return Offered(loaded()[1])


@pytest.fixture
def failures() -> list[BaseException]:
    """What the portal reported."""
    return []


def parts_of(clock: TurnedClock, drawer: Drawer, offered: Offered) -> PortalParts:
    paths = Paths.here()
    return PortalParts(
        folder=paths.portal,
        icons=paths.icons,
        words=loaded()[0],
        station=Text({"zh_CN": "城桥派出所", "en": "Chengqiao Police Station"}),
        services=offered,
        clock=clock,
        split=split(),
        hosts=frozenset({HOST}),
        secure=True,
        forms=drawer,
        limits=PLENTY,
    )


def portal_of(clock: TurnedClock) -> Portal:
    """For tests that need one after the other."""
    return Portal(parts_of(clock, Drawer(clock), Offered(loaded()[1])))


@pytest.fixture
def parts(clock: TurnedClock, drawer: Drawer, offered: Offered, failures: list[BaseException]) -> PortalParts:
    return replace(parts_of(clock, drawer, offered), report=failures.append)


@pytest.fixture
def slept() -> list[float]:
    """How long askers were made to wait, one after the other."""
    return []


@pytest.fixture
def make(parts: PortalParts, slept: list[float]) -> Callable[..., Portal]:
    """A portal of its own parts, with some of them changed."""

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    def made(**changes: Any) -> Portal:
        return Portal(replace(parts, **changes), sleep)

    return made


@pytest.fixture
def portal(make: Callable[..., Portal]) -> Portal:
    return make()


@pytest.fixture
def browser(portal: Portal) -> Browser:
    return Browser(portal.app)
