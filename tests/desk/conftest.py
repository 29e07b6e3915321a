from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.assist.call import Call, CallEvent, CallState, IllegalTransition, NewCall, Outcome, after
from kiosk.assist.seeing import DeskLine
from kiosk.cases.difficult import DifficultDesk
from kiosk.duty.kiosks import KioskBoard
from kiosk.duty.roster import RosterBook
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role
from kiosk.officers.roll import WRONG, Refused
from kiosk.practice.hall import PracticeHall
from kiosk.words import Words
from screens.desk.entrance import Entrance
from screens.desk.pages import MakePage
from screens.desk.session import DeskSession
from screens.desk.visits import Visits
from screens.desk.window import DeskWindow
from screens.fonts import load_fonts
from screens.icons import Icons

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


class TurnedClock:
    """A clock that stands still until it is turned."""

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


class MemoryQueue:
    """The queue in memory. broken: every method fails. written: what was asked of it."""

    def __init__(self, clock: TurnedClock) -> None:
        self.clock = clock
        self.calls: dict[str, Call] = {}
        self.officers: dict[str, datetime] = {}
        self.broken = False
        self.seen: list[list[str]] = []
        self.beats: list[str] = []

    def _work(self) -> None:
        if self.broken:
            raise StoreFailed(Trouble.DAMAGED)

    def _change(self, call_id: str, event: CallEvent, **changes: object) -> Call:
        self._work()
        call = self.calls[call_id]
        call = dataclasses.replace(call, state=after(call.state, event), **changes)  # type: ignore[arg-type]
        self.calls[call_id] = call
        return call

    def _held(self, call_id: str, officer: str) -> None:
        if self.calls[call_id].officer != officer:
            raise IllegalTransition(f"{call_id} is not {officer}'s")

    async def open_call(self, new: NewCall) -> Call:
        self._work()
        call = Call(**dataclasses.asdict(new), state=CallState.WAITING, created_at=self.clock.now())
        self.calls[call.id] = call
        return call

    async def get(self, call_id: str) -> Call | None:
        self._work()
        return self.calls.get(call_id)

    async def cancel(self, call_id: str) -> Call:
        return self._change(call_id, CallEvent.CANCEL, closed_at=self.clock.now())

    async def open_calls(self) -> tuple[Call, ...]:
        self._work()
        found = (c for c in self.calls.values() if c.open)
        return tuple(sorted(found, key=lambda c: (not c.priority, c.created_at)))

    async def all_calls(self) -> tuple[Call, ...]:
        self._work()
        return tuple(self.calls.values())

    async def mark_seen(self, call_ids: Sequence[str]) -> None:
        self._work()
        self.seen.append(list(call_ids))
        for call_id in call_ids:
            self.calls[call_id] = dataclasses.replace(self.calls[call_id], seen_at=self.clock.now())

    async def claim(self, call_id: str, officer: str) -> Call:
        return self._change(call_id, CallEvent.CLAIM, officer=officer, claimed_at=self.clock.now())

    async def put_back(self, call_id: str, officer: str) -> Call:
        self._work()
        self._held(call_id, officer)
        return self._change(call_id, CallEvent.PUT_BACK, officer=None, claimed_at=None)

    async def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        self._work()
        if to not in self.officers:
            raise IllegalTransition(f"{to} is not there")
        self._held(call_id, officer)
        return self._change(call_id, CallEvent.HAND_OVER, officer=to, arrived_at=None)

    async def arrive(self, call_id: str, officer: str) -> Call:
        return self._change(call_id, CallEvent.ARRIVE, officer=officer, arrived_at=self.clock.now())

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        self._work()
        self._held(call_id, officer)
        return self._change(call_id, CallEvent.CLOSE, outcome=outcome, note=note, closed_at=self.clock.now())

    async def sign_in(self, officer: str) -> None:
        self._work()
        self.beats.append(officer)
        self.officers[officer] = self.clock.now()

    async def sign_out(self, officer: str) -> None:
        self._work()
        self.officers.pop(officer, None)

    async def present(self) -> tuple[str, ...]:
        self._work()
        return tuple(self.officers)


PIN = "482913"


