"""On every screen there is, four keys reach every key in reading order, and so does a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.flow.load import load_folder
from kiosk.flow.model import Text
from kiosk.outfit import load_aids, load_words
from kiosk.paths import Paths
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.bar import show_on
from screens.shell.focus_voice import heard
from screens.shell.four_keys import FourKeys
from screens.shell.parts import Hall
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.shell.touch import TouchWatch
from screens.theme import Panel, Size, Theme
from screens.tour.shots import Shot, all_shots
from screens.tour.staff import staff_shots
from screens.ui import Ui
from screens.widgets.key import Key

PATHS = Paths.here()
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
HALL = Hall(
    station=Text({"zh_CN": "派出所", "en": "Police station"}),
    kiosk_no="01",
    kiosk_name="1号机",
    place=Text({"zh_CN": "大厅", "en": "Hall"}),
    staffed_window=Text({"zh_CN": "1号窗口", "en": "window 1"}),
)
Role = QAccessible.Role
LOOKS = (
    ("zh_CN", Size.CARING, False, Panel(), 1),
    ("en", Size.LARGEST, True, Panel(), 14),
    ("zh_CN", Size.STANDARD, False, Panel(1920, 1080), 9),
)
"""The last: one of so many screens is looked at."""
MOST_PAGES = 6


def shots() -> dict[str, Shot]:
    found = (*all_shots(HALL, load_folder(PATHS.flows)[0], NOW, NOW.date()), *staff_shots(HALL, NOW))
    return {f"{s.group}-{s.name}": s for s in found}


class Seat:
    """A window with the four keys, as the kiosk has them."""

    def __init__(self, ui: Ui, qtbot: QtBot, every: int) -> None:
        self.ui, self.qtbot, self.every = ui, qtbot, every
        self.window = QWidget()
        self.window.resize(ui.theme.panel.width, ui.theme.panel.height)
        self.stage = Stage(self.window)
        self.touch = TouchWatch(self.window)
        self.keys = FourKeys(self.window, self.stage, Speech(self.window), self.touch)

    def show(self, shot: Shot) -> None:
        self.stage.show_scene(f"{shot.group}-{shot.name}", shot.build, plain=shot.plain)
        self.stage.dress(self.ui)
        assert self.stage.frame is not None
        show_on(self.stage.frame.guide, self.ui, shot.telling, "1号窗口")
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, key: Qt.Key) -> None:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window.focusWidget() or self.window, event)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def seat(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Seat]:
    locale, size, contrast, panel, every = request.param
    load_fonts(PATHS.fonts)
    theme = Theme(panel, size, contrast, False)
    words = load_words(PATHS.locales)[locale]
    made = Seat(Ui(theme, words, locale, Icons(PATHS.icons), NOW.date, load_aids(PATHS.data)), qtbot, every)
    qapp.installEventFilter(made.touch)
    yield made
    qapp.removeEventFilter(made.touch)
    made.window.close()
    made.window.deleteLater()


def below(face: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that a screen reader finds that shows, in its order."""
    for at in range(face.childCount()):
        child = face.child(at)
        if not child.state().invisible:
            yield child
            yield from below(child)


def keys_of(window: QWidget) -> set[Key]:
    return {k for k in window.findChildren(Key) if k.isVisible() and k.isEnabled()}


def check_four_keys(seat: Seat, where: str) -> None:
    order = seat.keys.stops()
    reached: list[QWidget] = []
    for _ in range(len(order)):
        seat.press(Qt.Key.Key_Right)
        focused = seat.window.focusWidget()
        assert focused is not None, f"{where}: the focus is nowhere"
        assert focused.isVisible(), f"{where}: the focus cannot be seen"
        said = [s for s in heard(seat.ui, seat.stage.screen, focused) if s.text.strip()]  # type: ignore[arg-type]
        silent = seat.stage.screen is not None and not seat.stage.screen.spoken()  # the staff's page
        assert said or silent, f"{where}: nothing is said of {type(focused).__name__}"
        reached.append(focused)
    assert set(reached) == set(order), where
    assert {w for w in reached if isinstance(w, Key)} == keys_of(seat.window), where
    start = reached.index(order[0])
    assert reached[start:] + reached[:start] == order, f"{where}: not in reading order"


def check_tree(seat: Seat, where: str) -> None:
    assert seat.stage.frame is not None
    found = list(below(QAccessible.queryAccessibleInterface(seat.stage.frame)))
    for face in found:
        name = face.text(QAccessible.Text.Name).strip()
        if face.role() is not Role.Client:
            assert name, f"{where}: a {face.role().name} without a name"
        widget = face.object()
        if isinstance(widget, Key):
            wanted = Role.RadioButton if widget.autoExclusive() and widget.isCheckable() else Role.CheckBox
            assert face.role() is (wanted if widget.isCheckable() else Role.Button), f"{where}: {name}"
            assert face.state().checked == widget.isChecked(), f"{where}: {name}"
            assert face.state().disabled == (not widget.isEnabled()), f"{where}: {name}"
    told = [f.object() for f in found]
    order = [w for w in seat.keys.stops() if w in told]
    title = seat.stage.screen.title if seat.stage.screen is not None else None
    places = [told.index(w) for w in order if w is not title]
    assert places == sorted(places), f"{where}: the tree is not in reading order"
    assert set(order) == set(seat.keys.stops()), f"{where}: a screen reader does not find all of it"


def test_every_screen_by_four_keys_and_by_a_screen_reader(seat: Seat) -> None:
    for where, shot in list(shots().items())[:: seat.every]:
        seat.show(shot)
        screen = seat.stage.screen
        assert screen is not None
        for page in range(min(screen.page_count, MOST_PAGES)):
            if page:
                screen.turn(1)
            check_four_keys(seat, f"{where}, page {page + 1}")
            check_tree(seat, f"{where}, page {page + 1}")


def test_the_focus_is_drawn_on_every_kind_of_key(seat: Seat) -> None:
    """With the focus a key, or the words, look otherwise: by a line of 4 px or more all round."""
    for where in (
        "visit-attract",
        "sheets-size",
        "endorsement-identity_number",
        "endorsement-name",
        "visit-home",
    ):
        shot = next(s for n, s in shots().items() if n == where or n.startswith(where))
        seat.show(shot)
        seat.press(Qt.Key.Key_Right)
        for _ in range(len(seat.keys.stops())):
            focused = seat.window.focusWidget()
            assert focused is not None
            box = focused.rect().translated(focused.mapTo(seat.window, focused.rect().topLeft()))
            # Across the left edge, from outside of it to a third of the key.
            row = QRect(box.left() - 20, box.center().y(), 20 + box.width() // 3, 1)
            row = row.intersected(seat.window.rect())
            with_focus = seat.window.grab(row).toImage()
            seat.touch.use_keys(False)
            without = seat.window.grab(row).toImage()
            seat.touch.use_keys(True)
            run = best = 0
            for x in range(row.width()):
                run = run + 1 if with_focus.pixel(x, 0) != without.pixel(x, 0) else 0
                best = max(best, run)
            assert best >= 4, f"{where}: the focus on {focused.accessibleName()!r} is {best} px"
            seat.keys._focus(focused)
            seat.press(Qt.Key.Key_Right)
