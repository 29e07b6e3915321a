"""What a service has beside its steps: its name, materials, fees, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import get_args

from PySide6.QtWidgets import QHBoxLayout

from kiosk.flow.handling import Counted
from kiosk.flow.model import AUDIENCES, EndsIn
from kiosk.flow.ready_answer import MOST_READY
from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio import fresh
from kiosk.studio.condition_words import parts_of
from kiosk.studio.document import Document
from kiosk.studio.icons import ICONS
from kiosk.studio.places import Data
from screens.desk.look import button, label
from screens.studio.fields import TextField, YuanField
from screens.studio.form import Form

MOST_FEN = 10_000_000
MOST_DAYS = 366
_FRESH: dict[str, Callable[[Collection[str], Collection[str]], Data]] = {
    "materials": fresh.material,
    "fees": fresh.fee,
    "next_steps": fresh.material,
    "reviewers": fresh.reviewer,
    "glossary": fresh.term,
    "answers": fresh.ready_answer,
}
_MOST = {"answers": MOST_READY}
_BETWEEN = re.compile("[,，、;；]")
"""Between the spellings of a word."""


class ListForm(Form):
    """One of the lists: materials, fees, next_steps, reviewers, glossary or answers."""

    def show_list(self, name: str) -> None:
        """As the draft has it now."""
        ids = tuple(part.get("id") for part in parts_of(self._work.document.data, name))
        self.show_part((name, ids), lambda: self._build(name))

    def _build(self, name: str) -> None:
        say = self._say
        self.heading(say(f"studio.list.{name}"))
        self.add(label(say(f"studio.list_help.{name}"), "detail", wrap=True))
        count = self._work.document.count((name,))
        for number in range(count):
            self._part(name, number, count)
        add = button(say(f"studio.list_add.{name}"))
        add.clicked.connect(lambda: self._add(name))
        add.setEnabled(count < _MOST.get(name, count + 1))
        self.add(add)

    def _part(self, name: str, number: int, count: int) -> None:
        say, where = self._say, (name, number)
        called = say(f"studio.list_number.{name}", number=number + 1)
        row = QHBoxLayout()
        row.addWidget(label(called, "bold", wrap=True), 1)
        keys = (
            ("studio.up", number > 0, lambda: self._move(name, number, number - 1)),
            ("studio.down", number < count - 1, lambda: self._move(name, number, number + 1)),
            ("studio.remove", True, lambda: self._remove(name, number)),
        )
        for word, possible, do in keys:
            key = button(say(f"{word}_short"), name=f"{called}: {say(word)}")
            key.setEnabled(possible)
            key.clicked.connect(do)
            row.addWidget(key)
        self.begin_card()
        self.add(row)
        if name == "glossary":
            self._term(where, called)
        elif name == "answers":
            self._ready_answer(where, called)
        else:
            self.text((*where, "text"), say(f"studio.entry.{name}_text"), lines=1, within=called)
            if name == "fees":
                self._yuan((*where, "fen"))
            elif name == "reviewers":
                self.limit((*where, "limit"))
                self.lines((*where, "look_at"), "look_at", 0, within=called)
            else:
                self.text((*where, "note"), say("studio.entry.note"), lines=1, optional=True, within=called)
            if name == "materials":
                self.tick((*where, "spare"), say("studio.entry.spare"))
            self.condition((*where, "when"), say(f"studio.list_always.{name}"), f"studio.list_when.{name}")
        self.end_card()

    def lines(self, where: Where, name: str, least: int, within: str = "") -> None:
        """A list of lines, each with words, of which the last can be taken away. least: so many stay.

        name: of the list, in the texts' ids. within: what it is part of, for a screen reader.
        """
        say = self._say
        count = self._work.document.count(where)
        for number in range(count):
            self.text((*where, number), say(f"studio.sheet_line.{name}", number=number + 1), within=within)
        row = QHBoxLayout()
        words, told = self._no_words(), Message("studio.did.line_added")
        adding, removing = say(f"studio.sheet_line_add.{name}"), say(f"studio.sheet_line_remove.{name}")
        add = button(adding, name=f"{within}: {adding}" if within else adding)
        remove = button(say("studio.sheet_line_remove"), name=f"{within}: {removing}" if within else removing)
        add.clicked.connect(
            lambda: self._work.do(lambda d: d.insert(where, count, words), told, (*where, count))
        )
        last: Where = (*where, count - 1) if count > 1 else where
        gone = Message("studio.did.line_removed")
        remove.clicked.connect(lambda: self._work.do(lambda d: d.remove(last), gone, last))
        remove.setEnabled(count > least)
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        self.add(row)

    def _no_words(self) -> Data:
        return fresh.no_words([locale for locale, _ in self._studio.locales])

    def _term(self, where: Where, called: str) -> None:
        """An office word, its other spellings, and what it means."""
        self.text((*where, "term"), self._say("studio.entry.term"), lines=1, within=called)
        self._spellings((*where, "also"), called)
        self.text((*where, "explanation"), self._say("studio.entry.explanation"), lines=3, within=called)

    def _ready_answer(self, where: Where, called: str) -> None:
        """A question that is often asked, and the answer to it."""
        self.text((*where, "question"), self._say("studio.entry.answers_question"), lines=1, within=called)
        self.text((*where, "answer"), self._say("studio.entry.answers_answer"), lines=3, within=called)

    def _spellings(self, where: Where, called: str) -> None:
        """Several in one field, with commas between them; without any, none is written down."""
        name = self._say("studio.entry.also")
        field = TextField(name, self._studio.locales, 2, called)
        told = Message("studio.did.words", {"what": name})

        def typed(locale: str, words: str) -> None:
            spellings = [each.strip() for each in _BETWEEN.split(words) if each.strip()]
            self._work.do(lambda d: self._spelt(d, where, locale, spellings), told, (*where, locale))

        def refresh() -> None:
            there = self._work.document.at(where)
            lists = there.items() if isinstance(there, dict) else ()
            field.show_text({at: ", ".join(map(str, each)) for at, each in lists if isinstance(each, list)})

        field.typed.connect(typed)
        self.refreshed(refresh)
        self._typed.append(field)
        self._place(where, field)

    def _spelt(self, document: Document, where: Where, locale: str, spellings: list[str]) -> Document:
        there = document.at(where)
        kept = {at: each for at, each in there.items() if at != locale} if isinstance(there, dict) else {}
        if spellings:
            held = isinstance(there, dict)
            return (
                document.put((*where, locale), spellings)
                if held
                else document.put(where, {locale: spellings})
            )
        if not isinstance(there, dict) or locale not in there:
            return document
        return document.remove((*where, locale)) if kept else document.remove(where)

    def limit(self, where: Where) -> None:
        """So many days, and how they are counted."""
        self.number((*where, "days"), self._say("studio.entry.limit_days"), 1, MOST_DAYS)
        counted = [(each, self._say(f"studio.counted.{each}")) for each in get_args(Counted)]
        self.choice((*where, "counted"), self._say("studio.entry.limit_counted"), counted, "working_days")

    def _yuan(self, where: Where) -> None:
        """Entered in yuan and fen, kept in fen."""
        from_fen = YuanField(self._say("studio.entry.yuan"), 0, MOST_FEN)
        told = Message("studio.did.changed", {"what": self._say("studio.entry.yuan")})
        from_fen.given.connect(lambda fen: self._work.put(where, fen, told))
        self.refreshed(lambda: from_fen.show_number(self._work.document.at(where)))
        self._typed.append(from_fen)
        self._place(where, from_fen, self._say("studio.entry.yuan"))

    def _add(self, name: str) -> None:
        taken = {str(part.get("id")) for part in parts_of(self._work.document.data, name)}
        made = _FRESH[name](taken, [locale for locale, _ in self._studio.locales])
        count = self._work.document.count((name,))
        self._work.do(lambda d: d.insert((name,), count, made), Message("studio.did.added"), (name, count))

    def _move(self, name: str, number: int, to: int) -> None:
        self._work.do(lambda d: d.move((name,), number, to), Message("studio.did.moved"), (name, to))

    def _remove(self, name: str, number: int) -> None:
        self._work.do(lambda d: d.remove((name, number)), Message("studio.did.removed"), (name,))


class ServiceForm(ListForm):
    """The service itself, its office words, and what is often asked."""

    _LISTS = ("glossary", "answers")

    def show_service(self) -> None:
        """As the draft has it now."""
        data = self._work.document.data
        ids = tuple(tuple(part.get("id") for part in parts_of(data, name)) for name in self._LISTS)
        self.show_part(("service", ids), self._build_service)

    def _build_service(self) -> None:
        say = self._say
        self.heading(say("studio.service_head"))
        self.text(("title",), say("studio.entry.service_title"), lines=1)
        self.text(("summary",), say("studio.entry.service_summary"), lines=1)
        icons = [(icon, say(f"studio.icon.{icon}")) for icon in ICONS]
        self.choice(("icon",), say("studio.entry.icon"), icons)
        audiences = [(each, say(f"studio.audience.{each}")) for each in AUDIENCES]
        self.choice(("audience",), say("studio.entry.audience"), audiences, AUDIENCES[0])
        self.add(label(say("studio.entry.audience_help"), "detail", wrap=True))
        self.number(("order",), say("studio.entry.order"), 0, 1000, 100)
        self.add(label(say("studio.entry.order_help"), "detail", wrap=True))
        ends = [(e, say(f"studio.ends_in.{e}")) for e in get_args(EndsIn)]
        self.choice(("ends_in",), say("studio.entry.ends_in"), ends, "application")
        self.condition(("priority",), say("studio.priority_never"), "studio.priority_when")
        for name in self._LISTS:
            self._build(name)
