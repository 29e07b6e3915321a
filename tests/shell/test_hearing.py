"""How residents hear the kiosk: calls between sentences, earphones, a dialect, pages that go on."""

from __future__ import annotations

import pytest

from kiosk.assist.call import CallEvent
from kiosk.voice.sentence import Dialect
from screens.screen import Screen, Spoken
from screens.shell.calls import Phase
from screens.shell.machine import Event, Mode
from screens.shell.speech import Speech
from screens.widgets.label import Label
from tests.shell.hands import Hands
from tests.shell.panel import plain_ui

CHONGMING = Dialect("chongming", "zh_CN", {"zh_CN": "崇明话", "en": "Chongming dialect"})


def test_a_call_is_announced_and_does_not_cut_the_screen_short(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        said = list(hands.voice.said)
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.voice.announced, "the notice")
        assert hands.voice.said == said
        (call_id,) = hands.queue.calls
        hands.queue._move(call_id, CallEvent.CLAIM, officer="0123")
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "the guide")
        coming = hands.voice.announced[-1]
        assert "0123" in coming.text
        assert not coming.fixed, "an officer's number is not kept as a sound"
        await hands.kiosk.calls.cancel()
        assert hands.voice.announced == [], "what is no longer so is not said"

    play(scene)


def test_the_idle_prompt_comes_before_any_notice(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        assert not hands.voice.firsts[-1]
        hands.clock.turn(181)
        await hands.mode(Mode.IDLE_PROMPT)
        assert hands.voice.firsts[-1]

    play(scene)


def test_earphones_are_offered_only_where_there_are_any(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.tap("声音")
        assert hands.find("我戴着耳机") is None
        hands.tap("好了")
        hands.voice.earphones_there = True
        hands.tap("声音")
        hands.tap("我戴着耳机")
        assert hands.voice.earphones
        assert any("只有耳机里有声音" in said for said in hands.voice.said)
        hands.tap("我戴着耳机")
        assert not hands.voice.earphones

    play(scene)


def test_the_end_of_a_visit_goes_back_to_the_loudspeaker(play) -> None:
    async def scene(hands: Hands) -> None:
        hands.voice.earphones_there = True
        await hands.start()
        hands.tap("声音")
        hands.tap("我戴着耳机")
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert not hands.voice.earphones

    play(scene)


def test_what_was_entered_is_said_to_earphones_alone(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("endorsement")
        for step_id, answer in walks["endorsement"]:
            if step_id == "phone":
                break
            await hands.answer(answer)
        for digit in "139":
            hands.tap(digit)
        hands.kiosk.speech.speak()
        assert not any(s.private for s in hands.voice.sentences)
        hands.voice.earphones_there = True
        hands.voice.use_earphones(True)
        hands.kiosk.hearing.plugged(True)
        private = [s for s in hands.voice.sentences if s.private]
        assert [s.text for s in private] == ["139", "还差8位"]
        assert not any(s.fixed for s in private), "its sound is kept nowhere"
        assert any("只有耳机里" in s.text for s in hands.voice.announced)
        hands.voice.use_earphones(False)
        count = len(private)
        hands.kiosk.hearing.plugged(False)
        assert len([s for s in hands.voice.sentences if s.private]) == count

    play(scene)


class TestWithADialect:
    @pytest.fixture
    def dialects(self) -> tuple[Dialect, ...]:
        return (CHONGMING,)

    def test_a_dialect_is_heard_and_the_words_stay(self, play) -> None:
        async def scene(hands: Hands) -> None:
            await hands.start()
            title = hands.kiosk.stage.screen.title.text
            hands.tap(next(k.text() for k in hands.offered() if "语言" in k.text() or "Language" in k.text()))
            hands.tap("崇明话")
            assert hands.find("崇明话").isChecked()
            assert not hands.find("普通话").isChecked()
            hands.tap("好了")
            assert hands.kiosk.stage.screen.title.text == title
            spoken = hands.voice.sentences[-1]
            assert (spoken.locale, spoken.dialect) == ("zh_CN", "chongming")
            hands.kiosk.machine.post(Event.RESTART)
            await hands.mode(Mode.ATTRACT)
            assert hands.voice.sentences[-1].dialect == ""

        play(scene)

    def test_another_language_ends_the_dialect(self, play) -> None:
        async def scene(hands: Hands) -> None:
            await hands.start()
            hands.kiosk.looks.change("dialect", "zh_CN/chongming")
            hands.kiosk.looks.change("language", "en")
            spoken = hands.voice.sentences[-1]
            assert (spoken.locale, spoken.dialect) == ("en", "")

        play(scene)


class Paged(Screen):
    """Two pages under one title."""

    def __init__(self) -> None:
        super().__init__(plain_ui(), "题目", "说明")
        self.first, self.second = Label(self.ui, "甲"), Label(self.ui, "乙")
        self.at = self.first

    def spoken(self) -> tuple[Spoken, ...]:
        return (Spoken("题目", self.title), Spoken("说明", self.help), Spoken(self.at.text, self.at))


def test_on_another_page_the_voice_goes_on_and_again_says_all(qtbot, qapp, voice) -> None:
    screen, speech = Paged(), Speech()
    qtbot.addWidget(screen)
    speech.lend(voice)
    speech.arrive(screen, "zh_CN")
    assert voice.said == ["题目", "说明", "甲"]
    screen.at = screen.second
    speech.go_on()
    assert voice.said == ["乙"]
    speech.speak()
    assert voice.said == ["题目", "说明", "乙"]


def test_a_private_thing_with_the_focus_is_marked_private(qtbot, voice) -> None:
    speech = Speech()
    speech.lend(voice)
    speech.read("王芳", private=True)
    assert [(s.private, s.fixed) for s in voice.sentences] == [(True, False)]
    speech.read("下一步")
    assert voice.sentences[-1].private is False
    speech.read("  ")
    assert len(voice.sentences) == 2
