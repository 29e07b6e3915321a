"""Staff get in by both corners, number and PIN; a resident never does, and loses no touch by it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.failure import StoreFailed, Trouble
from kiosk.health import look
from kiosk.health.keeper import Seen
from kiosk.health.state import Health, Part, PartHealth, State
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.officers.roll import WRONG, Refused
from kiosk.put_back import PutBack
from screens.shell.corners import BETWEEN_S, CORNER_MM, HOLD_S, LONGEST_S
from screens.shell.machine import Event, Mode
from screens.shell.staff import ENDED, LEFT_ALONE_S, RESTARTED
from screens.visit.here import HereScreen
from screens.visit.staff import StaffScreen, StaffSureScreen
from screens.widgets.label import Label
from tests.shell.hands import Hands

NUMBER, PIN = "0701", "274913"
LEFT, RIGHT = (20, 20), (1060, 20)


class Door:
    """A StaffDoor in memory."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.deeds: list[tuple[str, Deed]] = []
        self.looked: list[tuple[str, datetime]] = []

    async def open(self, number: str, pin: str) -> Officer:
        if self.failure is not None:
            raise self.failure
        if (number, pin) != (NUMBER, PIN):
            raise Refused(WRONG)
        self.deeds.append((number, Deed.STAFF_PAGE_OPENED))
        return Officer(number, "", frozenset({Role.LEADER}))

    async def note(self, number: str, deed: Deed) -> None:
        if self.failure is not None:
            raise self.failure
        self.deeds.append((number, deed))

    async def looked_at(self, number: str, until: datetime) -> None:
        if self.failure is not None:
            raise self.failure
        self.looked.append((number, until))


class Keeping:
    """A HealthKeeping that tells what it is given."""

    def __init__(self, hands: Hands) -> None:
        now = hands.clock.now()
        self.health = Health("01", "0.1.0", now, now - timedelta(minutes=125), 0, 1, (look.store(None),))
        self.seen: list[Seen] = []
        self.closed = False

    async def start(self) -> None:
        pass

    async def look(self, seen: Seen) -> Health:
        self.seen.append(seen)
        return self.health

    async def close(self) -> None:
        self.closed = True

    def tell(self, *parts: PartHealth) -> None:
        self.health = replace(self.health, parts=parts)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def play(hands: Hands, qapp, door: Door, play) -> Iterator[object]:
    """With a door, and the corners watched as in the program."""
    kiosk = hands.kiosk
    object.__setattr__(kiosk._parts, "staff", door)
    kiosk.health._keeping = Keeping(hands)
    qapp.installEventFilter(kiosk.staff.corners)
    yield play
    qapp.removeEventFilter(kiosk.staff.corners)


def keeping(hands: Hands) -> Keeping:
    made = hands.kiosk.health._keeping
    assert isinstance(made, Keeping)
    return made


def send(hands: Hands, kind: QEvent.Type, at: tuple[int, int]) -> None:
    """A press or release at a place of the window, as the window system has it."""
    spot = QPointF(*at)
    widget = hands.window.childAt(spot.toPoint()) or hands.window
    down = kind is QEvent.Type.MouseButtonPress
    hands._moment += 400
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        QPointF(widget.mapFrom(hands.window, spot.toPoint())),
        hands.window.mapToGlobal(spot),
        left,
        left if down else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setTimestamp(hands._moment)
    QApplication.sendEvent(widget, event)


async def held(hands: Hands, at: tuple[int, int], seconds: float = HOLD_S) -> None:
    send(hands, QEvent.Type.MouseButtonPress, at)
    hands.clock.turn(seconds)
    send(hands, QEvent.Type.MouseButtonRelease, at)
    for _ in range(5):
        await asyncio.sleep(0)


async def ready(hands: Hands) -> None:
    await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")
    await hands.until(lambda: hands.kiosk.health.last, "a first look")


async def asked(hands: Hands) -> None:
    """As far as the question for the number."""
    await ready(hands)
    await held(hands, LEFT)
    await held(hands, RIGHT)
    await hands.until(lambda: hands.kiosk.stage.top == "staff", "number")


