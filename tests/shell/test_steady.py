"""A trembling hand, two fingers, a palm: one tap on the key where it began, or nothing."""

from __future__ import annotations

import asyncio
from math import cos, hypot, sin, tau
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSizeF
from PySide6.QtGui import QEventPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from screens.shell.machine import Event, Mode
from screens.shell.steady import PALM_MM, Contact, Hand, Motion, Stroke, contact_of
from screens.theme import Panel
from screens.widgets.key import Key
from screens.widgets.press import SPOT_MM, WANDER_MM
from tests.finger import Finger
from tests.shell.hands import Hands
from tests.shell.panel import PX, Panelled

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WANDER, SPOT = WANDER_MM * PX, SPOT_MM * PX
inside_key = st.tuples(st.floats(0, 60), st.floats(0, 60)).map(lambda p: QPointF(*p))
"""A place on a key of the panel: 61 px are 15 mm."""


def polar(most: float, least: float = 0.0) -> st.SearchStrategy[QPointF]:
    """A way from a place, in pixels, of a length between ``least`` and ``most``."""
    return st.builds(
        lambda far, turn: QPointF(far * cos(turn * tau), far * sin(turn * tau)),
        st.floats(least, most),
        st.floats(0, 1),
    )


# --- one finger ---------------------------------------------------------------------------------


@MANY
@given(began=inside_key, path=st.lists(polar(WANDER), max_size=12))
def test_a_wander_within_8_mm_is_one_tap_where_it_began(panelled: Panelled, began, path) -> None:
    panelled.fresh()
    finger, key = Finger(), panelled.keys["5"]
    finger.press(key, began)
    for step in path:
        finger.wait(20)
        finger.move(key, began + step)
        assert key.isDown(), "it keeps showing that it is pressed"
    finger.release(key, began + path[-1] if path else began)
    assert panelled.chosen == ["5"]
    assert not key.isDown()


@MANY
@given(began=inside_key, path=st.lists(inside_key, min_size=1, max_size=8))
def test_within_the_key_it_may_wander_as_it_likes(panelled: Panelled, began, path) -> None:
    panelled.fresh()
    wide = panelled.wide
    finger = Finger()
    finger.press(wide, began)
    for step in path:
        finger.move(wide, QPointF(step.x() * 5, step.y()))
    finger.release(wide, QPointF(path[-1].x() * 5, path[-1].y()))
    assert panelled.chosen == ["wide"]


@MANY
@given(
    began=inside_key,
    before=st.lists(polar(WANDER), max_size=4),
    far=polar(4 * WANDER, WANDER + 1.0),
    back=st.booleans(),
)
def test_a_finger_that_goes_too_far_takes_nothing(panelled: Panelled, began, before, far, back) -> None:
    panelled.fresh()
    finger, key = Finger(), panelled.keys["5"]
    gone = began + far
    if key.rect().contains(gone.toPoint()):
        gone = QPointF(began.x() + key.width() + WANDER, began.y())
    finger.press(key, began)
    for step in before:
        finger.move(key, began + step)
    finger.move(key, gone)
    assert not key.isDown()
    finger.release(key, began if back else gone)
    assert panelled.chosen == []


