"""A guide sees the screen: only after a yes, only until the resident or anything else ends it."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from kiosk.assist.call import Call, Outcome
from kiosk.assist.seeing import (
    ANSWER_WITHIN_S,
    LONGEST_S,
    STILL_THERE_S,
    How,
    NotSeen,
    Picture,
    Point,
    Sentence,
)
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from screens.screen import Screen
from screens.shell.calls import Phase
from screens.shell.machine import Mode
from screens.shell.seeing import UNREAD_S
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.key import Key
from screens.widgets.ring import REDUCED_MOTION
from tests.shell.hands import Hands, to_review

OFFICER = "0101"


class Line:
    """A KioskLine that keeps what it is told. away: it refuses everything."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, bool]] = []
        self.pictures: list[Picture] = []
        self.ends: list[tuple[str, How]] = []
        self.refuses = False
        self.held: asyncio.Event | None = None
        self.answer_held: asyncio.Event | None = None
        self.away = False

    async def answer(self, seeing: str, *, yes: bool) -> None:
        self.answers.append((seeing, yes))
        if self.answer_held is not None:
            await self.answer_held.wait()
        self._refuse()

    async def show(self, seeing: str, picture: Picture) -> None:
        if self.held is not None:
            await self.held.wait()
        self._refuse()
        self.pictures.append(picture)

    async def end(self, seeing: str, how: How) -> None:
        self.ends.append((seeing, how))
        self._refuse()

    def _refuse(self) -> None:
        if self.away:
            raise StoreFailed(Trouble.AWAY)
        if self.refuses:
            raise NotSeen(Message("hub.seeing_over"))


