"""How the window handles a case, who is asked there, and what the notice sheet says besides."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio import fresh
from kiosk.studio.condition_words import parts_of
from kiosk.studio.places import Data
from screens.desk.look import button, label
from screens.studio.lists_form import ListForm

LINES = (("who", 1), ("how", 0), ("know", 0))
"""Lists of lines on the sheet, and how many there are at least."""


class WindowForm(ListForm):
    """Three parts: the window, the offices that it asks, the sheet. What is not there yet is one key away."""

    def show_window(self) -> None:
        """As the draft has it now."""
        document = self._work.document
        shape = (
            tuple(document.at(where) is not None for where in (("window",), ("window", "limit"), ("sheet",))),
            tuple(
                (part.get("id"), document.count(("reviewers", number, "look_at")))
                for number, part in enumerate(parts_of(document.data, "reviewers"))
            ),
            tuple(document.count(("sheet", name)) for name, _ in LINES),
        )
        self.show_part(shape, self._build_window)

    def _build_window(self) -> None:
        say, document = self._say, self._work.document
        self.heading(say("studio.window_head"))
        self.add(label(say("studio.window_help"), "detail", wrap=True))
        if document.at(("window",)) is None:
            self._put_key("studio.window_add", ("window",), {"limit": dict(fresh.LIMIT)})
        else:
            self._window()
        self._build("reviewers")
        self.heading(say("studio.sheet_head"))
        self.add(label(say("studio.sheet_help"), "detail", wrap=True))
        if document.at(("sheet",)) is None:
            self._put_key("studio.sheet_add", ("sheet",), {"who": [self._no_words()]})
        else:
            self._sheet()

    def _window(self) -> None:
        say, where = self._say, ("window", "limit")
        self.begin_card()
        if self._work.document.at(where) is None:
            self._put_key("studio.limit_add", where, dict(fresh.LIMIT))
        else:
            self.limit(where)
            self._remove_key("studio.limit_remove", where)
        self.tick(("window", "on_the_spot"), say("studio.entry.on_the_spot"))
        self.text(("window", "hands_over"), say("studio.entry.hands_over"), lines=1, optional=True)
        self.end_card()

    def _sheet(self) -> None:
        say = self._say
        self.begin_card()
        self._sheet_lines(*LINES[0])
        self.text(("sheet", "where"), say("studio.entry.sheet_where"), optional=True)
        self._sheet_lines(*LINES[1])
        self.text(("sheet", "time"), say("studio.entry.sheet_time"), optional=True)
        self._sheet_lines(*LINES[2])
        self._remove_key("studio.sheet_remove", ("sheet",))
        self.end_card()

    def _sheet_lines(self, name: str, least: int) -> None:
        self.lines(("sheet", name), name, least)

    def _put_key(self, words: str, where: Where, value: Data) -> None:
        key = button(self._say(words))
        key.clicked.connect(
            lambda: self._work.do(lambda d: d.put(where, value), Message("studio.did.added"), where)
        )
        self._beside(key)
        self.fields[where] = key

    def _remove_key(self, words: str, where: Where) -> None:
        key = button(self._say(words))
        key.clicked.connect(
            lambda: self._work.do(lambda d: d.remove(where), Message("studio.did.removed"), where[:-1])
        )
        self._beside(key)

    def _beside(self, key: QPushButton) -> None:
        row = QHBoxLayout()
        row.addWidget(key)
        row.addStretch(1)
        self.add(row)
