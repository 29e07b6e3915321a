"""Every sentence that a resident can hear, and where: what a voice pack has to have.

The tour's screens are built and asked what they say on arrival and of each thing that has the focus, what the
guide bar announces, and how a refused entry is spoken. What changes from day to day or from
resident to resident (a date, a number, an officer) is found by looking twice, with other samples.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.message import Message
from kiosk.voice import units
from kiosk.voice.compose import Said, clauses, pieces
from kiosk.voice.compose import parts as parts_of
from kiosk.voice.wanted import Wanted
from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.screen import Spoken
from screens.shell.bar import show_on
from screens.shell.calls import Phase
from screens.shell.focus_voice import heard
from screens.shell.frame import Frame
from screens.shell.reading_order import stops
from screens.theme import Panel, Size, Theme
from screens.tour.pictures import without_display
from screens.tour.run import TourParts, shots
from screens.tour.shots import Shot
from screens.tour.states import EXAMPLE, REFUSED_BY
from screens.ui import Ui
from screens.widgets.candidates import Candidates

# Prime numbers, so that no two samples happen to be the same.
_OTHER_EXAMPLE = {"count": 13, "least": 7, "most": 89, "year": 2019, "month": 11, "last": 29}
_OTHER_DAY = timedelta(days=4909)  # in another year too, beyond those that can be picked
_OTHER_OFFICER = "4567"
_MOST_STEPS, _MOST_THINGS, _MOST_SIGNS = 24, 9, 18
"""As many steps as a service has, things on a page, and signs in an entry, as a rule."""

_BY_ITSELF = ("focus.greeting", "entry.pick_first", "entry.elsewhere_help")
"""What is said without being shown on any screen of the tour, besides what the pad says."""


class How(StrEnum):
    """When a sentence is heard."""

    ARRIVAL = "arrival"
    FOCUS = "focus"
    REFUSAL = "refusal"
    NOTICE = "notice"


@dataclass(frozen=True)
class Use:
    """Where a sentence is heard. group, name: the tour's."""

    group: str
    name: str
    how: How


@dataclass(frozen=True)
class Heard:
    """A sentence that residents hear.

    varies: a part of it is another tomorrow, at the next step, or for somebody else; a pack has the parts.
    """

    text: str
    uses: tuple[Use, ...]
    varies: bool = False


def sentences(parts: TourParts, locale: str) -> tuple[Heard, ...]:
    """Every sentence of ``locale``, in the order in which they are first met."""
    without_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts(parts.fonts)
    words, aids = parts.load_words()[locale], parts.load_aids()
    listener = _Listener(parts, locale, words, aids, EXAMPLE, "")
    found = _found(listener)
    later = replace(parts, now=parts.now + _OTHER_DAY, today=parts.today + _OTHER_DAY)
    again = _found(_Listener(later, locale, words, aids, _OTHER_EXAMPLE, _OTHER_OFFICER))
    counted = listener.counters()
    # The tour shows a refusal with one and the same sample: whether it varies is told by the refusals alone.
    refused = {text for text, uses in again.items() if _refusal(uses)}
    del app
    return tuple(
        Heard(
            text,
            tuple(dict.fromkeys(use for use, _ in uses)),
            varies=text not in again
            or text in counted
            or not all(fixed for _, fixed in uses)
            or (_refusal(uses) and text not in refused),
        )
        for text, uses in found.items()
    )


def wanted(parts: TourParts, locale: str, *, recorded: bool = False) -> Wanted:
    """What a pack of ``locale`` should hold: what most screens say on arrival first, what is only said of a
    thing in focus last.

    recorded: only the units that a person has to record, and no whole one that can be put together.
    """
    found = sorted(sentences(parts, locale), key=_arrivals, reverse=True)
    texts = [each.text for each in found if not each.varies and _arrivals(each)]
    for each in found:
        if each.varies or _has_money(each.text, locale):
            texts += pieces(each.text, locale)
    if not recorded:
        texts += _counters(parts.load_words()[locale], locale)
    texts += [each.text for each in found if not each.varies]
    return Wanted(tuple(dict.fromkeys(texts)), units.base(locale) if recorded else units.every(locale))


def _refusal(uses: list[tuple[Use, bool]]) -> bool:
    return any(use.how is How.REFUSAL for use, _ in uses)


def _arrivals(heard_: Heard) -> int:
    return sum(use.how is not How.FOCUS for use in heard_.uses)


def _has_money(text: str, locale: str) -> bool:
    """A fee may change from one day to the next: its piece is wanted, so that any amount can follow it."""
    return any(
        Said("yuan") in part for part in (parts_of(clause, locale) for clause in clauses(text, locale))
    )


