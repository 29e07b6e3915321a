"""No key, button, gesture, file or menu leads anywhere but where a resident may go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFileOpenEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QLineEdit, QMenu, QWidget

from screens.shell.machine import Event, Mode
from screens.shell.touch import BACK_KEYS, CHOOSE_KEYS, NEXT_KEYS, REPEAT_KEYS
from screens.widgets.tap import TapButton
from tests.shell.hands import Hands

NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, META, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
WITH = (NONE, SHIFT, CTRL, ALT, META, CTRL | ALT, CTRL | SHIFT, ALT | META)
FOUR = frozenset((*BACK_KEYS, *NEXT_KEYS, *CHOOSE_KEYS, *REPEAT_KEYS))
EVERY_KEY = tuple(key for key in Qt.Key if key not in FOUR)
WAYS_OUT: tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...] = (
    (Qt.Key.Key_F4, ALT),
    (Qt.Key.Key_Tab, ALT),
    (Qt.Key.Key_Q, CTRL),
    (Qt.Key.Key_W, CTRL),
    (Qt.Key.Key_N, CTRL),
    (Qt.Key.Key_O, CTRL),
    (Qt.Key.Key_P, CTRL),
    (Qt.Key.Key_T, CTRL | ALT),
    (Qt.Key.Key_Delete, CTRL | ALT),
    (Qt.Key.Key_Backspace, CTRL | ALT),
    (Qt.Key.Key_Escape, NONE),
    (Qt.Key.Key_Escape, CTRL | SHIFT),
    (Qt.Key.Key_Space, ALT),
    (Qt.Key.Key_F1, NONE),
    (Qt.Key.Key_F1, SHIFT),
    (Qt.Key.Key_F1, CTRL | ALT),
    (Qt.Key.Key_F2, ALT),
    (Qt.Key.Key_F11, NONE),
    (Qt.Key.Key_F12, NONE),
    (Qt.Key.Key_Super_L, NONE),
    (Qt.Key.Key_D, META),
    (Qt.Key.Key_L, META),
    (Qt.Key.Key_E, META),
    (Qt.Key.Key_Menu, NONE),
    (Qt.Key.Key_Print, NONE),
    (Qt.Key.Key_SysReq, ALT),
    (Qt.Key.Key_Home, NONE),
    (Qt.Key.Key_HomePage, NONE),
    (Qt.Key.Key_Back, NONE),
    (Qt.Key.Key_PowerOff, NONE),
    (Qt.Key.Key_Sleep, NONE),
    (Qt.Key.Key_LaunchMail, NONE),
    (Qt.Key.Key_VolumeMute, NONE),
    (Qt.Key.Key_MediaPlay, NONE),
    (Qt.Key.Key_A, NONE),
    (Qt.Key.Key_7, NONE),
    (Qt.Key.Key_V, CTRL),
)
OTHER_BUTTONS = (
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.BackButton,
    Qt.MouseButton.ForwardButton,
)


def standing(hands: Hands) -> tuple[object, ...]:
    """Where the resident is: all that a way out would change."""
    kiosk = hands.kiosk
    run, screen = kiosk.serving.visit.run, kiosk.stage.screen
    assert screen is not None
    return (
        kiosk.machine.mode,
        kiosk.machine.assist,
        kiosk.stage.top,
        screen,
        screen.page,
        screen.draft(),
        None if run is None else run.step,
        kiosk.looks.comfort,
        hands.window.isVisible(),
        tuple(w for w in QApplication.topLevelWidgets() if w.isVisible()),
        QApplication.activePopupWidget(),
        QApplication.activeModalWidget(),
        len(hands.queue.calls),
        QApplication.clipboard().text(),
    )


def press(target: QWidget, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
    text = chr(key) if how in (NONE, SHIFT) and 0x20 < key < 0x7F else ""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, how, text))


def keyed(hands: Hands, keys: Sequence[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
    for key, how in keys:
        press(hands.window.focusWidget() or hands.window, key, how)


def dropped() -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/etc/hostname"), QUrl("https://hub.example/")])
    data.setText("text")
    return data


def places(hands: Hands) -> Iterator[QWidget]:
    """The window, the screen, and one widget of each kind on it."""
    yield hands.window
    seen: set[type] = set()
    for widget in hands.window.findChildren(QWidget):
        if widget.isVisible() and type(widget) not in seen:
            seen.add(type(widget))
            yield widget


def try_all(widget: QWidget) -> None:
    """Everything but a finger, the left button and the four keys."""
    send = QApplication.sendEvent
    middle = widget.rect().center()
    at, everywhere = QPointF(middle), QPointF(widget.mapToGlobal(middle))
    for button in OTHER_BUTTONS:
        for kind in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            send(widget, QMouseEvent(kind, at, everywhere, button, button, NONE))
    for reason in QContextMenuEvent.Reason:
        send(widget, QContextMenuEvent(reason, middle, widget.mapToGlobal(middle)))
    for kind in (QEvent.Type.ToolTip, QEvent.Type.WhatsThis, QEvent.Type.QueryWhatsThis):
        send(widget, QHelpEvent(kind, middle, widget.mapToGlobal(middle)))
    for way in (120, -120):
        for how in (NONE, CTRL):
            turned = QPoint(0, way)
            none = Qt.MouseButton.NoButton
            phase = Qt.ScrollPhase.NoScrollPhase
            send(widget, QWheelEvent(at, everywhere, QPoint(), turned, none, how, phase, False))
    pad = QPointingDevice.primaryPointingDevice()
    for gesture in (
        Qt.NativeGestureType.ZoomNativeGesture,
        Qt.NativeGestureType.RotateNativeGesture,
        Qt.NativeGestureType.SwipeNativeGesture,
        Qt.NativeGestureType.SmartZoomNativeGesture,
    ):
        send(widget, QNativeGestureEvent(gesture, pad, 2, at, at, everywhere, 1.0, QPointF(9, 9)))
    data, copy = dropped(), Qt.DropAction.CopyAction
    left = Qt.MouseButton.LeftButton
    send(widget, QDragEnterEvent(middle, copy, data, left, NONE))
    send(widget, QDragMoveEvent(middle, copy, data, left, NONE))
    send(widget, QDropEvent(at, copy, data, left, NONE))
    typed = QInputMethodEvent("zhong", [])
    typed.setCommitString("中")
    send(widget, typed)
    send(widget, QFileOpenEvent("/etc/hostname"))
    send(widget, QFileOpenEvent(QUrl("https://hub.example/")))


async def tried(hands: Hands, what: str) -> None:
    """All of it, on what shows now, and the loop's turns that it would need to take effect."""
    for turns in range(4):
        before = standing(hands)
        if turns == 0:
            keyed(hands, WAYS_OUT)
        elif turns == 1:
            for widget in places(hands):
                try_all(widget)
        for _ in range(5):
            await asyncio.sleep(0)
        assert standing(hands) == before, what


