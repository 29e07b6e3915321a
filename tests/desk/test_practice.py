"""A practice at the desk: nothing of it is the station's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kiosk.assist.call import Outcome
from kiosk.cli import desk_wiring
from kiosk.failure import StoreFailed
from kiosk.failure import Trouble as Failing
from kiosk.practice.hall import PracticeHall
from kiosk.practice.plan import Place, Resident, Trouble
from kiosk.settings import Settings
from screens.desk.app import serve
from screens.desk.entrance import Entrance
from screens.desk.practice import PracticeStrip
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import CountingChime, MemoryQueue, TurnedClock, words

from .test_app import Store, parts_of, until

PLACE = Place("02", "2 号机", "东侧", 24.0)


@pytest.fixture
def hall(queue: MemoryQueue, clock: TurnedClock) -> PracticeHall:
    one = Resident(5.0, PLACE, "household", "phone", "zh_CN", False, Trouble.PAPER_MISSING, 90.0)
    return PracticeHall(queue, clock, [one])


@pytest.fixture
def strip(qapp: QApplication, hall: PracticeHall, session: DeskSession) -> Iterator[PracticeStrip]:
    made = PracticeStrip(words("zh_CN"), hall, session)
    yield made
    made.deleteLater()


async def test_what_the_strip_says_from_beginning_to_end(
    strip: PracticeStrip, hall: PracticeHall, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    assert strip.told.text().startswith("输入工号就开始")
    await session.sign_in("0235")
    await hall.step()
    strip.tick()
    assert (strip.title.text(), strip.points.text()) == ("练习：已有 0 位求助，共 1 位", "")
    clock.turn(5)
    await hall.step()
    await session.look()
    (call,) = session.waiting
    await session.claim(call.id)
    await hall.step()
    strip.tick()
    assert strip.told.text() == "2 号机：您在路上，还要 24 秒"
    clock.turn(24)
    await hall.step()
    strip.tick()
    assert strip.told.text() == "2 号机：“房产证我没有带，这里可以先收下别的吗？”"
    await session.close(call.id, Outcome.TO_WINDOW, "")
    await hall.step()
    strip.tick()
    assert (strip.title.text(), strip.points.text()) == ("练习结束", "100 分")
    assert "一半在 24 秒以内" in strip.told.text()


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_trouble_has_words(locale: str) -> None:
    for trouble in Trouble:
        assert f"practice.trouble.{trouble}" in words(locale).ids


async def test_a_number_is_taken_at_its_word_and_nothing_locks(
    session: DeskSession, clock: TurnedClock
) -> None:
    entrance = Entrance(None, session, clock, 300, pytest.fail)
    await entrance.give("0235")
    assert entrance.open
    clock.turn(1000)
    entrance.look()
    assert entrance.open
    await entrance.leave()
    assert not entrance.open


def test_residents_come_once_there_is_an_officer(
    qapp: QApplication, hall: PracticeHall, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime
) -> None:
    async def morning(window: DeskWindow) -> None:
        try:
            clock.turn(60)
            assert hall.came == 0
            QTest.keyClicks(window.sign_in.number, "0235")
            QTest.keyClick(window.sign_in.number, Qt.Key.Key_Return)
            await until(window.front.isVisible)
            assert not window.lock.isVisible()

            def called() -> bool:
                clock.turn(0.5)  # whenever it was that the practice began
                return hall.came == 1

            await until(called)
            await until(lambda: chime.rings == 1)
        finally:
            window.close()

    async def day() -> None:
        tasks: list[asyncio.Task[None]] = []
        parts = replace(parts_of(Store(), queue, clock, chime), roll=None, practice=hall)
        await serve(parts, ready=lambda window: tasks.append(asyncio.ensure_future(morning(window))))
        await tasks[0]

    with QEventLoop(qapp) as loop:
        loop.run_until_complete(day())


def test_a_store_that_fails_for_a_while_ends_no_practice_and_is_told_once(
    qapp: QApplication, hall: PracticeHall, queue: MemoryQueue, clock: TurnedClock, chime: CountingChime
) -> None:
    failed: list[StoreFailed] = []
    told: list[BaseException] = []
    step = hall.step

    async def fails_thrice() -> None:
        if len(failed) < 3:
            failed.append(StoreFailed(Failing.FULL))
            raise failed[-1]
        clock.turn(10)
        await step()

    async def morning(window: DeskWindow) -> None:
        try:
            QTest.keyClicks(window.sign_in.number, "0235")
            QTest.keyClick(window.sign_in.number, Qt.Key.Key_Return)
            await until(lambda: hall.came == 1)
        finally:
            window.close()

    async def day() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, each: told.append(each["exception"]))
        tasks: list[asyncio.Task[None]] = []
        parts = replace(parts_of(Store(), queue, clock, chime), roll=None, practice=hall)
        await serve(parts, ready=lambda window: tasks.append(asyncio.ensure_future(morning(window))))
        await tasks[0]

    with pytest.MonkeyPatch.context() as patch, QEventLoop(qapp) as loop:
        patch.setattr(hall, "step", fails_thrice)
        loop.run_until_complete(day())
    assert (len(failed), told) == (3, failed[:1])


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't (load|resolve)")  # a machine without sound or video
async def test_the_stations_own_data_are_left_alone(qapp: QApplication, tmp_path: Path) -> None:
    station = tmp_path / "station"
    parts = desk_wiring.practice_parts(Settings(data_dir=station), 10, 7)
    await parts.start()
    assert parts.practice is not None
    assert parts.practice.expected > 3
    await parts.practice.step()
    await parts.close()
    assert not station.exists()
