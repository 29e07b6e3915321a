"""Long words of further languages have room, and take none from the answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.locales import USUAL, found
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.writing.aids import Candidate, Places, WritingAids
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.screen import NavKey, Screen
from screens.shell.frame import Frame
from screens.theme import Panel, Size, Theme
from screens.ui import Ui
from screens.widgets.keypad import Keypad

HERE = Paths.here()
EVERY = found(HERE.locales)
WORDS = load_words(HERE.locales, EVERY)
FURTHER = [each for each in EVERY if each not in USUAL]
WIDE = Panel(1920, 1080)


class NoPinyin:
    """No candidates."""

    def candidates(self, letters: str, field: str, limit: int = 60) -> tuple[Candidate, ...]:
        return ()


class ThreeKeys(Screen):
    """A screen with the keys of the list of what to bring."""

    def nav(self) -> tuple[NavKey, ...]:
        say = self.ui.say
        return (
            NavKey("back", say("steps.back"), icon="back"),
            NavKey("print", say("steps.print")),
            NavKey("forward", say("steps.next"), icon="forward", go=True),
        )


@pytest.fixture(autouse=True, scope="module")
def fonts(qapp: Any) -> None:
    load_fonts(HERE.fonts)


def ui(locale: str, panel: Panel, size: Size = Size.LARGEST, *, sitting: bool = False) -> Ui:
    theme = Theme(panel, size, sitting=sitting, locale=locale)
    aids = WritingAids(NoPinyin(), Places((), ()))
    return Ui(theme, WORDS[locale], locale, Icons(HERE.icons), lambda: date(2026, 11, 24), aids)


def frame(qtbot: QtBot, surroundings: Ui) -> Frame:
    shown = Frame(surroundings)
    qtbot.addWidget(shown)
    shown.resize(surroundings.theme.panel.width, surroundings.theme.panel.height)
    shown.show_screen(ThreeKeys(surroundings))
    shown.show()
    return shown


def rows(keys: Any) -> int:
    return len({key.y() for key in keys.values()})


@pytest.mark.parametrize("locale", FURTHER)
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.value)
def test_settings_guide_and_keys_are_as_low_as_in_chinese(qtbot: QtBot, locale: str, size: Size) -> None:
    """At the largest size and sitting, each further row would hide an answer on another page."""
    shown = frame(qtbot, ui(locale, Panel(), size, sitting=True))
    assert (rows(shown.settings_keys), rows(shown.nav_keys)) == (1, 1)
    assert not any(key.cut() for key in (*shown.settings_keys.values(), *shown.nav_keys.values()))
    assert shown.guide.height() == frame(qtbot, ui("zh_CN", Panel(), size, sitting=True)).guide.height()


@pytest.mark.parametrize("locale", EVERY)
@pytest.mark.parametrize("more", ["", "X", "entry.next_part"])
def test_the_lowest_row_may_bear_long_words(qtbot: QtBot, locale: str, more: str) -> None:
    surroundings = ui(locale, WIDE)
    words = surroundings.say(more) if "." in more else more
    pad = Keypad(surroundings, more=more, more_words=words)
    qtbot.addWidget(pad)
    pad.resize(pad.least_width(), pad.least_height(0))
    pad.show()
    keys = [*pad.keys.values(), pad.erase]
    assert not any(key.cut() for key in keys)
    assert all(pad.rect().contains(key.geometry()) for key in keys)
    assert not any(_meet(a, b) for at, a in enumerate(keys) for b in keys[:at])


def _meet(one: QWidget, other: QWidget) -> bool:
    return one.geometry().intersects(other.geometry())