async def given(hands: Hands, digits: str) -> None:
    for digit in digits:
        hands.tap(digit)
    hands.tap("好了")
    await asyncio.sleep(0)


async def opened(hands: Hands) -> None:
    await asked(hands)
    await given(hands, NUMBER)
    await given(hands, PIN)
    await hands.until(lambda: isinstance(hands.kiosk.stage.screen, StaffScreen), "the page")


def words(hands: Hands) -> str:
    screen = hands.kiosk.stage.screen
    assert screen is not None
    return "\n".join(each.text for each in screen.findChildren(Label) if each.isVisible())


def test_both_corners_then_number_and_pin_and_it_is_on_record(play, door: Door) -> None:
    async def scene(hands: Hands) -> None:
        await opened(hands)
        assert door.deeds == [(NUMBER, Deed.STAFF_PAGE_OPENED)]
        assert "1号机，版本 0.1.0。已运行 2 小时 5 分。" in words(hands)
        assert hands.voice.said == [], "nobody hears that it is open"
        assert hands.kiosk.machine.mode is Mode.ATTRACT
        hands.tap("回到居民页面")
        await hands.until(lambda: hands.kiosk.stage.top == "attract", "back")
        hands.tap("开始")
        await hands.mode(Mode.HOME)

    play(scene)


@pytest.mark.parametrize(
    ("key", "deed", "code"),
    [
        ("关闭本机", Deed.KIOSK_ENDED, ENDED),
        ("重启本机", Deed.KIOSK_RESTARTED, RESTARTED),
    ],
)
def test_ending_and_restarting_are_asked_for_twice_and_on_record(play, door, key, deed, code) -> None:
    async def scene(hands: Hands) -> None:
        codes: list[int] = []
        hands.kiosk.staff.leaving.connect(codes.append)
        await opened(hands)
        hands.tap(key)
        assert isinstance(hands.kiosk.stage.screen, StaffSureScreen)
        hands.tap("不，返回")
        assert isinstance(hands.kiosk.stage.screen, StaffScreen)
        assert (codes, door.deeds[1:]) == ([], [])
        hands.tap(key)
        hands.tap("是，现在")
        await hands.until(lambda: codes, "the end")
        assert (codes, door.deeds[1:]) == ([code], [(NUMBER, deed)])

    play(scene)


def test_what_cannot_go_on_record_is_not_done(play, door: Door) -> None:
    async def scene(hands: Hands) -> None:
        codes: list[int] = []
        hands.kiosk.staff.leaving.connect(codes.append)
        await opened(hands)
        door.failure = StoreFailed(Trouble.FULL)
        hands.tap("关闭本机")
        hands.tap("是，现在")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, HereScreen), "said so")
        assert "现在查不到" in words(hands)
        assert codes == []

    play(scene)


@pytest.mark.parametrize("failure", [None, StoreFailed(Trouble.AWAY)], ids=["wrong", "away"])
def test_whoever_is_not_known_is_told_so_and_asked_again(play, door: Door, failure) -> None:
    async def scene(hands: Hands) -> None:
        door.failure = failure
        await asked(hands)
        await given(hands, NUMBER)
        await given(hands, "111222")
        await hands.until(lambda: "工号或密码不对" in words(hands) or "现在查不到" in words(hands), "told")
        assert isinstance(hands.kiosk.stage.screen, HereScreen)
        assert hands.kiosk.stage.screen.covered is (failure is None), "a PIN is never asked for in clear"
        assert hands.find("好了") is None, "nothing stands there"
        assert door.deeds == []

    play(scene)


@pytest.mark.parametrize("how_far", ["number", "page"])
def test_left_alone_it_closes_by_itself_and_knows_nobody(play, how_far: str) -> None:
    async def scene(hands: Hands) -> None:
        await (asked if how_far == "number" else opened)(hands)
        hands.clock.turn(LEFT_ALONE_S - 1)
        hands.kiosk.staff._proving._alone.tick()
        assert hands.kiosk.stage.top == "staff"
        hands.kiosk.touch.touched.emit(False)
        hands.clock.turn(LEFT_ALONE_S - 1)
        hands.kiosk.staff._proving._alone.tick()
        assert hands.kiosk.stage.top == "staff", "a touch keeps it open"
        hands.clock.turn(1)
        hands.kiosk.staff._proving._alone.tick()
        assert hands.kiosk.stage.top == "attract"
        assert hands.kiosk.staff._officer is None
        assert hands.kiosk.staff._proving._number == ""

    play(scene)


