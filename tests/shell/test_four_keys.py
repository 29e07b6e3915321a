"""Back, next, choose, repeat: they reach everything, say each thing, and are never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.assist.call import CallEvent
from kiosk.flow.explore import paths
from screens.shell.calls import Phase
from screens.shell.machine import Mode
from screens.shell.touch import BACK_KEYS, CHOOSE_KEYS, NEXT_KEYS, REPEAT_KEYS
from screens.steps.address import AddressScreen
from screens.steps.choosing import OwnWishScreen
from screens.widgets.field import Field
from screens.widgets.key import Key, Mark
from tests.shell.hands import Hands, to_review

NEXT, BACK, CHOOSE, REPEAT = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_R


def at(hands: Hands) -> QWidget:
    """What has the focus; it shows."""
    focused = hands.window.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert focused is hands.kiosk.four_keys.at
    return focused


def name(hands: Hands) -> str:
    return at(hands).accessibleName()


async def go_to(hands: Hands, words: str) -> None:
    """Next, until it is there."""
    for _ in range(80):
        if hands.kiosk.four_keys.at is not None and name(hands) == words:
            return
        hands.key(NEXT)
    raise AssertionError(f"the four keys do not reach {words!r}")


async def choose(hands: Hands, words: str) -> None:
    await go_to(hands, words)
    hands.key(CHOOSE)


async def at_step(hands: Hands, step: str, walks, service: str = "household") -> None:
    """To a step of a service, by its answers, and then with a key."""
    await hands.service(service)
    walk = walks[service]
    await to_review(hands, walk[: [s for s, _ in walk].index(step)])
    hands.key(NEXT)


def test_they_go_round_in_reading_order(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        assert name(hands) == "您今天想办什么？"
        round_: list[QWidget] = []
        while at(hands) not in round_:
            round_.append(at(hands))
            hands.key(NEXT)
        assert {w for w in round_ if isinstance(w, Key)} == set(hands.offered())
        frame = hands.kiosk.stage.frame
        assert frame is not None
        last = [frame.guide, *frame.settings_keys.values()]
        assert round_[-len(last) :] == last
        assert at(hands) is round_[0]
        hands.key(BACK)
        assert at(hands) is round_[-1]

    play(scene)


@pytest.mark.parametrize("code", [*NEXT_KEYS, *BACK_KEYS, *CHOOSE_KEYS, *REPEAT_KEYS])
def test_a_keypad_and_a_keyboard_both_do(play, code: Qt.Key) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        hands.key(NEXT)
        first = at(hands)
        hands.voice.said = []
        hands.key(code)
        if code in REPEAT_KEYS:
            assert hands.voice.said[0] == "您今天想办什么？"
            assert at(hands) is first
        elif code in CHOOSE_KEYS:
            assert hands.voice.said[0] == "您今天想办什么？"  # the first thing after the title: listen again
        else:
            assert at(hands) is not first
            assert hands.voice.said

    play(scene)


def test_choose_starts_from_the_greeting(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")
        hands.key(CHOOSE)
        await hands.mode(Mode.HOME)
        assert name(hands) == "您今天想办什么？"

    play(scene)


def test_the_first_key_tells_once_what_there_is(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        assert "四个键" in hands.voice.said[-1]
        hands.key(NEXT)
        assert not any("四个键" in s for s in hands.voice.said)

    play(scene)


def test_a_choice_is_said_with_its_state_and_place(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        first = next(w for w in screen.items if isinstance(w, Key))
        hands.key(NEXT)
        await go_to(hands, first.accessibleName())
        of = len(screen.items)
        assert hands.voice.said[0] == first.text()
        assert hands.voice.said[-2:] == ["没选", f"第 1 个，共 {of} 个"]
        hands.key(CHOOSE)
        assert first.isChecked()
        assert at(hands) is first
        assert hands.voice.said[0] == first.text()
        assert "已选" in hands.voice.said
        assert hands.kiosk.stage.screen is screen  # nothing is sent on by that

    play(scene)


def test_a_new_screen_begins_at_its_question(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        title = next(r.flow for r in hands.kiosk.scenes.releases if r.flow.id == "household").title
        card = next(k.accessibleName() for k in hands.offered() if k.text() == title.in_("zh_CN"))
        await choose(hands, card)
        await hands.until(lambda: hands.kiosk.stage.top == "step", "the first question")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        assert at(hands) is screen.title
        assert hands.voice.said[: len(screen.spoken())] == [s.text for s in screen.spoken()]

    play(scene)


def test_what_is_entered_is_heard_by_earphones_alone(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await at_step(hands, "phone", walks)
        for digit in "138":
            await choose(hands, digit)
        assert name(hands) == "8"
        entered = [s for s in hands.voice.sentences if "138" in s.text]
        assert entered
        assert all(s.private and not s.fixed for s in entered)
        assert hands.voice.said[-2:] == ["填了 3 个", "还差8位"]
        screen = hands.kiosk.stage.screen
        assert screen is not None
        (field,) = screen.findChildren(Field)
        assert field.value == "138"
        await go_to(hands, field.accessibleName())
        loud = [s.text for s in hands.voice.sentences[-3:] if not s.private]
        assert not any("138" in text for text in loud)

    play(scene)


def test_the_private_wish_is_never_said_aloud(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await at_step(hands, "own_wish", walks)
        screen = hands.kiosk.stage.screen
        assert isinstance(screen, OwnWishScreen)
        for key in [w for w in screen.items if isinstance(w, Key)]:
            await choose(hands, key.accessibleName())
            assert key.isChecked()
        states = [s for s in hands.voice.sentences if s.text in ("已选", "没选")]
        assert {s.text for s in states} == {"已选", "没选"}
        assert all(s.private and not s.fixed for s in states)

    play(scene)


def heard_of_choosing(hands: Hands, key: Key) -> list[str]:
    """What the hall hears when ``key``, which has the focus, is chosen."""
    hands.voice.sentences.clear()
    hands.key(CHOOSE)
    assert key.isChecked()
    assert any(s.text == key.text() and s.private and not s.fixed for s in hands.voice.sentences)
    return [s.text for s in hands.voice.sentences if not s.private]


def test_the_hall_does_not_hear_which_wish_was_chosen(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await at_step(hands, "own_wish", walks)
        screen = hands.kiosk.stage.screen
        assert screen is not None
        for key in [w for w in screen.items if isinstance(w, Key)]:
            await go_to(hands, key.accessibleName())
            assert heard_of_choosing(hands, key) == []

    play(scene)


def test_the_hall_does_not_hear_which_town_was_chosen(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await at_step(hands, "new_address", walks)
        screen = hands.kiosk.stage.screen
        assert isinstance(screen, AddressScreen)
        for key in list(screen.towns.keys.values())[:2]:
            await go_to(hands, key.accessibleName())
            assert not {"已选", "没选"} & {s.text for s in hands.voice.sentences if not s.private}
            assert heard_of_choosing(hands, key) == []

    play(scene)


def test_a_name_is_written_with_four_keys(play, releases, today) -> None:
    flow = next(r.flow for r in releases if r.flow.id == "endorsement")
    walk = next(list(w.answers) for w in paths(flow, today) if "name" in [s for s, _ in w.answers])

    async def scene(hands: Hands) -> None:
        await at_step(hands, "name", {"endorsement": walk}, "endorsement")
        for letter in "WANG":
            await choose(hands, letter)
        await choose(hands, "王")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        (field,) = screen.findChildren(Field)
        assert field.value == "王"
        assert at(hands) is field  # the candidates went away; what they wrote is the next thing to hear

    play(scene)


def test_the_focus_outlives_what_it_stood_on(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        await hands.until(lambda: hands.queue is not None, "a queue")
        await choose(hands, hands.kiosk.stage.frame.guide.accessibleName())
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.NOBODY, "the call")
        await go_to(hands, "不用了")
        (call,) = hands.queue.calls.values()
        await hands.queue.cancel(call.id)
        await hands.until(lambda: not hands.kiosk.calls.telling.open, "taken back")
        hands.key(NEXT)
        assert at(hands) in hands.kiosk.four_keys.stops()

    play(scene)


def test_a_sheet_keeps_the_place(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        await choose(hands, "大小")
        assert hands.kiosk.stage.top == "size"
        await choose(hands, "黑底亮字")
        assert hands.kiosk.stage.frame.ui.theme.high_contrast
        assert name(hands) == "黑底亮字"
        assert hands.voice.said[:2] == ["黑底亮字", "已选"]

    play(scene)


def test_who_is_coming_is_not_kept_as_a_sound(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.NOBODY, "the call")
        (call_id,) = hands.queue.calls
        hands.queue._move(call_id, CallEvent.CLAIM, officer="0123")
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "the guide")
        guide = hands.kiosk.stage.frame.guide
        await go_to(hands, guide.accessibleName())
        named = [s for s in hands.voice.sentences if "0123" in s.text]
        assert named
        assert not any(s.fixed for s in named)

    play(scene)


def test_a_page_turned_begins_at_its_first_thing(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        hands.kiosk.looks.change("size", "largest")
        hands.key(NEXT)
        more = "还有"
        while hands.kiosk.stage.screen.page_count < 2:
            await hands.answer(walks["household"][len(hands.run.answers())][1])
        await choose(hands, hands.kiosk.stage.screen._more.text() or more)
        assert hands.kiosk.stage.screen.page == 1
        assert at(hands) is hands.kiosk.stage.screen.page_items()[0]

    play(scene)


def test_a_finger_takes_the_ring_away(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        ring = hands.kiosk.four_keys._ring
        assert ring.isVisible()
        assert ring.geometry().contains(at(hands).geometry())
        hands.touch(hands.window)
        assert not ring.isVisible()
        assert not hands.window.property("keys_in_use")

    play(scene)


def test_choose_that_bounces_is_one_press(play) -> None:
    def press(hands: Hands, when: int) -> None:
        event = QKeyEvent(QEvent.Type.KeyPress, CHOOSE, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(when)
        QApplication.sendEvent(hands.window.focusWidget(), event)

    async def scene(hands: Hands) -> None:
        await hands.start()
        await choose(hands, "大小")
        await go_to(hands, "黑底亮字")
        key = next(k for k in hands.offered() if k.text() == "黑底亮字")
        assert key._mark is Mark.BOX
        press(hands, 1000)
        press(hands, 1200)
        assert hands.kiosk.stage.frame.ui.theme.high_contrast
        press(hands, 1600)
        assert not hands.kiosk.stage.frame.ui.theme.high_contrast

    play(scene)


def test_the_idle_prompt_goes_on_by_choose(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        hands.clock.turn(181)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        assert "您还在吗？" in hands.voice.said
        hands.key(CHOOSE)
        await hands.mode(Mode.HOME)

    play(scene)


def test_the_next_resident_begins_anew(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.key(NEXT)
        await choose(hands, "重来")
        await choose(hands, "从头再来")
        await hands.mode(Mode.ATTRACT)
        assert not hands.window.property("keys_in_use")
        assert hands.kiosk.four_keys.at is None

    play(scene)