def test_a_key_shows_the_press_at_once(panelled: Panelled) -> None:
    painted = []

    class Eyes(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                painted.append(panelled.keys["5"].isDown())
            return False

    eyes = Eyes()
    key = panelled.keys["5"]
    key.repaint()
    key.installEventFilter(eyes)
    Finger().press(key)
    assert painted == [True], "before the event loop turns"


# --- bounces ------------------------------------------------------------------------------------


@MANY
@given(
    began=inside_key,
    wander=polar(WANDER),
    bounces=st.lists(st.tuples(st.integers(0, 239), polar(SPOT / 2)), min_size=1, max_size=5),
)
def test_touches_within_300_ms_are_one_tap(panelled: Panelled, began, wander, bounces) -> None:
    panelled.fresh()
    finger, key = Finger(), panelled.keys["5"]
    finger.press(key, began)
    finger.release(key, began + wander)
    on_window = QPointF(panelled.corner("5")) + began + wander
    for gap, aside in bounces:
        finger.wait(gap)
        spot = on_window + aside
        at = panelled.window.childAt(spot.toPoint()) or panelled.window
        finger.tap(at, at.mapFromGlobal(panelled.window.mapToGlobal(spot)))
    assert panelled.chosen == ["5"]


@MANY
@given(gap=st.integers(300, 2000), aside=polar(SPOT / 4))
def test_later_it_is_another_tap(panelled: Panelled, gap: int, aside: QPointF) -> None:
    panelled.fresh()
    finger, key = Finger(), panelled.keys["5"]
    finger.tap(key)
    finger.wait(gap)
    finger.tap(key, QPointF(key.rect().center()) + aside)
    assert panelled.chosen == ["5", "5"]


def test_a_bounce_takes_nothing_of_the_next_screen(panelled: Panelled) -> None:
    finger, key = Finger(), panelled.keys["5"]
    key.clicked.connect(panelled.cover)
    finger.tap(key)
    finger.wait(250)
    finger.tap(panelled.over, panelled.middle("5"))
    assert panelled.chosen == ["5"]
    finger.wait(300)
    finger.tap(panelled.over, panelled.middle("5"))
    assert panelled.chosen == ["5", "over"]


def test_what_lies_behind_a_key_hears_nothing_of_its_release(panelled: Panelled) -> None:
    seen: list[QEvent.Type] = []

    class Behind(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                seen.append(event.type())
            return False

    behind, finger = Behind(), Finger()
    panelled.window.installEventFilter(behind)
    for at in (QPoint(40, 40), QPoint(300, 300)):
        finger.press(panelled.keys["5"])
        finger.move(panelled.keys["5"], at)
        finger.release(panelled.keys["5"], at)
        finger.wait(300)
    assert seen == []
    assert panelled.chosen == ["5"]


def test_nobody_else_hears_of_a_bounce(panelled: Panelled, qapp: QApplication) -> None:
    """A bounce would stop the voice that has just begun to say the next screen."""
    seen = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
                seen.append(watched)
            return False

    finger, watch = Finger(), Watch()
    panelled.keys["5"].installEventFilter(watch)
    finger.tap(panelled.keys["5"])
    finger.wait(100)
    finger.tap(panelled.keys["5"])
    assert len(seen) == 1


# --- several contacts, by Qt's own touch events ---------------------------------------------------


class Glass:
    """A touch panel. Every contact that is down is told with each event, as a panel does it."""

    def __init__(self, window: QWidget) -> None:
        self._window, self._device = window, QTest.createTouchDevice()
        self._down: dict[int, QPoint] = {}

    def touch(self, **what: tuple[int, QPoint]) -> None:
        sequence = QTest.touchEvent(self._window, self._device, False)
        moved = {id_ for id_, _ in what.values()}
        for id_, at in self._down.items():
            if id_ not in moved:
                sequence.move(id_, at, self._window)
        for how, (id_, at) in what.items():
            getattr(sequence, how)(id_, at, self._window)
            self._down[id_] = at
            if how == "release":
                del self._down[id_]
        sequence.commit(False)


@pytest.fixture
def glass(panelled: Panelled) -> Glass:
    return Glass(panelled.window)


def test_a_touch_taps_once(panelled: Panelled, glass: Glass) -> None:
    five = panelled.middle("5")
    glass.touch(press=(1, five))
    assert panelled.keys["5"].isDown()
    glass.touch(move=(1, five + QPoint(20, 20)))
    assert panelled.keys["5"].isDown()
    glass.touch(release=(1, five + QPoint(20, 20)))
    assert panelled.chosen == ["5"]


def test_a_touch_that_trembles_off_its_key_still_taps_it(panelled: Panelled, glass: Glass) -> None:
    edge = panelled.corner("5") + QPoint(2, 2)
    glass.touch(press=(1, edge))
    glass.touch(move=(1, edge - QPoint(20, 20)))
    glass.touch(release=(1, edge - QPoint(20, 20)))
    assert panelled.chosen == ["5"]


def test_a_second_finger_is_ignored_while_one_is_down(panelled: Panelled, glass: Glass) -> None:
    five, six = panelled.middle("5"), panelled.middle("6")
    glass.touch(press=(1, five))
    glass.touch(press=(2, six))
    glass.touch(release=(2, six))
    assert panelled.keys["5"].isDown()
    assert panelled.chosen == []
    glass.touch(release=(1, five))
    assert panelled.chosen == ["5"]


def test_a_finger_left_behind_does_nothing_and_stops_nothing(panelled: Panelled, glass: Glass) -> None:
    five, six, one = panelled.middle("5"), panelled.middle("6"), panelled.middle("1")
    glass.touch(press=(1, five))
    glass.touch(press=(2, six))
    glass.touch(release=(1, five))
    assert panelled.chosen == ["5"]
    glass.touch(press=(3, one))
    glass.touch(release=(3, one))
    assert panelled.chosen == ["5", "1"]
    glass.touch(release=(2, six))
    assert panelled.chosen == ["5", "1"]


def test_a_hand_that_leans_beside_the_keys_does_not_stop_the_other(panelled: Panelled, glass: Glass) -> None:
    glass.touch(press=(1, panelled.beside))
    glass.touch(press=(2, panelled.middle("5")))
    glass.touch(release=(2, panelled.middle("5")))
    glass.touch(release=(1, panelled.beside))
    assert panelled.chosen == ["5"]


def test_a_hand_laid_on_the_keys_does_nothing(panelled: Panelled, glass: Glass) -> None:
    for id_, name in enumerate("123", 1):
        glass.touch(press=(id_, panelled.middle(name)))
    assert not any(key.isDown() for key in panelled.keys.values())
    for id_, name in enumerate("123", 1):
        glass.touch(release=(id_, panelled.middle(name)))
    assert panelled.chosen == []
    glass.touch(press=(7, panelled.middle("4")))
    glass.touch(release=(7, panelled.middle("4")))
    assert panelled.chosen == ["4"], "and the next finger taps again"


def test_a_bounce_of_a_touch_is_one_tap(panelled: Panelled, glass: Glass) -> None:
    five = panelled.middle("5")
    for id_ in (1, 2, 3):
        glass.touch(press=(id_, five))
        glass.touch(release=(id_, five))
    assert panelled.chosen == ["5"]


# --- palms, by what a panel says of a contact's size ----------------------------------------------

DOWN, MOVE, UP = Motion.DOWN, Motion.MOVE, Motion.UP
SPOT_1, SPOT_2 = QPointF(10, 10), QPointF(200, 10)
contacts = st.lists(
    st.lists(
        st.builds(
            Contact,
            st.integers(1, 4),
            st.sampled_from([DOWN, MOVE, UP]),
            st.sampled_from([SPOT_1, SPOT_2]),
            st.sampled_from([0.0, 10.0, 40.0]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda c: c.id,
    ),
    max_size=20,
)


def hand() -> Hand:
    return Hand(lambda: 30.0, lambda at: at == SPOT_1)


def test_a_palm_does_nothing_and_the_finger_beside_it_taps() -> None:
    one = hand()
    assert one.feel([Contact(1, DOWN, SPOT_1, 40)]) == []
    assert one.feel([Contact(2, DOWN, SPOT_1, 10)]) == [Stroke(DOWN, SPOT_1)]
    assert one.feel([Contact(2, UP, SPOT_1, 10)]) == [Stroke(UP, SPOT_1)]
    assert one.feel([Contact(1, UP, SPOT_1, 40)]) == []


def test_a_contact_that_grows_to_a_palm_takes_nothing() -> None:
    one = hand()
    one.feel([Contact(1, DOWN, SPOT_1, 10)])
    away = one.feel([Contact(1, MOVE, SPOT_1, 35)])
    assert [s.motion for s in away] == [MOVE, UP]
    assert all(hypot(s.at.x(), s.at.y()) > 10_000 for s in away), "led off every key"
    assert one.feel([Contact(1, UP, SPOT_1, 35)]) == []


def test_a_touch_taken_away_by_the_system_takes_nothing() -> None:
    one = hand()
    one.feel([Contact(1, DOWN, SPOT_1)])
    assert [s.motion for s in one.lift()] == [MOVE, UP]
    assert one.feel([Contact(2, DOWN, SPOT_1)]) == [Stroke(DOWN, SPOT_1)]


@given(contacts)
def test_whatever_touches_there_is_one_finger_at_a_time(frames: list[list[Contact]]) -> None:
    one, down = hand(), False
    for frame in frames:
        for stroke in one.feel(frame):
            assert (stroke.motion is DOWN) is not down or stroke.motion is MOVE
            if stroke.motion is not MOVE:
                down = stroke.motion is DOWN
            assert down or stroke.motion is UP


@given(contacts)
def test_after_all_is_lifted_a_finger_taps(frames: list[list[Contact]]) -> None:
    one = hand()
    for frame in frames:
        one.feel(frame)
    one.feel([Contact(id_, UP, SPOT_2) for id_ in range(1, 5)])
    assert one.feel([Contact(9, DOWN, SPOT_1)]) == [Stroke(DOWN, SPOT_1)]


def test_the_size_of_a_contact_is_its_greater_width() -> None:
    point = SimpleNamespace(
        id=lambda: 3,
        state=lambda: QEventPoint.State.Pressed,
        scenePosition=lambda: SPOT_1,
        ellipseDiameters=lambda: QSizeF(12, 140),
    )
    assert contact_of(point) == Contact(3, DOWN, SPOT_1, 140)  # type: ignore[arg-type]


def test_a_palm_is_measured_on_the_panel() -> None:
    for panel in (Panel(), Panel(2160, 3840, 21.5), Panel(1080, 1920, 32)):
        width = PALM_MM / panel.mm_per_px
        assert width * panel.mm_per_px == pytest.approx(30)


# --- what takes effect beside the keys ------------------------------------------------------------


def touch_by_hand(hands: Hands, finger: Finger, at: QPoint, hold: int = 60) -> None:
    """Touch whatever stands there now."""
    finger.press(hands.window.childAt(at) or hands.window, _on(hands, at))
    finger.wait(hold)
    finger.release(hands.window.childAt(at) or hands.window, _on(hands, at))


def _on(hands: Hands, at: QPoint) -> QPoint:
    widget = hands.window.childAt(at) or hands.window
    return widget.mapFromGlobal(hands.window.mapToGlobal(at))


def test_a_bounce_on_the_attract_screen_chooses_no_service(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")
        finger, paper = Finger(), QPoint(540, 700)
        touch_by_hand(hands, finger, paper)
        await hands.mode(Mode.HOME)
        assert isinstance(hands.window.childAt(paper), Key), "a service stands there now"
        finger.wait(200)
        touch_by_hand(hands, finger, paper)
        assert hands.kiosk.machine.mode is Mode.HOME
        finger.wait(300)
        touch_by_hand(hands, finger, paper)
        await hands.mode(Mode.SERVING)

    play(scene)


def test_a_bounce_on_the_idle_prompt_chooses_nothing_below_it(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.until(lambda: hands.kiosk.stage.top == "idle", "the prompt")
        finger, paper = Finger(), QPoint(540, 700)
        touch_by_hand(hands, finger, paper, hold=250)
        await hands.mode(Mode.HOME)
        assert isinstance(hands.window.childAt(paper), Key)
        finger.wait(200)
        touch_by_hand(hands, finger, paper)
        assert hands.kiosk.machine.mode is Mode.HOME

    play(scene)


def test_a_finger_lifted_after_the_visit_does_not_start_the_next(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        finger, paper = Finger(), QPoint(540, 700)
        finger.press(hands.window.childAt(paper) or hands.window, _on(hands, paper))
        hands.kiosk.machine.post(Event.RESTART)
        await hands.until(lambda: hands.kiosk.stage.top == "attract", "attract")
        finger.wait(250)
        finger.release(hands.window.childAt(paper) or hands.window, _on(hands, paper))
        for _ in range(5):
            await asyncio.sleep(0)
        assert hands.kiosk.machine.mode is Mode.ATTRACT
        finger.wait(300)
        touch_by_hand(hands, finger, paper)
        await hands.mode(Mode.HOME)

    play(scene)
