"""Who goes to a kiosk is told how to say there that they have come; who came is seen at the desk."""

from __future__ import annotations

from kiosk.practice.hall import PracticeHall
from screens.desk.session import DeskSession
from tests.desk.conftest import MakeWindow, MemoryQueue, TurnedClock, new_call
from tests.desk.test_window import signed_in

HINT = "到了请报到：点机器上写着您工号的那一栏"


async def test_the_officer_is_told_how_to_say_that_they_are_there_until_they_have(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    for call_id in ("front", "a"):
        await queue.open_call(new_call(call_id))
    await session.look()
    (waiting,) = window.list.rows
    assert waiting.hint.isHidden()
    await session.claim("front")
    (row,) = window.list.rows
    assert (row.hint.text(), row.hint.isHidden()) == (HINT, False)
    await queue.arrive("front", "0235")
    await session.look()
    (row,) = window.list.rows
    assert row.hint.isHidden()
    assert row.since.text() == "已到身边"


async def test_at_a_quiet_call_and_at_a_colleagues_nothing_is_asked(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("quiet", quiet=True))
    await queue.open_call(new_call("theirs"))
    await session.claim("quiet")
    await queue.claim("theirs", "0301")
    await session.look()
    quiet, theirs = window.list.rows
    assert HINT not in quiet.hint.text()
    assert not quiet.hint.isHidden()
    assert theirs.hint.isHidden()


async def test_in_a_practice_nothing_is_asked_as_there_is_no_kiosk(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window(practice=PracticeHall(queue, clock, []))
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    (row,) = window.list.rows
    assert row.hint.isHidden()
