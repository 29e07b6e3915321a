"""A key with the focus on it is as wide as without, and its words have as much room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget

from screens.desk.look import button, stylesheet
from screens.theme import PAPER, families


@pytest.mark.parametrize("part", ["", "go", "alert", "chip", "chip_alert"], ids=lambda part: part or "plain")
def test_the_focus_takes_no_room_from_the_words(qapp: QApplication, part: str) -> None:
    page = QWidget()
    page.setStyleSheet(stylesheet(PAPER, *families()))
    key = button("Add a shift", part)
    key.setParent(page)
    key.ensurePolished()
    key.resize(key.sizeHint())
    rooms = []
    for focus in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_HasFocus):
        option = QStyleOptionButton()
        key.initStyleOption(option)
        option.state |= focus
        rooms.append(key.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, key).width())
    assert rooms[0] == rooms[1]
    page.deleteLater()
