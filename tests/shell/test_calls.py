"""What the guide bar may say, and when."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.assist.call import NewCall, Outcome
from kiosk.assist.outbox import Reach, Stage
from kiosk.failure import StoreFailed, Trouble
from screens.shell.calls import CallFollower, Phase

LATE_S = 120.0


def new(quiet: bool = False, id_: str = "c1") -> NewCall:
    return NewCall(id_, "01", "1号机", "大厅左边", "household", "reason", "zh_CN", False, quiet)


class Followed:
    """A follower whose looks are taken by hand."""

    def __init__(self, queue, clock) -> None:
        self.queue, self.clock = queue, clock
        self.work: list = []
        self.phases: list[Phase] = []
        self.events: list[str] = []
        self.follower = CallFollower(queue, clock, LATE_S, self.work.append)
        self.follower.changed.connect(lambda t: self.phases.append(t.phase))
        self.follower.moved.connect(self.events.append)

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.follower._tick()
            while self.work:
                await self.work.pop(0)

    @property
    def phase(self) -> Phase:
        return self.follower.telling.phase


@pytest.fixture
def followed(qtbot, queue, clock) -> Followed:
    return Followed(queue, clock)


async def test_says_calling_only_after_the_row_is_written(followed, queue) -> None:
    written: list[int] = []
    followed.follower.changed.connect(lambda t: written.append(len(queue.calls)))
    queue.guides = ("0123",)
    await followed.look()
    await followed.follower.open(new())
    assert followed.phases[-2:] == [Phase.SAVING, Phase.CALLING]
    assert written[-2:] == [0, 1]


async def test_goes_from_the_desk_to_the_officer_to_done(followed, queue, clock) -> None:
    queue.guides = ("0123",)
    await followed.look()
    await followed.follower.open(new())
    await queue.mark_seen(["c1"])
    await followed.look()
    assert followed.phase is Phase.AT_DESK
    await queue.claim("c1", "0123")
    await followed.look()
    assert followed.phase is Phase.COMING
    assert followed.follower.telling.officer == "0123"
    await queue.close("c1", "0123", Outcome.HELPED)
    await followed.look()
    assert followed.phase is Phase.DONE
    assert followed.events == ["call_saved", "desk_saw", "claimed", "call_over"]
    clock.turn(8)
    await followed.look()
    assert followed.phase is Phase.NONE


async def test_put_back_is_told(followed, queue) -> None:
    queue.guides = ("0123",)
    await followed.look()
    await followed.follower.open(new())
    await queue.mark_seen(["c1"])
    await queue.claim("c1", "0123")
    await followed.look()
    await queue.put_back("c1", "0123")
    await followed.look()
    assert followed.phase is Phase.AT_DESK
    assert followed.events[-1] == "put_back"


async def test_promises_nobody_where_no_guide_is_signed_in(followed) -> None:
    await followed.follower.open(new())
    assert followed.phase is Phase.NOBODY


async def test_is_honest_when_nobody_claims(followed, queue, clock) -> None:
    queue.guides = ("0123",)
    await followed.look()
    await followed.follower.open(new())
    clock.turn(LATE_S)
    await followed.look()
    assert followed.phase is Phase.LATE


async def test_a_call_that_cannot_be_written_is_not_claimed(followed, queue, clock) -> None:
    queue.trouble = Trouble.FULL
    with pytest.raises(StoreFailed):
        await followed.follower.open(new())
    assert followed.phases == [Phase.SAVING, Phase.FAILED]
    assert not followed.follower.telling.open
    queue.trouble = None
    await followed.follower.open(new())
    assert followed.phase is Phase.NOBODY


async def test_a_quiet_call_shows_nothing(followed, queue) -> None:
    await followed.follower.open(new(quiet=True))
    await followed.look(12)
    assert followed.phases == []
    assert followed.events == []
    assert queue.calls["c1"].quiet


async def test_a_tap_after_a_quiet_call_is_a_call_like_any(followed, queue) -> None:
    await followed.follower.open(new(quiet=True))
    await followed.follower.open(new(id_="c2"))
    assert followed.phase is Phase.NOBODY
    assert not queue.calls["c1"].quiet


async def test_cancelled_is_over(followed) -> None:
    await followed.follower.open(new())
    await followed.follower.cancel()
    assert followed.phase is Phase.NONE
    assert followed.events == ["call_saved", "call_over"]


async def test_a_second_tap_writes_no_second_row(followed, queue) -> None:
    await asyncio.gather(followed.follower.open(new()), followed.follower.open(new(id_="c2")))
    assert list(queue.calls) == ["c1"]


class Beyond:
    """What is known of the hall beyond the kiosk."""

    def __init__(self) -> None:
        self.connected, self.stage, self.guides = False, Stage.SAVED, ()

    async def reach(self, call) -> Reach:
        return Reach(self.stage)

    async def present(self) -> tuple[str, ...]:
        return self.guides


@pytest.fixture
def beyond(followed) -> Beyond:
    followed.follower._reaching = Beyond()
    return followed.follower._reaching


async def test_a_call_that_does_not_get_through_is_not_said_to_be_heard(followed, queue, beyond) -> None:
    queue.guides = ("0123",)
    await followed.look()
    await followed.follower.open(new())
    await followed.look()
    assert followed.phase is Phase.UNSENT
    beyond.connected = True
    await followed.look()
    assert followed.phase is Phase.CALLING
    beyond.connected, beyond.stage = False, Stage.AT_HUB
    await followed.look()
    assert followed.phase is Phase.CALLING
    beyond.stage = Stage.SAVED
    await queue.mark_seen(["c1"])
    await followed.look()
    assert followed.phase is Phase.AT_DESK


async def test_it_is_honest_for_how_long_it_did_not_get_through(followed, beyond, clock) -> None:
    await followed.look()
    await followed.follower.open(new())
    await followed.look()
    assert followed.phase is Phase.UNSENT
    clock.turn(LATE_S)
    await followed.look()
    assert followed.phase is Phase.LATE


async def test_a_guide_at_any_desk_of_the_hall_counts(followed, beyond) -> None:
    beyond.connected, beyond.guides = True, ("0123",)
    await followed.look()
    assert followed.follower.telling.guide_present
    beyond.guides = ()
    await followed.look(10)
    assert not followed.follower.telling.guide_present
