"""Steps that are chosen or read: touching selects, forward answers, and what is private stays silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.flow.answer import Agreed, Chosen, ChosenSeveral, Seen, Unknown, Wish, Yes
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.choosing import UNSURE, ChoosingScreen
from screens.ui import Ui

Show = Callable[[Ui, str], Frame]


class Heard:
    """What a screen emits."""

    def __init__(self, screen: Screen) -> None:
        self.answers: list[Any] = []
        self.said: list[str] = []
        self.acted: list[tuple[str, str]] = []
        self.back = 0
        screen.answered.connect(self.answers.append)
        screen.said.connect(self.said.append)
        screen.acted.connect(lambda a, b: self.acted.append((a, b)))
        screen.back_wanted.connect(self._back)

    def _back(self) -> None:
        self.back += 1


def shown(show: Show, ui: Ui, name: str) -> tuple[Any, Heard, Frame]:
    frame = show(ui, name)
    screen = frame.screen_shown
    assert screen is not None
    return screen, Heard(screen), frame


def touch(screen: ChoosingScreen, *ids: str) -> None:
    for id_ in ids:
        screen._keys[id_].click()


@pytest.mark.parametrize(
    ("name", "ids", "answer"),
    [
        ("yes_no", ("yes",), Yes(yes=True)),
        ("yes_no", ("no",), Yes(yes=False)),
        ("yes_no", ("no", UNSURE), Unknown()),
        ("choice", ("family", "home"), Chosen(id="home")),
        ("choice", (UNSURE,), Unknown()),
        ("choices", ("home", "family"), ChosenSeveral(ids=("family", "home"))),
        ("choices", ("home", UNSURE), Unknown()),
        ("choices", (UNSURE, "home"), ChosenSeveral(ids=("home",))),
        ("checklist", ("booklet", "card"), ChosenSeveral(ids=("booklet", "card"))),
        ("checklist", (), ChosenSeveral(ids=())),
        ("consent", ("agree",), Agreed(agreed=True)),
        ("consent", ("refuse",), Agreed(agreed=False)),
        ("own_wish", ("yes",), Wish(wish="yes")),
        ("own_wish", ("no",), Wish(wish="no")),
        ("own_wish", ("unsure",), Wish(wish="unsure")),
    ],
)
def test_forward_answers_what_was_touched(
    name: str, ids: tuple[str, ...], answer: object, caring: Ui, show: Show
) -> None:
    screen, heard, frame = shown(show, caring, name)
    touch(screen, *ids)
    assert heard.answers == [], "touching a choice sends nothing on"
    frame.nav_keys["forward"].click()
    assert heard.answers == [answer]


def test_forward_waits_for_a_choice(caring: Ui, show: Show) -> None:
    screen, heard, frame = shown(show, caring, "choice")
    frame.nav_keys["forward"].click()
    assert not frame.nav_keys["forward"].isEnabled()
    touch(screen, "city")
    assert frame.nav_keys["forward"].isEnabled()
    assert heard.said == [screen._keys["city"].text()]


def test_the_private_answer_is_never_said_and_looks_alike(caring: Ui, show: Show) -> None:
    looks = set()
    for id_ in ("yes", "no", "unsure"):
        screen, heard, frame = shown(show, caring, "own_wish")
        touch(screen, id_)
        looks.add((frame.nav_keys["forward"].text(), tuple(k.geometry().getRect() for k in screen.items)))
        assert heard.said == []
        assert heard.acted == []
    assert len(looks) == 1


def test_forward_says_how_the_list_stands(caring: Ui, show: Show) -> None:
    screen, _heard, frame = shown(show, caring, "checklist")
    forward = frame.nav_keys["forward"]
    assert forward.text() == caring.say("steps.not_all_here")
    touch(screen, "booklet", "card", "son")
    assert forward.text() == caring.say("steps.all_here"), "what the window looks up is not missing"


def test_what_was_chosen_survives_a_change_of_looks(caring: Ui, show: Show) -> None:
    screen, _heard, _frame = shown(show, caring, "choices")
    touch(screen, "home", "city")
    again, _heard, _frame = shown(show, caring, "choices")
    again.restore(screen.draft())
    assert again.chosen() == ("home", "city")


@pytest.mark.parametrize("name", ["notice", "fee"])
def test_reading_goes_on_after_the_last_page(name: str, caring: Ui, show: Show) -> None:
    screen, heard, frame = shown(show, caring, name)
    for _ in range(screen.page_count - 1):
        frame.nav_keys["forward"].click()
        assert heard.answers == []
    frame.nav_keys["forward"].click()
    assert heard.answers == [Seen()]


def test_back_turns_the_page_first_and_then_the_step(look: Any, show: Show) -> None:
    screen, heard, frame = shown(show, look.ui(), "review")
    last = screen.page_count - 1
    screen.turn(last)
    for _ in range(last):
        frame.nav_keys["back"].click()
    assert (screen.page, heard.back) == (0, 0)
    frame.nav_keys["back"].click()
    assert heard.back == 1


def test_the_review_hands_in_only_when_all_was_seen(look: Any, show: Show) -> None:
    screen, heard, frame = shown(show, look.ui(), "review")
    for page in range(screen.page_count):
        assert screen.page == page
        frame.nav_keys["forward"].click()
    assert heard.acted == [("hand_in", "")]


def test_the_review_covers_every_value_and_says_none(caring: Ui, show: Show) -> None:
    screen, heard, _frame = shown(show, caring, "review")
    assert "王桂兰" not in " ".join(s.text for s in screen.spoken())
    screen._cover.click()
    values = [line._value.text for line in screen.items]
    assert set(values) == {"＊＊＊＊"}
    again, _heard, _frame = shown(show, caring, "review")
    again.restore(screen.draft())
    assert {line._value.text for line in again.items} == {"＊＊＊＊"}
    screen.items[3].change.click()
    assert heard.acted[-1] == ("change", "s3")