def test_the_page_tells_what_is_amiss_and_what_to_do_and_follows(play) -> None:
    async def scene(hands: Hands) -> None:
        await opened(hands)
        assert "正常\n数据库" in words(hands)
        keeping(hands).tell(
            look.store(None),
            look.hub(False),
            PartHealth(Part.PAPER, State.BROKEN, Message("health.paper_out")),
        )
        hands.kiosk.health.look()
        await hands.until(lambda: "打印纸：不能用\n打印机没有纸" in words(hands), "no paper")
        told = words(hands)
        assert "大厅中心机：请留意\n连不上" in told
        assert told.index("打印纸") < told.index("大厅中心机") < told.index("数据库"), "the worst first"

    play(scene)


def test_that_the_database_was_put_back_is_told_until_staff_say_that_they_have_seen_it(play, door) -> None:
    async def scene(hands: Hands) -> None:
        await opened(hands)
        assert hands.find("看过了，不用再提") is None
        put_back = PutBack(hands.clock.now(), 1, 4)
        keeping(hands).tell(look.store(None), look.recovery(put_back))
        hands.kiosk.health.look()
        await hands.until(lambda: "数据完整：请留意" in words(hands), "it is told")
        assert "有 4 处没有找回来" in words(hands)
        door.failure = StoreFailed(Trouble.FULL)
        hands.tap("看过了，不用再提")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, HereScreen), "not on record")
        assert door.looked == []
        door.failure = None
        await given(hands, NUMBER)
        await given(hands, PIN)
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, StaffScreen), "the page")
        keeping(hands).tell(look.store(None), look.recovery(None))
        hands.tap("看过了，不用再提")
        await hands.until(lambda: "请留意" not in words(hands), "no longer")
        assert door.looked == [(NUMBER, keeping(hands).health.at)]
        assert hands.find("看过了，不用再提") is None

    play(scene)


def test_while_nothing_changes_the_page_stays_under_the_finger(play) -> None:
    async def scene(hands: Hands) -> None:
        await opened(hands)
        shown, seen = hands.kiosk.stage.screen, len(keeping(hands).seen)
        hands.kiosk.health.look()
        await hands.until(lambda: not hands.kiosk.health._busy, "looked")
        assert len(keeping(hands).seen) > seen
        assert hands.kiosk.stage.screen is shown

    play(scene)


def test_how_long_it_runs_is_told_in_days_once_hours_tell_little(play) -> None:
    async def scene(hands: Hands) -> None:
        now = hands.clock.now()
        keeping(hands).health = replace(keeping(hands).health, began=now - timedelta(hours=50, minutes=5))
        await opened(hands)
        assert "已运行 2 天 2 小时。" in words(hands)

    play(scene)


# --- found by accident ----------------------------------------------------------------------------


@pytest.mark.parametrize("at", [LEFT, RIGHT])
def test_a_tap_in_a_corner_starts_a_visit_as_everywhere(play, at: tuple[int, int]) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        await held(hands, at, 0.2)
        await hands.mode(Mode.HOME)

    play(scene)


@pytest.mark.parametrize(
    "touches",
    [
        [(LEFT, HOLD_S)],
        [(LEFT, HOLD_S), (LEFT, HOLD_S)],
        [(LEFT, HOLD_S), (RIGHT, LONGEST_S + 0.1)],
        [(LEFT, LONGEST_S + 0.1), (RIGHT, HOLD_S)],
    ],
    ids=["one", "the same twice", "leant on", "leant on first"],
)
def test_anything_but_the_two_leads_nowhere(play, touches) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        for at, seconds in touches:
            await held(hands, at, seconds)
        assert (hands.kiosk.stage.top, hands.kiosk.machine.mode) == ("attract", Mode.ATTRACT)

    play(scene)


