"""The store on this machine: the local queue of calls, the book of cases, the roll of officers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.assist.call import Call, NewCall, Outcome
from kiosk.assist.change import Change, HallCall
from kiosk.assist.outbox import Backlog, Mark, RefusalReason
from kiosk.cases.number import kiosk_no as checked_kiosk_no
from kiosk.cases.visit_end import VisitEnd
from kiosk.clock import Clock
from kiosk.failure import StoreFailed, Trouble
from kiosk.figures.book import Figures
from kiosk.figures.period import Period
from kiosk.officers.officer import AT_THE_STUDIO
from kiosk.officers.roll import Refused
from kiosk.officers.seat import Seats
from kiosk.pin import PinHasher
from kiosk.store.folder import DataFolder
from kiosk.store.line import Line
from kiosk.store.local_appointments import LocalAppointments, LocalPlan, LocalWaiting
from kiosk.store.local_backups import LocalBackups
from kiosk.store.local_cases import LocalCases, LocalDifficult
from kiosk.store.local_drafts import LocalDrafts
from kiosk.store.local_duty import LocalKiosks, LocalRoster
from kiosk.store.local_facts import LocalFacts
from kiosk.store.local_hall import LocalHall
from kiosk.store.local_keys import LocalKeys
from kiosk.store.local_moving import LocalMoving
from kiosk.store.local_officers import LocalOfficers, LocalRecord
from kiosk.store.local_prepared import LocalPrepared
from kiosk.store.local_put_backs import LocalPutBacks
from kiosk.store.local_questions import LocalQuestions
from kiosk.store.local_releases import LocalReleases
from kiosk.store.local_retention import LocalRetention
from kiosk.store.local_where import LocalWhere
from kiosk.store.local_window import LocalWindow
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")


class LocalStore:
    """SQLite in one data folder, worked on by one thread; importing this imports no SQL.

    ``calls`` is a CallQueue, ``cases`` a CaseBook and a RatingBook, ``ends`` a VisitEnds, ``difficult`` a
    DifficultBook and a DifficultDesk, ``officers`` an OfficerRoll, ``outbox`` an Outbox, ``facts`` a
    FactOutbox, ``moving`` a KioskCarrier and a DeskCarrier, ``prepared`` a PreparedForms, ``figures`` a
    FiguresBook, ``kiosks`` a KioskReporting and a KioskBoard, ``roster`` a RosterBook, ``releases`` a
    ReleaseBook and a Shelved, ``drafts`` a DraftBook, ``hall`` a HallShelf, ``studio_officers`` the roll for
    whoever shapes services, ``appointments`` an AppointmentBook and a HallBoard, ``waiting`` a WaitingDesk,
    ``plan`` a PlanBook, ``window`` a WindowDesk, ``where`` a WhereaboutsBook, ``put_backs`` a PutBacks,
    ``keys`` what things are sealed with, ``retention`` how long they are kept. Several processes may have the
    same folder open: one kiosk (``kiosk_lock``), and desks and commands without that lock. kiosk_no: two
    digits, the beginning of every registration number given out here. due: by when a difficult case is to be
    closed. publishing: how services are published. backup_dir: where backups go; None: into the data folder.
    ``backups`` works in a thread of its own. Every method raises :class:`StoreFailed` where the store cannot
    serve, and may simply be tried again.
    """

    def __init__(
        self,
        data_dir: Path,
        kiosk_no: str,
        clock: Clock,
        *,
        kiosk_lock: bool,
        due: DueRule | None = None,
        publishing: Publishing | None = None,
        backup_dir: Path | None = None,
    ) -> None:
        folder = DataFolder(data_dir.absolute(), checked_kiosk_no(kiosk_no), kiosk_lock, backup_dir)
        self._line = Line(folder, clock, due or DueRule())
        self.facts = LocalFacts(self._line)
        self.outbox = LocalOutbox(self._line, self.facts.note)
        self.calls = LocalCalls(self._line, self._noted)
        self.cases = LocalCases(self._line, self.facts.note)
        self.ends = LocalEnds(self._line, self.facts.note)
        self.officers = LocalOfficers(self._line, PinHasher())
        self.studio_officers = LocalOfficers(self._line, PinHasher(), AT_THE_STUDIO)
        self.record = LocalRecord(self._line)
        self.keys = LocalKeys(self._line)
        self.retention = LocalRetention(self._line)
        self.figures = LocalFigures(self._line)
        self.difficult = LocalDifficult(self._line, self.facts.note)
        self.questions = LocalQuestions(self._line, folder.kiosk_no, self.facts.note)
        self.window = LocalWindow(self._line)
        self.where = LocalWhere(self._line)
        self.prepared = LocalPrepared(self._line)
        self.appointments = LocalAppointments(self._line)
        self.waiting = LocalWaiting(self._line)
        self.plan = LocalPlan(self._line)
        self.moving = LocalMoving(self._line)
        self.put_backs = LocalPutBacks(self._line, folder, clock)
        self.kiosks = LocalKiosks(self._line, self.put_backs, folder.kiosk_no)
        self.roster = LocalRoster(self._line)
        self.releases = ReleasesIn(LocalReleases(self._line, clock), publishing or Publishing())
        self.drafts = LocalDrafts(self._line)
        self.hall = LocalHall(self._line)
        self.backups = LocalBackups(folder, clock)

    @property
    def seats(self) -> Seats:
        """Who sits at this program's desk and studio."""
        return self._line.seats

    def _noted(self) -> None:
        """A call was changed; one that was not solved is a difficulty too."""
        self.outbox.note()
        self.facts.note()

    async def start(self) -> None:
        """Make the folder where there is none, take the lock, check, migrate, load the key.

        Whatever is asked meanwhile waits in the line.
        """
        await self._line.run(lambda shelf: None)

    async def close(self) -> None:
        """Finish what was begun and let go of the folder; for good."""
        await self._line.close()

    async def healthy(self) -> None:
        """Raises :class:`StoreFailed` unless the database is whole and a write reaches the disk."""
        await self._line.run(lambda shelf: shelf.check())


