"""Appointments at the kiosk: booked, checked in, moved and cancelled by touch, and nothing of it stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.cases.appointment import FULL, NOT_FOUND, Booked
from kiosk.cases.booking import Page
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import CardData
from screens.shell.machine import Mode
from screens.steps.card import CardScreen
from screens.visit.home import WaitScreen
from tests.cases.test_booking import HALVES, OLD, OneBook, of
from tests.shell.test_prepared import HeldCodes

PHONE, CODE, LAST = "13812345678", "704218", "5678"


@pytest.fixture
def book() -> OneBook:
    return OneBook()


@pytest.fixture
def storage(storage, book):
    return replace(storage, appointments=book)


@pytest.fixture
def codes() -> HeldCodes:
    return HeldCodes()


class LaidCards:
    """A reader on which cards are laid."""

    def __init__(self) -> None:
        self.cards: asyncio.Queue[CardData] = asyncio.Queue()

    async def read(self, but: str = "") -> CardData:
        return await self.cards.get()

    async def lifted(self) -> None:
        return None


@pytest.fixture
def reader() -> LaidCards:
    return LaidCards()


async def at(hands, page: Page) -> None:
    def there() -> bool:
        booking = hands.kiosk.appointing.booking
        shown = hands.kiosk.stage.top == "booking" and not isinstance(hands.kiosk.stage.screen, WaitScreen)
        return booking is not None and booking.page is page and shown

    await hands.until(there, page)


async def begin(hands, wish: str) -> None:
    await hands.start()
    hands.tap(next(k.accessibleName() for k in hands.offered() if k.text() == "预约和取号"))
    await at(hands, Page.WISH)
    hands.tap(wish)
    hands.tap("下一步")


def press(hands, signs: str) -> None:
    for sign in signs:
        hands.tap(sign)


def pick(hands, words: str) -> None:
    hands.tap(words)
    hands.tap("下一步")


async def to_confirm(hands) -> None:
    await begin(hands, "约个时间来办")
    title = next(r.flow for r in hands.kiosk.scenes.releases if r.flow.id == "household").title.in_("zh_CN")
    pick(hands, title)
    pick(hands, "电话号码")
    press(hands, PHONE)
    hands.tap("写好了")
    await at(hands, Page.AGE)
    pick(hands, "满了")
    await at(hands, Page.DAY)
    pick(hands, "2026年11月30日 星期一")
    pick(hands, "9点30分")
    await at(hands, Page.CONFIRM)


def test_a_time_is_booked_and_its_code_is_shown_said_and_printed(play, book):
    async def scene(hands):
        await to_confirm(hands)
        hands.tap("好，约下来")
        await at(hands, Page.DONE)
        new = book.asked[-1]
        assert (new.service, new.phone, new.elderly) == ("household", PHONE, True)
        assert new.half == HALVES[3].half
        assert "7 0 4 2 1 8" in [said.text for said in hands.kiosk.stage.screen.spoken()]
        assert hands.printer.slips
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")
        assert hands.kiosk.appointing.booking is None

    play(scene)


def test_a_time_taken_meanwhile_is_told_and_others_are_offered(play, book):
    async def scene(hands):
        await to_confirm(hands)
        book.says.append(Refused(FULL))
        hands.tap("好，约下来")
        await at(hands, Page.DAY)
        assert "刚刚约满" in hands.kiosk.stage.screen.help.text
        assert hands.kiosk.appointing.booking.given.phone == PHONE

    play(scene)


def test_where_nobody_answers_a_guide_can_be_called_and_it_can_be_tried_again(play, book):
    async def scene(hands):
        await to_confirm(hands)
        book.says.append(StoreFailed(Trouble.AWAY))
        hands.tap("好，约下来")
        await at(hands, Page.AWAY)
        hands.tap("再试一次")
        await at(hands, Page.DONE)

    play(scene)


def test_where_nobody_answers_it_is_one_tap_home_and_a_guide_is_at_hand(play, book):
    async def scene(hands):
        await to_confirm(hands)
        book.says.append(StoreFailed(Trouble.AWAY))
        hands.tap("好，约下来")
        await at(hands, Page.AWAY)
        assert hands.find("请人来帮我")
        hands.tap("回到开头")
        assert hands.kiosk.stage.top == "home"
        assert hands.kiosk.appointing.booking is None

    play(scene)


def test_a_card_checks_in_and_the_number_is_told_with_those_before(play, book, reader):
    async def scene(hands):
        await begin(hands, "我约过，现在来了")
        await at(hands, Page.PROVE)
        pick(hands, "身份证")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, CardScreen), "the card")
        reader.cards.put_nowait(CardData(name="王桂兰", identity_number=OLD))
        await hands.until(lambda: hands.kiosk.stage.screen.laid, "whose it is")
        hands.kiosk.stage.screen.go_forward()
        await at(hands, Page.NUMBER)
        assert book.asked[0] == Proof("01", identity=OLD)
        said = [each.text for each in hands.kiosk.stage.screen.spoken()]
        assert any("前面还有3位" in text for text in said)
        assert hands.printer.slips

    play(scene)


def test_without_the_card_its_number_is_written(play):
    async def scene(hands):
        await begin(hands, "约个时间来办")
        title = next(r.flow for r in hands.kiosk.scenes.releases if r.flow.id == "household").title
        pick(hands, title.in_("zh_CN"))
        pick(hands, "身份证")
        await at(hands, Page.CARD)
        assert hands.kiosk.stage.screen.progress is None
        hands.tap("没带，自己写")
        await at(hands, Page.IDENTITY)

    play(scene)


def test_a_slips_picture_code_gives_the_code_and_the_last_four_are_asked(play, book, codes):
    async def scene(hands):
        await begin(hands, "我约过，现在来了")
        pick(hands, "单子上的预约码")
        await at(hands, Page.CODE)
        codes.held.put_nowait("something-quite-else-here")
        codes.held.put_nowait(f"appointment-code-{CODE}")
        await at(hands, Page.LAST_FOUR)
        press(hands, LAST)
        hands.tap("写好了")
        await at(hands, Page.NUMBER)
        assert book.asked[0] == Proof("01", code=CODE, last_four=LAST)

    play(scene)


def test_a_wrong_proof_keeps_what_was_typed_and_then_offers_the_guide(play, book):
    async def scene(hands):
        await begin(hands, "看、改或者取消我的预约")
        pick(hands, "单子上的预约码")
        for turn in range(2):
            book.says.append(Refused(NOT_FOUND))
            await at(hands, Page.CODE)
            if not turn:
                press(hands, CODE)
            hands.tap("写好了")
            await at(hands, Page.LAST_FOUR)
            if not turn:
                press(hands, LAST)
            hands.tap("写好了")
            await hands.until(lambda: not book.says, "the answer")
            await hands.until(lambda: hands.kiosk.appointing.booking.page is Page.CODE, "the code again")
        await hands.until(lambda: hands.kiosk.stage.top == "offer_guide", "the offer")

    play(scene)


def test_one_is_cancelled(play, book):
    book.mine = (Booked(of("a", "household", HALVES[0].half), CODE),)

    async def scene(hands):
        await begin(hands, "看、改或者取消我的预约")
        pick(hands, "单子上的预约码")
        press(hands, CODE)
        hands.tap("写好了")
        await at(hands, Page.LAST_FOUR)
        press(hands, LAST)
        hands.tap("写好了")
        await at(hands, Page.WHAT)
        pick(hands, "不来了，取消")
        hands.tap("取消预约")
        await at(hands, Page.CANCELLED)
        assert book.asked[-1][0] == "a"
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")

    play(scene)


def test_a_number_without_an_appointment(play, book):
    async def scene(hands):
        await begin(hands, "没约过，取个号等")
        title = next(r.flow for r in hands.kiosk.scenes.releases if r.flow.id == "household").title
        pick(hands, title.in_("zh_CN"))
        pick(hands, "还没满")
        await at(hands, Page.NUMBER)

    play(scene)


def test_after_a_while_without_a_touch_nothing_of_it_is_left(play):
    async def scene(hands):
        await to_confirm(hands)
        hands.clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        hands.clock.turn(45)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.appointing.booking is None

    play(scene)


def test_back_from_the_first_page_is_home_and_the_guide_is_always_there(play):
    async def scene(hands):
        await to_confirm(hands)
        while hands.kiosk.stage.top == "booking":
            assert hands.kiosk.stage.frame.guide.isVisible()
            hands.tap("上一步")
        assert hands.kiosk.stage.top == "home"

    play(scene)


class TestWithout:
    @pytest.fixture
    def storage(self, storage):
        return replace(storage, appointments=None)

    def test_where_none_are_given_there_is_no_key(self, play):
        async def scene(hands):
            await hands.start()
            assert "预约和取号" not in [key.text() for key in hands.offered()]

        play(scene)


def test_a_slip_that_cannot_be_drawn_hides_no_booking(play, monkeypatch):
    def breaks(_slip):
        raise StoreFailed(Trouble.UNKNOWN, "nothing that a printer says")

    async def scene(hands):
        monkeypatch.setattr(hands.printer, "pdf", breaks)
        await to_confirm(hands)
        hands.tap("好，约下来")
        await at(hands, Page.DONE)
        assert "7 0 4 2 1 8" in [said.text for said in hands.kiosk.stage.screen.spoken()]
        assert len(hands.errors) == 1

    play(scene)


def test_two_taps_while_it_prints_bring_one_slip(play):
    async def scene(hands):
        await to_confirm(hands)
        hands.tap("好，约下来")
        await at(hands, Page.DONE)
        assert hands.printer.printed == 1
        hands.printer.feeding.clear()
        hands.tap("再打一张")
        await hands.until(lambda: len(hands.printer.slips) == 2, "the slip")
        hands.tap("再打一张")
        for _ in range(9):  # turns of the loop, in which another slip would be begun
            await asyncio.sleep(0)
        await hands.drawn()
        assert len(hands.printer.slips) == 2
        hands.printer.feeding.set()
        await hands.until(lambda: hands.kiosk.stage.top == "printed", "it is out")
        hands.tap("好了")
        hands.tap("再打一张")
        await hands.until(lambda: hands.printer.printed == 3, "the next one")
        assert len(hands.printer.slips) == 3, "one for each, and none for the tap in between"

    play(scene)
