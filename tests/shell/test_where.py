"""A resident asks where their case is: number, whose it is, the answer; withdrawn by a second tap alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from kiosk.cases.number import number_in, registration_number
from kiosk.cases.whereabouts import Enquiry, Item, NotTold, Place, Whereabouts
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.model import Text
from screens.shell.machine import Mode
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.where import MOST_SIGNS, LastFourScreen, NumberScreen, WhereScreen, pieces
from tests.shell.test_prepared import HeldCodes, asked_whether_anybody_is_there

NUMBER, FOUR = registration_number("01", 12), "002X"
FOUND = Whereabouts(
    NUMBER,
    "household_move",
    Place.RETURNED,
    date(2026, 11, 2),
    Text({"zh_CN": "户口迁移", "en": "Moving"}),
    missing=(Item(Text({"zh_CN": "户口本", "en": "Booklet"})),),
    note="房产证要带原件",
    can_withdraw=True,
)


class MemoryWhere:
    """One case. refusals: what is said first. stands: where it is."""

    def __init__(self) -> None:
        self.stands = FOUND
        self.refusals: list[Exception] = []
        self.asked: list[Enquiry] = []
        self.withdrawn: list[str] = []
        self.decided = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        self.asked.append(enquiry)
        await self.gate.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        if (enquiry.number, enquiry.last_four) != (NUMBER, FOUR):
            raise NotTold
        return self.stands

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        where = await self.ask(enquiry)
        self.withdrawn.append(act_id)
        place = Place.READY if self.decided else Place.WITHDRAWN
        return replace(where, place=place, missing=(), note="", can_withdraw=False)


@pytest.fixture
def where() -> MemoryWhere:
    return MemoryWhere()


@pytest.fixture
def codes() -> HeldCodes:
    return HeldCodes()


def press(hands, signs: str) -> None:
    for sign in signs:
        hands.tap(sign)


def shows(hands, kind):
    return lambda: isinstance(hands.kiosk.stage.screen, kind)


async def number_page(hands) -> None:
    await hands.start()
    hands.tap("办到哪了")
    await hands.until(shows(hands, NumberScreen), "the number")


async def last_four(hands, number: str = NUMBER) -> None:
    await number_page(hands)
    press(hands, number)
    hands.tap("查一查")
    await hands.until(shows(hands, LastFourScreen), "the last four")


async def answered(hands) -> WhereScreen:
    await last_four(hands)
    press(hands, FOUR)
    hands.tap("查一查")
    await hands.until(shows(hands, WhereScreen), "the answer")
    screen = hands.kiosk.stage.screen
    assert isinstance(screen, WhereScreen)
    return screen


def words(screen: WhereScreen) -> str:
    return " ".join(str(each.text) for each in (screen.title, screen.help, *screen.items) if each is not None)


def test_the_answer_says_what_is_missing_and_what_comes_next_and_nothing_stays_when_it_is_closed(play, where):
    async def scene(hands):
        screen = await answered(hands)
        assert where.asked == [Enquiry(NUMBER, FOUR, "01")]
        said = words(screen)
        for each in (
            "还缺几样",
            "户口迁移",
            "户口本",
            "房产证要带原件",
            "请把缺的一起带来",
            "看材料：现在在这里",
        ):
            assert each in said
        private = [each.text for each in screen.spoken() if each.private]
        assert screen.page == 0
        assert private
        assert all("房产证要带原件" in each for each in private)
        while not screen.last_page:
            hands.tap("还有")
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")
        assert hands.kiosk.enquiring._number == hands.kiosk.enquiring._last_four == ""

    play(scene)


def test_a_digit_that_cannot_be_so_is_told_before_anything_is_looked_up(play, where):
    async def scene(hands):
        await number_page(hands)
        wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
        press(hands, wrong)
        hands.tap("查一查")
        await hands.until(lambda: getattr(hands.kiosk.stage.screen, "refusal", None), "what to do")
        screen = hands.kiosk.stage.screen
        assert (screen.text, screen.refusal.text) == (wrong, "请再看看小票，有一位数字对不上。")
        hands.tap("查一查")
        await hands.until(lambda: hands.kiosk.stage.top == "offer_guide", "the guide is offered")
        assert where.asked == []

    play(scene)


def test_what_was_not_found_is_asked_again_and_then_the_guide_is_offered(play, where):
    async def scene(hands):
        await last_four(hands)
        press(hands, "0014")
        hands.tap("查一查")
        await hands.until(shows(hands, NumberScreen), "the number again")
        assert hands.kiosk.stage.screen.text == NUMBER
        assert hands.kiosk.stage.screen.refusal.text.startswith("没有查到。")
        hands.tap("查一查")
        await hands.until(shows(hands, LastFourScreen), "the last four")
        press(hands, "0014")
        hands.tap("查一查")
        await hands.until(lambda: hands.kiosk.stage.top == "offer_guide", "the guide is offered")

    play(scene)


@pytest.mark.parametrize(
    ("failure", "title"),
    [
        (NotTold(30), "要到9点31分，这里才能再查"),
        (StoreFailed(Trouble.AWAY), "现在查不了"),
    ],
)
def test_where_nobody_can_look_a_guide_and_the_way_back_are_offered(play, where, failure, title):
    where.refusals.append(failure)

    async def scene(hands):
        await last_four(hands)
        press(hands, FOUR)
        hands.tap("查一查")
        await hands.until(lambda: hands.find("回到开头"), "the way back")
        assert hands.kiosk.stage.screen.title.text == title
        hands.tap("回到开头")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")

    play(scene)


def test_what_an_officer_wrote_stands_in_pieces_and_nothing_of_it_is_lost():
    text = "房产证上的名字与申请人不一致。请带原件！" + "很长" * 60
    found = pieces(text)
    assert found[:2] == ("房产证上的名字与申请人不一致。", "请带原件！")
    assert "".join(found) == text
    assert max(map(len, found)) <= MOST_SIGNS
    assert pieces("") == ()


def test_it_is_withdrawn_by_a_second_tap_and_once(play, where):
    async def scene(hands):
        await answered(hands)
        hands.tap("我不办了")
        await hands.until(shows(hands, AskScreen), "whether it is meant")
        assert where.withdrawn == []
        hands.tap("还是要办")
        await hands.until(shows(hands, WhereScreen), "as it was")
        assert where.withdrawn == []
        hands.tap("我不办了")
        await hands.until(shows(hands, AskScreen), "whether it is meant")
        hands.tap("不办了，撤回")
        await hands.until(lambda: where.withdrawn and shows(hands, WhereScreen)(), "that it is withdrawn")
        screen = hands.kiosk.stage.screen
        assert screen.title.text == "不办了，已经撤回"
        assert not hands.find("我不办了")
        assert len(where.withdrawn) == 1

    play(scene)


def test_where_the_line_breaks_while_it_is_withdrawn_that_is_said(play, where):
    async def scene(hands):
        await answered(hands)
        where.refusals.append(StoreFailed(Trouble.BUSY))
        hands.tap("我不办了")
        await hands.until(shows(hands, AskScreen), "whether it is meant")
        hands.tap("不办了，撤回")
        await hands.until(lambda: hands.find("回到开头"), "that nobody can look now")
        assert hands.kiosk.stage.screen.title.text == "现在查不了"

    play(scene)


def test_what_was_decided_meanwhile_is_told_as_it_is(play, where):
    where.decided = True

    async def scene(hands):
        await answered(hands)
        hands.tap("我不办了")
        await hands.until(shows(hands, AskScreen), "whether it is meant")
        hands.tap("不办了，撤回")
        await hands.until(shows(hands, WhereScreen), "where it is")
        screen = hands.kiosk.stage.screen
        assert screen.title.text == "办好了，可以来拿"
        assert screen.help.text == "没有撤回：已经办到下面这一步了。"

    play(scene)


def test_the_code_of_the_slip_says_the_number(play, codes):
    async def scene(hands):
        await number_page(hands)
        await hands.until(lambda: codes.waiting, "the reader")
        codes.held.put_nowait(f"household_move:{NUMBER}")
        await hands.until(shows(hands, LastFourScreen), "the last four")
        await hands.until(lambda: codes.waiting == 0, "no reader")

    play(scene)


def test_another_code_leaves_what_is_typed_and_the_next_one_is_read(play, codes):
    async def scene(hands):
        await number_page(hands)
        await hands.until(lambda: codes.waiting, "the reader")
        press(hands, NUMBER[:3])
        codes.held.put_nowait("https://portal.example/service/household_move")
        codes.held.put_nowait("appointment-code-482915")
        await hands.until(codes.held.empty, "that both were read")
        assert hands.kiosk.stage.screen.text == NUMBER[:3]
        codes.held.put_nowait(f"https://portal.example/where#household_move:{NUMBER}")
        await hands.until(shows(hands, LastFourScreen), "the last four")

    play(scene)


@pytest.mark.parametrize(
    "text", ["", "household_move:", "x:123", NUMBER + "0" * 9, "x:" + "1" * 400, "１２３４５６７"]
)
def test_what_is_no_number_is_none(text):
    assert number_in(text) == ""
    assert number_in(f"x:{NUMBER}") == NUMBER


def test_whoever_walks_away_leaves_nothing(play, where):
    async def scene(hands):
        await answered(hands)
        await asked_whether_anybody_is_there(hands)
        hands.clock.turn(45)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        await hands.start()
        assert hands.kiosk.stage.top == "home"
        assert hands.kiosk.enquiring._number == hands.kiosk.enquiring._last_four == ""

    play(scene)


def test_what_is_found_while_nobody_seems_there_waits_for_a_touch(play, where):
    async def scene(hands):
        await last_four(hands)
        where.gate.clear()
        press(hands, FOUR)
        hands.tap("查一查")
        await hands.until(lambda: where.asked, "the look")
        await asked_whether_anybody_is_there(hands)
        where.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
        assert hands.kiosk.stage.top == "idle"
        hands.tap("我还在")
        await hands.until(shows(hands, WhereScreen), "the answer")
        assert not isinstance(hands.kiosk.stage.screen, WaitScreen)

    play(scene)


def test_without_a_number_somebody_is_called_by_one_tap(play):
    async def scene(hands):
        await number_page(hands)
        hands.tap("没有号码")
        await hands.until(lambda: hands.find("请人来帮我"), "the guide")
        assert hands.kiosk.stage.screen.title.text == "没关系，可以请人帮您查"

    play(scene)


@pytest.mark.parametrize(("key", "top"), [("大小", "size"), ("重来", "restart")])
def test_what_is_found_never_lies_over_a_sheet_that_was_opened_meanwhile(play, where, key, top):
    async def scene(hands):
        await last_four(hands)
        where.gate.clear()
        press(hands, FOUR)
        hands.tap("查一查")
        await hands.until(lambda: where.asked, "the look")
        hands.tap(key)
        assert hands.kiosk.stage.top == top
        where.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
        assert hands.kiosk.stage.top == top
        hands.kiosk.stage.close(top)
        assert isinstance(hands.kiosk.stage.screen, WhereScreen)

    play(scene)


class TestWithoutABook:
    """A window beside a desk."""

    @pytest.fixture
    def where(self) -> None:
        return None

    def test_nothing_is_offered(self, play):
        async def scene(hands):
            await hands.start()
            assert not hands.find("办到哪了")

        play(scene)
