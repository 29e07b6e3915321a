"""Visits at a window: asked for, taken, gone on with, and wiped; nothing is lost and nothing stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.assist.call import Call, Outcome
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.load import load_folder
from kiosk.flow.model import Text
from kiosk.flow.run import FlowRun
from kiosk.officers.record import Deed
from kiosk.sealing import DeskKey, seal
from kiosk.visit.moving import Asked, Moving, NotMoving, Stage
from kiosk.visit.travelling import Ended, Look, Travelling
from kiosk.visit.visit import Visit
from screens.desk.session import DeskSession
from screens.desk.visits import LOOK_S, Visits, WindowParts
from screens.desk.visits_page import VisitsPage
from screens.desk.window import DeskWindow
from tests.desk.conftest import ROOT, MakeWindow, MemoryQueue, TurnedClock, new_call, titles, words
from tests.desk.test_window import signed_in, until

OFFICER = "0235"
RELEASES = load_folder(ROOT / "assets" / "flows")[0]
LOOK = Look(size="caring", high_contrast=False, sitting=False, slow=False, dialect="", way="")


class MemoryCarrier:
    """Between this desk and one kiosk. away: nobody knows anything. deaf: it is done, and not heard of."""

    desk = "east"

    def __init__(self) -> None:
        self.moving: Moving | None = None
        self.away = self.deaf = False
        self.signed_out = False
        self.deeds: list[tuple[str | None, Deed]] = []

    def _work(self) -> None:
        if self.away:
            raise StoreFailed(Trouble.AWAY)

    async def stands(self, call_id: str) -> Moving | None:
        self._work()
        return self.moving

    async def ask(self, asked: Asked) -> None:
        self._work()
        if self.moving is not None and self.moving.stage in (Stage.SEALED, Stage.RECEIVED):
            raise NotMoving
        self.moving = Moving(asked, Stage.ASKED)

    async def received(self, call_id: str, officer: str) -> None:
        self._work()
        assert self.moving is not None
        if self.moving.stage is Stage.SEALED:
            self.moving = replace(self.moving, stage=Stage.RECEIVED, sealed="")
            self.deeds.append((officer, Deed.VISIT_MOVED))
        elif self.moving.stage is not Stage.RECEIVED:
            raise NotMoving
        if self.deaf:
            raise StoreFailed(Trouble.AWAY)

    async def opened(self, call_id: str, officer: str) -> None:
        self._work()
        self.deeds.append((officer, Deed.VISIT_OPENED))

    async def wiped(self, call_id: str, officer: str | None) -> None:
        self._work()
        if self.signed_out and officer is not None:
            raise NotMoving
        self.deeds.append((officer, Deed.VISIT_WIPED))

    @property
    def stage(self) -> Stage:
        assert self.moving is not None
        return self.moving.stage

    def give(self, text: str, *, sealed: str = "", key: str = "") -> None:
        """What the kiosk does after the resident's yes."""
        assert self.moving is not None
        asked = self.moving.asked
        box = sealed or seal(text, key or asked.public, asked.bound)
        self.moving = replace(self.moving, stage=Stage.SEALED, sealed=box)


