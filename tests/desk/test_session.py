from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance

from kiosk.assist.call import CallState, Outcome
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from screens.desk.session import HEARTBEAT_S, NOTICE_S, POLL_S, DeskSession
from tests.desk.conftest import MemoryQueue, TurnedClock, new_call


def heard(signal: SignalInstance) -> list[Any]:
    """What a signal says, as it says it."""
    said: list[Any] = []
    signal.connect(lambda *args: said.append(args))
    return said


async def with_two(queue: MemoryQueue, session: DeskSession, clock: TurnedClock) -> None:
    await session.sign_in("0235")
    await queue.open_call(new_call("a"))
    clock.turn(5)
    await queue.open_call(new_call("b", kiosk_name="2 号机"))
    await session.look()


# --- looking --------------------------------------------------------------------------------------


async def test_open_calls_are_seen_once_and_only_by_a_desk_with_somebody_at_it(
    queue: MemoryQueue, session: DeskSession
) -> None:
    await queue.open_call(new_call("a"))
    await session.look()
    assert queue.seen == []
    await session.sign_in("0235")
    await session.look()
    assert queue.seen == [["a"]]


async def test_calls_are_told_apart(queue: MemoryQueue, session: DeskSession, clock: TurnedClock) -> None:
    await with_two(queue, session, clock)
    await queue.open_call(new_call("c", priority=True))
    await queue.claim("a", "011888")
    await session.claim("b")
    assert [c.id for c in session.waiting] == ["c"]
    assert [c.id for c in session.mine] == ["b"]
    assert [c.id for c in session.others] == ["a"]


