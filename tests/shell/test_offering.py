"""Before a question is written, what is often asked is offered: one tap to the answer, nothing to type."""

from __future__ import annotations

from kiosk.flow.answer import Chosen, Written
from screens.shell.machine import Mode
from screens.visit.glossary import ExplainScreen
from screens.visit.ready import ReadyAnswerScreen, ReadyListScreen
from tests.shell.hands import Hands


async def offered(hands: Hands, about: str = "household") -> ReadyListScreen:
    await hands.service("question")
    await hands.answer(Chosen(id=about))
    await hands.until(lambda: isinstance(hands.kiosk.stage.screen, ReadyListScreen), "the list")
    screen = hands.kiosk.stage.screen
    assert isinstance(screen, ReadyListScreen)
    return screen


def step_of(hands: Hands) -> str:
    assert hands.run.step is not None
    return hands.run.step.id


def test_those_of_the_service_it_is_about_are_offered_and_one_tap_tells_the_answer(play) -> None:
    async def scene(hands: Hands) -> None:
        screen = await offered(hands)
        assert [each.text for each in screen.spoken()][:2] == ["是不是想问这个？", "办户口要钱吗？"]
        hands.tap("办户口要钱吗？")
        answer = hands.kiosk.stage.screen
        assert isinstance(answer, ReadyAnswerScreen)
        said = answer.spoken()
        assert [each.text for each in said] == ["办户口要钱吗？", "办户口不要钱。窗口也不收钱。"]
        assert not any(each.private for each in said)
        assert hands.find("请人来帮我") is not None
        hands.tap("明白了")
        await hands.mode(Mode.RATING)
        assert hands.cases.filed == {}

    play(scene)


def test_whoever_still_wants_to_ask_writes_it_and_is_not_asked_again(play) -> None:
    async def scene(hands: Hands) -> None:
        await offered(hands)
        hands.tap("要带什么？")
        hands.tap("我还想问")
        assert hands.kiosk.stage.top == "step"
        assert step_of(hands) == "question"
        hands.tap("上一步")
        await hands.until(lambda: step_of(hands) == "about", "the step before")
        await hands.answer(Chosen(id="household"))
        assert hands.kiosk.stage.top == "step"
        await hands.answer(Written(text="养老金在哪里办"))
        hands.tap("上一步")
        await hands.until(lambda: step_of(hands) == "question", "what was written")
        assert hands.kiosk.stage.top == "step"

    play(scene)


def test_back_leads_to_the_step_before_and_another_matter_has_others(play) -> None:
    async def scene(hands: Hands) -> None:
        await offered(hands)
        hands.tap("上一步")
        await hands.until(lambda: step_of(hands) == "about", "the step before")
        assert hands.kiosk.stage.top == "step"
        await hands.answer(Chosen(id="endorsement"))
        await hands.until(lambda: hands.find("签注要多少钱？"), "those of the other service")

    play(scene)


def test_of_nothing_in_particular_the_common_ones_are_offered(play) -> None:
    async def scene(hands: Hands) -> None:
        await offered(hands, "other")
        assert hands.find("警察会让我转账吗？") is not None
        hands.tap("我想问别的")
        assert hands.kiosk.stage.top == "step"

    play(scene)


def test_an_office_word_in_an_answer_is_explained_over_it(play) -> None:
    async def scene(hands: Hands) -> None:
        await offered(hands)
        hands.tap("要带什么？")
        hands.tap("词的意思")
        assert isinstance(hands.kiosk.stage.screen, ExplainScreen)
        hands.tap("好了")
        assert isinstance(hands.kiosk.stage.screen, ReadyAnswerScreen)

    play(scene)


def test_whoever_applies_for_something_is_offered_none(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("special_trade")
        for _, value in walks["special_trade"]:
            assert hands.kiosk.stage.top != "ready"
            await hands.answer(value)

    play(scene)
