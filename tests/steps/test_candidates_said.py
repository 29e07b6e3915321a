"""A candidate belongs to a name: aloud only its place among the others."""

from __future__ import annotations

from collections.abc import Callable

from screens.shell.focus_voice import heard
from screens.shell.frame import Frame
from screens.steps.step import StepScreen
from screens.steps.writing import NameScreen


def test_a_candidate_is_private(show: Callable[..., tuple[StepScreen, Frame]]) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    for letter in "wang":
        screen.keys.letters[letter].click()
    key = screen.row.keys[1]
    place, text = heard(screen.ui, screen, key)
    assert not place.private
    assert key.text() not in place.text
    assert place.text.startswith("第")
    assert (text.text, text.private, text.fixed) == (key.text(), True, False)


def test_the_key_for_more_is_said_aloud(show: Callable[..., tuple[StepScreen, Frame]]) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    said = heard(screen.ui, screen, screen.row.more)
    assert not any(s.private for s in said)