async def test_being_there_is_said_again_in_time(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await session.sign_in("0235")
    clock.turn(HEARTBEAT_S - 1)
    await session.look()
    assert queue.beats == ["0235"]
    clock.turn(1)
    await session.look()
    assert queue.beats == ["0235", "0235"]


async def test_nobody_signed_in_is_nobody_present(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    clock.turn(60)
    await session.look()
    assert queue.beats == []


async def test_a_new_call_rings_once(queue: MemoryQueue, session: DeskSession) -> None:
    said = heard(session.called)
    await queue.open_call(new_call("a"))
    await session.look()
    await session.look()
    assert said == [(True,)]


async def test_a_quiet_call_never_rings_but_shows(queue: MemoryQueue, session: DeskSession) -> None:
    said = heard(session.called)
    await queue.open_call(new_call("a", quiet=True, step=None))
    await session.look()
    assert said == [(False,)]
    assert [c.id for c in session.waiting] == ["a"]


async def test_a_call_put_back_rings_at_the_other_desk_and_not_at_ones_own(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    other = DeskSession(queue, clock, print)
    await with_two(queue, session, clock)
    await session.claim("a")
    await other.look()
    here, there = heard(session.called), heard(other.called)
    await session.put_back("a")
    await session.look()
    await other.look()
    assert (here, there) == ([], [(True,)])


async def test_one_put_back_by_somebody_else_rings_here(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    await session.put_back("a")
    await session.look()
    await queue.claim("a", "011888")
    await session.look()
    said = heard(session.called)
    await queue.put_back("a", "011888")
    await session.look()
    assert said == [(True,)]


# --- a queue that fails ---------------------------------------------------------------------------


async def test_a_queue_that_cannot_be_read_is_told_and_the_calls_stay_on_screen(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock, reports: list[BaseException]
) -> None:
    await with_two(queue, session, clock)
    queue.broken = True
    for _ in range(3):
        await session.look()
    assert session.trouble
    assert len(session.waiting) == 2
    assert len(reports) == 1
    queue.broken = False
    await session.look()
    assert not session.trouble


async def test_watching_goes_on_whatever_happens(
    queue: MemoryQueue, session: DeskSession, reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise asyncio.CancelledError

    async def broken() -> None:
        raise RuntimeError("no trouble of the queue")

    monkeypatch.setattr(queue, "open_calls", broken)
    with pytest.raises(asyncio.CancelledError):
        await session.watch(wait)
    assert waits == [POLL_S] * 3
    assert session.trouble
    assert len(reports) == 3


@pytest.mark.parametrize("wish", ["claim", "put_back", "close"])
async def test_what_could_not_be_written_is_told_and_changes_nothing(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock, wish: str
) -> None:
    await with_two(queue, session, clock)
    if wish != "claim":
        await session.claim("a")
    before = session.calls
    queue.broken = True
    if wish == "close":
        assert not await session.close("a", Outcome.HELPED, "")
    else:
        await getattr(session, wish)("a")
    assert session.notice == Message("desk.not_written")
    assert session.calls == before


@pytest.mark.parametrize("wish", ["claim", "put_back", "close", "hand_over"])
async def test_a_hub_with_too_much_to_do_is_told_and_is_no_trouble_of_the_queue(
    queue: MemoryQueue,
    session: DeskSession,
    clock: TurnedClock,
    reports: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
) -> None:
    await with_two(queue, session, clock)
    if wish != "claim":
        await session.claim("a")
    before = [(call.id, call.state, call.officer) for call in session.calls]

    async def busy(*_asked: object) -> None:
        raise StoreFailed(Trouble.BUSY)

    monkeypatch.setattr(queue, wish, busy)
    if wish == "close":
        assert not await session.close("a", Outcome.HELPED, "")
    elif wish == "hand_over":
        await session.hand_over("a", "011888")
    else:
        await getattr(session, wish)("a")
    assert session.notice == Message("desk.busy")
    assert [(call.id, call.state, call.officer) for call in session.calls] == before
    assert not session.trouble
    assert reports == []


async def test_a_beat_that_a_busy_hub_misses_holds_up_no_call(
    queue: MemoryQueue,
    session: DeskSession,
    clock: TurnedClock,
    reports: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await with_two(queue, session, clock)
    beats = 0

    async def busy(_officer: str) -> None:
        nonlocal beats
        beats += 1
        raise StoreFailed(Trouble.BUSY)

    monkeypatch.setattr(queue, "sign_in", busy)
    clock.turn(HEARTBEAT_S)
    await queue.open_call(new_call("c"))
    await session.look()
    assert len(session.waiting) == 3
    assert beats == 1  # not again at the next look, which would only give it more to do
    await session.look()
    assert beats == 1
    assert not session.trouble
    assert reports == []


async def test_signing_in_while_the_queue_fails_signs_nobody_in(
    queue: MemoryQueue, session: DeskSession
) -> None:
    queue.broken = True
    await session.sign_in("0235")
    assert session.officer == ""
    assert session.notice == Message("desk.not_written")


async def test_signing_out_while_the_queue_fails_signs_out_here(
    queue: MemoryQueue, session: DeskSession
) -> None:
    await session.sign_in("0235")
    queue.broken = True
    await session.sign_out()
    assert session.officer == ""


# --- claiming, putting back, ending ---------------------------------------------------------------


async def test_a_claim_lost_says_who_goes(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await queue.claim("a", "011888")
    await session.claim("a")
    assert session.notice == Message(
        "desk.lost", {"place": "一楼大厅东侧", "kiosk": "1 号机", "officer": "011888"}
    )
    assert [c.id for c in session.others] == ["a"]


async def test_a_claim_of_a_call_taken_back_says_so(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await queue.cancel("a")
    await session.claim("a")
    assert session.notice is not None
    assert session.notice.id == "desk.over"


async def test_pressing_twice_is_pressing_once(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await asyncio.gather(session.claim("a"), session.claim("a"))
    assert session.notice is None
    assert [c.id for c in session.mine] == ["a"]


async def test_ending_keeps_outcome_and_note(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    assert await session.close("a", Outcome.TO_WINDOW, "轮椅")
    call = queue.calls["a"]
    assert (call.state, call.outcome, call.note) == (CallState.DONE, Outcome.TO_WINDOW, "轮椅")
    assert session.notice is None


async def test_a_resident_who_needs_nobody_any_more_is_told_to_the_officer(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    await queue.cancel("a")
    await session.look()
    assert session.notice == Message("desk.cancelled", {"place": "一楼大厅东侧", "kiosk": "1 号机"})
    clock.turn(NOTICE_S)
    await session.look()
    assert session.notice is None


async def test_ending_what_was_taken_back_is_told_and_is_no_failure(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    await queue.cancel("a")
    assert await session.close("a", Outcome.HELPED, "")
    assert session.notice is not None
    assert session.notice.id == "desk.over"


# --- signing in and out ---------------------------------------------------------------------------


async def test_signing_out_waits_for_what_is_in_hand(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    await session.sign_out()
    assert session.notice == Message("desk.still_yours", {"count": 1})
    assert session.officer == "0235"
    await session.put_back("a")
    await session.sign_out()
    assert session.officer == ""
    assert await queue.present() == ()


async def test_closing_the_desk_signs_out_in_any_case(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    await session.sign_out(leaving=True)
    assert await queue.present() == ()


async def test_an_officer_who_comes_back_has_the_calls_in_hand_again(
    queue: MemoryQueue, session: DeskSession, clock: TurnedClock
) -> None:
    await with_two(queue, session, clock)
    await session.claim("a")
    again = DeskSession(queue, clock, print)
    await again.sign_in("0235")
    assert [c.id for c in again.mine] == ["a"]


async def test_an_error_that_is_no_trouble_of_the_queue_is_reported(
    session: DeskSession, reports: list[BaseException]
) -> None:
    async def fail() -> None:
        raise RuntimeError

    await asyncio.wait([session.do(fail())])
    await asyncio.sleep(0)
    assert [type(error) for error in reports] == [RuntimeError]
