"""The field that shows what was entered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import BETWEEN, Field


def field(ui: Ui, qtbot: QtBot, **how: object) -> Field:
    made = Field(ui, "您的身份证号码？", **how)  # type: ignore[arg-type]
    made.resize(998, made.height_for(998))
    qtbot.addWidget(made)
    return made


def read_out(shows: Field) -> str:
    """The value that a screen reader finds."""
    return QAccessible.queryAccessibleInterface(shows).text(QAccessible.Text.Value)


def test_a_screen_reader_finds_a_text_that_cannot_be_written_in(ui: Ui, qtbot: QtBot) -> None:
    shows = field(ui, qtbot)
    shows.show_value("8")
    face = QAccessible.queryAccessibleInterface(shows)
    assert face.role() is QAccessible.Role.EditableText
    assert face.state().readOnly
    assert not face.state().passwordEdit
    shows.cover(True)
    assert face.state().passwordEdit
    qtbot.keyClick(shows, Qt.Key.Key_9)
    assert shows.text() == "8"


def test_an_identity_number_stands_in_groups(ui: Ui, qtbot: QtBot) -> None:
    shows = field(ui, qtbot, groups=(6, 4, 4, 4))
    shows.show_value("31023019480301231X")
    assert shows.shown()[0] == BETWEEN.join(["310230", "1948", "0301", "231X"])


def test_covered_it_shows_and_names_nothing(ui: Ui, qtbot: QtBot) -> None:
    shows = field(ui, qtbot)
    shows.set_before("上海市崇明区")
    shows.show_value("解放街", "hao")
    assert shows.accessibleName() == "您的身份证号码？ 上海市崇明区"
    assert read_out(shows) == "解放街hao"
    shows.cover(True)
    assert set(read_out(shows)) <= set("•●")
    assert shows.shown() == ("***", "***")
    assert shows.accessibleName() == "您的身份证号码？"
    shows.show_value("解放街12")
    assert shows.accessibleName() == "您的身份证号码？"
    before = shows.grab().toImage()
    shows.set_before("江苏省启东市")
    assert shows.grab().toImage() == before


def test_its_height_does_not_change_while_one_writes(ui: Ui, qtbot: QtBot) -> None:
    shows = field(ui, qtbot, lines=2, role=Role.CHOICE)
    empty = shows.height_for(998)
    shows.show_value("崇明区堡镇解放街" * 12)
    assert shows.height_for(998) == empty


def test_of_a_long_text_the_end_is_seen(ui: Ui, qtbot: QtBot) -> None:
    shows = field(ui, qtbot, lines=1)
    shows.show_value("崇明区堡镇解放街" * 6 + "末")
    laid = shows._fitted()
    assert laid.lineCount() == 1
    assert laid.text().startswith("…")
    assert laid.text().endswith("末")
    assert not shows.grab().isNull()


def test_what_is_not_settled_is_marked_also_behind_a_rare_character(ui: Ui, qtbot: QtBot) -> None:
    """Qt counts a character beyond the basic plane twice."""
    field = Field(ui, "名字")
    qtbot.addWidget(field)
    field.resize(800, field.height_for(800))
    field.show_value("\U0002c542", "王")
    (mark,) = field._fitted().formats()
    assert (mark.start, mark.length) == (2, 1)


def test_parts_are_underlined_each_for_itself(ui: Ui, qtbot: QtBot) -> None:
    field = Field(ui, "名字")
    qtbot.addWidget(field)
    field.resize(800, field.height_for(800))
    field.show_value("王", "石石", chips=True)
    marks = field._fitted().formats()
    lines = [m.format.fontUnderline() for m in marks]  # type: ignore[attr-defined]
    assert lines == [False, True, False, True]
    field.cover(True)
    assert "石" not in "".join(field.shown())
