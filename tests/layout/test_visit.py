"""The screens round the services say what was touched, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.locales import Language
from kiosk.words import Words
from screens.shell.frame import Frame
from screens.theme import Size
from screens.ui import Ui
from screens.visit.home import HomeScreen, ReceiptScreen, ReceiptView
from screens.widgets.key import Key
from screens.widgets.label import Card, Label, Picture

from .conftest import Wear

Show = Callable[[Ui, str], Frame]


def shown(show: Show, ui: Ui, name: str) -> tuple[Any, list[tuple[str, str]], Frame]:
    frame = show(ui, name)
    screen = frame.screen_shown
    assert screen is not None
    heard: list[tuple[str, str]] = []
    screen.acted.connect(lambda a, b: heard.append((a, b)))
    return screen, heard, frame


def key_named(frame: Frame, words: str) -> Key:
    return next(k for k in frame.findChildren(Key) if k.text() == words and k.isVisible())


def test_the_paper_of_the_greeting_starts_too(caring: Ui, show: Show) -> None:
    screen, heard, frame = shown(show, caring, "attract")
    QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=QPoint(500, 100))
    key_named(frame, caring.say("attract.start")).click()
    assert heard == [("start", ""), ("start", "")]


def test_words_and_pictures_of_the_greeting_start_too(caring: Ui, show: Show) -> None:
    screen, heard, _frame = shown(show, caring, "attract")
    still = [w for kind in (Label, Picture) for w in screen.findChildren(kind) if w.isVisible()]
    assert {type(w) for w in still} == {Label, Picture}
    for each in still:
        QTest.mouseClick(each, Qt.MouseButton.LeftButton)
    assert heard == [("start", "")] * len(still)


def test_of_more_than_two_languages_one_key_opens_the_list(caring: Ui, show: Show) -> None:
    """Each language by its own name; the list itself is the sheet behind the key."""
    offered = (*caring.words.offered, Language("de", "Deutsch"))
    ui = replace(
        caring, words=Words("zh_CN", {i: caring.words.text(i) for i in caring.words.ids}, None, offered)
    )
    _screen, heard, frame = shown(show, ui, "attract")
    key_named(frame, "普通话 · English · Deutsch").click()
    assert heard == [("languages", "")]
    _screen, heard, frame = shown(show, ui, "language")
    key_named(frame, "Deutsch").click()
    assert heard == [("language", "de")]


def test_the_greeting_takes_language_and_sitting(caring: Ui, show: Show) -> None:
    _screen, heard, frame = shown(show, caring, "attract")
    key_named(frame, "English").click()
    key_named(frame, caring.say("attract.sit")).click()
    assert heard == [("language", "en"), ("sitting", "")]
    assert not frame.settings_keys["language"].isVisible()


def test_a_card_names_its_service(caring: Ui, show: Show) -> None:
    screen, heard, _frame = shown(show, caring, "home")
    screen.items[1].click()
    assert heard == [("service", "permit")]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", list(Size))
def test_the_way_to_what_firms_need_takes_no_room_from_residents(show: Show, locale: str, size: Size) -> None:
    """Wherever three services stood on one page before there was such a key, they still do."""
    ui = Wear(locale, size).ui()
    screen, heard, frame = shown(show, ui, "home")
    assert screen.page_count == 1
    key_named(frame, ui.say("home.to_enterprises")).click()
    assert heard == [("audience", "enterprises")]


def test_back_leads_from_the_list_behind(caring: Ui, show: Show) -> None:
    _screen, heard, frame = shown(show, caring, "home_behind")
    frame.nav_keys["back"].click()
    assert heard == [("audience", "residents")]


def test_home_without_services_says_so(caring: Ui) -> None:
    screen = HomeScreen(caring, ())
    assert screen.help is not None
    assert screen.help.text == caring.say("home.none")
    screen.deleteLater()


def test_the_number_is_said_figure_by_figure(caring: Ui, show: Show) -> None:
    screen, _heard, _frame = shown(show, caring, "receipt")
    said = [s for s in screen.spoken() if s.text == "0 7 1 2 0 0 0 3 6 5"]
    assert len(said) == 1
    assert not said[0].fixed


def test_a_receipt_without_a_slip_tells_to_note_the_number(caring: Ui) -> None:
    screen = ReceiptScreen(caring, ReceiptView("0712 0003 65", (), slip_printed=False))
    (card,) = [i for i in screen.items if isinstance(i, Card)]
    assert caring.say("receipt.no_slip") in card.text
    screen.deleteLater()


def test_a_receipt_says_what_when_and_where_to_ask(caring: Ui) -> None:
    view = ReceiptView(
        "0712 0003 65", (), slip_printed=True, service="户口", day="2026年3月1日", window="1号窗口"
    )
    screen = ReceiptScreen(caring, view)
    assert screen.help is not None
    said = " ".join([screen.help.text, *(i.text for i in screen.items if isinstance(i, (Card, Label)))])
    assert caring.say("receipt.what", service="户口", date="2026年3月1日") in said
    assert caring.say("receipt.ask", window="1号窗口") in said
    assert caring.say("receipt.thanks") in said
    frame = Frame(caring)
    frame.resize(1080, 1920)
    frame.show_screen(screen)
    (what,) = [s for s in screen.spoken() if "2026年3月1日" in s.text]
    assert not what.fixed  # no sound tells afterwards what was handed in on which day
    frame.deleteLater()


def test_the_receipt_prints_again_or_ends(caring: Ui, show: Show) -> None:
    _screen, heard, frame = shown(show, caring, "receipt")
    frame.nav_keys["print"].click()
    frame.nav_keys["forward"].click()
    assert heard == [("print_receipt", ""), ("receipt_done", "")]


def test_a_receipt_of_several_pages_ends_only_when_all_was_shown(show: Show) -> None:
    screen, heard, frame = shown(show, Wear(size=Size.LARGEST, locale="en", landscape=True).ui(), "receipt")
    assert screen.page_count > 1
    for page in range(1, screen.page_count):
        frame.nav_keys["forward"].click()
        assert screen.page == page
    assert heard == []
    frame.nav_keys["back"].click()
    assert screen.page == screen.page_count - 2
    frame.nav_keys["forward"].click()
    frame.nav_keys["forward"].click()
    assert heard == [("receipt_done", "")]


def test_no_level_is_chosen_beforehand_and_all_can_be_skipped(caring: Ui, show: Show) -> None:
    screen, heard, frame = shown(show, caring, "rating")
    assert [k.isChecked() for k in screen.items] == [False] * 5
    assert not frame.nav_keys["forward"].isEnabled()
    frame.nav_keys["skip"].click()
    screen.items[4].click()
    frame.nav_keys["forward"].click()
    assert heard == [("rated", "0"), ("rated", "1")]


@pytest.mark.parametrize("name", ["restart", "idle", "failed"])
def test_the_way_to_go_on_stands_last(name: str, caring: Ui, show: Show) -> None:
    screen, heard, frame = shown(show, caring, name)
    assert [k.go for k in screen.nav()] == [False, True]
    for key in frame.nav_keys.values():
        key.click()
    assert [a for a, _ in heard] == [k.id for k in screen.nav()]


def test_a_wait_offers_nothing_to_press_twice(caring: Ui, show: Show) -> None:
    screen, _heard, frame = shown(show, caring, "wait")
    assert frame.nav_keys == {}
    assert [k for k in screen.findChildren(Key) if k.isVisible()] == []


def test_a_countdown_changes_its_words_in_place(caring: Ui, show: Show) -> None:
    screen, _heard, _frame = shown(show, caring, "idle")
    before = screen.help.geometry()
    screen.say_now(caring.say("idle.help", seconds=9))
    assert screen.help.geometry() == before
    assert not screen.help.cut()


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("language", "English", ("language", "en")),
        ("size", "最大", ("size", "largest")),
        ("size", "黑底亮字", ("contrast", "")),
        ("size", "我坐着办", ("sitting", "")),
        ("voice", "说给我听", ("voice", "toggle")),
        ("voice", "慢一点", ("voice", "slower")),
        ("voice", "响一点", ("voice", "louder")),
    ],
)
def test_a_sheet_takes_effect_at_once(
    name: str, words: str, told: tuple[str, str], caring: Ui, show: Show
) -> None:
    _screen, heard, frame = shown(show, caring, name)
    key_named(frame, words).click()
    frame.nav_keys["forward"].click()
    assert heard == [told, ("close", "forward")]


def test_the_voice_sheet_says_how_it_stands(caring: Ui, show: Show) -> None:
    screen, _heard, _frame = shown(show, caring, "voice")
    said = " ".join(s.text for s in screen.spoken())
    assert caring.say("sheet.rate", percent=100) in said
    assert caring.say("sheet.volume", level=3) in said