class LocalCalls:
    """The queue of calls in the local store; see CallQueue."""

    def __init__(self, line: Line, on_change: Callable[[], None]) -> None:
        self._line = line
        self._on_change = on_change

    async def open_call(self, new: NewCall) -> Call:
        """Write the call down, or return the one that this kiosk has open."""
        return await self._change(lambda shelf: shelf.calls.open_call(new))

    async def get(self, call_id: str) -> Call | None:
        """One call."""
        return await self._line.run(lambda shelf: shelf.calls.get(call_id))

    async def cancel(self, call_id: str) -> Call:
        """The resident needs nobody any more."""
        return await self._change(lambda shelf: shelf.calls.cancel(call_id))

    async def open_calls(self) -> tuple[Call, ...]:
        """All waiting and claimed calls, quiet ones too: priority first, then the oldest first."""
        return await self._line.run(lambda shelf: shelf.calls.open_calls())

    async def all_calls(self) -> tuple[Call, ...]:
        """Every call, the oldest first."""
        return await self._line.run(lambda shelf: shelf.calls.all_calls())

    async def mark_seen(self, call_ids: Sequence[str]) -> None:
        """A desk shows these calls now."""
        ids = tuple(call_ids)
        await self._change(lambda shelf: shelf.calls.mark_seen(ids))

    async def claim(self, call_id: str, officer: str) -> Call:
        """Take a waiting call."""
        return await self._change(lambda shelf: shelf.calls.claim(call_id, officer))

    async def put_back(self, call_id: str, officer: str) -> Call:
        """Give back a call that this officer has."""
        return await self._change(lambda shelf: shelf.calls.put_back(call_id, officer))

    async def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        """Give a call that this officer has to another one."""
        return await self._change(lambda shelf: shelf.calls.hand_over(call_id, officer, to))

    async def arrive(self, call_id: str, officer: str) -> Call:
        """This officer is beside the resident."""
        return await self._change(lambda shelf: shelf.calls.arrive(call_id, officer))

    async def stand_beside(self, call_id: str, officer: str) -> Call:
        """Whoever has the call is beside the resident."""
        return await self._change(lambda shelf: shelf.calls.stand_beside(call_id, officer))

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        """End a call that this officer has. The note is kept sealed."""
        return await self._change(lambda shelf: shelf.calls.close(call_id, officer, outcome, note))

    async def sign_in(self, officer: str) -> None:
        """The officer stands at a desk."""
        try:
            freed = await self._line.run(lambda shelf: shelf.calls.sign_in(officer))
        except Refused as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        if freed:
            self._on_change()

    async def sign_out(self, officer: str) -> None:
        """The officer leaves the desk."""
        await self._line.run(lambda shelf: shelf.calls.sign_out(officer))

    async def present(self) -> tuple[str, ...]:
        """The officers at a desk, by name."""
        return await self._line.run(lambda shelf: shelf.calls.present())

    async def _change(self, work: Callable[[Shelf], T]) -> T:
        try:
            done = await self._line.run(work)
        except Refused as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        self._on_change()
        return done


