"""A key's state, and what a screen reader does to it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from screens.ui import Ui
from screens.widgets.key import Key, Mark


@dataclass
class Pair:
    """Two keys of a group, and which were tapped."""

    window: QWidget
    one: Key
    two: Key
    tapped: list[str] = field(default_factory=list)


def pair(ui: Ui, qtbot: QtBot, mark: Mark) -> Pair:
    window = QWidget()
    qtbot.addWidget(window)
    made = Pair(window, *(Key(ui, name, mark=mark, parent=window) for name in ("one", "two")))
    made.one.clicked.connect(lambda: made.tapped.append("one"))
    made.two.clicked.connect(lambda: made.tapped.append("two"))
    return made


def toggle(key: Key) -> None:
    """The first thing that Qt offers a screen reader to do with a key that has a state."""
    does = QAccessible.queryAccessibleInterface(key).actionInterface()
    assert does.actionNames()[0] == QAccessibleActionInterface.toggleAction()
    does.doAction(does.actionNames()[0])


@pytest.mark.parametrize(
    ("mark", "role"), [(Mark.RADIO, QAccessible.Role.RadioButton), (Mark.BOX, QAccessible.Role.CheckBox)]
)
def test_a_screen_readers_toggle_is_a_tap(ui: Ui, qtbot: QtBot, mark: Mark, role: QAccessible.Role) -> None:
    keys = pair(ui, qtbot, mark)
    one, two = keys.one, keys.two
    face = QAccessible.queryAccessibleInterface(one)
    assert face.role() is role
    toggle(one)
    toggle(two)
    assert keys.tapped == ["one", "two"]
    assert two.isChecked()
    assert one.isChecked() == (mark is Mark.BOX)
    assert face.state().checked == one.isChecked()


def test_a_key_that_can_be_chosen_only_later_is_tapped_by_it_too(ui: Ui, qtbot: QtBot) -> None:
    keys = pair(ui, qtbot, Mark.NONE)
    for _ in range(2):
        keys.one.setCheckable(True)
    toggle(keys.one)
    assert keys.tapped == ["one"]
    assert keys.one.isChecked()


def test_what_is_shown_as_chosen_is_no_tap(ui: Ui, qtbot: QtBot) -> None:
    keys = pair(ui, qtbot, Mark.RADIO)
    one, two = keys.one, keys.two
    one.setChecked(True)
    two.setChecked(True)
    assert keys.tapped == []
    one.click()
    assert keys.tapped == ["one"]
    assert not two.isChecked()
