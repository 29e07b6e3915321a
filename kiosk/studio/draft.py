"""A draft: a document with all that was done to it, each step of which can be taken back and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio.document import Document


@dataclass(frozen=True)
class Edit:
    """What was done. told: in words, for the keys that take it back. where: the place to look at."""

    before: Document
    after: Document
    told: Message
    where: Where


class Draft:
    """The document as it is now, and the way it came there.

    service: its slug. based_on: the number of the release it was begun from, 0 for a new service.
    """

    def __init__(self, service: str, document: Document, based_on: int) -> None:
        self.service, self.based_on = service, based_on
        self._document = document
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    @property
    def document(self) -> Document:
        """As it is now."""
        return self._document

    @property
    def last(self) -> Edit | None:
        """What :meth:`undo` takes back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Edit | None:
        """What :meth:`redo` does again."""
        return self._undone[-1] if self._undone else None

    def change(self, change: Callable[[Document], Document], told: Message, where: Where) -> bool:
        """Do something; whether it made a difference. What it raises leaves the draft as it was.

        Words that are changed at the same place one after the other are one edit.
        """
        before = self._document
        after = change(before)
        if after.text == before.text:
            return False
        self._undone.clear()
        last = self.last
        if last is not None and last.after is before and (last.told, last.where) == (told, where):
            before = self._done.pop().before
        self._done.append(Edit(before, after, told, where))
        self._document = after
        return True

    def undo(self) -> Edit | None:
        """Take back what was done last; None where nothing was done."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        self._document = edit.before
        return edit

    def redo(self) -> Edit | None:
        """Do again what was taken back last; None where nothing was."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        self._document = edit.after
        return edit
