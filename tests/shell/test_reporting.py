"""What a kiosk tells the desks of itself, and when."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.duty.kiosks import KioskReport
from kiosk.failure import StoreFailed, Trouble
from screens.shell.machine import Event, Mode
from screens.shell.parts import Storage
from screens.shell.reporting import PAPER_BEATS, Reporting
from tests.shell.hands import Hands
from tests.shell.memory import HeardVoice, MemoryPrinter


class Told:
    """Where a kiosk says how it does. fails: with what."""

    def __init__(self) -> None:
        self.reports: list[KioskReport] = []
        self.fails: Trouble | None = None

    async def report(self, report: KioskReport) -> None:
        if self.fails is not None:
            raise StoreFailed(self.fails)
        self.reports.append(report)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def storage(storage: Storage, told: Told) -> Storage:
    return replace(storage, reporting=(told,))


def last(told: Told) -> KioskReport:
    return told.reports[-1]


def test_a_kiosk_tells_at_each_change_whether_it_is_used_and_nothing_of_the_resident(play, told) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: told.reports, "the first report")
        assert last(told) == KioskReport("01", "1号机", "大厅", False, True, True, True, last(told).version)
        await hands.start()
        await hands.until(lambda: last(told).in_use, "in use")
        hands.kiosk.machine.post(Event.IDLE)
        await hands.mode(Mode.IDLE_PROMPT)
        hands.kiosk.machine.post(Event.LEAVE)
        await hands.mode(Mode.ATTRACT)
        await hands.until(lambda: not last(told).in_use, "free again")
        hands.kiosk.machine.post(Event.BROKE)
        await hands.until(lambda: not last(told).in_service, "out of service")
        assert not last(told).in_use

    play(scene)


def test_silence_and_paper_are_told_as_they_come_and_go(play, told, voice: HeardVoice) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: told.reports, "the first report")
        voice.silent = True
        hands.kiosk.hearing.silence_changed(True)
        await hands.until(lambda: not last(told).voice_ok, "silent")
        voice.silent = False
        hands.kiosk.hearing.silence_changed(False)
        await hands.until(lambda: last(told).voice_ok, "heard again")
        hands.printer.broken = True
        hands.kiosk.serving.printed.emit("print.failed")
        await hands.until(lambda: not last(told).paper_ok, "no paper")

    play(scene)


def test_a_kiosk_without_a_voice_says_so(play, told, hands: Hands) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: told.reports, "the first report")
        hands.kiosk.speech._voice = None
        hands.kiosk.reporting.changed()
        await hands.until(lambda: not last(told).voice_ok, "silent")

    play(scene)


class Paper(MemoryPrinter):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def ready(self) -> bool:
        self.asked += 1
        return await super().ready()


WELL = KioskReport("01", "1号机", "大厅", False, True, True, True, "0")


@pytest.fixture
def made(loop, told):
    """A Reporting to two, the tasks it started, and the errors it told."""
    other, printer, tasks, errors = Told(), Paper(), [], []
    reporting = Reporting(
        lambda paper_ok: replace(WELL, paper_ok=paper_ok),
        (told, other),
        printer,
        lambda work: tasks.append(loop.create_task(work)),
        errors.append,
    )
    yield reporting, other, printer, tasks, errors
    reporting.stop()


async def ended(tasks: list[asyncio.Task[None]]) -> None:
    while tasks:
        await tasks.pop(0)


def test_one_that_cannot_hear_keeps_nothing_from_the_other_and_is_told_of_once(loop, told, made) -> None:
    reporting, other, _printer, tasks, errors = made
    told.fails = Trouble.FULL

    async def scene() -> None:
        reporting.start()
        await ended(tasks)
        reporting.changed()
        await ended(tasks)
        assert len(other.reports) == 2
        assert [error.trouble for error in errors] == [Trouble.FULL]
        told.fails = None
        reporting.changed()
        await ended(tasks)
        told.fails = Trouble.FULL
        reporting.changed()
        await ended(tasks)
        assert len(errors) == 2
        told.fails = Trouble.AWAY
        other.fails = Trouble.AWAY
        reporting.changed()
        await ended(tasks)
        assert len(errors) == 2, "that the hub is away is noted elsewhere"

    loop.run_until_complete(scene())


def test_the_printer_is_asked_now_and_then_and_after_a_slip(loop, made) -> None:
    reporting, other, printer, tasks, _errors = made

    async def scene() -> None:
        reporting.start()
        await ended(tasks)
        for _ in range(PAPER_BEATS - 1):
            reporting.changed()
            await ended(tasks)
        assert printer.asked == 1
        reporting.changed()
        await ended(tasks)
        assert printer.asked == 2
        printer.broken = True
        reporting.printed()
        await ended(tasks)
        assert (printer.asked, other.reports[-1].paper_ok) == (3, False)

    loop.run_until_complete(scene())


def test_a_change_while_one_is_told_is_told_after_it_and_none_after_the_end(loop, made) -> None:
    reporting, other, _printer, tasks, _errors = made

    async def scene() -> None:
        reporting.start()
        for _ in range(3):
            reporting.changed()
        assert len(tasks) == 1
        await ended(tasks)
        assert len(other.reports) == 2
        reporting.stop()
        reporting.changed()
        assert tasks == []

    loop.run_until_complete(scene())
