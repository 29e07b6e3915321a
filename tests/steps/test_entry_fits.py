"""Nothing is cut, nothing overlaps, everything can be reached: every entry screen in every look."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.flow.load import load_folder
from kiosk.flow.model import Flow
from kiosk.message import Message
from kiosk.writing.aids import WritingAids
from screens.layout.zones import REACH
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.address import AddressScreen
from screens.steps.entry import EntryScreen
from screens.steps.registry import SCREENS
from screens.steps.step import View
from screens.steps.writing import WritingScreen
from screens.theme import Size
from screens.widgets.date_fields import DateFields
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key
from screens.widgets.label import Label

from .conftest import LOOKS, ROOT, STEPS, Show, Wear, framed

BY_LOOK = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
FLOWS = [release.flow for release in load_folder(ROOT / "assets" / "flows")[0]]
BY_STEP = pytest.mark.parametrize("step", STEPS)


def seen(frame: Frame, kind: type[QWidget]) -> list[QWidget]:
    return [w for w in frame.findChildren(kind) if w.isVisible()]


def states(screen: Screen) -> list[str]:
    """Each state the screen can stand in, entered one after the other."""
    return ["first", "letters", "signs"] if isinstance(screen, WritingScreen) else ["first"]


def enter(screen: Screen, state: str) -> None:
    from_page = screen.page_count - 1 - screen.page
    if state == "letters" and isinstance(screen, WritingScreen):
        screen.turn(from_page)
        for letter in "wanggui":
            screen.keys.typed.emit(letter)
    if state == "signs" and isinstance(screen, WritingScreen):
        for _ in "wanggui":
            screen.keys.erased.emit()
        screen.keys.show_signs(True)


def check(frame: Frame, screen: Screen, look: Wear) -> None:
    theme = screen.ui.theme
    for each in (*seen(frame, Key), *seen(frame, Label)):
        assert not each.cut(), f"{each.accessibleName()} is cut"  # type: ignore[attr-defined]
    inside = [k for k in seen(frame, Key) if screen.isAncestorOf(k)]
    for key in inside:
        least = theme.px(15) if isinstance(key, GlyphKey) else theme.px(20)
        assert min(key.width(), key.height()) >= least, key.accessibleName()
        top = key.mapTo(frame, key.rect().topLeft()).y()
        reachable = not isinstance(key.parentWidget(), DateFields)
        if look.sitting and not look.landscape and reachable:
            assert top >= theme.panel.height * REACH // 100
    own = [c for c in screen.children() if isinstance(c, QWidget) and c.isVisible()]
    for one, two in combinations(own, 2):
        assert not one.geometry().intersects(two.geometry())
    for each in own:
        assert frame.rect().contains(each.geometry())
        for z in (frame.zones().nav, frame.zones().guide, frame.zones().settings):
            assert not each.geometry().intersects(z)


@BY_LOOK
@BY_STEP
def test_all_of_it_stands_on_the_panel(show: Show, look: Wear, step: str) -> None:
    screen, frame = show(step, look)
    for state in states(screen):
        enter(screen, state)
        for page in range(screen.page_count):
            screen.turn(page - screen.page)
            check(frame, screen, look)
    assert getattr(screen, "fits", True)


@BY_LOOK
def test_the_written_half_of_an_address_too(show: Show, look: Wear) -> None:
    screen, frame = show("address", look)
    assert isinstance(screen, AddressScreen)
    for page in range(screen.page_count):
        screen.turn(page - screen.page)
    screen.towns.picked.emit("堡镇")
    screen.press("forward")
    assert screen.writing
    for state in ("first", "letters", "signs"):
        enter(screen, state)
        for page in range(screen.page_count):
            screen.turn(page - screen.page)
            check(frame, screen, look)
    assert screen.fits


@pytest.mark.parametrize("diagonal", [27.0, 32.0])
def test_larger_panels_too(show: Show, diagonal: float) -> None:
    for step in STEPS:
        look = Wear(diagonal=diagonal)
        screen, frame = show(step, look)
        check(frame, screen, look)


def test_a_page_of_letters_keeps_the_alphabet(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, WritingScreen)
    places = [(k.y(), k.x()) for k in screen.keys.letters.values()]
    assert all(one < two for one, two in pairwise(places))


@BY_LOOK
def test_a_message_about_a_refused_entry_fits_too(show: Show, look: Wear) -> None:
    screen, frame = show("identity_number", look)
    screen.refuse(Message("field.identity.short", {"count": 17}))
    for page in range(screen.page_count):
        screen.turn(page - screen.page)
        check(frame, screen, look)
    assert getattr(screen, "fits", False)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
@pytest.mark.parametrize(
    "look", [look for look in LOOKS if look.size is Size.LARGEST], ids=lambda look: look.name
)
def test_the_questions_of_the_services_fit_in_the_largest_type(
    aids: WritingAids, qtbot: QtBot, look: Wear, flow: Flow
) -> None:
    ui = look.ui(aids)
    for step in flow.steps:
        if issubclass(SCREENS[step.kind], EntryScreen):
            screen = SCREENS[step.kind](ui, View(step, progress=(13, 16)))
            frame = framed(ui, screen)
            qtbot.addWidget(frame)
            assert isinstance(screen, EntryScreen)
            assert screen.fits, step.id
