"""The dark screen: nothing can be read, the voice leads, a touch lights it, and it ends with the visit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from screens.shell.machine import Mode
from tests.shell.hands import Hands
from tests.shell.test_four_keys import CHOOSE, NEXT, choose, name


def black(hands: Hands) -> bool:
    """Whether the window shows one colour, and that is black."""
    image = hands.window.grab().toImage()
    few = image.scaled(
        54, 96, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return all(few.pixelColor(x, y) == QColor("black") for x in range(54) for y in range(96))


async def darken(hands: Hands) -> None:
    await hands.start()
    await choose(hands, "大小")
    await choose(hands, "屏幕变黑，只听声音")


def test_it_covers_everything_and_the_keys_go_on(play) -> None:
    async def scene(hands: Hands) -> None:
        await darken(hands)
        assert any("屏幕黑了" in s for s in hands.voice.said)
        assert black(hands)
        await choose(hands, "好了")
        assert hands.kiosk.stage.top == "home"
        assert black(hands)
        hands.key(NEXT)
        assert hands.voice.said[0] == name(hands)
        await choose(hands, hands.kiosk.stage.frame.guide.accessibleName())
        await hands.until(lambda: hands.queue.calls, "a call by keys")

    play(scene)


def test_a_touch_lights_it_and_hits_no_key(play) -> None:
    async def scene(hands: Hands) -> None:
        await darken(hands)
        await choose(hands, "好了")
        guide = hands.kiosk.stage.frame.guide
        spot = guide.mapTo(hands.window, guide.rect().center())
        assert hands.kiosk.looks.curtain.isVisible()
        below = hands.window.childAt(spot)
        assert below is hands.kiosk.looks.curtain
        hands.touch(below)
        assert not black(hands)
        assert hands.voice.said[0] == "屏幕亮了。"
        assert not hands.kiosk.looks.ui().dark
        assert not hands.queue.calls

    play(scene)


def test_without_sound_it_stays_lit_and_says_why(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.speech.voice, "the voice")
        hands.voice.silent = True
        await darken(hands)
        assert not black(hands)
        assert hands.kiosk.stage.top == "no_sound"
        assert hands.kiosk.stage.screen.title.text == "现在没有声音，屏幕不能变黑"
        await choose(hands, "好了")
        assert hands.kiosk.stage.top == "size"
        assert not hands.find("屏幕变黑，只听声音").isChecked()

    play(scene)


def test_it_is_lit_when_the_sound_goes(play) -> None:
    async def scene(hands: Hands) -> None:
        await darken(hands)
        hands.voice.silent = True
        hands.kiosk.hearing.silence_changed(True)
        assert not black(hands)

    play(scene)


def test_it_ends_with_the_visit(play) -> None:
    async def scene(hands: Hands) -> None:
        await darken(hands)
        hands.clock.turn(181)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        assert black(hands)
        assert "您还在吗？" in hands.voice.said
        await choose(hands, "我不办了")
        await hands.mode(Mode.ATTRACT)
        assert not black(hands)

    play(scene)


def test_it_covers_another_size_of_the_window(play) -> None:
    async def scene(hands: Hands) -> None:
        await darken(hands)
        hands.window.resize(900, 1600)
        hands.kiosk.looks.resize(900, 1600)
        assert black(hands)
        hands.key(CHOOSE)
        assert hands.kiosk.looks.curtain.geometry() == hands.window.rect()

    play(scene)