def _counters(words: Words, locale: str) -> Iterator[str]:
    """ "Step 3" and "of 15" as they are cut at their pause, where the words have one."""
    for id_, most, (at, of) in (
        ("shell.progress", _MOST_STEPS, ("step", "of")),
        ("focus.place", _MOST_THINGS, ("at", "of")),
    ):
        for number in range(1, most + 1):
            cut = clauses(words.say(id_, **{at: number, of: number}), locale)
            if len(cut) > 1:
                yield from cut
    for count in range(1, _MOST_SIGNS + 1):
        yield words.say("focus.filled", count=count)


def _found(listener: _Listener) -> dict[str, list[tuple[Use, bool]]]:
    found: dict[str, list[tuple[Use, bool]]] = {}
    for said, use in listener.listen():
        if not said.private and any(letter.isalnum() for letter in said.text):
            found.setdefault(" ".join(said.text.split()), []).append((use, said.fixed))
    return found


@dataclass(frozen=True)
class _Listener:
    parts: TourParts
    locale: str
    words: Words
    aids: WritingAids
    example: dict[str, int]
    officer: str
    """In place of the tour's."""

    def listen(self) -> Iterator[tuple[Spoken, Use]]:
        ui = self._ui()
        for shot in (each for each in shots(self.parts) if not each.for_staff):
            yield from self._on(shot, ui)
        yield from self._refusals(ui)
        yield from self._notices(ui)

    def counters(self) -> frozenset[str]:
        """ "Step 3 of 15" and "2 of 7": there are too many of them to have each."""
        ui = self._ui()
        steps, things = range(1, _MOST_STEPS + 1), range(1, _MOST_THINGS + 1)
        return frozenset(
            [ui.say("shell.progress", step=step, of=of) for of in steps for step in steps]
            + [ui.say("focus.place", at=at, of=of) for of in things for at in things]
            + [ui.say("focus.filled", count=count) for count in range(1, 100)]
        )

    def _ui(self) -> Ui:
        theme = Theme(Panel(), Size.CARING, locale=self.locale)
        today = self.parts.today
        return Ui(theme, self.words, self.locale, Icons(self.parts.icons), lambda: today, self.aids)

    def _on(self, shot: Shot, ui: Ui) -> Iterator[tuple[Spoken, Use]]:
        frame = Frame(ui)
        frame.resize(ui.theme.panel.width, ui.theme.panel.height)
        telling = shot.telling
        if telling.officer and self.officer:
            telling = replace(telling, officer=self.officer)
        notice = show_on(frame.guide, ui, telling, self._window())
        if telling.phase is not Phase.NONE:
            yield Spoken(notice), Use(shot.group, shot.name, How.NOTICE)
        screen = shot.build(ui)
        frame.show_screen(screen, plain=shot.plain)
        frame.show()
        shot.act(frame)
        for page in range(screen.page_count):
            screen.turn(page - screen.page)
            for said in screen.spoken():
                yield said, Use(shot.group, shot.name, How.ARRIVAL)
            for widget in stops(frame, screen, resting=True):
                if not _is_entry(widget):
                    for said in heard(ui, screen, widget):
                        yield said, Use(shot.group, shot.name, How.FOCUS)
        frame.hide()
        frame.deleteLater()
        QApplication.processEvents()

    def _window(self) -> str:
        return self.parts.hall.staffed_window.in_(self.locale)

    def _refusals(self, ui: Ui) -> Iterator[tuple[Spoken, Use]]:
        for kind, prefix in REFUSED_BY.items():
            for id_ in sorted(i for i in ui.words.ids if i.startswith(prefix)):
                yield Spoken(ui.tell(Message(id_, dict(self.example)))), Use("refusals", kind, How.REFUSAL)

    def _notices(self, ui: Ui) -> Iterator[tuple[Spoken, Use]]:
        """What is said by itself, without being shown on any screen of the tour."""
        digits = " ".join(str(self.example["most"]))
        call = ui.say("board.call", number=digits, window=self.example["least"])
        yield Spoken(call), Use("board", "call", How.NOTICE)
        for level in range(1, 6):
            yield Spoken(ui.say(f"rating.level_{level}")), Use("visit", "rating", How.NOTICE)
        for id_ in (*_BY_ITSELF, *sorted(i for i in ui.words.ids if i.startswith("pad."))):
            if id_ in ui.words.ids:
                yield Spoken(ui.say(id_)), Use("shell", id_, How.NOTICE)


def _is_entry(widget: QWidget) -> bool:
    """A character to choose is a part of what a resident enters."""
    row = widget.parentWidget()
    return isinstance(row, Candidates) and widget in row.keys
