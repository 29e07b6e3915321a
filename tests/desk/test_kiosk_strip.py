"""The strip of kiosks at the desk: who is in trouble, what to do, and that thirty of them fit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.duty.kiosks import Condition, KioskReport, KioskStanding
from kiosk.failure import StoreFailed, Trouble
from kiosk.put_back import PutBack
from screens.desk.kiosk_strip import ICONS, KioskStrip
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import NOW, ROOT, MakeWindow, TurnedClock
from tests.desk.test_window import signed_in, until

SIZES = [(1024, 700), (1280, 800)]


def standing(kiosk: str = "01", *, offline: bool = False, **said: bool) -> KioskStanding:
    report = KioskReport(kiosk, f"{kiosk}号机", "一楼大厅东侧", False, True, True, True, "0.1.0")
    return KioskStanding(replace(report, **said), NOW, offline)


class MemoryBoard:
    """The kiosks as a test wants them."""

    def __init__(self) -> None:
        self.standings: Sequence[KioskStanding] = ()
        self.away = False
        self.looks = 0
        self.looked: list[tuple[str, str, datetime]] = []

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        self.looks += 1
        if self.away:
            raise StoreFailed(Trouble.AWAY)
        return tuple(self.standings)

    async def looked_at(self, kiosk: str, by: str, until: datetime) -> None:
        if self.away:
            raise StoreFailed(Trouble.AWAY)
        self.looked.append((kiosk, by, until))
        self.standings = [
            replace(each, put_back=None) if each.report.kiosk == kiosk else each for each in self.standings
        ]


@pytest.fixture
def board() -> MemoryBoard:
    return MemoryBoard()


async def shown(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard, locale: str = "zh_CN"
) -> tuple[DeskWindow, KioskStrip]:
    window = make_window(locale, board=board)
    await signed_in(window, session)
    strip = window.strip
    assert strip is not None
    await looked(window, board)
    return window, strip


async def looked(window: DeskWindow, board: MemoryBoard) -> None:
    """The desk has looked once more."""
    before = board.looks
    assert window.kiosks is not None
    window.kiosks._looked_at -= 60
    window.tick()
    await until(lambda: board.looks > before)
    looking = window.kiosks._looking
    assert looking is not None
    await looking
    QApplication.sendPostedEvents()


def names(strip: KioskStrip) -> list[str]:
    """From the left to the right, row by row."""
    keys = sorted(strip.keys.values(), key=lambda key: (key.y(), key.x()))
    return [key.text() for key in keys]


async def test_without_kiosks_nothing_stands_there(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    _window, strip = await shown(make_window, session, board)
    assert not strip.isVisible()


async def test_those_in_trouble_come_first_and_say_what_to_do(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [
        standing("01", in_use=True),
        standing("02"),
        standing("03", paper_ok=False, voice_ok=False, in_use=True),
        standing("04", offline=True),
    ]
    _window, strip = await shown(make_window, session, board)
    assert names(strip) == [
        "04号机 没有消息",
        "03号机 打不出单子、没有声音、有人在用",
        "01号机 有人在用",
        "02号机 空闲",
    ]
    assert strip.told.text().startswith("一楼大厅东侧　04号机：09:30 以后没有消息。请去看看")
    parts = {kiosk: key.property("part") for kiosk, key in strip.keys.items()}
    assert parts == {"01": "chip", "02": "chip", "03": "chip_alert", "04": "chip_alert"}
    assert all(not key.icon().isNull() for key in strip.keys.values())


async def test_a_kiosk_is_chosen_by_touch_and_by_the_keyboard(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [standing("01"), standing("02", paper_ok=False), standing("03")]
    window, strip = await shown(make_window, session, board)
    QTest.mouseClick(strip.keys["03"], Qt.MouseButton.LeftButton)
    assert strip.told.text() == "一楼大厅东侧　03号机：空着，可以用。（程序 0.1.0）"
    QTest.mouseClick(strip.keys["03"], Qt.MouseButton.LeftButton)
    assert "添纸" in strip.told.text()
    strip.keys["02"].setFocus()
    order = []
    for _ in range(3):
        focus = QApplication.focusWidget()
        order.append(next((k for k, key in strip.keys.items() if key is focus), None))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order == ["02", "01", "03"]
    strip.keys["01"].setFocus()
    QTest.keyClick(strip.keys["01"], Qt.Key.Key_Space)
    assert "01号机" in strip.told.text()
    assert window.isVisible()


async def test_a_key_keeps_its_focus_while_states_change_and_goes_with_its_kiosk(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [standing("01"), standing("02")]
    window, strip = await shown(make_window, session, board)
    strip.keys["02"].setFocus()
    board.standings = [standing("01"), standing("02", voice_ok=False)]
    await looked(window, board)
    assert names(strip)[0] == "02号机 没有声音"
    assert QApplication.focusWidget() is strip.keys["02"]
    assert "音箱" in strip.keys["02"].accessibleName()
    board.standings = [standing("01")]
    await looked(window, board)
    assert names(strip) == ["01号机 空闲"]
    assert not strip.told.isVisible()


async def test_of_a_kiosk_that_was_put_back_to_an_older_copy_it_is_told_until_somebody_looks(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    earlier = NOW - timedelta(minutes=20)
    board.standings = [
        replace(standing("01"), set_back_at=earlier),
        replace(standing("02"), set_back_at=NOW),
        standing("03", paper_ok=False),
    ]
    window, strip = await shown(make_window, session, board)
    assert "添纸" in strip.told.text(), "what wants somebody at once comes first"
    board.standings = [*board.standings[:2], standing("03")]
    await looked(window, board)
    copy = "发现它用的是旧备份，已经自动接上，呼叫照常送到。请告诉管机器的人。"
    assert strip.told.text() == f"一楼大厅东侧　02号机：09:30 {copy}"
    QTest.mouseClick(strip.keys["02"], Qt.MouseButton.LeftButton)
    assert strip.told.text() == f"一楼大厅东侧　02号机：空着，可以用。（程序 0.1.0）\n09:30 {copy}"
    QTest.mouseClick(strip.keys["02"], Qt.MouseButton.LeftButton)
    assert strip.told.text() == f"一楼大厅东侧　01号机：09:10 {copy}"
    for _ in range(2):
        QTest.mouseClick(strip.keys["01"], Qt.MouseButton.LeftButton)
    assert not strip.told.isVisible()
    again = NOW + timedelta(minutes=5)
    board.standings = [replace(standing("01"), set_back_at=again), standing("02")]
    await looked(window, board)
    assert strip.told.text() == f"一楼大厅东侧　01号机：09:35 {copy}"


async def test_that_a_database_was_put_back_is_told_until_an_officer_has_looked(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [
        standing("01"),
        replace(standing("02"), put_back=PutBack(NOW, 1, 4)),
        standing("03", paper_ok=False),
    ]
    window, strip = await shown(make_window, session, board)
    assert "添纸" in strip.told.text(), "what wants somebody at once comes first"
    board.standings = [*board.standings[:2], standing("03")]
    await looked(window, board)
    lost = (
        "数据库在 2026-11-24 09:30 还原过，有 4 处没有找回来。"
        "请告诉负责人，用 kiosk backup recovered 看是哪些。"
    )
    assert strip.told.text() == f"一楼大厅东侧　02号机：{lost}看过了请点一下这台机器。"
    QTest.mouseClick(strip.keys["01"], Qt.MouseButton.LeftButton)
    assert board.looked == [], "another one was looked at"
    QTest.mouseClick(strip.keys["02"], Qt.MouseButton.LeftButton)
    await until(lambda: board.looked)
    assert board.looked == [("02", session.officer, NOW)]
    await looked(window, board)
    told = strip.told.text()
    assert told == f"一楼大厅东侧　02号机：空着，可以用。（程序 0.1.0）\n{lost}", "it stays to be read"
    QTest.mouseClick(strip.keys["02"], Qt.MouseButton.LeftButton)
    assert not strip.told.isVisible()
    assert len(board.looked) == 1


async def test_one_that_lost_nothing_says_so_and_what_is_not_on_record_is_told_again(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [replace(standing("01"), put_back=PutBack(NOW, 1, 0))]
    window, strip = await shown(make_window, session, board)
    whole = "数据库在 2026-11-24 09:30 还原过，内容都找回来了。"
    assert whole in strip.told.text()
    board.away = True
    for _ in range(2):
        QTest.mouseClick(strip.keys["01"], Qt.MouseButton.LeftButton)
        await asyncio.sleep(0)
    board.away = False
    await looked(window, board)
    assert whole in strip.told.text()
    assert board.looked == []


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_that_a_database_was_put_back_is_read_whole(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard, locale: str, size: tuple[int, int]
) -> None:
    put_back = PutBack(NOW, 12, 1234)
    board.standings = [replace(standing(f"{n:02}"), put_back=put_back) for n in range(1, 31)]
    window, strip = await shown(make_window, session, board, locale)
    window.resize(*size)

    def read_whole() -> bool:
        QApplication.processEvents()
        return strip.told.height() >= strip.told.heightForWidth(strip.told.width())

    await until(read_whole)
    QTest.mouseClick(strip.keys["30"], Qt.MouseButton.LeftButton)
    await until(read_whole)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_that_one_was_put_back_is_read_whole(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard, locale: str, size: tuple[int, int]
) -> None:
    board.standings = [replace(standing(f"{n:02}"), set_back_at=NOW) for n in range(1, 31)]
    window, strip = await shown(make_window, session, board, locale)

    def read_whole() -> bool:
        QApplication.processEvents()  # rows that wrap are laid out in more than one pass
        return strip.told.height() >= strip.told.heightForWidth(strip.told.width())

    for touch in (False, True):
        if touch:
            QTest.mouseClick(strip.keys["30"], Qt.MouseButton.LeftButton)
        window.resize(*size)
        await until(read_whole)
        assert strip.height() <= size[1] * 0.35, "the calls keep the most room"


async def test_while_nobody_knows_the_desk_says_so(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard
) -> None:
    board.standings = [standing("01")]
    window, strip = await shown(make_window, session, board)
    board.away = True
    await looked(window, board)
    assert strip.keys == {}
    assert strip.told.text() == "各台机器的情况现在看不到。"
    board.away = False
    await looked(window, board)
    assert names(strip) == ["01号机 空闲"]


async def test_it_looks_once_a_second_and_only_while_somebody_sits_there(
    make_window: MakeWindow, session: DeskSession, board: MemoryBoard, clock: TurnedClock
) -> None:
    window = make_window(board=board)
    clock.turn(5)
    window.tick()
    assert board.looks == 0
    await signed_in(window, session)
    window.tick()
    await until(lambda: board.looks == 1)
    window.tick()
    clock.turn(1)
    window.tick()
    await until(lambda: board.looks == 2)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [1, 7, 30])
async def test_thirty_kiosks_fit_and_each_can_be_reached(
    make_window: MakeWindow,
    session: DeskSession,
    board: MemoryBoard,
    locale: str,
    size: tuple[int, int],
    count: int,
) -> None:
    board.standings = [
        standing(f"{n:02}", voice_ok=n % 5 > 0, paper_ok=n % 7 > 0) for n in range(1, count + 1)
    ]
    window, strip = await shown(make_window, session, board, locale)
    window.resize(*size)
    QApplication.processEvents()
    assert len(strip.keys) == count
    for key in strip.keys.values():
        assert key.width() >= key.sizeHint().width()
        assert key.x() + key.width() <= strip._chips.width()
    boxes = [key.geometry() for key in strip.keys.values()]
    assert all(not a.intersects(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert strip.height() <= size[1] * 0.27, "the calls keep the most room"
    viewport = strip._area.viewport()
    for key in strip.keys.values():
        key.setFocus(Qt.FocusReason.TabFocusReason)
        strip._area.ensureWidgetVisible(key)
        seen = QRect(key.mapTo(viewport, QPoint()), key.size())
        assert viewport.rect().contains(seen)


@pytest.mark.parametrize("condition", Condition)
def test_every_condition_has_a_picture(condition: Condition) -> None:
    assert (ROOT / "assets" / "icons" / f"{ICONS[condition]}.svg").is_file()