class LocalFigures:
    """Figures of this machine; see FiguresBook."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def figures(self, period: Period, officer: str) -> Figures:
        """Of these days, for a leader who sits at the desk."""
        try:
            return await self._line.run(lambda shelf: shelf.figures(period, officer))
        except Refused as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None

    async def of(self, period: Period) -> Figures:
        """The same, for a command, which no officer gives."""
        return await self._line.run(lambda shelf: shelf.figures(period))


class LocalOutbox:
    """What the hall's hub has still to hear of this kiosk, in the local store; see Outbox."""

    def __init__(self, line: Line, on_fact: Callable[[], None]) -> None:
        self._line = line
        self._on_fact = on_fact
        self._noted = asyncio.Event()

    def note(self) -> None:
        """A change was made by this process."""
        self._noted.set()

    async def mark(self) -> Mark:
        """How far it has come."""
        return await self._line.run(lambda shelf: shelf.outgoing.mark())

    async def after(self, seq: int, limit: int) -> tuple[Change, ...]:
        """At most ``limit`` changes after ``seq``, in order."""
        return await self._line.run(lambda shelf: shelf.outgoing.after(seq, limit))

    async def delivered(self, seq: int) -> None:
        """The hub has all up to ``seq``."""
        await self._line.run(lambda shelf: shelf.outgoing.delivered(seq))

    async def refused(self, reason: RefusalReason, detail: str) -> None:
        """The hub will not have what it is told."""
        await self._line.run(lambda shelf: shelf.outgoing.refused(reason, detail))

    async def begin_journal(self, journal: str, instead_of: str) -> None:
        """Count all that is kept anew."""
        await self._line.run(lambda shelf: shelf.outgoing.begin_journal(journal, instead_of))

    async def backlog(self) -> Backlog:
        """What the hub has still to hear, and its last refusal."""
        return await self._line.run(lambda shelf: shelf.outgoing.backlog())

    async def take_over(self, calls: Sequence[HallCall]) -> None:
        """Bring the calls here in line with the hub's."""
        told = tuple(calls)
        await self._line.run(lambda shelf: shelf.outgoing.take_over(told))
        self._on_fact()

    async def at_hub(self, call_id: str) -> bool:
        """Whether the hub has acknowledged that this call was opened."""
        return await self._line.run(lambda shelf: shelf.outgoing.at_hub(call_id))

    async def changed(self) -> None:
        """Wait until this process makes a change."""
        await self._noted.wait()
        self._noted.clear()


class LocalEnds:
    """How visits ended, in the local store; see VisitEnds."""

    def __init__(self, line: Line, on_fact: Callable[[], None]) -> None:
        self._line = line
        self._on_fact = on_fact

    async def keep(self, end: VisitEnd) -> None:
        """The first end of a visit stays."""
        await self._line.run(lambda shelf: shelf.ends.keep(end))
        self._on_fact()
