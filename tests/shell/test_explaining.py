"""What an office word means is one tap away, and the way back leads to the very same state."""

from __future__ import annotations

import pytest

from screens.shell.machine import Mode
from screens.steps.writing import WritingScreen
from screens.visit.glossary import ExplainScreen
from screens.widgets.label import Label
from tests.shell.hands import Hands, to_review


async def until_step(hands: Hands, walk: list, wanted: str) -> None:
    for step_id, value in walk:
        if step_id == wanted:
            return
        await hands.answer(value)
    raise AssertionError(f"no step {wanted} on the way")


def test_one_word_is_explained_and_what_was_chosen_stays(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        assert hands.find("什么是居住证？") is None
        hands.tap("给自己办")
        hands.tap("下一步")
        await hands.until(lambda: hands.run.step and hands.run.step.id == "wanted", "the matter")
        hands.tap("新办居住证")
        before = hands.kiosk.stage.screen
        assert before is not None
        chosen = before.draft()
        assert chosen == ("apply",)
        hands.tap("词的意思")
        assert hands.kiosk.stage.top == "explain"
        hands.tap("好了")
        assert hands.kiosk.stage.top == "step"
        assert hands.kiosk.stage.screen is not None
        assert hands.kiosk.stage.screen.draft() == chosen
        hands.tap("下一步")
        await hands.until(lambda: hands.run.step and hands.run.step.id == "half_year", "the next question")
        hands.tap("什么是居住登记？")
        screen = hands.kiosk.stage.screen
        assert isinstance(screen, ExplainScreen)
        assert screen.title is not None
        assert screen.title.text == "居住登记"
        assert [s.text for s in screen.spoken()][1].startswith("居住登记就是")

    play(scene)


def test_the_page_and_the_language_are_kept(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        await until_step(hands, walks["household"], "bring")
        hands.tap("大小")
        hands.tap("最大")
        hands.tap("好了")
        hands.tap("还有")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        page = screen.page
        assert page == 1
        hands.tap("词的意思")
        hands.tap("语言")
        hands.tap("English")
        hands.tap("All right")
        explained = hands.kiosk.stage.screen
        assert isinstance(explained, ExplainScreen)
        assert explained.title is not None
        assert explained.title.text == "What these words mean"
        told = [item.text for item in explained.items if isinstance(item, Label)]
        assert any(text.startswith("A household booklet is") for text in told)
        hands.tap("All right")
        assert hands.kiosk.stage.screen is not None
        assert hands.kiosk.stage.screen.page == page

    play(scene)


def test_a_step_without_office_words_has_no_such_key(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        await until_step(hands, walks["household"], "phone")
        assert not [k for k in hands.offered() if k.text().startswith(("什么是", "词的意思"))]
        assert not isinstance(hands.kiosk.stage.screen, WritingScreen)

    play(scene)


@pytest.mark.parametrize("flow_id", ["household", "residence_permit", "endorsement"])
def test_the_receipt_explains_what_accepted_means(play, walks, flow_id: str) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service(flow_id)
        await to_review(hands, walks[flow_id])
        while hands.find("还有") is not None:
            hands.tap("还有")
        await hands.until(lambda: hands.find("对，交给窗口"), "the hand-in key")
        hands.tap("对，交给窗口")
        await hands.mode(Mode.RECEIPT)
        await hands.until(lambda: hands.find("我好了"), "the receipt")
        key = next(k for k in hands.offered() if k.text().startswith(("什么是受理", "词的意思")))
        hands.tap(key.text())
        screen = hands.kiosk.stage.screen
        assert isinstance(screen, ExplainScreen)
        assert any("受理就是" in said.text for said in screen.spoken())
        hands.tap("好了")
        assert hands.kiosk.stage.top == "receipt"
        assert hands.kiosk.machine.mode is Mode.RECEIPT

    play(scene)