def test_every_key_with_every_other_does_nothing_on_the_greeting_and_on_a_question(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases and hands.kiosk.speech.voice, "ready")
        assert len(EVERY_KEY) > 400
        for place in ("greeting", "question"):
            if place == "question":
                await hands.service("household")
            before = standing(hands)
            for how in WITH:
                keyed(hands, [(key, how) for key in (EVERY_KEY if how in (NONE, SHIFT) else Qt.Key)])
            for _ in range(20):
                await asyncio.sleep(0)
            assert standing(hands) == before, place

    play(scene)


@pytest.mark.parametrize(
    "service",
    ["household", "residence_permit", "endorsement", "homestay", "truck_pass", "special_trade", "question"],
)
def test_nothing_but_a_finger_leads_on_from_any_screen_of_a_service(play, walks, service: str) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service(service)
        for step_id, value in walks[service]:
            await tried(hands, f"{service}: {step_id}")
            await hands.answer(value)
        await tried(hands, f"{service}: the review")

    play(scene)


def test_nothing_but_a_finger_leads_on_from_any_other_screen(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        kiosk = hands.kiosk
        await hands.until(lambda: kiosk.scenes.releases and kiosk.speech.voice, "ready")
        await tried(hands, "attract")
        hands.tap("开始")
        await hands.mode(Mode.HOME)
        await tried(hands, "home")
        for name in ("language", "size", "voice", "restart"):
            kiosk.framing.set(name)
            await tried(hands, name)
            kiosk.stage.close(name)
        prompts = kiosk.prompts
        for show in (
            prompts.cancel_call_ask,
            prompts.offer_guide,
            prompts.hand_in_failed,
            prompts.moving,
            prompts.not_moved,
            prompts.saving,
            prompts.no_sound,
            lambda: prompts.printed("print.done"),
        ):
            show()
            await tried(hands, kiosk.stage.top)
            kiosk.stage.close_all()
        hands.clock.turn(181)
        await hands.mode(Mode.IDLE_PROMPT)
        await tried(hands, "idle")
        kiosk.machine.post(Event.STILL_HERE)
        await hands.mode(Mode.HOME)
        kiosk.showing.service("household")
        await hands.until(lambda: kiosk.stage.top == "step", "a question")
        for _step_id, value in walks["household"]:
            await hands.answer(value)
        kiosk.serving.hand_in()
        await hands.mode(Mode.RECEIPT)
        await tried(hands, "receipt")
        kiosk.machine.post(Event.RECEIPT_DONE)
        await hands.mode(Mode.RATING)
        await tried(hands, "rating")
        kiosk.machine.post(Event.BROKE)
        await hands.mode(Mode.OUT_OF_SERVICE)
        await tried(hands, "out of service")

    play(scene)


def test_no_widget_takes_files_input_methods_or_menus_and_none_bears_a_tip(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        for _step_id, value in walks["household"]:
            for widget in (hands.window, *hands.window.findChildren(QWidget)):
                told = f"{type(widget).__name__} at {hands.run.step}"
                assert not widget.acceptDrops(), told
                assert not widget.toolTip(), told
                assert not widget.whatsThis(), told
                assert not widget.actions(), told
                assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), told
                assert not isinstance(widget, (QMenu, QDialog, QAbstractScrollArea)), told
                if isinstance(widget, QLineEdit):  # a screen reader reads it; nothing else can be done to it
                    assert widget.isReadOnly(), told
                    assert widget.focusPolicy() is Qt.FocusPolicy.NoFocus, told
                    assert widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents), told
                if isinstance(widget, TapButton):
                    assert widget.shortcut().isEmpty(), told
            await hands.answer(value)

    play(scene)