class MemoryRoll:
    """The roll in memory. shut: what every sign-in is refused with. broken: every method fails."""

    def __init__(self) -> None:
        self.pins = {"0235": PIN}
        self.roles = frozenset({Role.OFFICER})
        self.left: list[str] = []
        self.locked: list[str] = []
        self.refusal: Message | None = None
        self.broken = False

    def _work(self) -> None:
        if self.broken:
            raise StoreFailed(Trouble.DAMAGED)

    async def anybody(self) -> bool:
        self._work()
        return bool(self.pins)

    async def sign_in(self, number: str, pin: str) -> Officer:
        self._work()
        if self.refusal is not None:
            raise Refused(self.refusal)
        if self.pins.get(number) != pin:
            raise Refused(WRONG)
        return Officer(number, "", self.roles)

    def lock(self, number: str) -> None:
        self.locked.append(number)

    async def signed_out(self, number: str) -> None:
        self._work()
        self.left.append(number)

    async def begin(self, number: str, pin: str) -> Officer:
        self._work()
        self.pins[number] = pin
        return Officer(number, "", frozenset({Role.OFFICER, Role.LEADER}))

    async def add(self, officer: Officer, pin: str, by: str) -> None:
        raise NotImplementedError

    async def change(self, number: str, name: str | None, roles: frozenset[Role] | None, by: str) -> None:
        raise NotImplementedError

    async def set_pin(self, number: str, pin: str, by: str) -> None:
        raise NotImplementedError

    async def remove(self, number: str, by: str) -> None:
        raise NotImplementedError

    async def officers(self) -> tuple[Officer, ...]:
        raise NotImplementedError


class CountingChime:
    """Counts its rings."""

    def __init__(self) -> None:
        self.rings, self.loud, self.heard = 0, 0, True

    def available(self) -> bool:
        return self.heard

    def ring(self, *, loud: bool = False) -> None:
        self.rings += 1
        self.loud += loud


def titles(service: str, step: str | None, locale: str) -> tuple[str, str]:
    names = {
        "household": ("迁户口", "Household registration"),
        "endorsement": ("去港澳台", "Travel endorsement"),
    }
    steps = {"phone": ("您的电话是多少？", "What is your telephone number?")}
    english = locale == "en"
    service_names = names.get(service, (service, service))
    step_names = steps.get(step or "", (step or "", step or ""))
    return service_names[english], step_names[english]


def new_call(call_id: str, **changes: object) -> NewCall:
    call = NewCall(
        id=call_id,
        kiosk="01",
        kiosk_name="1 号机",
        place="一楼大厅东侧",
        service="household",
        step="phone",
        locale="zh_CN",
        priority=False,
    )
    return dataclasses.replace(call, **changes)  # type: ignore[arg-type]


def words(locale: str) -> Words:
    return Words.load(ROOT / "locales", locale)


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def queue(clock: TurnedClock) -> MemoryQueue:
    return MemoryQueue(clock)


@pytest.fixture
def chime() -> CountingChime:
    return CountingChime()


@pytest.fixture
def reports() -> list[BaseException]:
    return []


@pytest.fixture
def session(
    qapp: QApplication, queue: MemoryQueue, clock: TurnedClock, reports: list[BaseException]
) -> DeskSession:
    return DeskSession(queue, clock, reports.append)


@pytest.fixture
def roll() -> MemoryRoll:
    return MemoryRoll()


@pytest.fixture
def entrance(
    roll: MemoryRoll, session: DeskSession, clock: TurnedClock, reports: list[BaseException]
) -> Entrance:
    return Entrance(roll, session, clock, lock_after_s=300, report=reports.append)


MakeWindow = Callable[..., DeskWindow]


@pytest.fixture
def make_window(
    qapp: QApplication,
    session: DeskSession,
    entrance: Entrance,
    clock: TurnedClock,
    chime: CountingChime,
) -> Iterator[MakeWindow]:
    made: list[DeskWindow] = []

    def make(
        locale: str = "zh_CN",
        pages: Sequence[MakePage] = (),
        seeing: DeskLine | None = None,
        visits: Visits | None = None,
        practice: PracticeHall | None = None,
        board: KioskBoard | None = None,
        roster: RosterBook | None = None,
        difficult: DifficultDesk | None = None,
    ) -> DeskWindow:
        icons = Icons(ROOT / "assets" / "icons")
        window = DeskWindow(
            words(locale),
            session,
            entrance,
            clock,
            titles,
            chime,
            icons,
            pages=pages,
            seeing=seeing,
            visits=visits,
            practice=practice,
            board=board,
            roster=roster,
            difficult=difficult,
        )
        made.append(window)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
