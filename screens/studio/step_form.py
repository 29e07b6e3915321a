"""One step: what it asks, of whom, and what can be answered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio import fresh
from kiosk.studio.condition_words import parts_of, steps_of
from kiosk.studio.icons import ICONS
from kiosk.studio.uses import without_choice
from screens.desk.look import button, label
from screens.studio.form import Form, Studio

QUESTIONS = frozenset(
    {
        "yes_no",
        "choice",
        "choices",
        "checklist",
        "card",
        "name",
        "text",
        "number",
        "identity_number",
        "phone",
        "date",
        "address",
        "consent",
        "own_wish",
    }
)
_WORDS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "number": ("unit",),
    "card": ("confirm", "right"),
}
_TICKS: Mapping[str, tuple[str, ...]] = {
    "notice": ("ends", "offer_guide"),
    "date": ("birth", "long_term"),
    "text": ("capitals",),
    "card": ("own",),
}
_NUMBERS: Mapping[str, tuple[tuple[str, int, int, int], ...]] = {
    "number": (("least", 0, 999_999, 0), ("most", 0, 999_999, 999)),
    "text": (("longest", 1, 200, 60),),
    "choices": (("least", 0, 20, 1),),
}
"""Field, least, most, and what is meant where nothing stands."""
_FILLED = (
    ("name", "name"),
    ("identity_number", "identity_number"),
    ("address", "address"),
    ("sex", "choice"),
    ("birth", "date"),
)
"""What a card says, and the kind of step that it fills."""


class StepForm(Form):
    """The step at ``index``. see_wanted: as residents see it, the step's id."""

    see_wanted = Signal(str)
    index = 0

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self.see = button(self._say("studio.see_step"))
        self.see.clicked.connect(lambda: self.see_wanted.emit(self._id()))
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 16, 0)
        row.addStretch(1)
        row.addWidget(self.see)
        self._whole.insertLayout(0, row)

    def _id(self) -> str:
        return str(self._work.document.at(("steps", self.index, "id")) or "")

    def show_step(self, index: int) -> None:
        """As the draft has it now."""
        step = self._work.document.at(("steps", index))
        if not isinstance(step, dict):
            return
        self.index = index
        kind = str(step.get("kind"))
        lists = len(parts_of(step, "choices")), len(parts_of(step, "body"))
        others = (
            tuple(other.get("id") for other in steps_of(self._work.document.data)) if kind == "card" else ()
        )
        self.show_part((index, step.get("id"), kind, lists, others), lambda: self._build(index, kind))

    def _build(self, index: int, kind: str) -> None:
        at, say = ("steps", index), self._say
        self.heading(say("studio.step_head", number=index + 1, kind=say(f"studio.kind.{kind}")))
        self.add(label(say(f"studio.kind_help.{kind}"), "detail", wrap=True))
        if index:
            self.condition((*at, "when"), say("studio.asked_always"), "studio.asked_when")
        self.text((*at, "title"), say("studio.entry.title"))
        self.text((*at, "help"), say("studio.entry.help"), optional=True)
        if kind == "choice" or kind == "choices":
            self._choices(at)
        for name in _WORDS.get(kind, ()):
            self.text((*at, name), say(f"studio.entry.{kind}_{name}"), lines=1, optional=True)
        if kind in ("notice", "consent"):
            self._paragraphs(at)
        if kind == "card":
            self._filled(at)
        for name, least, most, default in _NUMBERS.get(kind, ()):
            self.number((*at, name), say(f"studio.entry.{kind}_{name}"), least, most, default)
        for name in _TICKS.get(kind, ()):
            self.tick((*at, name), say(f"studio.entry.{name}"))
        if kind == "date":
            ranges = [(r, say(f"studio.range.{r}")) for r in ("any", "past", "future")]
            self.choice((*at, "range"), say("studio.entry.range"), ranges, "any")
        if kind in QUESTIONS:
            unsure = [(u, say(f"studio.unsure.{u}")) for u in ("go_on", "guide")]
            self.choice((*at, "unsure"), say("studio.entry.unsure"), unsure, "go_on")
        if kind == "notice":
            icons = [(None, say("studio.no_icon")), *((i, say(f"studio.icon.{i}")) for i in ICONS)]
            self.choice((*at, "icon"), say("studio.entry.icon"), icons)
        self.text((*at, "label"), say("studio.entry.label"), lines=1, optional=True)
        self.text((*at, "forward"), say("studio.entry.forward"), lines=1, optional=True)
        self.text((*at, "spoken"), say("studio.entry.spoken"), optional=True)

    def _choices(self, at: Where) -> None:
        say = self._say
        self.heading(say("studio.choices"))
        count = self._work.document.count((*at, "choices"))
        for number in range(count):
            where: Where = (*at, "choices", number)
            self.begin_card()
            which = say("studio.choice_number", number=number + 1)
            self._row_of_keys(where, number, count, which)
            self.text((*where, "text"), say("studio.entry.choice_text"), lines=1, within=which)
            self.text((*where, "help"), say("studio.entry.choice_help"), lines=1, optional=True, within=which)
            if self._work.document.at((*at, "kind")) == "choice":
                self.tick((*where, "guide"), say("studio.entry.guide"))
            self.condition((*where, "when"), say("studio.offered_always"), "studio.offered_when")
            self.end_card()
        add = button(say("studio.choice_add"))
        add.clicked.connect(lambda: self._add_choice(at))
        self.add(add)

    def _add_choice(self, at: Where) -> None:
        document = self._work.document
        step = document.at(at)
        taken = {
            str(choice.get("id")) for choice in parts_of(step if isinstance(step, dict) else None, "choices")
        }
        made = fresh.choice(taken, [locale for locale, _ in self._studio.locales])
        where = (*at, "choices")
        count = document.count(where)
        self._work.do(
            lambda d: d.insert(where, count, made), Message("studio.did.choice_added"), (*where, count)
        )

    def _row_of_keys(self, where: Where, number: int, count: int, name: str) -> None:
        """What is done with one of several choices."""
        say = self._say
        row = QHBoxLayout()
        row.addWidget(label(name, "bold", wrap=True), 1)
        keys = (
            ("studio.up", number > 0, lambda: self._moved(where, number - 1)),
            ("studio.down", number < count - 1, lambda: self._moved(where, number + 1)),
            ("studio.remove", count > 2, lambda: self._removed(where)),
        )
        for word, possible, do in keys:
            key = button(say(f"{word}_short"), name=f"{name}: {say(word)}")
            key.setEnabled(possible)
            key.clicked.connect(do)
            row.addWidget(key)
        self.add(row)

    def _moved(self, where: Where, to: int) -> None:
        at, number = where[:-1], int(where[-1])
        self._work.do(lambda d: d.move(at, number, to), Message("studio.did.moved"), (*at, to))

    def _removed(self, where: Where) -> None:
        step, number = int(where[1]), int(where[-1])
        told = Message("studio.did.choice_removed")
        self._work.do(lambda d: without_choice(d, step, number), told, where[:-1])

    def _paragraphs(self, at: Where) -> None:
        say, where = self._say, (*at, "body")
        count = self._work.document.count(where)
        for number in range(count):
            self.text((*where, number), say("studio.paragraph_number", number=number + 1))
        row = QHBoxLayout()
        add, remove = button(say("studio.paragraph_add")), button(say("studio.paragraph_remove"))
        words = fresh.no_words([locale for locale, _ in self._studio.locales])
        add.clicked.connect(
            lambda: self._work.do(
                lambda d: d.insert(where, count, words),
                Message("studio.did.paragraph_added"),
                (*where, count),
            )
        )
        told = Message("studio.did.paragraph_removed")
        remove.clicked.connect(lambda: self._work.do(lambda d: d.remove((*where, count - 1)), told, where))
        remove.setEnabled(count > 0)
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        self.add(row)

    def _filled(self, at: Where) -> None:
        """What the card says, and which step it answers."""
        self.heading(self._say("studio.fills"))
        for part, kind in _FILLED:
            steps = [
                (step.get("id"), self._condition_words.name(step, step.get("id")))
                for step in steps_of(self._work.document.data)
                if step.get("kind") == kind
            ]
            options = [(None, self._say("studio.fills_nothing")), *steps]
            self.choice((*at, "fills", part), self._say(f"studio.fills.{part}"), options)
