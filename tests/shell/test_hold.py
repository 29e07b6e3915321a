"""Slower keys: a key works when it is held for a moment, and a ring shows how long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from kiosk.cli.wiring import kiosk_parts
from kiosk.settings import Settings
from screens.shell.kiosk import Kiosk
from screens.shell.looks import SLOW_MS
from screens.shell.machine import Event, Mode
from screens.widgets.key import Key
from screens.widgets.ring import REDUCED_MOTION, HoldRing
from screens.widgets.tap import HOLD_MS
from tests.finger import Finger
from tests.shell.hands import Hands
from tests.shell.panel import PX, Panelled
from tests.shell.test_steady import MANY, WANDER, inside_key, polar


@pytest.fixture
def slow(panelled: Panelled) -> Panelled:
    panelled.window.setProperty(HOLD_MS, SLOW_MS)
    return panelled


def ring(panelled: Panelled) -> HoldRing | None:
    shown = [r for r in panelled.window.findChildren(HoldRing) if r.isVisible()]
    assert len(shown) <= 1
    return shown[0] if shown else None


def held(key: Key, ms: int) -> None:
    """Set the ring's clock: the key has been held this long."""
    assert key.hold is not None
    key.hold.setCurrentTime(ms)


def test_a_short_tap_does_nothing(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.tap(key)
    assert slow.chosen == []
    assert not key.isDown()


@pytest.mark.parametrize("goes", ["hidden", "deleted"])
def test_no_ring_stays_when_its_key_goes_while_it_runs_back(slow: Panelled, goes: str) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.tap(key)
    held(key, 100)
    assert ring(slow) is not None
    if goes == "hidden":
        slow.cover()
    else:
        Shiboken.delete(key)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert slow.window.findChildren(HoldRing) == []


def test_it_works_while_it_is_still_held_and_once(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    held(key, 299)
    assert slow.chosen == []
    held(key, 300)
    assert slow.chosen == ["5"]
    assert ring(slow) is None
    finger.wait(900)
    finger.move(key, key.rect().center())
    finger.release(key)
    assert slow.chosen == ["5"]


def test_by_the_clock_of_the_panel_it_was_held_long_enough(slow: Panelled) -> None:
    """The program was busy and drew no ring meanwhile; the finger is not asked again."""
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    finger.wait(300)
    finger.release(key)
    assert slow.chosen == ["5"]


def test_the_ring_fills_by_itself(slow: Panelled, qtbot) -> None:
    finger, key = Finger(), slow.keys["5"]
    with qtbot.waitSignal(key.clicked, timeout=5000):
        finger.press(key)
    assert slow.chosen == ["5"]


@MANY
@given(began=inside_key, path=st.lists(polar(WANDER), min_size=1, max_size=8))
def test_a_trembling_finger_holds_too(panelled: Panelled, began, path) -> None:
    panelled.fresh()
    panelled.window.setProperty(HOLD_MS, SLOW_MS)
    finger, key = Finger(), panelled.keys["5"]
    finger.press(key, began)
    for k, step in enumerate(path, 1):
        finger.move(key, began + step)
        held(key, 290 * k // len(path))
    assert panelled.chosen == []
    held(key, 300)
    finger.release(key, began + path[-1])
    assert panelled.chosen == ["5"]


def test_a_finger_that_goes_too_far_empties_the_ring(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    held(key, 200)
    finger.move(key, QPoint(400, 400))
    assert not key.isDown()
    held(key, 0)
    assert ring(slow) is None
    finger.wait(500)
    finger.release(key, QPoint(400, 400))
    assert slow.chosen == []


def test_lifted_too_early_the_ring_runs_back(slow: Panelled, qtbot) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    held(key, 200)
    finger.wait(200)
    finger.release(key)
    shown = ring(slow)
    assert shown is not None
    assert shown.progress == pytest.approx(200 / 300, abs=0.1)
    qtbot.waitUntil(lambda: ring(slow) is None)
    assert slow.chosen == []


def test_the_next_press_starts_from_nothing(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    held(key, 250)
    finger.wait(250)
    finger.release(key)
    finger.wait(20)
    finger.press(key)
    shown = ring(slow)
    assert shown is not None
    assert shown.progress == 0
    held(key, 250)
    assert slow.chosen == []
    held(key, 300)
    assert slow.chosen == ["5"]


def test_the_ring_is_there_at_once_and_round_the_finger(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    shown = ring(slow)
    assert shown is not None
    assert shown.geometry().contains(key.geometry().adjusted(-4, -4, 4, 4))
    others = QRect(slow.keys["6"].geometry())
    assert not shown.geometry().intersects(others.adjusted(8, 8, -8, -8))
    assert shown.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert slow.window.childAt(key.geometry().center()) is key


def filled(shown: HoldRing) -> int:
    """How many pixels have the colour of what is full."""
    image = shown.window().grab(shown.geometry()).toImage()
    go = shown.theme.palette.go.rgb()
    return sum(image.pixel(x, y) == go for x in range(image.width()) for y in range(image.height()))


def test_it_fills_visibly_and_evenly(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    seen = []
    for ms in (0, 75, 150, 225, 299):
        held(key, ms)
        shown = ring(slow)
        assert shown is not None
        seen.append(filled(shown))
    steps = [after - before for before, after in pairwise(seen)]
    assert min(steps) > 0.7 * max(steps)
    assert seen[-1] - seen[0] > 0.9 * 3 * PX * 4 * 15 * PX, "3 mm wide, on four sides"


def test_at_the_edge_of_the_panel_it_runs_inside_the_key(slow: Panelled) -> None:
    slow.cover()
    Finger().press(slow.over)
    shown = ring(slow)
    assert shown is not None
    assert slow.window.rect().contains(shown.geometry())
    outline = shown.path().boundingRect().toAlignedRect()
    assert shown.rect().contains(outline)


def test_with_reduced_motion_it_fills_in_steps(slow: Panelled) -> None:
    slow.window.setProperty(REDUCED_MOTION, True)
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    steps = []
    for ms in range(0, 300, 10):
        held(key, ms)
        shown = ring(slow)
        assert shown is not None
        steps.append(shown.progress)
    assert sorted(set(steps)) == [0, 0.25, 0.5, 0.75]


def test_a_key_that_goes_away_takes_its_ring_along(slow: Panelled) -> None:
    finger, key = Finger(), slow.keys["5"]
    finger.press(key)
    key.hide()
    assert ring(slow) is None
    finger.wait(400)
    finger.release(key)
    assert slow.chosen == []


def test_the_choose_key_of_a_keyboard_is_not_held(slow: Panelled) -> None:
    for code in (Qt.Key.Key_Return, Qt.Key.Key_Select):
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(slow.keys["5"], event)
    QTest.keyClick(slow.keys["5"], Qt.Key.Key_Space)
    assert slow.chosen == ["5"] * 3


def test_slower_keys_are_chosen_in_the_kiosk_and_forgotten_after_the_visit(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        assert not hands.window.property(HOLD_MS)
        hands.kiosk.prompts.comfort.emit("slow", "")
        assert hands.window.property(HOLD_MS) == SLOW_MS
        hands.tap("语言")
        assert hands.kiosk.stage.top == "home", "a short tap is not enough"
        finger, key = Finger(), hands.find("语言")
        assert key is not None
        finger.press(key)
        held(key, SLOW_MS)
        assert hands.kiosk.stage.top == "language"
        finger.release(hands.window)
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert not hands.window.property(HOLD_MS)

    play(scene)


@pytest.mark.parametrize("reduced", [False, True])
def test_the_settings_reduce_motion(qtbot, tmp_path, hands: Hands, reduced: bool) -> None:
    parts = kiosk_parts(Settings(data_dir=tmp_path, voice=False, printer="none", reduced_motion=reduced))
    window = QWidget()
    qtbot.addWidget(window)
    kiosk = Kiosk(parts, window, hands.kiosk._tasks)
    assert kiosk.parent() is window
    assert window.property(REDUCED_MOTION) is reduced
