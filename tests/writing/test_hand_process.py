"""Handwriting in a process that may hang, die, or talk nonsense."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.writing.aids import Expected, Ink, Reading
from kiosk.writing.hand.process import MOST_POINTS, MOST_STROKES, HandwritingProcess

NAME = Expected("name", "王", ("堡镇",))
LINE: Ink = (((0.0, 0.0), (10.0, 0.0)),)

# A stand-in that answers with what it was asked about: strokes, points, and what is expected.
ECHO = """
import os, sys, time
from pathlib import Path
from kiosk.child.pipes import pipes
from kiosk.writing.hand.recogniser import Guess
from kiosk.writing.hand.worker import serve
starts = Path({starts!r})
with starts.open("a") as f: f.write("x")
nth = len(starts.read_text())
class Echo:
    def guesses(self, ink, limit=20):
        {reading}
        return [Guess("s%d" % len(ink), 0.0), Guess("p%d" % sum(map(len, ink)), -1.0)] if len(ink) < 9 else []
def ranked(guesses, expected):
    if not guesses:
        return []
    return [*guesses, Guess("|".join([expected.field, expected.before, *expected.places]), -2.0)]
{start}
with pipes(60.0) as (requests, replies):
    serve(requests, replies, Echo(), ranked)
"""


class Watch:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Hand:
    """The client with stand-ins behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.watch = folder, Watch()
        self.told: list[Reading] = []
        self._made: list[HandwritingProcess] = []

    def make(
        self, reading: str = "pass", start: str = "", deadline_s: float = 20.0, start_s: float = 20.0
    ) -> HandwritingProcess:
        code = ECHO.format(starts=str(self.folder / "starts"), reading=reading, start=start)
        made = HandwritingProcess((sys.executable, "-c", code), deadline_s, start_s, monotonic=self.watch)
        self._made.append(made)
        return made

    async def read(self, hand: HandwritingProcess, ink: Ink = LINE, expected: Expected = NAME) -> Reading:
        answer: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        hand.read(ink, expected, answer.set_result)
        async with asyncio.timeout(30):
            return await answer

    @property
    def starts(self) -> int:
        path = self.folder / "starts"
        return len(path.read_text()) if path.exists() else 0

    async def close(self) -> None:
        for hand in self._made:
            await hand.close()


@pytest.fixture
async def hand(tmp_path: Path):
    made = Hand(tmp_path)
    yield made
    await made.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # a process has no event to wait for


def strokes(count: int) -> Ink:
    return LINE * count


async def test_ink_and_what_is_expected_arrive_and_the_guesses_come_back(hand: Hand) -> None:
    reading = await hand.read(hand.make(), strokes(3))
    assert reading == Reading(("s3", "p6", "name|王|堡镇"))


async def test_nothing_is_started_before_one_is_about_to_write(hand: Hand) -> None:
    made = hand.make()
    assert made.pid is None
    assert made.there
    made.warm()
    made.warm()
    await until(lambda: made.pid is not None)
    await hand.read(made)
    await hand.read(made)
    assert hand.starts == 1


async def test_an_answer_never_comes_before_the_asking_has_returned(hand: Hand) -> None:
    made = hand.make()
    await hand.read(made)
    made.read((), NAME, hand.told.append)
    assert hand.told == []
    await until(lambda: bool(hand.told))


async def test_only_what_was_asked_last_is_answered(hand: Hand) -> None:
    made = hand.make()
    for count in range(1, 6):
        made.read(strokes(count), NAME, hand.told.append)
        await asyncio.sleep(0)
    last = await hand.read(made, strokes(7))
    assert last.guesses[0] == "s7"
    assert hand.told == []


async def test_what_is_asked_while_another_is_read_takes_its_place(hand: Hand) -> None:
    made = hand.make(f"Path({str(hand.folder / 'reading')!r}).touch(); time.sleep(0.2)")
    made.read(strokes(1), NAME, hand.told.append)
    await until((hand.folder / "reading").exists)
    assert (await hand.read(made, strokes(2))).guesses[0] == "s2"
    assert hand.told == []


async def test_what_was_forgotten_is_not_answered(hand: Hand) -> None:
    made = hand.make()
    made.read(LINE, NAME, hand.told.append)
    made.forget()
    await hand.read(made)
    assert hand.told == []


async def test_ink_that_is_no_character_is_to_be_written_again(hand: Hand) -> None:
    made = hand.make()
    assert await hand.read(made, strokes(9)) == Reading(problem="again")


@pytest.mark.parametrize(
    "ink",
    [(), ((),), strokes(MOST_STROKES + 1), (((0.0, float("nan")), (1.0, 1.0)),), (((float("inf"), 0.0),),)],
)
async def test_what_cannot_be_ink_is_not_even_sent(hand: Hand, ink: Ink) -> None:
    sent = hand.folder / "sent"
    made = hand.make(f"Path({str(sent)!r}).touch()")
    assert await hand.read(made, ink) == Reading(problem="again")
    assert not sent.exists()
    await hand.read(made)
    assert sent.exists()


