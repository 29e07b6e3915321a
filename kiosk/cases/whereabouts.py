"""Where a case is, as its resident is told: in plain states, with what comes next and by when.

Nothing of the private question is in it: neither that it was asked again apart, nor what was said then. No
officer and no reviewer is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.cases import window_deeds as d
from kiosk.cases.proof import is_last_four
from kiosk.cases.where_given import Given
from kiosk.cases.window import MOST_CORRECTIONS, TRANSITIONS, Standing, WindowState
from kiosk.cases.window_desk import KeptDeed
from kiosk.cases.window_doing import Filed
from kiosk.clock import HALL_ZONE
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow import model as m
from kiosk.flow.answer import Answer
from kiosk.flow.model import Text
from kiosk.message import Message


class Place(StrEnum):
    """Where it is, as it is told."""

    WAITING = "waiting"
    """Handed in; nobody has begun with it."""
    LOOKED_AT = "looked_at"
    RETURNED = "returned"
    """What is missing was named."""
    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    READY = "ready"
    """Granted: it can be collected."""
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    """It does not belong here."""
    AT_HALL = "at_hall"
    """The hall has it, and what came of it there cannot be looked at just now."""
    UNREADABLE = "unreadable"
    """It is there, and its papers cannot be read: somebody must look."""


PATH = (Place.WAITING, Place.LOOKED_AT, Place.ACCEPTED, Place.READY, Place.HANDED_OVER)
"""The way of a case that goes well."""

_ON_PATH = {Place.RETURNED: Place.LOOKED_AT, Place.REVIEWING: Place.ACCEPTED}
_OF = {
    WindowState.ACCEPTED: Place.ACCEPTED,
    WindowState.CIRCULATING: Place.REVIEWING,
    WindowState.REVIEWED: Place.REVIEWING,
    WindowState.GRANTED: Place.READY,
    WindowState.REFUSED: Place.REFUSED,
    WindowState.ISSUED: Place.HANDED_OVER,
    WindowState.DECLINED: Place.DECLINED,
    WindowState.WITHDRAWN: Place.WITHDRAWN,
}
_DECIDING = frozenset({Place.ACCEPTED, Place.REVIEWING})


@dataclass(frozen=True)
class Item:
    """Something to bring. spare: it may be missing."""

    text: Text
    note: Text | None = None
    spare: bool = False


@dataclass(frozen=True)
class Whereabouts:
    """Where a case is. title: the service's name; None where its release cannot be read here.

    since: the day in the hall on which it came there; None where that is not told. missing: what was named
    and is not there yet; to_bring: what the window looks at. note, reason: as the officer wrote it. due: the
    last day for the decision; certain: its calendar is announced. late: that day is over. asked, said: how
    many reviewers there are, and how many of them have said what they think.
    """

    number: str
    service: str
    place: Place
    filed_on: date
    title: Text | None = None
    since: date | None = None
    missing: tuple[Item, ...] = ()
    to_bring: tuple[Item, ...] = ()
    note: str = ""
    reason: str = ""
    due: date | None = None
    due_certain: bool = True
    late: bool = False
    asked: int = 0
    said: int = 0
    can_withdraw: bool = False
    can_correct: bool = False

    @property
    def stands_at(self) -> int | None:
        """Its place in :data:`PATH`, from 0; None where it has left it or nobody knows."""
        at = _ON_PATH.get(self.place, self.place)
        return PATH.index(at) if at in PATH else None


@dataclass(frozen=True)
class Enquiry:
    """What a resident asks with. at: the kiosk's number, or :data:`HOME`; wrong tries are counted there."""

    number: str
    last_four: str
    at: str

    def __repr__(self) -> str:
        return f"Enquiry(at={self.at!r})"

    @property
    def from_home(self) -> bool:
        """Whether it comes over the portal."""
        return self.at == HOME

    @property
    def can_be(self) -> bool:
        """Whether the four can be the end of an identity number at all."""
        return is_last_four(self.last_four.upper())


HOME = "home"
"""Stands for the portal: whoever asks there is counted with all others from home."""


class NotTold(Exception):
    """Nothing is told: there is no such case, the four characters are others, or it has none. Which of these
    it is shows nowhere. wait_s: so many seconds nothing more is looked at; 0: it may be tried again."""

    def __init__(self, wait_s: int = 0) -> None:
        self.message = Message("where.wait" if wait_s else "where.wrong")
        self.wait_s = wait_s
        super().__init__(self.message.id)


@dataclass(frozen=True)
class Handed:
    """What was handed in, to be corrected. given: None where it cannot be corrected here any more."""

    where: Whereabouts
    given: Given | None


@dataclass(frozen=True)
class Corrected:
    """Where it is after a wish to correct it. kept: the answers are others now; else it had gone on, or they
    did not fit."""

    where: Whereabouts
    kept: bool


