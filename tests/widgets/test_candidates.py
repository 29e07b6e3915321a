"""The rows of characters to choose from."""

from __future__ import annotations

from typing import Protocol

from pytestqt.qtbot import QtBot

from screens.ui import Ui
from screens.widgets.candidates import Candidates
from tests.finger import Finger

MANY = tuple("王汪望网旺往亡忘妄枉罔惘魍辋尪")


class Watch(Protocol):
    """The keys' sense of time in milliseconds."""

    now: int


def shown(ui: Ui, qtbot: QtBot, rows: int = 1) -> Candidates:
    row = Candidates(ui)
    row.resize(998, rows * row.row_least() + (rows - 1) * ui.theme.gap)
    qtbot.addWidget(row)
    row.show()
    return row


def test_all_of_them_can_be_reached_in_order(ui: Ui, qtbot: QtBot, finger: Finger) -> None:
    row = shown(ui, qtbot)
    row.offer(MANY)
    seen: list[str] = []
    while len(seen) < len(MANY):
        seen.extend(row.shown)
        assert row.more.isVisible()
        finger.wait(400)
        finger.tap(row.more)
    assert tuple(seen) == MANY
    assert row.shown[0] == "王"


def test_the_one_touched_is_told_by_its_number(ui: Ui, qtbot: QtBot, finger: Finger) -> None:
    row = shown(ui, qtbot)
    row.offer(MANY)
    finger.tap(row.more)
    picked: list[int] = []
    row.picked.connect(picked.append)
    finger.wait(400)
    finger.tap(row.keys[1])
    assert [MANY[k] for k in picked] == [row.shown[1]]


def test_a_bounce_takes_nothing_of_what_then_stands_there(ui: Ui, qtbot: QtBot, finger: Finger) -> None:
    row = shown(ui, qtbot)
    row.offer(MANY)
    picked: list[int] = []
    row.picked.connect(picked.append)
    row.picked.connect(lambda _at: row.offer(("桂兰", "桂")))
    finger.tap(row.keys[0])
    spot = row.keys[0].geometry().center()
    again = row.childAt(spot)
    assert again is not None
    finger.tap(again, again.mapFrom(row, spot))
    assert picked == [0]
    finger.wait(300)
    finger.tap(row.keys[1])
    assert picked == [0, 1]


def test_two_rows_hold_more_and_nothing_is_cut(ui: Ui, qtbot: QtBot) -> None:
    one, two = shown(ui, qtbot), shown(ui, qtbot, rows=2)
    for row in (one, two):
        row.offer(MANY)
        keys = [key for key in (*row.keys, row.more) if key.isVisible()]
        assert not any(key.cut() for key in keys)
        assert all(row.rect().contains(key.geometry()) for key in keys)
        assert all(min(key.width(), key.height()) >= ui.theme.px(15) for key in keys)
    assert len(two.shown) > len(one.shown)


def test_few_need_no_key_for_more(ui: Ui, qtbot: QtBot) -> None:
    row = shown(ui, qtbot)
    row.offer(("王", "汪"))
    assert not row.more.isVisible()
    row.offer((), "碰字母")
    assert row.hint.isVisible()
    assert not row.keys[0].isVisible()
