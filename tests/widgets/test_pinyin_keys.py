"""The letter keys."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from screens.ui import Ui
from screens.widgets.pinyin_keys import Extra, PinyinKeys


def tap(key: object) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def shown(ui: Ui, qtbot: QtBot, width: int = 998, height: int | None = None) -> PinyinKeys:
    keys = PinyinKeys(ui, signs=("12345", "67890", "-号"), extras=(Extra("·", "·", "圆点"),))
    keys.resize(width, height or keys.good_height(width))
    qtbot.addWidget(keys)
    keys.show()
    return keys


def test_letters_signs_and_erase_are_told(ui: Ui, qtbot: QtBot) -> None:
    keys = shown(ui, qtbot)
    told: list[str] = []
    keys.typed.connect(told.append)
    keys.signed.connect(told.append)
    keys.erased.connect(lambda: told.append("erased"))
    tap(keys.letters["w"])
    tap(keys.letters["v"])
    tap(keys.extras["·"])
    tap(keys.erase)
    tap(keys.flip)
    tap(keys.signs["号"])
    assert told == ["w", "v", "·", "erased", "号"]


def test_the_two_sides_are_not_seen_at_once(ui: Ui, qtbot: QtBot) -> None:
    keys = shown(ui, qtbot)
    assert keys.letters["a"].isVisible()
    assert not keys.signs["1"].isVisible()
    keys.show_signs(True)
    assert not keys.letters["a"].isVisible()
    assert keys.signs["1"].isVisible()


def test_v_bears_the_sign_one_learnt_at_school(ui: Ui, qtbot: QtBot) -> None:
    assert shown(ui, qtbot).letters["v"].text() == "Ü"


def test_the_dot_has_a_name(ui: Ui, qtbot: QtBot) -> None:
    assert shown(ui, qtbot).extras["·"].accessibleName() == "圆点"


@pytest.mark.parametrize("width", [553, 726, 998])
def test_at_its_least_every_key_is_whole_and_apart(ui: Ui, qtbot: QtBot, width: int) -> None:
    keys = shown(ui, qtbot, width)
    keys.resize(width, keys.least_height(width))
    for side in (False, True):
        keys.show_signs(side)
        seen = [
            key
            for key in (*keys.letters.values(), *keys.signs.values(), keys.erase, keys.flip)
            if key.isVisible()
        ]
        for key in seen:
            assert not key.cut()
            assert min(key.width(), key.height()) >= ui.theme.px(15)
            assert keys.rect().contains(key.geometry())
        for one, two in combinations(seen, 2):
            gap = ui.theme.px(2.5) - 1
            assert not one.geometry().adjusted(0, 0, gap, gap).intersects(two.geometry())
