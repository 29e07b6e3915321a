"""The key that explains a step's office words: beside "listen again", for one word or for several."""

from __future__ import annotations

import pytest

from kiosk.flow.glossary import Term
from kiosk.writing.aids import WritingAids
from screens.steps.registry import SCREENS
from screens.steps.step import StepScreen, View
from screens.ui import Ui
from screens.widgets.key import Key

from .conftest import STEPS, Wear, t

BOOKLET = Term(
    id="booklet",
    term=t("户口簿", "household booklet"),
    explanation=t("户口簿是一家人的小本子。", "A household booklet is a small book."),
)
PERMIT = Term(
    id="permit",
    term=t("居住证", "residence permit"),
    explanation=t("居住证说明您住在这里。", "A residence permit shows that you live here."),
)


@pytest.fixture
def ui(aids: WritingAids) -> Ui:
    return Wear().ui(aids)


def shown(ui: Ui, kind: str, *terms: Term) -> StepScreen:
    step = STEPS[kind]
    return SCREENS[step.kind](ui, View(step, terms=terms))


def keys(screen: StepScreen) -> list[str]:
    return [key.text() for key in screen.findChildren(Key)]


@pytest.mark.parametrize("kind", [kind for kind in STEPS if STEPS[kind].kind != "date"])
def test_every_kind_of_entry_explains_a_word(ui: Ui, kind: str) -> None:
    screen = shown(ui, kind, BOOKLET)
    asked: list[tuple[str, str]] = []
    screen.acted.connect(lambda action, argument: asked.append((action, argument)))
    assert screen.explain_key is not None
    assert screen.explain_key.text() == "什么是户口簿？"
    screen.explain_key.click()
    assert asked == [("explain", "booklet")]


def test_several_words_share_one_key(ui: Ui) -> None:
    screen = shown(ui, "name", BOOKLET, PERMIT)
    asked: list[tuple[str, str]] = []
    screen.acted.connect(lambda action, argument: asked.append((action, argument)))
    assert screen.explain_key is not None
    assert keys(screen).count("词的意思") == 1
    screen.explain_key.click()
    assert asked == [("explain", "booklet permit")]


def test_without_office_words_there_is_no_such_key(ui: Ui) -> None:
    screen = shown(ui, "name")
    assert screen.explain_key is None
    assert not [words for words in keys(screen) if "什么是" in words]


def test_a_date_has_its_keypad_in_place_of_the_key(ui: Ui) -> None:
    screen = shown(ui, "date", BOOKLET)
    assert screen.explain_key is None
    assert not [words for words in keys(screen) if "什么是" in words]