class WhereaboutsBook(Protocol):
    """Where residents ask. All raise :class:`NotTold`, and ``StoreFailed`` where nobody can look."""

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is; that it was told is on record."""
        ...

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """The resident does not want it any more; returns where it is then.

        Where it was decided meanwhile, that is told and nothing is withdrawn. act_id: UUIDv7, the idempotency
        key. Returns only after the change is committed.
        """
        ...

    async def answers(self, enquiry: Enquiry) -> Handed:
        """What was handed in, to be corrected; that it was read is on record."""
        ...

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        """Other answers, by step id, as ``Correction.changes`` gives them. act_id: as of ``withdraw``; the
        same again tells the same. Returns only after the change is committed."""
        ...


def whereabouts(
    number: str,
    service: str,
    filed: Filed,
    now: Standing,
    deeds: Sequence[KeptDeed],
    today: date,
) -> Whereabouts:
    """Where a case is that stands so. deeds: those of which ``now`` came. today: in the hall."""
    place = _place(now)
    items = _items(filed)
    missing = [each for each in now.missing if each not in now.seen] if place is Place.RETURNED else []
    return Whereabouts(
        number=number,
        service=service,
        place=place,
        filed_on=filed.filed_on,
        title=None if filed.flow is None else filed.flow.title,
        since=_since(place, deeds),
        missing=tuple(items[each] for each in missing if each in items),
        to_bring=tuple(items.values()) if place in (Place.WAITING, Place.LOOKED_AT) else (),
        note=_note(place, deeds),
        reason=_reason(place, deeds, filed.asks.asks_wish),
        due=now.due if place in _DECIDING else None,
        due_certain=now.due_certain,
        late=place in _DECIDING and now.due is not None and today > now.due,
        asked=len(now.opinions) if place is Place.REVIEWING else 0,
        said=sum(each.agrees is not None for each in now.opinions) if place is Place.REVIEWING else 0,
        can_withdraw=(now.state, d.Withdrawn) in TRANSITIONS,
        can_correct=can_correct(now, filed),
    )


def can_correct(now: Standing, filed: Filed) -> bool:
    """Whether its resident can still change an answer by themselves."""
    waits = (now.state, d.Corrected) in TRANSITIONS and now.corrections < MOST_CORRECTIONS
    return waits and filed.flow is not None


def at_hall(number: str, service: str, filed: Filed) -> Whereabouts:
    """Of a case that is known here as handed in, and handled elsewhere."""
    title = None if filed.flow is None else filed.flow.title
    return Whereabouts(number, service, Place.AT_HALL, filed.filed_on, title)


def unreadable(number: str, service: str, filed_at: datetime) -> Whereabouts:
    """Of a case whose papers cannot be read."""
    return Whereabouts(number, service, Place.UNREADABLE, filed_at.astimezone(HALL_ZONE).date())


def _place(now: Standing) -> Place:
    found = _OF.get(now.state)
    if found is not None:
        return found
    if now.state is WindowState.RETURNED and not set(now.missing) <= now.seen:
        return Place.RETURNED
    # Whether somebody asked apart shows in nothing: only that it is in an officer's hands.
    begun = now.handler is not None or bool(now.seen) or now.returned
    return Place.LOOKED_AT if begun else Place.WAITING


def _items(filed: Filed) -> dict[str, Item]:
    if filed.flow is None:
        return {}
    named: dict[str, m.Material] = {each.id: each for each in filed.flow.materials}
    asks = filed.asks
    return {id: Item(named[id].text, named[id].note, id in asks.spare) for id in asks.materials}


_CAME_BY: dict[Place, type[d.Deed]] = {
    Place.RETURNED: d.Returned,
    Place.ACCEPTED: d.Accepted,
    Place.REVIEWING: d.Circulated,
    Place.READY: d.Decided,
    Place.REFUSED: d.Decided,
    Place.HANDED_OVER: d.Issued,
    Place.WITHDRAWN: d.Withdrawn,
    Place.DECLINED: d.Declined,
}


def _last(place: Place, deeds: Sequence[KeptDeed]) -> KeptDeed | None:
    kind = _CAME_BY.get(place)
    if kind is None:
        return None
    return next((each for each in reversed(deeds) if isinstance(each.deed, kind)), None)


def _since(place: Place, deeds: Sequence[KeptDeed]) -> date | None:
    last = _last(place, deeds)
    return None if last is None else last.at.astimezone(HALL_ZONE).date()


def _note(place: Place, deeds: Sequence[KeptDeed]) -> str:
    last = _last(place, deeds) if place is Place.RETURNED else None
    return last.deed.note if last is not None and isinstance(last.deed, d.Returned) else ""


def _reason(place: Place, deeds: Sequence[KeptDeed], asks_wish: bool) -> str:
    """Why it was refused, or does not belong here.

    Where the private question is asked, what an officer writes of a case that was not accepted may tell what
    was said apart, and whoever stands beside the resident reads it here: then it is told at the window alone.
    Nor is it told why a case was withdrawn.
    """
    last = _last(place, deeds)
    match last.deed if last is not None else None:
        case d.Decided(granted=False, reason=reason):
            return reason
        case d.Declined(reason=reason) if not asks_wish:
            return reason
        case _:
            return ""


class LaterWhereabouts:
    """A book that can be reached only later. find: gives it; until it is set nobody can look."""

    def __init__(self) -> None:
        self.find: WhereaboutsBook | None = None

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """See WhereaboutsBook."""
        return await self._found().ask(enquiry)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """See WhereaboutsBook."""
        return await self._found().withdraw(enquiry, act_id)

    async def answers(self, enquiry: Enquiry) -> Handed:
        """See WhereaboutsBook."""
        return await self._found().answers(enquiry)

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        """See WhereaboutsBook."""
        return await self._found().correct(enquiry, act_id, changes)

    def _found(self) -> WhereaboutsBook:
        if self.find is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return self.find
