"""Finishing a form that was filled in at home: its digits, who it is, and what comes of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.cases.prepared import NotOpened
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.shell.preparing import AWAY, DAMAGED, LOST, NOT_HERE, SHUT
from screens.shell.prompts import AskWords
from screens.steps.numbers import DigitsScreen
from screens.tour.shots import Shot
from screens.ui import Ui
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.prepared import CodeScreen, ProofScreen
from screens.visit.tell import TellScreen

GROUP = "prepared"
CODE, PROOF = "704218", "002X"


def prepared_shots() -> Iterator[Shot]:
    """Each page, empty, written, refused and covered, and each way in which it ends."""
    yield Shot(GROUP, "code", CodeScreen)
    yield Shot(GROUP, "code-given", lambda ui: CodeScreen(ui, given=CODE))
    yield Shot(GROUP, "code-covered", lambda ui: CodeScreen(ui, given=CODE), act=_covered)
    yield Shot(GROUP, "code-refused", lambda ui: CodeScreen(ui, given=CODE, told=NotOpened().message))
    yield Shot(GROUP, "proof", ProofScreen)
    yield Shot(GROUP, "proof-given", ProofScreen, act=_given)
    yield Shot(GROUP, "looking", lambda ui: WaitScreen(ui, ui.say("prepared.looking")))
    yield Shot(GROUP, "found", _found)
    yield Shot(GROUP, "shut", _asks(SHUT, hour="10", minute="35"))
    for name, words in (("lost", LOST), ("away", AWAY), ("damaged", DAMAGED), ("not_here", NOT_HERE)):
        yield Shot(GROUP, name, _asks(words))


def _found(ui: Ui) -> Screen:
    return TellScreen(ui, ui.say("prepared.found"), ui.say("prepared.found_help"), icon="check")


def _asks(words: AskWords, **gaps: str) -> Callable[[Ui], Screen]:
    return lambda ui: AskScreen(
        ui, ui.say(words.title, **gaps), ui.say(words.help), *words.keys(ui), icon="info"
    )


def _digits(frame: Frame) -> DigitsScreen:
    screen = frame.screen_shown
    assert isinstance(screen, DigitsScreen)
    return screen


def _covered(frame: Frame) -> None:
    _digits(frame).set_covered(True)


def _given(frame: Frame) -> None:
    screen = _digits(frame)
    for sign in PROOF:
        screen.keypad.typed.emit(sign)