def test_the_second_corner_must_come_soon(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        await held(hands, LEFT)
        hands.clock.turn(BETWEEN_S + 0.1)
        await held(hands, RIGHT)
        assert hands.kiosk.stage.top == "attract"
        await held(hands, LEFT)  # which now was the first of two
        await hands.until(lambda: hands.kiosk.stage.top == "staff", "the order does not matter")

    play(scene)


def test_a_thousand_touches_do_not_find_it(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        kiosk, chance = hands.kiosk, random.Random(20261127)
        found: list[None] = []
        kiosk.staff.corners.found.connect(lambda: found.append(None))
        began = 0
        for _ in range(1000):
            at = (chance.randrange(1080), chance.randrange(1600))
            if hands.window.childAt(*at) is None:
                continue
            await held(hands, at, chance.choice((0.1, 0.1, 0.3, 1.0, 3.0)))
            if kiosk.machine.mode is not Mode.ATTRACT:
                began += 1
                kiosk.machine.post(Event.RESTART)
                await hands.mode(Mode.ATTRACT)
            kiosk.stage.close_all()
            hands.window.setProperty("last_tap", None)
        assert began > 100, "they are residents' touches"
        assert found == []

    play(scene)


def test_elsewhere_the_corners_are_nothing(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        hands.tap("开始")
        await hands.mode(Mode.HOME)
        await held(hands, (5, 5))
        await held(hands, (1075, 5))
        assert hands.kiosk.stage.top == "home"

    play(scene)


def test_a_kiosk_that_cannot_serve_lets_staff_in(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        hands.kiosk.machine.post(Event.BROKE)
        await hands.mode(Mode.OUT_OF_SERVICE)
        await held(hands, LEFT)
        await held(hands, RIGHT)
        await hands.until(lambda: hands.kiosk.stage.top == "staff", "number")

    play(scene)


def test_without_anybody_to_ask_there_is_no_way_in(play) -> None:
    async def scene(hands: Hands) -> None:
        object.__setattr__(hands.kiosk._parts, "staff", None)
        await ready(hands)
        await held(hands, LEFT)
        await hands.mode(Mode.HOME)

    play(scene)


def test_nothing_marks_the_corners(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        image = hands.window.grab().toImage()
        side = int(CORNER_MM / hands.kiosk.looks.panel.mm_per_px)
        paper = image.pixelColor(2, 2)
        for x in (*range(0, side // 2, 7), *range(1080 - side // 2, 1080, 7)):
            assert image.pixelColor(x, 10) == paper

    play(scene)


# --- what residents are told ----------------------------------------------------------------------


def test_the_greeting_tells_what_does_not_work_and_no_longer_once_it_does(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        shown = hands.kiosk.stage.screen
        plain = words(hands)
        keeping(hands).tell(PartHealth(Part.PAPER, State.BROKEN, Message("health.paper_out")))
        hands.kiosk.health.look()
        await hands.until(lambda: "今天暂时不打印小票" in words(hands), "told")
        assert hands.kiosk.stage.screen is shown, "a finger that is on it stays on it"
        hands.tap("开始")
        await hands.mode(Mode.HOME)
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert "今天暂时不打印小票" in words(hands)
        keeping(hands).tell()
        hands.kiosk.health.look()
        await hands.until(lambda: words(hands) == plain, "no longer")

    play(scene)


def test_the_window_tells_what_it_knows(play) -> None:
    async def scene(hands: Hands) -> None:
        await ready(hands)
        assert keeping(hands).seen[-1] == Seen(None, True, False, hands.kiosk.looks.aids.hand.there)
        hands.voice.silent = True
        hands.kiosk.scenes.trouble = Trouble.FULL
        hands.kiosk.machine.post(Event.BROKE)
        await hands.mode(Mode.OUT_OF_SERVICE)
        hands.kiosk.health.look()
        await hands.until(lambda: keeping(hands).seen[-1].trouble == "full", "told")
        assert keeping(hands).seen[-1].voice_silent

    play(scene)


def test_at_the_end_it_is_said_that_it_was_ended(play, hands: Hands) -> None:
    play(ready)
    assert keeping(hands).closed
