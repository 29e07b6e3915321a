"""A call for the leader names who it is: the leader, or the deputy, and who is on duty."""

from __future__ import annotations

from datetime import time

from kiosk.clock import HALL_ZONE
from kiosk.duty.roster import WEEK, Absence, Roster, Shift
from kiosk.failure import StoreFailed, Trouble
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import NOW, MakeWindow, MemoryQueue, TurnedClock, new_call
from tests.desk.test_window import signed_in, until

TODAY = NOW.astimezone(HALL_ZONE).date()
ROSTER = Roster(leader="0101", shifts=(Shift(officer="0235", days=WEEK, begins=time(8), ends=time(17)),))
AWAY = Absence(officer="0101", deputy="0102", first=TODAY, last=TODAY)


class MemoryRoster:
    """The roster as a test wants it."""

    def __init__(self) -> None:
        self.now = ROSTER
        self.broken = False
        self.looks = 0

    async def roster(self) -> Roster:
        self.looks += 1
        if self.broken:
            raise StoreFailed(Trouble.DAMAGED)
        return self.now


async def looked(window: DeskWindow, book: MemoryRoster, clock: TurnedClock) -> None:
    before = book.looks
    clock.turn(31)
    window.tick()
    await until(lambda: book.looks > before)
    assert window.roster is not None
    assert window.roster._looking is not None
    await window.roster._looking


async def test_it_is_the_leader_or_the_deputy_by_number(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    book = MemoryRoster()
    window = make_window(roster=book)
    await signed_in(window, session)
    await looked(window, book, clock)
    await queue.open_call(new_call("a"))
    await session.look()
    clock.turn(200)
    await session.look()
    assert window.message.text() == "请 0101 马上派人：一楼大厅东侧　1\u00a0号机\n现在当班：0235"
    book.now = ROSTER.model_copy(update={"absences": (AWAY,)})
    await looked(window, book, clock)
    assert window.message.text().startswith("请 0102 马上派人")
    book.broken = True
    await looked(window, book, clock)
    assert window.message.text().startswith("请 0102 马上派人"), "what was read last still holds"
    book.broken, book.now = False, Roster()
    await looked(window, book, clock)
    assert window.message.text() == "请负责人马上派人：一楼大厅东侧　1\u00a0号机"
