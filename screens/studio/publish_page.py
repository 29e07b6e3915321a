"""Publishing the draft, and the releases of the service: what changed, since when, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.clock import HALL_ZONE, Clock
from kiosk.failure import StoreFailed
from kiosk.flow.load import load_bytes
from kiosk.flow.model import Flow
from kiosk.flow.problem import FlowFileError
from kiosk.message import Message
from kiosk.officers.roll import Refused
from kiosk.studio.changes import changes, told
from kiosk.studio.document import Document
from kiosk.studio.releases import Published, ReleaseBook, Standing
from screens.desk.duty_fields import date_field
from screens.desk.look import button, label, scrolling
from screens.studio.form import Studio
from screens.studio.laying_out import Fit
from screens.studio.release_row import ReleaseRow
from screens.studio.session import StudioSession
from screens.studio.work import Saving

MOST = 40
"""So many changes are told; of more, how many there are."""


@dataclass(frozen=True)
class Shelf:
    """All that is known of a service's releases."""

    releases: tuple[Published, ...]
    standing: Standing | None

    @property
    def live(self) -> Published | None:
        """What residents meet now."""
        number = None if self.standing is None else self.standing.live
        return next((one for one in self.releases if one.number == number), None)


class PublishPage(QWidget):
    """problems_wanted: to what is wrong. published: the draft is a release now, with this number."""

    problems_wanted = Signal()
    published = Signal(int)

    def __init__(self, studio: Studio, session: StudioSession, book: ReleaseBook, clock: Clock) -> None:
        super().__init__()
        self._studio, self._session, self._book, self._clock = studio, session, book, clock
        self._say = studio.words.say
        self._busy, self._sure = False, False
        self.shelf = Shelf((), None)
        self.flush: Callable[[], None] = lambda: None
        say = self._say
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        self.what = label("", wrap=True)
        self.to_problems = button(say("studio.publish.to_problems"))
        self.later = button(say("studio.publish.later"))
        self.later.setCheckable(True)
        self.day = date_field(studio.words, "studio.publish.day")
        self.day.hide()
        self.publish = button(say("studio.publish.now"), "go")
        self.rows: dict[int, ReleaseRow] = {}
        card = QFrame()
        card.setProperty("part", "row")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(18, 12, 18, 14)
        inner.setSpacing(10)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        for each in (self.publish, self.later, self.to_problems):
            keys.addWidget(each)
        keys.addStretch(1)
        inner.addWidget(label(say("studio.publish.head"), "head"))
        for widget in (self.told, self.what, self.day):
            inner.addWidget(widget)
        inner.addLayout(keys)
        made = QWidget()
        self._column = QVBoxLayout(made)
        self._column.setContentsMargins(24, 12, 24, 16)
        self._column.setSpacing(10)
        self._column.addWidget(card)
        self._column.addWidget(label(say("studio.releases"), "head"))
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(made))
        self.to_problems.clicked.connect(self.problems_wanted)
        self.later.toggled.connect(self._later)
        self.publish.clicked.connect(self._publish)
        studio.work.checked.connect(self.show_draft)

    # --- showing ------------------------------------------------------------------------------------

    def come(self) -> None:
        """In front now: read anew."""
        self._tell("")
        self._sure = False
        self.show_draft()
        self._session.do(self.read())

    async def read(self) -> None:
        """The releases as they are now."""
        draft = self._studio.work.draft
        if draft is None:
            return
        try:
            releases = await self._book.releases(draft.service)
            standings = await self._book.standings()
        except StoreFailed:
            self._tell(self._say("desk.not_read"))
            return
        standing = next((one for one in standings if one.service == draft.service), None)
        self.shelf = Shelf(releases, standing)
        self._show_rows()
        self.show_draft()

    def show_draft(self) -> None:
        """What publishing would change, and whether it can be."""
        work, say = self._studio.work, self._say
        if work.draft is None or not self.isVisible():
            return  # behind another page nobody waits for it, and whoever is typing would
        errors = sum(problem.severity == "error" for problem in work.problems or ())
        fit = work.laying_out.fit
        self.to_problems.setVisible(bool(errors))
        if work.problems is None:
            self.what.setText(say("studio.looking"))
        elif errors:
            self.what.setText(say("studio.publish.amiss", count=errors))
        elif fit is Fit.LAYING_OUT:
            self.what.setText(say("studio.publish.laying_out"))
        else:
            unknown = [say("studio.fit.failed")] if fit is Fit.FAILED else []
            self.what.setText("\n".join((*unknown, self._changes(work.document))))
        known = work.problems is not None and fit is not Fit.LAYING_OUT
        self.publish.setEnabled(known and not errors and not self._busy)
        self.publish.setText(say("studio.publish.sure" if self._sure else "studio.publish.now"))
        self.publish.setAccessibleName(self.publish.text())

    def _changes(self, document: Document) -> str:
        live = self.shelf.live
        if live is None:
            return self._say("studio.publish.first")
        try:
            lines = self._lines(changes(_flow(live.source), _flow(document.text)))
        except FlowFileError:
            return ""
        return "\n".join(lines) if lines else self._say("studio.publish.same", number=live.number)

    def _lines(self, found: tuple[Message, ...]) -> list[str]:
        lines = [f"· {told(change, self._studio.words)}" for change in found[:MOST]]
        if len(found) > MOST:
            lines.append(self._say("studio.publish.more", count=len(found) - MOST))
        return lines

    def _show_rows(self) -> None:
        for row in self.rows.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {}
        standing = self.shelf.standing
        scheduled: Mapping[int, object] = dict(standing.scheduled) if standing is not None else {}
        proposed = standing.proposed if standing is not None else ()
        live = self.shelf.live
        for place, one in enumerate(reversed(self.shelf.releases)):
            state = (
                "live"
                if live is not None and one.number == live.number
                else "scheduled"
                if one.number in scheduled
                else "proposed"
                if one.number in proposed
                else "earlier"
            )
            row = self.rows[one.number] = ReleaseRow(self._studio, one, state, self._lines(one.changes))
            row.compare.clicked.connect(lambda _c=False, n=one.number: self._compare(n))
            for key, work in (
                (row.back, self._book.roll_back),
                (row.withdraw, self._book.withdraw),
                (row.approve, self._book.approve),
            ):
                key.clicked.connect(lambda _c=False, w=work, n=one.number: self._with(w, n))
            self._column.insertWidget(2 + place, row)

    def _compare(self, number: int) -> None:
        """Against what residents meet now."""
        row, live = self.rows[number], self.shelf.live
        one = next(one for one in self.shelf.releases if one.number == number)
        if live is None:
            return
        try:
            lines = self._lines(changes(_flow(live.source), _flow(one.source)))
        except FlowFileError:
            lines = []
        row.show_lines([self._say("studio.release_against", number=live.number), *lines])

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    # --- doing --------------------------------------------------------------------------------------

    def _later(self, on: bool) -> None:
        self.day.setVisible(on)
        if on and self.day.value is None:
            self.day.show_value(self._clock.now().astimezone(HALL_ZONE).date())

    def _publish(self) -> None:
        """Asks twice: every resident meets it."""
        self.flush()
        if self.later.isChecked() and self.day.value is None:
            self._tell(self._say("desk.duty_no_date"))
            return
        if not self._sure:
            self._sure = True
            self.show_draft()
            return
        self._sure = False
        self._session.do(self._publish_now())

    async def _publish_now(self) -> None:
        work = self._studio.work
        draft = work.draft
        if draft is None or not (work.saving is Saving.SAVED or await work.save()):
            return
        starts_on = self.day.value if self.later.isChecked() else None
        text, officer = draft.document.text, self._session.officer

        async def publish() -> None:
            made = await self._book.publish(
                draft.service, text, officer, based_on=draft.based_on, starts_on=starts_on
            )
            await work.published()
            self.published.emit(made.number)

        await self._doing(publish())

    def _with(self, work: Callable[[str, int, str], Coroutine[Any, Any, None]], number: int) -> None:
        draft = self._studio.work.draft
        if draft is not None:
            self._session.do(self._doing(work(draft.service, number, self._session.officer)))

    async def _doing(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it; what is refused or not written is told."""
        self._busy = True
        self.show_draft()
        words = ""
        try:
            await work
        except Refused as refused:
            words = self._say(refused.reason.id, **refused.reason.params)
        except StoreFailed:
            words = self._say("desk.not_written")
        finally:
            self._busy = False
        await self.read()
        self._tell(words)


def _flow(source: str) -> Flow:
    """The flow of a text. Raises :class:`FlowFileError`."""
    return load_bytes(source.encode(), Path("service.yaml")).flow