class Shows:
    """A window for a visit that closes when it is told to."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.broken = False
        self.cancelled = 0
        self._said: asyncio.Future[str] | None = None

    async def __call__(self, given: str) -> str:
        self.given.append(given)
        if self.broken:
            raise OSError("no such program")
        self._said = asyncio.get_running_loop().create_future()
        try:
            return await self._said
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    def close(self, said: str) -> None:
        assert self._said is not None
        self._said.set_result(said)


@pytest.fixture
def carrier() -> MemoryCarrier:
    return MemoryCarrier()


@pytest.fixture
def shows() -> Shows:
    return Shows()


@pytest.fixture
def releases() -> list[object]:
    """The services in force at the desk."""
    return list(RELEASES)


@pytest.fixture
def visits(
    session: DeskSession, clock: TurnedClock, carrier: MemoryCarrier, shows: Shows, releases: list[object]
) -> Visits:
    window = Text({"zh_CN": "3号窗口", "en": "window 3"})

    async def known() -> list[object]:
        return releases

    parts = WindowParts(carrier, DeskKey, window, time(18), known, shows)  # type: ignore[arg-type]
    return Visits(parts, session, clock)


@pytest.fixture
def desk(make_window: MakeWindow, visits: Visits) -> DeskWindow:
    page = partial(VisitsPage, visits, titles)
    return make_window(pages=[page], visits=visits)


def travelling(answered: int = 0) -> Travelling:
    visit = Visit()
    run = FlowRun(RELEASES[0].flow, lambda: date(2026, 11, 24))
    visit.begin(RELEASES[0], run)
    found = Travelling.of(visit, "zh_CN", LOOK)
    return found.model_copy(update={"locale": "en"}) if answered else found


async def claimed(desk: DeskWindow, session: DeskSession, queue: MemoryQueue, **values: object) -> Call:
    await signed_in(desk, session)
    call = await queue.open_call(new_call("c1", **values))
    await session.look()
    await session.claim(call.id)
    (mine,) = session.mine
    return mine


def looks(visits: Visits, clock: TurnedClock) -> None:
    clock.turn(LOOK_S)
    visits.tick()


async def come(
    desk: DeskWindow, session: DeskSession, queue: MemoryQueue, carrier: MemoryCarrier, visits: Visits,
    clock: TurnedClock,
) -> Call:  # fmt: skip
    """A visit that has come to this window."""
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    carrier.give(travelling().text())
    looks(visits, clock)
    await until(lambda: bool(visits.held))
    return call


def page_of(desk: DeskWindow) -> VisitsPage:
    (page,) = desk.pages
    assert isinstance(page, VisitsPage)
    return page


def click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


async def test_by_the_officers_keys_from_the_call_to_the_filed_form(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    shows: Shows,
) -> None:
    call = await claimed(desk, session, queue)
    desk.list.row(call.id).buttons[-1].click()  # type: ignore[union-attr]
    take = desk.finish.take_along
    assert take is not None
    assert take.isVisible()
    click(take.key)
    await until(lambda: carrier.moving is not None)
    assert carrier.moving is not None
    asked = carrier.moving.asked
    assert (asked.officer, asked.window.in_("zh_CN")) == (OFFICER, "3号窗口")
    assert asked.bound.until.isoformat() == "2026-11-24T18:00:00+08:00"
    await until(lambda: take.told.text() == words("zh_CN").say("desk.visit_asked"))
    assert not take.key.isEnabled()
    there = travelling()
    carrier.give(there.text())
    looks(visits, clock)
    await until(lambda: bool(visits.held))
    assert carrier.stage is Stage.RECEIVED
    assert take.told.text() == words("zh_CN").say("desk.visit_here")
    click(desk.finish.outcomes[Outcome.TO_WINDOW])
    click(desk.finish.write)
    await until(lambda: not desk.finish.isVisible())
    assert "1" in desk.tabs.keys[1].text()
    click(desk.tabs.keys[1])
    (row,) = page_of(desk).rows
    assert row.isVisible()
    assert "迁户口" in row.what.text()
    assert "18:00" in row.times.text()
    click(row.open)
    await until(lambda: bool(shows.given))
    assert shows.given == [there.text()]
    (row,) = page_of(desk).rows
    assert not row.open.isEnabled()
    shows.close(Ended(how="filed").model_dump_json())
    await until(lambda: not visits.held)
    assert page_of(desk).rows == ()
    assert page_of(desk).notice.text() == words("zh_CN").say("desk.visit_filed")
    assert [deed for _, deed in carrier.deeds] == [Deed.VISIT_MOVED, Deed.VISIT_OPENED, Deed.VISIT_WIPED]
    assert {who for who, _ in carrier.deeds} == {OFFICER}


@pytest.mark.parametrize(
    "values", [{"service": None, "step": None}, {"quiet": True}], ids=["no service", "quiet"]
)
async def test_a_call_without_a_visit_to_take_offers_nothing(
    desk: DeskWindow, session: DeskSession, queue: MemoryQueue, values: dict[str, object]
) -> None:
    call = await claimed(desk, session, queue, **values)
    desk.list.row(call.id).buttons[-1].click()  # type: ignore[union-attr]
    assert desk.finish.isVisible()
    assert desk.finish.take_along is not None
    assert not desk.finish.take_along.isVisible()


async def test_without_visits_the_desk_is_as_it_was(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    assert make_window().finish.take_along is None


async def test_a_no_is_told_and_it_can_be_asked_for_again(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
) -> None:
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    assert not visits.may_ask(call)
    assert carrier.moving is not None
    carrier.moving = replace(carrier.moving, stage=Stage.REFUSED)
    looks(visits, clock)
    await until(lambda: visits.may_ask(call))
    told = visits.told(call.id)
    assert told is not None
    assert told.id == "desk.visit_refused"


def changed(carrier: MemoryCarrier) -> None:
    box = seal(travelling().text(), carrier.moving.asked.public, carrier.moving.asked.bound)  # type: ignore[union-attr]
    carrier.give("", sealed=("A" if box[60] != "A" else "B").join((box[:60], box[61:])))


def to_another_desk(carrier: MemoryCarrier) -> None:
    carrier.give(travelling().text(), key=DeskKey().public)


def of_another_release(carrier: MemoryCarrier) -> None:
    carrier.give(travelling().model_copy(update={"release": "0" * 64}).text())


def no_visit(carrier: MemoryCarrier) -> None:
    carrier.give('{"version": 2}')


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (changed, "desk.visit_damaged"),
        (to_another_desk, "desk.visit_damaged"),
        (of_another_release, "desk.visit_other_release"),
        (no_visit, "desk.visit_unreadable"),
    ],
    ids=["changed", "another desk's", "another release", "no visit"],
)
async def test_what_cannot_be_gone_on_with_here_stays_at_the_kiosk(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    how: Callable[[MemoryCarrier], None],
    reason: str,
) -> None:
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    how(carrier)
    looks(visits, clock)
    await until(lambda: visits.may_ask(call))
    told = visits.told(call.id)
    assert told is not None
    assert told.id == reason
    assert carrier.stage is Stage.SEALED  # never received: the kiosk keeps it
    assert visits.held == ()
    assert carrier.deeds == []


async def test_with_the_hub_away_it_is_here_only_once_that_is_certain(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
) -> None:
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    carrier.give(travelling().text())
    carrier.deaf = True
    looks(visits, clock)
    await until(lambda: carrier.stage is Stage.RECEIVED)
    await until(lambda: not visits._busy)
    assert visits.held == ()
    carrier.away = True
    looks(visits, clock)
    await until(lambda: not visits._busy)
    assert visits.held == ()
    carrier.away = carrier.deaf = False
    looks(visits, clock)
    await until(lambda: bool(visits.held))
    assert carrier.deeds == [(OFFICER, Deed.VISIT_MOVED)]


async def test_what_the_kiosk_took_back_meanwhile_is_not_kept(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
) -> None:
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    carrier.give(travelling().text())
    real = carrier.received

    async def too_late(call_id: str, officer: str) -> None:
        assert carrier.moving is not None
        carrier.moving = replace(carrier.moving, stage=Stage.REFUSED, sealed="")
        await real(call_id, officer)

    carrier.received = too_late  # type: ignore[method-assign]
    looks(visits, clock)
    await until(lambda: visits.may_ask(call))
    assert visits.held == ()
    assert visits._coming == {}


async def test_what_was_left_stays_as_it_was_left(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    shows: Shows,
) -> None:
    call = await come(desk, session, queue, carrier, visits, clock)
    later = travelling(1)
    for said, then in (
        (Ended(how="left", visit=later).model_dump_json(), "desk.visit_left"),
        ("", "desk.visit_broke"),
        ("Segmentation fault", "desk.visit_broke"),
        (Ended(how="left").model_dump_json(), "desk.visit_left"),
    ):
        opening = session.do(visits.open(call.id))
        await until(lambda: bool(shows.given) and shows._said is not None and not shows._said.done())
        shows.close(said)
        await opening
        assert visits.notice is not None
        assert visits.notice.id == then
        (held,) = visits.held
        assert held.travelling == later
        assert not held.open
    shows.broken = True
    await visits.open(call.id)
    assert visits.notice is not None
    assert visits.notice.id == "desk.visit_broke"
    assert len(visits.held) == 1


async def test_what_cannot_be_put_on_record_is_not_opened(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    shows: Shows,
) -> None:
    call = await come(desk, session, queue, carrier, visits, clock)
    carrier.away = True
    await visits.open(call.id)
    assert shows.given == []
    assert visits.notice is not None
    assert visits.notice.id == "desk.not_written"


@pytest.mark.parametrize("open_", [False, True], ids=["closed", "open"])
async def test_at_closing_time_it_is_wiped_whoever_sits_there(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    shows: Shows,
    open_: bool,
) -> None:
    call = await come(desk, session, queue, carrier, visits, clock)
    if open_:
        opening = session.do(visits.open(call.id))
        await until(lambda: bool(shows.given))
    desk.entrance.lock()
    clock.turn(8 * 3600)  # to 17:30
    desk.tick()
    await until(lambda: not visits._busy)
    assert len(visits.held) == 1
    clock.turn(1800)
    desk.tick()
    await until(lambda: not visits.held and not visits._unwritten)
    assert carrier.deeds[-1] == (None, Deed.VISIT_WIPED)
    if open_:
        await opening
        assert shows.cancelled == 1


async def test_with_the_desks_end_it_is_wiped(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    shows: Shows,
) -> None:
    call = await come(desk, session, queue, carrier, visits, clock)
    opening = session.do(visits.open(call.id))
    await until(lambda: bool(shows.given))
    await visits.close()
    await opening
    assert visits.held == ()
    assert shows.cancelled == 1
    assert carrier.deeds[-1] == (None, Deed.VISIT_WIPED)


async def test_wiping_asks_twice_and_is_on_record_even_later(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
) -> None:
    await come(desk, session, queue, carrier, visits, clock)
    desk.go(1)
    (row,) = page_of(desk).rows
    click(row.wipe)
    assert len(visits.held) == 1
    assert row.wipe.text() == words("zh_CN").say("desk.visit_wipe_sure")
    carrier.away = True
    click(row.wipe)
    await until(lambda: not visits.held)
    assert carrier.deeds[-1] == (OFFICER, Deed.VISIT_MOVED)
    carrier.away, carrier.signed_out = False, True
    await until(lambda: not visits._busy)
    looks(visits, clock)
    await until(lambda: not visits._unwritten)
    assert carrier.deeds[-1] == (None, Deed.VISIT_WIPED)


async def test_nothing_of_a_visit_is_on_the_page_or_in_the_title(
    desk: DeskWindow,
    session: DeskSession,
    queue: MemoryQueue,
    carrier: MemoryCarrier,
    visits: Visits,
    clock: TurnedClock,
    tmp_path: Path,
) -> None:
    call = await claimed(desk, session, queue)
    await visits.ask(call)
    canary = "欧阳鹦鹉"
    run = travelling().run | {"answers": {"x": {"type": "written", "text": canary}}}
    carrier.give(travelling().model_copy(update={"run": run}).text())
    looks(visits, clock)
    await until(lambda: bool(visits.held))
    desk.go(1)
    shown = [w.text() for w in desk.findChildren(type(page_of(desk).nothing))]
    assert not any(canary in text for text in (*shown, desk.windowTitle(), repr(visits._told)))
