"""Whatever is being said is marked where it stands, on every screen of the kiosk, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.flow.model import Text
from kiosk.outfit import load_aids
from screens.fonts import load_fonts
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.shell.parts import Hall
from screens.tour.shots import all_shots
from tests.shell.conftest import PATHS
from tests.shell.panel import PANEL, plain_ui

HALL = Hall(
    station=Text({"zh_CN": "派出所", "en": "Police station"}),
    kiosk_no="01",
    kiosk_name="1号机",
    place=Text({"zh_CN": "大厅", "en": "the hall"}),
    staffed_window=Text({"zh_CN": "1号窗口", "en": "window 1"}),
)


def drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def unmarked(screen: Screen) -> list[str]:
    """What of the page shown is said without a mark on it, or leaves its mark behind."""
    found = []
    for said in screen.spoken():
        if said.widget is None:
            continue
        before = drawn(said.widget)
        screen.mark(said.widget)
        if drawn(said.widget) == before:
            found.append(f"{said.text!r} is not marked")
        screen.mark(None)
        if drawn(said.widget) != before:
            found.append(f"{said.text!r} stays marked")
    return found


def test_on_every_screen(qapp, qtbot, releases) -> None:
    load_fonts(PATHS.fonts)
    ui = replace(plain_ui(), aids=load_aids(PATHS.data))
    found, seen = [], 0
    for shot in all_shots(HALL, releases, datetime(2026, 11, 24, 1, 30, tzinfo=UTC), date(2026, 11, 24)):
        frame = Frame(ui)
        qtbot.addWidget(frame)
        frame.resize(PANEL.width, PANEL.height)
        screen = shot.build(ui)
        frame.show_screen(screen, plain=shot.plain)
        frame.show()
        shot.act(frame)
        for page in range(screen.page_count):
            if page:
                screen.turn(1)
            found += [f"{shot.group}-{shot.name}: {each}" for each in unmarked(screen)]
            told = [said.text for said in screen.spoken()]
            if ("还有" in told[-1]) == screen.last_page:
                found.append(
                    f"{shot.group}-{shot.name}: whether there is more is not said on page {page + 1}"
                )
            seen += 1
        frame.hide()
    assert seen > 100
    assert not found, "\n".join(found)