class Scene:
    """A call that an officer has, and a line to their desk."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.line = Line()
        self.guide = hands.kiosk.seeing
        hands.kiosk._parts.storage.seeing.line = self.line

    async def claimed(self) -> Call:
        hands = self.hands
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.queue.calls, "the call")
        (call,) = hands.queue.calls.values()
        await hands.queue.claim(call.id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody comes")
        return call

    async def asked(self, seeing: str = "s1") -> Call:
        call = await self.claimed()
        self.guide.wanted(seeing, call.id, OFFICER)
        assert self.hands.kiosk.stage.top == "let_see"
        return call

    async def agreed(self) -> Call:
        call = await self.asked()
        self.hands.clock.turn(UNREAD_S)
        self.hands.tap("好，请看")
        await self.hands.until(lambda: self.line.answers == [("s1", True)], "the yes")
        await self.picture()
        return call

    async def picture(self) -> Picture:
        """The next one."""
        had = len(self.line.pictures)

        def more() -> bool:
            self.guide.tick()
            return len(self.line.pictures) > had

        self.hands.clock.turn(STILL_THERE_S)
        await self.hands.until(more, "a picture")
        return self.line.pictures[-1]


def test_a_yes_shows_the_screen_and_one_tap_ends_it(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        assert hands.kiosk.stage.top == "home"
        frame = hands.kiosk.stage.frame
        assert frame is not None
        assert frame.guide.text() == "0101号在看屏幕"
        image = QImage.fromData(it.line.pictures[-1].png)
        assert (image.width(), image.height()) == (540, 960)
        assert (it.line.pictures[-1].width, it.line.pictures[-1].height) == (1080, 1920)
        hands.tap("停止")
        await hands.until(lambda: it.line.ends == [("s1", How.RESIDENT)], "the end")
        had = len(it.line.pictures)
        it.guide.tick()
        await asyncio.sleep(0)
        assert len(it.line.pictures) == had
        assert frame.guide.text() == "0101号正走过来"
        assert hands.kiosk.calls.telling.phase is Phase.COMING

    play(scene)


def test_nothing_leaves_before_the_yes_and_a_no_is_told(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.asked()
        it.guide.tick()
        it.guide.pointed("s1", Point(1, 0.5, 0.5))
        it.guide.spoken("s1", Sentence.COMING)
        assert it.guide.ring.isHidden()
        hands.tap("不用看")
        await hands.until(lambda: it.line.ends == [("s1", How.DECLINED)], "the no")
        it.guide.tick()
        assert (it.line.pictures, it.line.answers) == ([], [])
        assert hands.kiosk.stage.top == "home"

    play(scene)


def test_no_answer_is_a_no(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.asked()
        hands.clock.turn(ANSWER_WITHIN_S)
        it.guide.tick()
        await hands.until(lambda: it.line.ends == [("s1", How.UNANSWERED)], "the end")
        assert hands.kiosk.stage.top == "home"

    play(scene)


def test_only_whoever_comes_may_ask_and_only_a_resident_is_asked(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")
        it = Scene(hands)
        it.guide.wanted("s0", "c", OFFICER)
        await hands.until(lambda: it.line.ends == [("s0", How.UNANSWERED)], "nobody is there to be asked")
        hands.tap("开始")
        await hands.mode(Mode.HOME)
        call = await it.claimed()
        it.guide.wanted("s1", call.id, "0999")
        assert hands.kiosk.stage.top == "home"
        hands.clock.turn(5)
        it.guide.tick()
        await hands.until(lambda: it.line.ends[1:] == [("s1", How.UNANSWERED)], "somebody else may not")
        it.guide.wanted("s2", call.id, OFFICER)
        it.guide.wanted("s3", call.id, OFFICER)
        await hands.until(lambda: it.line.ends[2:] == [("s3", How.UNANSWERED)], "one at a time")
        assert hands.kiosk.stage.top == "let_see"

    play(scene)


def test_a_question_that_comes_before_the_claim_waits_for_it(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.queue.calls, "the call")
        (call,) = hands.queue.calls.values()
        it.guide.wanted("s1", call.id, OFFICER)
        assert hands.kiosk.stage.top == "home"
        await hands.queue.claim(call.id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody comes")
        it.guide.tick()
        assert hands.kiosk.stage.top == "let_see"

    play(scene)


@pytest.mark.parametrize("end", ["closed", "put_back", "time", "visit", "stopped", "lost", "refused"])
def test_whatever_ends_it_nothing_leaves_after_that(play, end: str) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        call = await it.agreed()
        told = {"closed": How.CALL, "put_back": How.CALL, "time": How.TIME, "visit": How.VISIT}
        match end:
            case "closed":
                await hands.queue.close(call.id, OFFICER, Outcome.HELPED)
                await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.DONE, "closed")
            case "put_back":
                await hands.queue.put_back(call.id, OFFICER)
                await hands.until(lambda: hands.kiosk.calls.telling.phase is not Phase.COMING, "put back")
            case "time":
                hands.clock.turn(LONGEST_S)
            case "visit":
                hands.tap("重来")
                hands.tap(hands.kiosk.looks.ui().say("ask.restart_yes"))
                await hands.mode(Mode.ATTRACT)
            case "stopped":
                it.guide.stopped("s1")
            case "lost":
                it.guide.lost()
            case "refused":
                it.line.refuses = True
                hands.clock.turn(STILL_THERE_S)
        it.guide.tick()
        await hands.until(lambda: it.guide.now is None, "the end")
        await hands.until(
            lambda: it.line.ends == ([("s1", told[end])] if end in told else []), "what the hub is told"
        )
        had = len(it.line.pictures)
        it.line.refuses = False
        hands.clock.turn(STILL_THERE_S)
        it.guide.tick()
        await asyncio.sleep(0)
        assert len(it.line.pictures) == had
        frame = hands.kiosk.stage.frame
        assert frame is not None
        assert "看屏幕" not in frame.guide.text()

    play(scene)


def test_an_unchanged_screen_is_not_sent_again_and_a_slow_line_is_not_hurried(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        had = len(it.line.pictures)
        it.guide.tick()
        await asyncio.sleep(0)
        assert len(it.line.pictures) == had
        it.line.held = asyncio.Event()
        hands.clock.turn(STILL_THERE_S)
        it.guide.tick()
        hands.clock.turn(STILL_THERE_S)
        it.guide.tick()
        it.line.held.set()
        await hands.until(lambda: len(it.line.pictures) > had, "the one")
        await asyncio.sleep(0)
        assert len(it.line.pictures) == had + 1

    play(scene)


def test_the_guide_points_at_the_very_key_until_it_is_touched(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        shown = await it.picture()
        frame = hands.kiosk.stage.frame
        assert frame is not None
        key = frame.settings_keys["size"]
        centre = key.mapTo(frame, key.rect().center())
        point = Point(shown.no, (centre.x() + 3) / frame.width(), centre.y() / frame.height())
        it.guide.pointed("s1", Point(shown.no - 19, point.x, point.y))
        assert it.guide.ring.isHidden()
        it.guide.pointed("s1", point)
        ring = it.guide.ring
        assert ring.isVisible()
        at = key.mapTo(frame, QPoint(0, 0))
        assert ring.geometry().contains(at)
        assert not ring.geometry().adjusted(60, 60, -60, -60).contains(at)
        assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        amber = QColor(frame.ui.theme.palette.guide)
        around = hands.window.grab().toImage()
        assert any(
            around.pixelColor(x, centre.y()) == amber for x in range(ring.x(), ring.geometry().right())
        )
        hands.tap("大小")
        assert hands.kiosk.stage.top == "size"
        assert ring.isHidden()

    play(scene)


def test_the_ring_goes_after_a_while_and_stands_still_where_movement_is_unwanted(play) -> None:
    async def scene(hands: Hands) -> None:
        hands.window.setProperty(REDUCED_MOTION, True)
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        shown = await it.picture()
        it.guide.pointed("s1", Point(shown.no, 0.5, 0.7))
        assert it.guide.ring.isVisible()
        assert it.guide.ring._swell == 0.5
        hands.clock.turn(60)
        it.guide.tick()
        assert it.guide.ring.isHidden()

    play(scene)


def test_a_sentence_is_said_and_stands_on_the_bar_for_a_while(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        hands.voice.said = []
        it.guide.spoken("s1", Sentence.PRESS_BLUE)
        frame = hands.kiosk.stage.frame
        assert frame is not None
        assert frame.guide.text() == "请按蓝色的键"
        assert hands.voice.said == ["请按蓝色的键"]
        hands.clock.turn(30)
        it.guide.tick()
        assert frame.guide.text() == "0101号在看屏幕"

    play(scene)


def test_what_was_entered_is_black_and_the_private_question_is_not_shown(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        walk = walks["household"]
        phone = [s for s, _ in walk].index("phone")
        await to_review(hands, walk[: phone + 1])
        assert hands.kiosk.stage.screen is not None
        hands.kiosk.stage.screen.back_wanted.emit()
        it = Scene(hands)
        await it.agreed()
        shown = await it.picture()
        frame, screen = hands.kiosk.stage.frame, hands.kiosk.stage.screen
        assert frame is not None
        assert screen is not None
        (field,) = [f for f in screen.findChildren(Field) if f.isVisible()]
        middle = field.mapTo(frame, field.rect().center()) / 2
        image = QImage.fromData(shown.png)
        assert {image.pixelColor(x, middle.y()).name() for x in range(middle.x() - 60, middle.x() + 60)} == {
            "#000000"
        }
        screen.private_choice = True
        shown = await it.picture()
        assert (shown.private, shown.png) == (True, b"")

    play(scene)


def test_a_tap_that_was_meant_for_what_lay_there_is_no_yes(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.asked()
        hands.tap("好，请看")
        assert hands.kiosk.stage.top == "let_see"
        it.guide.tick()
        assert (it.line.answers, it.line.pictures) == ([], [])
        for _ in range(2):  # nobody has to wait the whole time again
            hands.clock.turn(UNREAD_S / 2)
            hands.tap("好，请看")
        await hands.until(lambda: it.line.answers == [("s1", True)], "the yes")

    play(scene)


def test_a_question_that_another_screen_replaced_is_asked_again(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.asked()
        hands.kiosk.stage.show_scene("home", hands.kiosk.scenes.home)
        assert hands.kiosk.stage.top == "home"
        it.guide.tick()
        assert hands.kiosk.stage.top == "let_see"

    play(scene)


def test_a_question_still_waiting_for_its_claim_ends_with_the_visit(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        it.guide.wanted("s1", "c", OFFICER)
        it.guide.end(How.VISIT)
        await hands.until(lambda: it.line.ends == [("s1", How.VISIT)], "the hub is told at once")

    play(scene)


@pytest.mark.parametrize("waits", ["answer", "picture"])
def test_what_an_earlier_one_waited_for_says_nothing_of_the_next(play, waits: str) -> None:
    """Pictures of the second leave only once its own yes is on record."""

    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        first = asyncio.Event()
        if waits == "answer":
            call = await it.asked()
            it.line.answer_held = first
            hands.clock.turn(UNREAD_S)
            hands.tap("好，请看")
            await hands.until(lambda: it.line.answers == [("s1", True)], "the first yes")
        else:
            call = await it.agreed()
            it.line.held = first
            hands.clock.turn(STILL_THERE_S)
            it.guide.tick()
            await asyncio.sleep(0)
        hands.tap("停止")
        it.guide.wanted("s2", call.id, OFFICER)
        it.line.answer_held = second = asyncio.Event()
        hands.clock.turn(UNREAD_S)
        hands.tap("好，请看")
        await hands.until(lambda: it.line.answers[-1] == ("s2", True), "the second yes")
        it.line.held = None
        it.line.pictures.clear()
        it.line.refuses = True
        first.set()
        for _ in range(5):
            await asyncio.sleep(0)
        it.line.refuses = False
        assert it.guide.now is not None
        assert it.guide.now.id == "s2"
        for _ in range(5):
            it.guide.tick()
            await asyncio.sleep(0)
        assert it.line.pictures == []
        second.set()
        await it.picture()

    play(scene)


def test_a_hub_that_did_not_hear_a_picture_is_told_that_it_is_over(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()
        it.line.away = True
        hands.clock.turn(STILL_THERE_S)
        it.guide.tick()
        await hands.until(lambda: it.line.ends == [("s1", How.LOST)], "the end")
        assert it.guide.now is None

    play(scene)


def test_the_ring_goes_with_the_page_that_it_was_on(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        it = Scene(hands)
        await it.agreed()

        def pages(ui: Ui) -> Screen:
            screen = Screen(ui, ui.say("home.title_residents"))
            for _ in range(30):
                screen.add(Key(ui, ui.say("steps.yes")))
            return screen

        hands.kiosk.stage.show_scene("pages", pages)
        screen = hands.kiosk.stage.screen
        assert screen is not None
        shown = await it.picture()
        it.guide.pointed("s1", Point(shown.no, 0.5, 0.6))
        assert it.guide.ring.isVisible()
        screen.turn(1)
        assert screen.page == 1
        assert it.guide.ring.isHidden()

    play(scene)
