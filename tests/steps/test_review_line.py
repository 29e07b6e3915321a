"""A line of the review: no word is cut beside its key."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.writing.aids import WritingAids
from screens.steps.reading import ReviewLine
from screens.steps.step import ReviewRow
from screens.theme import Size
from screens.widgets.label import Label

from .conftest import Wear


@pytest.mark.parametrize(("value", "below"), [("Permit's yearly endorsement", True), ("For me", False)])
def test_the_key_goes_below_where_a_word_would_be_cut(
    qtbot: QtBot, aids: WritingAids, value: str, below: bool
) -> None:
    line = ReviewLine(Wear("en", Size.LARGEST).ui(aids), ReviewRow("matter", "Matter", value))
    qtbot.addWidget(line)
    line.resize(720, line.height_for(720))
    line.show()
    labels = line.findChildren(Label)
    assert not any(label.cut() for label in labels)
    beneath = max(label.geometry().bottom() for label in labels)
    assert (line.change.y() > beneath) is below
    assert line.change.geometry().bottom() < line.height()
