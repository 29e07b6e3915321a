"""A resident asks a question: in the kiosk's own words it is asked, and nothing is handed in."""

from __future__ import annotations

import pytest

from kiosk.cases.case import Filing
from kiosk.cases.question_due import answer_by
from kiosk.dates import written_out
from kiosk.flow.answer import Chosen, PhoneNo, Unknown, Written, Yes
from kiosk.working_days import WorkingDays
from screens.shell.answering import answered_when
from screens.shell.machine import Mode
from tests.shell.hands import Hands, to_review

WAY = [
    ("about", Chosen(id="other")),
    ("question", Written(text="养老金在哪里办")),
    ("for_whom", Chosen(id="me")),
    ("name", Unknown()),
    ("sixty", Yes(yes=True)),
    ("reach", Chosen(id="wait")),
]


def test_it_is_asked_and_a_guide_comes_to_who_waits(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("question")
        visit = hands.kiosk.serving.visit
        await to_review(hands, WAY)
        await hands.until(lambda: hands.queue.calls, "the guide's call")
        while hands.find("还有") is not None:
            hands.tap("还有")
        await hands.until(lambda: hands.find("对，问出去"), "the key to ask")
        hands.tap("对，问出去")
        await hands.mode(Mode.RECEIPT)
        filing: Filing = hands.cases.filed[visit.id]
        assert filing.question
        assert filing.priority
        screen = hands.kiosk.stage.screen
        assert screen is not None
        assert screen.spoken()[0].text == "您的问题收到了"
        (slip,) = hands.printer.slips
        assert "您的问题收到了。" in [line.text for line in slip.lines]

    play(scene)


def test_an_application_is_no_question(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        await to_review(hands, walks["residence_permit"])
        filing = hands.kiosk.serving.visit.filing("01", "zh_CN")
        assert not filing.question

    play(scene)


CALLED = [*WAY[:-1], ("reach", Chosen(id="call")), ("phone", PhoneNo(number="13812345678"))]


@pytest.mark.parametrize("present", [False, True])
def test_it_says_truly_by_when_it_is_answered(play, present: bool) -> None:
    async def scene(hands: Hands) -> None:
        day = written_out(answer_by(hands.kiosk.looks.ui().today(), WorkingDays()), "zh_CN")
        until = f"现在有民警在，会尽快回答，最晚{day}。" if present else f"最晚{day}回答您。"
        await hands.service("question")
        hands.kiosk.serving.officer_here = lambda: present
        await to_review(hands, CALLED)
        while hands.find("还有") is not None:
            hands.tap("还有")
        await hands.until(lambda: hands.find("对，问出去"), "the key to ask")
        hands.tap("对，问出去")
        await hands.mode(Mode.RECEIPT)
        (slip,) = hands.printer.slips
        assert any(until in line.text for line in slip.lines)
        screen = hands.kiosk.stage.screen
        assert screen is not None
        heard = []
        while True:
            heard += screen.spoken()
            if screen.last_page:
                break
            screen.press("forward")
        (said,) = {(each.text, each.fixed) for each in heard if until in each.text}
        assert not said[1]

    play(scene)


def test_whoever_waits_here_is_told_that_somebody_comes_and_no_day(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("question")
        await to_review(hands, WAY)
        run = hands.kiosk.serving.visit.run
        assert run is not None
        ui = hands.kiosk.looks.ui()
        assert answered_when(ui, run, ui.today(), WorkingDays(), officer=True) == ""

    play(scene)


def test_who_applies_for_something_is_told_of_no_answer(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        await to_review(hands, walks["residence_permit"])
        run = hands.kiosk.serving.visit.run
        assert run is not None
        ui = hands.kiosk.looks.ui()
        assert answered_when(ui, run, ui.today(), WorkingDays(), officer=True) == ""

    play(scene)
