"""The card, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from kiosk.flow.answer import Answer, CardData, CardLaid
from screens.steps.card import CardScreen
from screens.theme import Size
from screens.tour.writing import NO_FONT_HAS_IT

from .conftest import Show, Wear

CARD = CardData(name="王桂兰", identity_number="31023019480301002X", address="上海市崇明区堡镇解放街12号")


def card_screen(show: Show, wear: Wear | None = None, step: str = "card") -> CardScreen:
    screen, _frame = show(step, wear or Wear())
    assert isinstance(screen, CardScreen)
    return screen


def told(screen: CardScreen) -> str:
    """All that can be seen, or found by a screen reader."""
    widgets = [w for w in screen.findChildren(QWidget) if w.isVisible()]
    faces = [QAccessible.queryAccessibleInterface(w) for w in widgets]
    return "\n".join(f.text(QAccessible.Text.Name) + f.text(QAccessible.Text.Value) for f in faces)


def test_whose_card_it_is_is_asked_once_with_name_and_four_characters(show: Show) -> None:
    screen = card_screen(show)
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    screen.card_read(CARD)
    assert "这是您吗？" in told(screen)
    assert "王桂兰" in told(screen)
    assert "002X" in told(screen)
    assert "31023019" not in told(screen)
    assert "解放街" not in told(screen)
    assert not screen.no_card_key.isVisible()
    assert [key.text for key in screen.nav()] == ["上一步", "对，是我"]
    screen.press("forward")
    assert answers == [CardLaid(card=CARD)]


@pytest.mark.parametrize("way", ["key", "back"])
def test_another_persons_card_is_forgotten(show: Show, way: str) -> None:
    screen = card_screen(show)
    answers: list[Answer] = []
    asides: list[str] = []
    screen.answered.connect(answers.append)
    screen.put_aside.connect(asides.append)
    screen.card_read(CARD)
    if way == "key":
        screen.another_key.click()
    else:
        screen.press("back")
    assert screen.laid is None
    assert "王桂兰" not in told(screen)
    assert "002X" not in told(screen)
    assert screen.no_card_key.isVisible()
    assert screen.draft() == type(screen.draft())()
    screen.press("forward")
    assert answers == []
    assert asides == [CARD.identity_number]


def test_covered_neither_name_nor_number_can_be_seen(show: Show) -> None:
    screen = card_screen(show)
    screen.card_read(CARD)
    screen.cover_key.click()
    for hidden in ("王桂兰", "002X"):
        assert hidden not in told(screen)
        assert hidden not in str([s.text for s in screen.spoken()])
    screen.cover_key.click()
    assert "王桂兰" in told(screen)


def test_name_and_number_are_spoken_by_earphones_alone(show: Show) -> None:
    screen = card_screen(show)
    screen.card_read(CARD)
    private = [s for s in screen.spoken() if "王桂兰" in s.text or "0 0 2 X" in s.text]
    assert len(private) == 2
    assert all(s.private and not s.fixed for s in private)
    assert "这是您吗？" in [s.text for s in screen.spoken()]


def test_a_card_that_has_run_out_leads_on(show: Show) -> None:
    screen = card_screen(show)
    today = date(2026, 11, 24)
    for until, out in ((today, False), (date(2026, 11, 23), True), (None, False)):
        screen.card_read(CARD.model_copy(update={"valid_until": until}))
        assert ("窗口会告诉您" in told(screen)) == out
        assert screen.nav()[-1].enabled


def test_the_question_survives_a_change_of_language(show: Show) -> None:
    screen = card_screen(show)
    screen.card_read(CARD)
    screen.cover_key.click()
    again = card_screen(show, Wear("en", Size.LARGEST))
    again.restore(screen.draft())
    assert again.laid == CARD
    assert "Is this you?" in told(again)
    assert "王桂兰" not in told(again)


@pytest.mark.parametrize("strange", ["\U00030000", "\ue863"])
def test_a_name_that_cannot_be_shown_whole_is_told_and_leads_on(show: Show, strange: str) -> None:
    screen = card_screen(show)
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    card = CARD.model_copy(update={"name": f"王{strange}", "valid_until": date(2020, 1, 1)})
    screen.card_read(card)
    assert "姓名里有个字显示不出来" in told(screen)
    screen.press("forward")
    assert answers == [CardLaid(card=card)]


def test_nothing_is_said_of_a_name_that_is_shown(show: Show) -> None:
    screen = card_screen(show)
    screen.card_read(CARD.model_copy(update={"name": "王\U0002c542"}))
    assert "显示不出来" not in told(screen)


def test_words_too_long_for_their_zone_stand_under_the_title_and_cover_nothing(show: Show) -> None:
    """Sitting, in the largest letters: what can be touched gives way to them, and comes on further pages."""
    screen = card_screen(show, Wear("en", Size.LARGEST, sitting=True), "their_card")
    screen.card_read(CARD.model_copy(update={"name": NO_FONT_HAS_IT}))
    assert screen.page_count > 1
    assert screen.title is not None
    assert screen.help is not None
    assert screen.help.y() == screen.title.geometry().bottom() + 1
    for _ in range(screen.page_count):
        shown = [w for w in screen.findChildren(QWidget) if w.isVisible() and w.parent() is screen]
        for at, one in enumerate(shown):
            for two in shown[at + 1 :]:
                assert not one.geometry().intersects(two.geometry()), (one, two)
            assert QRect(0, 0, screen.width(), screen.height()).contains(one.geometry())
        screen.turn(1)


def test_of_a_card_is_said_what_its_page_shows(show: Show) -> None:
    screen = card_screen(show, Wear("en", Size.LARGEST, sitting=True), "their_card")
    screen.card_read(CARD.model_copy(update={"name": NO_FONT_HAS_IT}))
    assert screen.page_count > 1
    for page in range(screen.page_count):
        said = [s.text for s in screen.spoken()]
        assert (screen.help is not None and screen.help.text in said) == (page == 0)
        assert any("0 0 2 X" in text for text in said) == (screen.laid_card in screen.page_items())
        assert (screen.another_key.text() in said) == screen.another_key.isVisible()
        assert ("More" in said) == (page < screen.page_count - 1)
        screen.turn(1)
