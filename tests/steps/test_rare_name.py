"""A name with characters far beyond the common ones, from the keys to the review."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.answer import Written
from kiosk.outfit import load_aids
from kiosk.writing.aids import WritingAids
from screens.fonts import family_of, unshowable
from screens.steps.step import StepScreen
from screens.steps.writing import NameScreen

from .conftest import LOOKS, Wear, build, framed
from .test_writing_screens import forward, heard, write

DATA = Path(__file__).resolve().parents[2] / "assets" / "data"
BAMBOO = "\U0002c542"
"""篢 as it is simplified; extension E."""
FAR = "\U0002d3e6"
"""Extension F; read ai."""
NOWHERE = "\U00030000"
"""Extension G: no font of the kiosk has it."""


@pytest.fixture(scope="module")
def whole() -> WritingAids:
    return load_aids(DATA)


def name_screen(whole: WritingAids, qtbot: QtBot, value: str = "", locale: str = "zh_CN") -> NameScreen:
    ui = Wear(locale).ui(whole)
    screen = build(ui, "name", Written(text=value) if value else None)
    frame = framed(ui, screen)
    qtbot.addWidget(frame)
    frame.show()
    assert isinstance(screen, NameScreen)
    return screen


def by_parts(screen: NameScreen, *parts: tuple[str, str]) -> None:
    """Spell parts: (letters, the part meant)."""
    screen.keys.way_wanted.emit("parts")
    for letters, part in parts:
        write(screen, letters, part)


def test_a_character_of_extension_e_is_written_with_letters_and_erased_whole(
    whole: WritingAids, qtbot: QtBot
) -> None:
    screen = name_screen(whole, qtbot)
    answers, _, _ = heard(screen)
    write(screen, "wang", "王")
    write(screen, "gong", BAMBOO)
    assert screen.field.value == "王" + BAMBOO
    assert forward(screen)
    screen.press("forward")
    assert answers == [Written(text="王" + BAMBOO)]
    screen.keys.erase.click()
    assert screen.text == "王"


def test_rare_characters_stand_behind_all_common_ones(whole: WritingAids, qtbot: QtBot) -> None:
    screen = name_screen(whole, qtbot)
    for letter in "ai":
        screen.keys.letters[letter].click()
    texts = screen.row.texts
    assert texts.index("爱") < texts.index("毐") < texts.index(FAR)
    assert all(0x3400 <= ord(c) < 0x10000 for c in texts[: texts.index("毐")] if len(c) == 1)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_a_character_is_written_by_its_parts(whole: WritingAids, qtbot: QtBot, locale: str) -> None:
    screen = name_screen(whole, qtbot, locale=locale)
    by_parts(screen, ("zhu", "竹"), ("gong", "贡"))
    screen.row.picked.emit(screen.row.texts.index(BAMBOO))
    assert screen.text == BAMBOO
    for _ in range(3):
        write(screen, "shi", "石")
    assert screen.row.texts[0] == "磊"


def test_a_part_is_known_by_what_it_is_called(whole: WritingAids, qtbot: QtBot) -> None:
    screen = name_screen(whole, qtbot)
    by_parts(screen, ("sandianshui", "氵"), ("ke", "可"))
    assert screen.row.texts[0] == "河"


def test_nothing_is_offered_that_would_be_an_empty_box(whole: WritingAids, qtbot: QtBot) -> None:
    screen = name_screen(whole, qtbot)
    by_parts(screen, ("shi", "石"))
    assert NOWHERE not in "".join(screen.row.texts)
    assert unshowable("".join(screen.row.texts)) == ""
    assert unshowable("王" + NOWHERE + BAMBOO + FAR) == NOWHERE
    assert unshowable("葛\U000e0100 A·é") == "", "a variant's sign is no character"
    assert family_of(FAR) == "HanaMinB"
    assert family_of(NOWHERE) is None


def test_a_character_that_cannot_be_shown_is_told_of_once_and_a_person_offered(
    whole: WritingAids, qtbot: QtBot
) -> None:
    screen = name_screen(whole, qtbot, "王" + NOWHERE)
    answers, acts, said = heard(screen)
    to_the_end(screen)
    assert answers == []
    assert said == [screen.ui.say("rare.unshown")]
    assert NOWHERE not in "".join(said)
    assert ("offer_guide", "") in acts
    to_the_end(screen)
    assert answers == [Written(text="王" + NOWHERE)]


def to_the_end(screen: StepScreen) -> None:
    """Forward, over the page that is read first where there is one."""
    if not screen.last_page:
        screen.press("forward")
    screen.press("forward")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_word_about_it_fits(whole: WritingAids, qtbot: QtBot, look: Wear) -> None:
    screen = build(look.ui(whole), "name", Written(text="王" + NOWHERE))
    frame = framed(screen.ui, screen)
    qtbot.addWidget(frame)
    frame.show()
    to_the_end(screen)
    assert isinstance(screen, NameScreen)
    assert screen.refusal is not None
    assert screen.refusal.text == screen.ui.say("rare.unshown")
    assert screen.refusal.isVisible()
    assert not screen.refusal.cut()
    assert screen.fits