async def test_of_ten_thousand_points_fewer_are_sent(hand: Hand) -> None:
    ink: Ink = (tuple((float(k), 0.0) for k in range(9_999)), ((0.0, 0.0),))
    points = int((await hand.read(hand.make(), ink)).guesses[1][1:])
    assert MOST_POINTS / 2 < points <= MOST_POINTS


async def test_of_a_long_text_only_the_end_is_told(hand: Hand) -> None:
    reading = await hand.read(hand.make(), expected=Expected("text", "一" * 500 + "二"))
    assert reading.guesses[-1] == "text|" + "一" * 19 + "二"


async def test_a_recogniser_that_hangs_is_ended_and_started_again(hand: Hand) -> None:
    made = hand.make("if nth == 1 and len(ink) == 2: time.sleep(600)", deadline_s=1.0)
    await hand.read(made)
    first = made.pid
    assert await hand.read(made, strokes(2)) == Reading(problem="again")
    assert (await hand.read(made, strokes(2))).guesses[0] == "s2"
    assert made.pid not in (None, first)


async def test_a_recogniser_that_was_killed_is_replaced_without_the_writer_knowing(hand: Hand) -> None:
    made = hand.make()
    await hand.read(made)
    assert made.pid is not None
    os.kill(made.pid, signal.SIGKILL)
    await until(lambda: made._child is not None and made._child.ended)
    assert (await hand.read(made)).guesses[0] == "s1"


async def test_a_recogniser_that_always_fails_is_left_alone_longer_and_longer(hand: Hand) -> None:
    made = hand.make("os._exit(1)")
    with capture_logs() as logs:
        assert (await hand.read(made)).problem == "again"
        assert (await hand.read(made)).problem == "gone"
        starts = hand.starts
        assert (await hand.read(made)).problem == "gone"
        assert hand.starts == starts
        hand.watch.now += 1.0
        assert (await hand.read(made)).problem == "gone"
        assert hand.starts == starts + 1
    assert [set(each) for each in logs] == [{"event", "why", "again_in_s", "log_level"}] * 3


async def test_one_that_cannot_start_is_gone_and_not_there_until_it_can(hand: Hand) -> None:
    made = hand.make(start="if nth < 3: raise SystemExit(1)")
    assert await hand.read(made) == Reading(problem="gone")
    assert not made.there
    hand.watch.now += 1.0
    assert (await hand.read(made)).guesses[0] == "s1"
    assert made.there


async def test_one_that_does_not_get_ready_in_time_is_given_up(hand: Hand) -> None:
    made = hand.make(start="time.sleep(600)", start_s=0.5)
    assert await hand.read(made) == Reading(problem="gone")
    assert made.pid is None


async def test_a_program_that_is_missing_is_gone(hand: Hand) -> None:
    made = HandwritingProcess(("/nowhere/kiosk",), monotonic=hand.watch)
    assert await hand.read(made) == Reading(problem="gone")
    await made.close()


@pytest.mark.parametrize(
    "nonsense", ["{}", "[]", "x" * 100_000, '{"id": 99, "guesses": ["a"]}', '{"id": 1, "guesses": [7]}']
)
async def test_nonsense_is_no_answer(hand: Hand, nonsense: str) -> None:
    ready = """import sys; print('{"ready": true}', flush=True); sys.stdin.readline()"""
    code = f"{ready}; print({nonsense!r}, flush=True)"
    made = HandwritingProcess((sys.executable, "-c", code), monotonic=hand.watch)
    assert await hand.read(made) == Reading(problem="again")
    await made.close()


@pytest.mark.parametrize("stage", ["starting", "reading", "idle"])
async def test_closing_ends_the_process_whatever_it_does(hand: Hand, stage: str) -> None:
    hang = "time.sleep(600)"
    made = hand.make(
        start=hang if stage == "starting" else "", reading=hang if stage == "reading" else "pass"
    )
    if stage == "idle":
        await hand.read(made)
    made.read(LINE, NAME, hand.told.append)
    await until(lambda: hand.starts == 1 and made.pid is not None)
    pid = made.pid
    assert pid is not None
    async with asyncio.timeout(10):
        await made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    made.warm()
    await asyncio.sleep(0)
    assert made.pid is None
    assert hand.told == []


async def test_what_goes_wrong_with_the_one_who_asked_is_heard_of(hand: Hand) -> None:
    heard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, told: heard.append(told["exception"]))

    def broken(_reading: Reading) -> None:
        raise RuntimeError("screen")

    made = hand.make()
    made.read(LINE, NAME, broken)
    await until(lambda: bool(heard))
    assert isinstance(heard[0], RuntimeError)
    assert (await hand.read(made)).guesses[0] == "s1"


async def test_no_ink_lies_in_a_file(hand: Hand) -> None:
    await hand.read(hand.make())
    assert [p.name for p in hand.folder.rglob("*")] == ["starts"]
