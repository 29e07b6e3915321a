"""States into which a resident brings a screen: written half, refused, covered, spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from kiosk.flow.answer import Answer, CardData
from kiosk.flow.load import Release
from kiosk.flow.model import Step
from kiosk.message import Message
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.address import AddressScreen
from screens.steps.card import CardScreen
from screens.steps.dates import DateScreen
from screens.steps.entry import EntryScreen
from screens.steps.numbers import DigitsScreen, PhoneScreen
from screens.steps.registry import SCREENS
from screens.steps.step import View
from screens.steps.writing import WritingScreen
from screens.tour.places import address_shots
from screens.tour.shots import Shot
from screens.tour.writing import NO_FONT_HAS_IT, writing_acts
from screens.ui import Ui

REFUSED_BY = {
    "name": "field.name.",
    "text": "field.text.",
    "number": "field.number.",
    "identity_number": "field.identity.",
    "phone": "field.phone.",
    "date": "field.day.",
    "address": "field.place.",
    "card": "device.reader.",
}
"""Where the sentences about a refused entry begin, by the step's kind."""
EXAMPLE = {"count": 17, "least": 1, "most": 99, "year": 2026, "month": 2, "last": 28}
LETTERS, NO_SOUND = "wanggui", "uuu"
DIGITS = "11010119480301002X"
PROGRESS = (13, 16)
"""Two digits each: the widest there is."""

LAID = CardData(name="欧阳桂兰", identity_number=DIGITS)

Act = Callable[[Frame], None]


def with_states(shots: Iterator[Shot], releases: tuple[Release, ...]) -> Iterator[Shot]:
    """The shots, and the states of some of them."""
    reviews = {(r.flow.id, s.id) for r in releases for s in r.flow.steps if s.kind == "review"}
    for shot in shots:
        yield shot
        if (shot.group, shot.name) in reviews:
            yield replace(shot, name=f"{shot.name}-covered", act=lambda frame: _screen(frame).restore(True))
        if (shot.group, shot.name) in SPOKEN:
            yield replace(shot, name=f"{shot.name}-spoken", act=_speak)
        if (shot.group, shot.name) == ("visit", "home"):
            yield replace(shot, name="home-silent", act=_silent)
    yield from _entries(releases)


SPOKEN = frozenset({("visit", "attract"), ("visit", "home"), ("visit", "rating"), ("prompts", "idle")})


def _entries(releases: tuple[Release, ...]) -> Iterator[Shot]:
    """For each service and kind of entry the step with the most words, in each of its states."""
    for release in releases:
        most: dict[str, Step] = {}
        for step in release.flow.steps:
            if step.kind in REFUSED_BY:
                held = most.get(step.kind)
                if held is None or _words(step) > _words(held):
                    most[step.kind] = step
        for kind, step in most.items():
            for name, act in entry_acts(kind):
                yield Shot(release.flow.id, f"{step.id}-{name}", _build(step), act=act)
            if kind == "address":
                yield from address_shots(release.flow.id, step, PROGRESS)


def _words(step: Step) -> int:
    return sum(len(step.title.in_(x)) + (len(step.help.in_(x)) if step.help else 0) for x in ("zh_CN", "en"))


def _build(step: Step, value: Answer | None = None) -> Callable[[Ui], Screen]:
    return lambda ui: SCREENS[step.kind](ui, View(step, value, progress=PROGRESS))


def entry_acts(kind: str) -> Iterator[tuple[str, Act]]:
    """What a resident does on a step of this kind, each with its name."""
    if kind in ("name", "text", "address"):
        yield from writing_acts(_to_entry)
        yield "letters", _typing(LETTERS)
        yield "no_sound", _typing(NO_SOUND)
        yield "signs", _signs
    if kind != "card":
        yield "covered", _covered
    else:
        yield "laid", _laid(LAID)
        yield "laid_expired", _laid(LAID.model_copy(update={"valid_until": date(2020, 1, 1)}))
        yield "laid_unshown", _laid(LAID.model_copy(update={"name": f"王{NO_FONT_HAS_IT}"}))
    if kind in ("date", "identity_number", "phone"):
        yield "understood", _understood
    yield "refused", _refused(REFUSED_BY[kind])


def _screen(frame: Frame) -> Screen:
    screen = frame.screen_shown
    assert screen is not None
    return screen


def _to_entry(screen: Screen) -> None:
    """The page on which one writes."""
    screen.turn(screen.page_count)
    if isinstance(screen, AddressScreen) and not screen.writing:
        screen.towns.picked.emit(screen.ui.aids.places.towns[0])
        screen.press("forward")
        screen.turn(screen.page_count)


def _typing(letters: str) -> Act:
    def act(frame: Frame) -> None:
        screen = _screen(frame)
        _to_entry(screen)
        if isinstance(screen, WritingScreen):
            screen.keys.way_wanted.emit("pinyin")
            for letter in letters:
                screen.keys.typed.emit(letter)

    return act


def _signs(frame: Frame) -> None:
    screen = _screen(frame)
    _to_entry(screen)
    if isinstance(screen, WritingScreen):
        screen.keys.way_wanted.emit("pinyin")
        screen.keys.show_signs(True)


def _fill(screen: Screen) -> None:
    if isinstance(screen, WritingScreen):
        screen.keys.typed.emit("w")
        screen.row.picked.emit(0)
    elif isinstance(screen, (DigitsScreen, DateScreen)):
        digits = DIGITS
        if isinstance(screen, DateScreen):
            digits = "19480301" if screen.fields.order[0] == "year" else "01031948"
        elif isinstance(screen, PhoneScreen):
            digits = "13812345678"
        for digit in digits:
            screen.keypad.typed.emit(digit)


def _covered(frame: Frame) -> None:
    screen = _screen(frame)
    _to_entry(screen)
    _fill(screen)
    if isinstance(screen, EntryScreen):
        screen.set_covered(True)


def _laid(card: CardData) -> Act:
    def act(frame: Frame) -> None:
        screen = _screen(frame)
        assert isinstance(screen, CardScreen)
        screen.card_read(card)

    return act


def _understood(frame: Frame) -> None:
    screen = _screen(frame)
    _to_entry(screen)
    _fill(screen)


def _refused(prefix: str) -> Act:
    def act(frame: Frame) -> None:
        """The longest sentence about a refused entry, after something was entered."""
        screen = _screen(frame)
        _to_entry(screen)
        _fill(screen)
        refuse_at_length(screen, prefix)

    return act


def refuse_at_length(screen: Screen, prefix: str) -> None:
    """Say the longest sentence about a refused entry that begins with this id."""
    messages = [Message(i, dict(EXAMPLE)) for i in sorted(screen.ui.words.ids) if i.startswith(prefix)]
    if isinstance(screen, (EntryScreen, CardScreen)):
        screen.refuse(max(messages, key=lambda m: len(screen.ui.tell(m))))


def _speak(frame: Frame) -> None:
    """The second sentence is being spoken."""
    screen = _screen(frame)
    said = screen.spoken()
    screen.mark(said[min(1, len(said) - 1)].widget)


def _silent(frame: Frame) -> None:
    """Nothing can be heard, and the settings say so."""
    frame.settings_keys["voice"].set_words(frame.ui.say("shell.voice_silent"))
