"""A resident asks a question: in the kiosk's own words it is asked, and nothing is handed in."""

from __future__ import annotations

from kiosk.cases.case import Filing
from kiosk.flow.answer import Chosen, Unknown, Written, Yes
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
