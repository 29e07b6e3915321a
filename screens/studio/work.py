"""The draft that is open: every change checked and saved as it is made."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.failure import StoreFailed
from kiosk.flow.problem import FlowFileError, Problem, in_order
from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.officers.roll import Refused
from kiosk.studio.book import DraftBook, KeptDraft, Newer
from kiosk.studio.document import Document
from kiosk.studio.draft import Draft, Edit
from kiosk.studio.places import NoSuchPlace
from screens.studio.laying_out import LayingOut, LayOut
from screens.studio.session import StudioSession

SAVE_S, CHECK_S, RETRY_S = 1.0, 0.4, 5.0
"""After the last change; and after a saving that failed."""

Check = Callable[[str, str], Awaitable[tuple[Problem, ...]]]
"""All problems of a service: its text and its file's name -> off this thread, in the file's order."""


class Saving(StrEnum):
    """How far the last change has come."""

    SAVED = "saved"
    WAITING = "waiting"
    FAILED = "failed"
    """Tried again until it is kept."""
    NEWER = "newer"
    """Somebody else saved the same draft: whose is kept must be said first."""
    REFUSED = "refused"


class Work(QObject):
    """changed: the document is another now. checked: so are ``problems``. saving_changed. shown: look here.

    taking: before a change: what was just typed is to be put where it belongs now. missed: what was done did
    not come to pass, since its place is not there any more.
    problems: None while they are looked for; those of ``laying_out`` come later, where there is no error.
    newer: what somebody else saved. refusal: why it is not kept.
    """

    changed = Signal()
    checked = Signal()
    saving_changed = Signal()
    shown = Signal(object)
    taking = Signal()
    missed = Signal()

    def __init__(
        self,
        session: StudioSession,
        book: DraftBook,
        check: Check,
        lay_out: LayOut,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.laying_out = LayingOut(session, lay_out, self)
        self.laying_out.changed.connect(self._laid_out)
        self._session, self._book, self._check = session, book, check
        self._turn = asyncio.Lock()
        self._revision = 0
        self._kept_text = ""
        self.draft: Draft | None = None
        self.problems: tuple[Problem, ...] | None = None
        self.saving = Saving.SAVED
        self.newer: KeptDraft | None = None
        self.refusal: Message | None = None
        self._later: dict[str, asyncio.TimerHandle] = {}

    # --- opening and leaving ----------------------------------------------------------------------

    def open(self, draft: Draft, kept: KeptDraft | None) -> None:
        """Work on this one. kept: as it is kept, None where it is not yet."""
        self.draft = draft
        self._revision = 0 if kept is None else kept.revision
        self._kept_text = "" if kept is None else kept.text
        self.newer, self.refusal, self.problems = None, None, None
        self.laying_out.stop()
        self._show_saving(Saving.SAVED)
        self.changed.emit()
        self.checked.emit()
        self._look_in(0)

    async def close(self) -> bool:
        """Save what is not saved; whether it may be left."""
        if self.draft is None:
            return True
        if self.saving is not Saving.SAVED and not await self.save():
            return False
        for handle in self._later.values():
            handle.cancel()
        self.laying_out.stop()
        self.draft = None
        return True

    @property
    def document(self) -> Document:
        """As it is now. There must be a draft."""
        assert self.draft is not None
        return self.draft.document

    # --- changing -----------------------------------------------------------------------------------

    def put(self, where: Where, value: object, told: Message) -> None:
        """With this value at a place; None: with nothing there."""
        there = self.document.at(where)
        if value is None and there is None:
            return
        self.do(lambda d: d.remove(where) if value is None else d.put(where, value), told, where)

    def do(self, change: Callable[[Document], Document], told: Message, where: Where) -> None:
        """Do something to the draft; what cannot be done changes nothing, and is told."""
        if self.draft is None:
            return
        self.taking.emit()
        try:
            different = self.draft.change(change, told, where)
        except (NoSuchPlace, FlowFileError):
            self.changed.emit()  # every field shows what stands there
            self.missed.emit()
            return
        if different:
            self._went_on()

    def undo(self) -> None:
        """Take back what was done last, and look there."""
        self.taking.emit()
        self._back(None if self.draft is None else self.draft.undo())

    def redo(self) -> None:
        """Do it again."""
        self.taking.emit()
        self._back(None if self.draft is None else self.draft.redo())

    def _back(self, edit: Edit | None) -> None:
        if edit is not None:
            self._went_on()
            self.shown.emit(edit.where)

    def _went_on(self) -> None:
        self.problems = None
        self.laying_out.stop()
        if self.saving is not Saving.NEWER:
            self._show_saving(Saving.WAITING)
            self._save_in(SAVE_S)
        self._look_in(CHECK_S)
        self.changed.emit()
        self.checked.emit()

    def _save_in(self, seconds: float) -> None:
        self._do_in("save", seconds, self.save)

    def _look_in(self, seconds: float) -> None:
        self._do_in("look", seconds, self._look)

    def _do_in(self, what: str, seconds: float, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Once, so long after it was wanted last."""
        before = self._later.pop(what, None)
        if before is not None:
            before.cancel()
        loop = asyncio.get_running_loop()
        self._later[what] = loop.call_later(seconds, lambda: self._session.do(work()))

    # --- checking -----------------------------------------------------------------------------------

    async def _look(self) -> None:
        if self.draft is None:
            return
        document = self.document
        found = await self._check(document.text, document.file)
        if self.draft is not None and self.document is document:
            self.problems = found
            if not any(problem.severity == "error" for problem in found):
                self.laying_out.begin(document.text, document.file)
            self.checked.emit()

    def _laid_out(self) -> None:
        if self.problems is not None:
            self.problems = in_order((*self.problems, *self.laying_out.problems))
            self.checked.emit()

    # --- saving -------------------------------------------------------------------------------------

    async def save(self) -> bool:
        """Keep the draft as it is now; whether it is kept."""
        async with self._turn:
            draft, officer = self.draft, self._session.officer
            if draft is None or not officer or self.saving is Saving.NEWER:
                return False
            text = draft.document.text
            if text == self._kept_text:
                self._show_saving(Saving.SAVED)
                return True
            try:
                kept = await self._book.keep(draft.service, text, draft.based_on, self._revision, officer)
            except Newer as newer:
                return self._met(newer.kept)
            except Refused as refused:
                self.refusal = refused.reason
                self._show_saving(Saving.REFUSED)
                return False
            except StoreFailed:
                self._show_saving(Saving.FAILED)
                self._save_in(RETRY_S)
                return False
            self._revision, self._kept_text = kept.revision, kept.text
            if self.draft is draft and self.document.text == text:
                self._show_saving(Saving.SAVED)
            return True

    def _met(self, kept: KeptDraft | None) -> bool:
        if kept is None:  # dropped by somebody else: what is written here is a draft of its own
            self._revision = 0
            self._save_in(0)
            return False
        if kept.text == self.document.text:  # it was kept before; only the answer did not arrive
            self._revision, self._kept_text = kept.revision, kept.text
            self._show_saving(Saving.SAVED)
            return True
        self.newer = kept
        self._show_saving(Saving.NEWER)
        return False

    async def published(self) -> None:
        """It is a release now: the draft is not needed any more, and what is changed next begins from it."""
        draft = self.draft
        if draft is None:
            return
        async with self._turn:
            with suppress(
                Newer, StoreFailed
            ):  # a draft that stays says that it was begun from an older release
                await self._book.drop(draft.service, self._revision, self._session.officer)
            self._revision, self._kept_text = 0, draft.document.text

    def take_theirs(self) -> None:
        """What somebody else saved in place of what is here; which can be taken back."""
        kept, self.newer = self.newer, None
        if kept is None or self.draft is None:
            return
        self._revision, self._kept_text = kept.revision, kept.text
        self._show_saving(Saving.SAVED)
        told = Message("studio.did.theirs", {"officer": kept.by})
        self.do(lambda d: Document(kept.text, d.file), told, ())

    def keep_mine(self) -> None:
        """What is here in place of what somebody else saved."""
        kept, self.newer = self.newer, None
        if kept is not None:
            self._revision = kept.revision
            self._show_saving(Saving.WAITING)
            self._save_in(0)

    def _show_saving(self, saving: Saving) -> None:
        if saving is not self.saving:
            self.saving = saving
            self.saving_changed.emit()
