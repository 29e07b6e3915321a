"""The frame: the guide, the settings and the way on are always in the same places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from screens.shell.frame import SETTINGS, Frame
from screens.shell.guide_bar import IDLE, OPEN, SAMPLES
from screens.ui import Ui

Show = Callable[[Ui, str], Frame]
Scenes = Callable[[Ui], tuple[str, ...]]


def test_guide_and_settings_never_move(look: Any, show: Show, all_scenes: Scenes) -> None:
    ui = look.ui()
    bars, keys = set(), set()
    for name in all_scenes(ui):
        frame = show(ui, name)
        bars.add(frame.guide.geometry().getRect())
        if frame.settings_keys["voice"].isVisible():
            keys.add(tuple(k.geometry().getRect() for k in frame.settings_keys.values()))
    assert len(bars) == 1
    assert len(keys) == 1


def test_each_state_of_a_call_fits_the_bar(look: Any, show: Show) -> None:
    ui = look.ui()
    frame = show(ui, "home")
    before = frame.guide.geometry()
    cut = []
    for states, open_ in ((IDLE, False), (OPEN, True)):
        for title, sub in states:
            words = [ui.say(f"guide.{id_}", **SAMPLES[ui.locale]) for id_ in (title, sub)]
            frame.guide.show_state(words[0], words[1], calling=open_, cancellable=open_)
            if frame.guide.cut():
                cut.append(title)
    assert not cut
    assert frame.guide.geometry() == before


def test_a_very_long_name_is_shown_whole(caring: Ui, show: Show) -> None:
    frame = show(caring, "home")
    name = "买买提·吐尔逊江·阿卜杜拉"
    words = caring.say("guide.coming", officer=name)
    frame.guide.show_state(words, caring.say("guide.coming_sub"), calling=True, cancellable=True)
    title, sub, _icon = frame.guide._laid()
    assert not title.cut
    assert title.height <= frame.guide.height()
    assert sub is None
    assert caring.say("guide.coming_sub") in frame.guide.accessibleName()


def test_a_tap_calls_once_and_then_only_cancels(caring: Ui, show: Show, qtbot: QtBot) -> None:
    frame = show(caring, "home")
    heard: list[str] = []
    frame.guide_wanted.connect(lambda: heard.append("call"))
    frame.cancel_wanted.connect(lambda: heard.append("cancel"))
    frame.guide.click()
    frame.guide.show_state("正在叫人", "", calling=True, cancellable=True)
    frame.guide.click()
    frame.guide.cancel_key.click()
    assert heard == ["call", "cancel"]


def test_the_settings_say_which(caring: Ui, show: Show) -> None:
    frame = show(caring, "home")
    heard: list[str] = []
    frame.setting.connect(heard.append)
    for key in frame.settings_keys.values():
        key.click()
    assert tuple(heard) == SETTINGS


def test_four_keys_follow_the_reading_order(caring: Ui, show: Show) -> None:
    frame = show(caring, "choice")
    screen = frame.screen_shown
    assert screen is not None
    order: list[QWidget] = [*screen.items, *frame.nav_keys.values(), frame.guide]
    order += frame.settings_keys.values()
    places = {}
    at, step = screen.items[0], 0
    while at not in places and step < 500:
        places[at] = step
        at, step = at.nextInFocusChain(), step + 1
    assert all(places[a] < places[b] for a, b in pairwise(order))


def test_forward_keeps_its_place_when_its_words_change(look: Any, show: Show) -> None:
    frame = show(look.ui(), "checklist")
    screen = frame.screen_shown
    assert screen is not None
    screen.turn(99)
    before = frame.nav_keys["forward"].geometry()
    for key in screen.items[:-1]:
        key.click()
    assert frame.nav_keys["forward"].geometry() == before
    assert not frame.nav_keys["forward"].cut()
