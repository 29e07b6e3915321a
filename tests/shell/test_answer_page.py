"""Whoever asked a question reads the answer where cases are looked up, and takes it along on a slip."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from kiosk.cases.number import registration_number
from kiosk.cases.question import QuestionState
from kiosk.cases.question_told import AnswerTold
from kiosk.cases.question_told import NotTold as NoAnswer
from kiosk.cases.whereabouts import NotTold
from kiosk.failure import StoreFailed, Trouble
from screens.visit.where import LastFourScreen, NumberScreen, WhereScreen
from tests.shell.test_where import MemoryWhere, press, shows

NUMBER, FOUR = registration_number("01", 77), "5678"
ASKED = datetime(2026, 11, 2, 2, tzinfo=UTC)
ANSWER = "带户口簿来，不要钱。"


class MemoryAnswers:
    """One question. refusals: what is said first."""

    def __init__(self) -> None:
        self.told_of = AnswerTold(QuestionState.ANSWERED, ASKED, ASKED, ANSWER)
        self.refusals: list[Exception] = []
        self.tried: list[tuple[str, str, str]] = []

    async def told(self, number: str, proof: str, asker: str) -> AnswerTold:
        self.tried.append((number, proof, asker))
        if self.refusals:
            raise self.refusals.pop(0)
        if (number, proof) != (NUMBER, FOUR):
            raise NoAnswer
        return self.told_of


@pytest.fixture
def where() -> MemoryWhere:
    return MemoryWhere()


@pytest.fixture
def answers() -> MemoryAnswers:
    return MemoryAnswers()


async def looked(hands, four: str = FOUR) -> None:
    await hands.start()
    hands.tap("办到哪了")
    await hands.until(shows(hands, NumberScreen), "the number")
    press(hands, NUMBER)
    hands.tap("查一查")
    await hands.until(shows(hands, LastFourScreen), "the last four")
    press(hands, four)
    hands.tap("查一查")


async def page_of(hands) -> WhereScreen:
    await looked(hands)
    await hands.until(shows(hands, WhereScreen), "the answer")
    return hands.kiosk.stage.screen


def test_the_answer_is_read_and_said_by_earphones_alone(play, answers) -> None:
    async def scene(hands):
        screen = await page_of(hands)
        assert answers.tried == [(NUMBER, FOUR, "01")]
        assert screen.title.text == "您的问题有回答了"
        told = [(each.text, each.private) for each in screen.spoken()]
        assert [text for text, private in told if private]
        assert all(private for text, private in told if ANSWER in text)
        assert not hands.find("我不办了")
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")

    play(scene)


def test_it_comes_out_as_a_slip(play) -> None:
    async def scene(hands):
        await page_of(hands)
        hands.tap("打一张")
        await hands.until(lambda: hands.printer.slips, "the slip")
        (slip,) = hands.printer.slips
        assert slip.kind == "answer"
        assert ANSWER in [line.text for line in slip.lines]
        await hands.until(lambda: hands.kiosk.stage.top == "printed", "that it is printed")

    play(scene)


def test_two_taps_bring_one_slip_and_nobody_else_is_told_of_it(play) -> None:
    async def scene(hands):
        await page_of(hands)
        hands.printer.feeding.clear()
        hands.tap("打一张")
        await hands.until(lambda: len(hands.printer.slips) == 1, "the slip")
        hands.tap("打一张")
        for _ in range(9):  # turns of the loop, in which another slip would be begun
            await asyncio.sleep(0)
        await hands.drawn()
        assert len(hands.printer.slips) == 1
        hands.kiosk.prompts.restart.emit()
        await looked(hands)
        await hands.until(shows(hands, WhereScreen), "the next resident's answer")
        hands.printer.feeding.set()
        await hands.until(lambda: hands.printer.printed == 1, "it is out")
        for _ in range(9):
            await asyncio.sleep(0)
        assert hands.kiosk.stage.top != "printed"

    play(scene)


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (AnswerTold(QuestionState.OPEN, ASKED), "还没有回答"),
        (AnswerTold(QuestionState.UNREACHED, ASKED), "找了您几次，没找到"),
        (AnswerTold(QuestionState.ANSWERED, ASKED, ASKED), "这个问题答过了"),
    ],
)
def test_without_an_answer_it_says_what_comes_next_and_prints_nothing(play, answers, told, title) -> None:
    answers.told_of = told

    async def scene(hands):
        screen = await page_of(hands)
        assert screen.title.text == title
        assert hands.find("打一张") is None

    play(scene)


def test_a_wrong_try_is_told_as_at_a_case(play) -> None:
    async def scene(hands):
        await looked(hands, "0000")
        await hands.until(shows(hands, NumberScreen), "the number again")
        assert hands.kiosk.stage.screen.refusal.text.startswith("没有查到。")

    play(scene)


@pytest.mark.parametrize(
    ("case", "question", "title"),
    [
        (NotTold(30), NoAnswer(), "要到9点31分，这里才能再查"),
        (NotTold(), NoAnswer(30), "要到9点31分，这里才能再查"),
        (NotTold(), StoreFailed(Trouble.AWAY), "现在查不了"),
    ],
)
def test_where_neither_can_be_looked_for_that_is_said(play, where, answers, case, question, title) -> None:
    where.refusals.append(case)
    answers.refusals.append(question)

    async def scene(hands):
        await looked(hands)
        await hands.until(lambda: hands.find("回到开头"), "the way back")
        assert hands.kiosk.stage.screen.title.text == title

    play(scene)


def test_what_can_be_no_end_of_a_telephone_number_is_no_try_at_a_question(play, answers) -> None:
    async def scene(hands):
        await looked(hands, "002X")
        await hands.until(shows(hands, NumberScreen), "the number again")
        assert answers.tried == []

    play(scene)
