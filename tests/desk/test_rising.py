"""Nobody goes: rung for again, louder, and shown to the leader."""

from __future__ import annotations

from screens.desk.rising import AGAIN_S
from screens.desk.session import DeskSession
from tests.desk.conftest import CountingChime, MakeWindow, MemoryQueue, TurnedClock, new_call


async def looked(session: DeskSession, clock: TurnedClock, seconds: float) -> None:
    clock.turn(seconds)
    await session.look()


async def test_a_call_that_nobody_goes_to_rings_again_and_louder(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    chime: CountingChime,
    clock: TurnedClock,
) -> None:
    make_window()
    await queue.open_call(new_call("a"))
    await session.look()
    await looked(session, clock, 59)
    assert (chime.rings, chime.loud) == (1, 0)
    await looked(session, clock, 1)
    assert (chime.rings, chime.loud) == (2, 1)
    await looked(session, clock, AGAIN_S - 1)
    assert chime.loud == 1
    await looked(session, clock, 1)
    assert chime.loud == 2


async def test_it_falls_silent_once_somebody_goes(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    chime: CountingChime,
    clock: TurnedClock,
) -> None:
    make_window()
    await queue.open_call(new_call("a"))
    await looked(session, clock, 60)
    await queue.claim("a", "0300")
    await looked(session, clock, 200)
    assert chime.loud == 1
    assert session.for_leader == ()


async def test_after_three_minutes_it_is_the_leaders(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await queue.open_call(new_call("a"))
    await looked(session, clock, 179)
    assert not window.message.isVisible()
    await looked(session, clock, 1)
    assert window.message.text() == "请负责人马上派人：一楼大厅东侧\u30001\u00a0号机"
    await queue.claim("a", "0300")
    await looked(session, clock, 1)
    assert not window.message.isVisible()


async def test_a_quiet_call_rises_without_a_sound(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    chime: CountingChime,
    clock: TurnedClock,
) -> None:
    window = make_window()
    await queue.open_call(new_call("a", quiet=True))
    await looked(session, clock, 60)
    await looked(session, clock, 200)
    assert chime.rings == 0
    assert "请负责人" in window.message.text()


async def test_a_clock_set_back_does_not_silence_it(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    chime: CountingChime,
    clock: TurnedClock,
) -> None:
    make_window()
    await queue.open_call(new_call("a"))
    await looked(session, clock, 60)
    await looked(session, clock, -3600)
    assert chime.loud == 2
