"""Duty ends, lunch begins, or somebody signs out with calls in hand: the desk asks first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.cases.difficult import DifficultCase, NewDifficult, NewStep, Source
from kiosk.duty.relief import Standing, relief, standing
from kiosk.duty.roster import WEEK, Cover, Roster, Shift
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.officers.officer import Officer
from screens.desk.leaving import UNREADY_S, Why
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import NOW, MakeWindow, MemoryQueue, TurnedClock, new_call
from tests.desk.test_window import signed_in, until

ROSTER = Roster(
    leader="0301",
    shifts=(
        Shift(officer="0235", days=WEEK, begins=time(8, 30), ends=time(12)),
        Shift(officer="0301", days=WEEK, begins=time(12), ends=time(17, 30)),
        Shift(officer="0302", days=WEEK, begins=time(8, 30), ends=time(17, 30)),
    ),
    lunch=(Cover(officer="0235", by="0302", begins=time(11), ends=time(11, 30)),),
)
"""It is 9:30 in the hall."""
TO_LUNCH_S, TO_NOON_S = 90 * 60, 150 * 60


class Book:
    """A roster that stands."""

    async def roster(self) -> Roster:
        return ROSTER

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        raise NotImplementedError


class Cases:
    """Difficult cases that an officer may see."""

    def __init__(self, *cases: DifficultCase) -> None:
        self.cases = cases
        self.broken = False

    async def concerning(self, by: Officer) -> tuple[DifficultCase, ...]:
        if self.broken:
            raise StoreFailed(Trouble.AWAY)
        return self.cases

    async def read(self, case_id: str, by: Officer) -> DifficultCase | None:
        raise NotImplementedError

    async def open(self, new: NewDifficult) -> DifficultCase:
        raise NotImplementedError

    async def record(self, case_id: str, step: NewStep) -> DifficultCase:
        raise NotImplementedError

    async def close(self, case_id: str, by: str) -> DifficultCase:
        raise NotImplementedError


def case(owner: str | None, day: int) -> DifficultCase:
    return DifficultCase(
        id=f"case {day}",
        source=Source.NOT_SOLVED,
        opened_at=datetime(2026, 11, 23, tzinfo=UTC),
        opened_by="0235",
        due=date(2026, 11, day),
        owner=owner,
    )


async def opened(
    make_window: MakeWindow, session: DeskSession, locale: str = "zh_CN", difficult: Cases | None = None
) -> DeskWindow:
    made = make_window(locale, roster=Book(), difficult=difficult)
    made.resize(1024, 700)
    await signed_in(made, session)
    made.tick()
    await until(lambda: made.roster is not None and made.roster.known)
    made.tick()
    return made


@pytest.fixture
async def window(make_window: MakeWindow, session: DeskSession) -> DeskWindow:
    return await opened(make_window, session)


async def in_hand(queue: MemoryQueue, session: DeskSession, *ids: str) -> None:
    for number, call_id in enumerate(ids, 1):
        await queue.open_call(new_call(call_id, kiosk_name=f"{number} 号机"))
        await session.claim(call_id)


def later(window: DeskWindow, clock: TurnedClock, seconds: float) -> None:
    """Somebody is at the desk meanwhile."""
    clock.turn(seconds)
    window.entrance.touch()
    window.tick()


async def asked(window: DeskWindow, why: Why) -> None:
    await until(lambda: window.ask.isVisible() and window.leaving.why is why)


def click(key: QPushButton) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


def keys(window: DeskWindow) -> Sequence[str]:
    """Those that can be pressed, in their order."""
    QApplication.processEvents()  # Qt shows and places them in its own time
    found = [key for key in window.ask.findChildren(QPushButton) if key.isVisible()]
    return [key.text() for key in sorted(found, key=lambda key: (key.y(), key.x()))]


# --- the roster's side ----------------------------------------------------------------------------


def at(hour: int, minute: int = 0) -> datetime:
    return NOW.replace(hour=hour - 8, minute=minute)


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        (at(8), Standing.OFF),
        (at(8, 30), Standing.ON),
        (at(11), Standing.LUNCH),
        (at(11, 30), Standing.ON),
        (at(12), Standing.OFF),
    ],
    ids=["before", "begun", "lunch", "after-lunch", "over"],
)
def test_how_an_officer_stands(moment: datetime, stands: Standing) -> None:
    assert standing(ROSTER, moment, "0235") is stands


def test_who_covers_comes_before_who_is_on_duty_and_who_comes_next() -> None:
    assert relief(ROSTER, at(11), "0235") == ("0302", "0301")
    assert relief(ROSTER, at(12), "0235") == ("0301", "0302")
    assert relief(Roster(), at(12), "0235") == ()


# --- when it is asked -----------------------------------------------------------------------------


async def test_at_the_end_of_duty_one_key_gives_all_calls_to_who_is_on_next(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    for number in ("0999", "0301"):
        await queue.sign_in(number)
    await in_hand(queue, session, "a", "b")
    assert not window.ask.isVisible()
    later(window, clock, TO_NOON_S)
    await asked(window, Why.SHIFT)
    assert window.ask.title.text() == "您的班到点了，手上还有 2 位。请谁接？"
    assert window.ask.list.text() == "一楼大厅东侧　1\u00a0号机　迁户口\n一楼大厅东侧　2\u00a0号机　迁户口"
    assert keys(window) == ["都转给 0301（值班）", "都转给 0999", "都放回去", "我接着办"]
    assert [call.officer for call in session.mine] == ["0235", "0235"]
    later(window, clock, UNREADY_S)
    click(window.ask.keys["0301"])
    await until(lambda: not window.ask.isVisible())
    assert {call.officer for call in queue.calls.values()} == {"0301"}
    assert session.officer == "0235"


async def test_at_lunch_who_covers_is_asked_and_put_back_lets_others_go(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await queue.sign_in("0302")
    await in_hand(queue, session, "a")
    later(window, clock, TO_LUNCH_S)
    await asked(window, Why.LUNCH)
    assert window.cover.text() == "午饭：11:00–11:30　0302 替 0235"
    assert keys(window) == ["都转给 0302（值班）", "都放回去", "我接着办"]
    later(window, clock, UNREADY_S)
    click(window.ask.put_back)
    await until(lambda: not window.ask.isVisible())
    assert [call.id for call in session.waiting] == ["a"]


async def test_whoever_goes_on_keeps_all_and_is_asked_once(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await in_hand(queue, session, "a")
    later(window, clock, TO_NOON_S)
    await asked(window, Why.SHIFT)
    click(window.ask.stay)
    assert not window.ask.isVisible()
    later(window, clock, 600)
    await session.look()
    assert not window.ask.isVisible()
    assert [call.id for call in session.mine] == ["a"]


async def test_lunch_that_is_over_takes_the_question_away(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await in_hand(queue, session, "a")
    later(window, clock, TO_LUNCH_S)
    await asked(window, Why.LUNCH)
    later(window, clock, 30 * 60)
    assert not window.ask.isVisible()
    assert not window.cover.isVisible()


async def test_with_nothing_in_hand_nothing_is_asked(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    later(window, clock, TO_NOON_S)
    await session.look()
    assert not window.ask.isVisible()
    click(window.sign_out)
    await until(lambda: not session.officer)


# --- what is answered -----------------------------------------------------------------------------


async def test_a_press_meant_for_something_else_lets_go_of_nothing(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await queue.sign_in("0301")
    await in_hand(queue, session, "a")
    later(window, clock, TO_NOON_S)
    await asked(window, Why.SHIFT)
    click(window.ask.keys["0301"])
    click(window.ask.put_back)
    await session.look()
    assert [call.id for call in session.mine] == ["a"]


async def test_signing_out_goes_on_once_everything_is_given(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession
) -> None:
    await queue.sign_in("0301")
    await in_hand(queue, session, "a", "b")
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    assert session.officer == "0235"
    click(window.ask.keys["0301"])
    await until(lambda: not session.officer)
    assert {call.officer for call in queue.calls.values()} == {"0301"}
    assert not window.ask.isVisible()


async def test_signing_out_is_over_when_one_goes_on(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession
) -> None:
    await in_hand(queue, session, "a")
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    assert window.ask.list.text().endswith("现在没有别人在岗，可以放回去，或接着办完。")
    click(window.ask.stay)
    assert not window.ask.isVisible()
    assert session.officer == "0235"
    assert [call.id for call in session.mine] == ["a"]


async def test_a_colleague_who_left_meanwhile_gets_nothing(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession
) -> None:
    await queue.sign_in("0301")
    await in_hand(queue, session, "a", "b")
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    await queue.sign_out("0301")
    click(window.ask.keys["0301"])
    await until(lambda: session.notice is not None and not window.ask.keys)
    assert session.notice == Message("desk.not_there", {"officer": "0301"})
    assert len(session.mine) == 2
    assert window.ask.isVisible()


async def test_a_queue_that_fails_leaves_calls_and_question_as_they_are(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, reports: list[BaseException]
) -> None:
    await queue.sign_in("0301")
    await in_hand(queue, session, "a", "b")
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    queue.broken = True
    click(window.ask.put_back)
    await until(lambda: session.notice is not None)
    assert session.notice == Message("desk.not_written")
    assert len(session.mine) == 2
    assert window.ask.isVisible()
    assert session.officer == "0235"
    queue.broken = False
    click(window.ask.put_back)
    await until(lambda: not session.officer)
    assert len(reports) == 1


async def test_a_call_that_ends_meanwhile_is_not_in_hand_any_more(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await in_hand(queue, session, "a")
    later(window, clock, TO_NOON_S)
    await asked(window, Why.SHIFT)
    await queue.cancel("a")
    await session.look()
    assert not window.ask.isVisible()


async def test_a_locked_desk_shows_nothing_of_it_and_asks_again_when_open(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await in_hand(queue, session, "a")
    later(window, clock, TO_NOON_S)
    await asked(window, Why.SHIFT)
    window.entrance.lock()
    assert not window.ask.isVisible()
    window.entrance.locked = False
    window.entrance.changed.emit()
    assert window.ask.isVisible()


# --- difficult cases ------------------------------------------------------------------------------


async def test_own_difficult_cases_are_told_and_stay_theirs(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    cases = Cases(case("0235", 27), case("0301", 28), case(None, 29), case("0235", 30))
    window = await opened(make_window, session, difficult=cases)
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    assert window.ask.title.text() == "您手上的来电都办完了，还有没办完的难办事："
    assert window.ask.list.text() == "难办事 2 件，仍归您（期限 11月27日、11月30日）。要换人请找负责人。"
    assert keys(window) == ["我接着办", "离岗"]
    click(window.ask.go)
    await until(lambda: not session.officer)


async def test_cases_that_cannot_be_read_are_told_and_hold_nobody(
    make_window: MakeWindow, session: DeskSession
) -> None:
    cases = Cases()
    cases.broken = True
    window = await opened(make_window, session, "en", cases)
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    assert window.ask.list.text() == "Your difficult cases cannot be read now."
    click(window.ask.go)
    await until(lambda: not session.officer)


async def test_more_calls_than_there_is_room_for_are_counted(
    window: DeskWindow, queue: MemoryQueue, session: DeskSession
) -> None:
    await in_hand(queue, session, *"abcdef")
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    lines = window.ask.list.text().split("\n")
    assert lines[4] == "还有 2 位"


async def test_on_the_smallest_desk_no_key_covers_another(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    for number in ("0301", "0302", "0303"):
        await queue.sign_in(number)
    window = await opened(make_window, session, "en", Cases(case("0235", 27)))
    await in_hand(queue, session, "a", "b", "c")
    later(window, clock, TO_LUNCH_S)
    await asked(window, Why.LUNCH)
    window.leaving.stay()
    click(window.sign_out)
    await asked(window, Why.SIGN_OUT)
    assert len(keys(window)) == 5
    assert window.minimumSizeHint().height() <= window.height() == 700
    found = [key.geometry() for key in window.ask.findChildren(QPushButton) if key.isVisible()]
    assert not any(one.intersects(other) for one, other in combinations(found, 2))
    assert all(window.ask.rect().contains(each) for each in found)
