"""The kiosk from the first touch to the wiping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from kiosk.assist.call import CallState
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Chosen
from kiosk.voice.speaker import VoiceSettings
from screens.shell.machine import Event, Mode
from screens.theme import Size
from tests.shell.hands import Hands, to_review


@pytest.mark.parametrize(
    "flow_id", ["household", "residence_permit", "endorsement", "homestay", "truck_pass", "special_trade"]
)
def test_a_service_from_first_touch_to_wiping(play, walks, flow_id: str) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service(flow_id)
        visit = hands.kiosk.serving.visit
        await to_review(hands, walks[flow_id])
        assert hands.run.ready
        while hands.find("还有") is not None:
            hands.tap("还有")
        await hands.until(lambda: hands.find("对，交给窗口"), "the hand-in key")
        hands.tap("对，交给窗口")
        await hands.mode(Mode.RECEIPT)
        filing = hands.cases.filed[visit.id]
        assert filing.service == flow_id
        assert dict(filing.answers) == hands.run.answers()
        assert [s.kind for s in hands.printer.slips] == ["receipt"]
        await hands.until(lambda: hands.find("我好了"), "the end key")
        hands.tap("我好了")
        await hands.mode(Mode.RATING)
        await hands.until(lambda: hands.find("满意"), "the levels")
        hands.tap("满意")
        hands.tap("评好了")
        await hands.mode(Mode.ATTRACT)
        await hands.until(lambda: hands.cases.ratings, "the rating")
        assert hands.cases.ratings == {visit.id: 4}
        assert hands.kiosk.serving.visit is not visit
        assert hands.kiosk.serving.host is None
        assert hands.kiosk.serving.visit.run is None

    play(scene)


def test_materials_are_a_mode_of_their_own(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        for step_id, value in walks["household"]:
            step = hands.run.step
            assert step is not None
            if step.kind == "checklist":
                await hands.mode(Mode.MATERIALS)
                hands.tap("打印")
                await hands.until(lambda: hands.kiosk.stage.top == "printed", "the answer")
                assert hands.printer.slips[0].kind == "materials"
                hands.tap("好了")
                assert hands.kiosk.stage.top == "step"
                await hands.answer(value)
                await hands.mode(Mode.SERVING)
                return
            assert step.id == step_id
            await hands.answer(value)
        raise AssertionError("no checklist on the way")

    play(scene)


def test_size_language_and_contrast_keep_what_is_chosen(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        hands.tap("自己办，有人陪")
        hands.tap("大小")
        assert hands.kiosk.stage.top == "size"
        hands.tap("最大")
        assert hands.kiosk.stage.screen.ui.theme.size is Size.LARGEST
        hands.tap("黑底亮字")
        hands.tap("好了")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        assert screen.draft() == ("me_helped",)
        assert screen.ui.theme.high_contrast
        hands.tap("语言")
        hands.tap("English")
        hands.tap("All right")
        assert hands.kiosk.stage.screen.draft() == ("me_helped",)
        assert hands.kiosk.stage.screen.ui.locale == "en"
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        ui = hands.kiosk.stage.screen.ui
        assert (ui.locale, ui.theme.size, ui.theme.high_contrast) == ("zh_CN", Size.CARING, False)

    play(scene)


def test_the_idle_prompt_restores_the_exact_place(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("endorsement")
        hands.tap("替别人办")
        hands.clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        await hands.until(lambda: hands.kiosk.stage.top == "idle", "the prompt")
        assert any("45" in said for said in hands.voice.said)
        hands.clock.turn(20)
        hands.kiosk.idle.tick()
        assert hands.kiosk.stage.screen.help.text.count("25") == 1
        hands.touch(hands.kiosk.stage.screen, QPoint(20, 700))
        await hands.mode(Mode.SERVING)
        assert hands.kiosk.stage.top == "step"
        assert hands.kiosk.stage.screen.draft() == ("other",)

    play(scene)


def test_nobody_there_wipes_everything(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("endorsement")
        visit = hands.kiosk.serving.visit
        hands.clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        hands.clock.turn(45)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.serving.visit is not visit
        assert hands.kiosk.stage.top == "attract"

    play(scene)


def test_a_call_is_written_before_it_is_claimed_and_rests_the_idle_watch(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        hands.tap(hands.kiosk.stage.frame.guide.accessibleName())
        await hands.until(lambda: hands.queue.calls, "the row")
        (call,) = hands.queue.calls.values()
        assert (call.service, call.step, call.locale, call.kiosk) == ("household", "for_whom", "zh_CN", "01")
        await hands.until(lambda: hands.kiosk.calls.telling.cancellable, "calling")
        hands.clock.turn(3600)
        hands.kiosk.idle.tick()
        assert hands.kiosk.machine.mode is Mode.SERVING
        hands.tap("不用了")
        assert hands.kiosk.stage.top == "cancel_call"
        assert hands.queue.calls[call.id].open
        hands.touch(hands.kiosk.stage.frame.nav_keys["yes"])
        await hands.until(lambda: not hands.queue.calls[call.id].open, "cancelled")
        assert hands.queue.calls[call.id].state is CallState.CANCELLED

    play(scene)


def test_a_failed_hand_in_keeps_the_answers_and_offers_to_try_again(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        await to_review(hands, walks["residence_permit"])
        answers = hands.run.answers()
        hands.cases.trouble = Trouble.READ_ONLY
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.until(lambda: hands.kiosk.stage.top == "hand_in_failed", "the message")
        assert not hands.cases.filed
        assert hands.run.answers() == answers
        assert hands.find(hands.kiosk.stage.frame.guide.accessibleName()) is not None
        hands.cases.trouble = None
        hands.tap("再交一次")
        await hands.mode(Mode.RECEIPT)
        assert len(hands.cases.filed) == 1

    play(scene)


def test_a_store_that_cannot_serve_is_told_and_mended(play, monkeypatch) -> None:
    monkeypatch.setattr("screens.shell.opening.RETRY_S", 0.01)

    async def scene(hands: Hands) -> None:
        hands.storage["now"] = Trouble.DAMAGED
        await hands.mode(Mode.OUT_OF_SERVICE)
        await hands.until(lambda: hands.kiosk.stage.top == "broken", "the screen")
        assert any("1号窗口" in said for said in hands.voice.said) or hands.kiosk.speech.voice is None
        hands.storage["now"] = None
        await hands.mode(Mode.ATTRACT)
        assert [type(e) for e in hands.errors] == [StoreFailed]

    play(scene)


def test_between_two_residents_the_store_is_looked_at(play, monkeypatch) -> None:
    monkeypatch.setattr("screens.shell.opening.RETRY_S", 0.01)

    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.storage["now"] = Trouble.FULL
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.OUT_OF_SERVICE)
        hands.storage["now"] = None
        await hands.mode(Mode.ATTRACT)

    play(scene)


def test_the_voice_stops_at_a_touch_and_says_the_next_screen(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        assert hands.voice.said[0] == "您今天想办什么？"
        assert "户口" in " ".join(hands.voice.said)
        before = hands.voice.stops
        hands.touch(hands.kiosk.stage.screen, QPoint(5, 1300))
        assert hands.voice.stops == before + 1

    play(scene)


def test_a_failed_printer_is_told_on_the_receipt(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        hands.printer.broken = True
        await hands.service("residence_permit")
        await to_review(hands, walks["residence_permit"])
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)
        await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
        assert any("记下来" in said for said in hands.voice.said)
        numbers = [s for s in hands.voice.sentences if s.text.replace(" ", "").isdigit()]
        assert numbers
        assert not any(s.fixed for s in numbers), "a registration number's sound is kept nowhere"

    play(scene)


def test_the_voice_keys_take_effect_and_are_forgotten_after_the_visit(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.tap("声音")
        hands.tap("慢一点")
        hands.tap("响一点")
        assert (hands.voice.rate_percent, hands.voice.volume_level) == (75, 4)
        labels = " ".join(hands.voice.said)
        assert "75" in labels
        hands.tap("说给我听")
        assert not hands.voice.on
        hands.tap("好了")
        assert hands.find("没声音") is not None
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert hands.voice.settings == VoiceSettings()

    play(scene)


def test_a_notice_that_offers_a_guide_calls_one(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        await hands.answer(Chosen(id="me"))
        await hands.answer(Chosen(id="home_bought"))
        await hands.answer(Chosen(id="elsewhere"))
        assert hands.run.step is not None
        assert hands.run.step.offer_guide
        hands.tap("请人过来看看")
        await hands.until(lambda: hands.queue.calls, "the call")
        (call,) = hands.queue.calls.values()
        assert (call.step, call.quiet) == (hands.run.step.id, False)

    play(scene)


def test_what_was_said_of_an_entry_stays_through_a_prompt_and_a_change_of_language(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("endorsement")
        for step_id, answer in walks["endorsement"]:
            if step_id == "phone":
                break
            await hands.answer(answer)
        for digit in "123":
            hands.tap(digit)
        hands.tap("写好了")
        said = hands.kiosk.stage.screen.help.text
        hands.tap("写好了")
        assert hands.kiosk.stage.top == "offer_guide"
        hands.tap("我自己再试")
        assert hands.kiosk.stage.screen.help.text == said
        hands.tap("语言")
        hands.tap("English")
        hands.tap("All right")
        screen = hands.kiosk.stage.screen
        assert screen.help.text not in ("", said)
        assert screen.help is screen.refusal
        assert screen.draft().parts == ("123",)

    play(scene)


def test_who_touches_at_once_waits_for_the_services_and_a_sheet_stays_under_the_finger(play) -> None:
    async def scene(hands) -> None:
        opened, started = [], []
        hands.kiosk.opened.connect(lambda: opened.append(True))
        hands.kiosk.machine.started.connect(lambda: started.append(True))
        await hands.until(lambda: started, "the first touch that counts")
        hands.tap("开始")
        await hands.mode(Mode.HOME)
        assert not hands.kiosk.scenes.releases
        hands.tap("大小")
        under_it = hands.find("好了")
        await hands.until(lambda: opened, "all of it")
        assert hands.find("好了") is under_it
        hands.touch(under_it)
        title = hands.kiosk.scenes.releases[0].flow.title.in_("zh_CN")
        assert title in [key.text() for key in hands.offered()]

    play(scene)
