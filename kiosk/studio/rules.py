"""What may be done with releases: one set of rules for whatever store they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.flow.load import Release
from kiosk.flow.problem import FlowFileError
from kiosk.officers.roll import Refused
from kiosk.studio import releases as r
from kiosk.studio.acts import Act, Approve, KeptRelease, Publish, Retire, RollBack, Shelf, Step, Withdraw
from kiosk.studio.changes import changes
from kiosk.studio.in_force import NOT_OFFERED, Kind, day_begins
from kiosk.studio.numbering import numbered, read_release


def decide(act: Act, by: str, shelf: Shelf) -> Step:
    """What comes of it. by: who has the right to. Raises :class:`Refused`: then nothing does."""
    match act:
        case Publish():
            return _publish(act, shelf)
        case Approve():
            return _approve(act, by, shelf)
        case Withdraw():
            return _withdraw(act, shelf)
        case RollBack():
            return _roll_back(act, shelf)
        case Retire():
            return _retire(shelf)


def _publish(act: Publish, shelf: Shelf) -> Step:
    base = _base(shelf)
    if act.based_on is not None and act.based_on != base:
        raise Refused(r.NEWER)
    _no_later_one(shelf, shelf.now if act.starts_on is None else day_begins(act.starts_on))
    product = _of_product(shelf)
    kept = _all(shelf, product)
    live = kept.get(base)
    if live is not None and numbered(act.release, base).source == live.source:
        raise Refused(r.SAME)
    made = numbered(act.release, max(kept, default=0) + 1)
    told = () if live is None else changes(_read(live).flow, made.flow)
    number = made.flow.version
    row = KeptRelease(shelf.service, number, made.sha256, made.source, changes=tuple(told))
    kind = Kind.PROPOSED if act.approval else Kind.PUBLISHED
    return Step(number, kind, (*product, row), act.starts_on, base)


def _approve(act: Approve, by: str, shelf: Shelf) -> Step:
    proposal = next((e for e in shelf.history.proposed() if e.number == act.number), None)
    if proposal is None:
        raise Refused(r.NOT_PROPOSED)
    if proposal.by == by:
        raise Refused(r.SAME_PERSON)
    if proposal.based_on != _base(shelf):
        raise Refused(r.NEWER)
    return Step(act.number, Kind.APPROVED, (), proposal.starts_on, proposal.based_on)


def _withdraw(act: Withdraw, shelf: Shelf) -> Step:
    history = shelf.history
    waiting = (*history.proposed(), *history.scheduled(shelf.now))
    if act.number == NOT_OFFERED or not any(e.number == act.number for e in waiting):
        known = history.event_of(act.number, *Kind) is not None and act.number != NOT_OFFERED
        raise Refused(r.STARTED if known else r.NOT_PROPOSED)
    return Step(act.number, Kind.WITHDRAWN)


def _roll_back(act: RollBack, shelf: Shelf) -> Step:
    live = shelf.history.live(shelf.now)
    if (live if live is not None else _number(shelf.shipped)) == act.number:
        raise Refused(r.IN_FORCE_ALREADY)
    product = _of_product(shelf)
    row = _all(shelf, product).get(act.number)
    if row is None or not (row.shipped or act.number in shelf.history.begun(shelf.now)):
        raise Refused(r.NEVER_IN_FORCE)
    _read(row)
    return Step(act.number, Kind.ROLLED_BACK, product)


def _retire(shelf: Shelf) -> Step:
    live = shelf.history.live(shelf.now)
    if live is None and shelf.shipped is None and not shelf.history.events:
        raise Refused(r.UNKNOWN_SERVICE)
    if live == NOT_OFFERED or (live is None and shelf.shipped is None):
        raise Refused(r.NOT_OFFERED_ALREADY)
    _no_later_one(shelf, shelf.now)
    return Step(NOT_OFFERED, Kind.RETIRED, _of_product(shelf))


def _base(shelf: Shelf) -> int:
    """The number that comes last in force; 0 where there is none."""
    last = shelf.history.last()
    return last if last is not None else _number(shelf.shipped) or 0


def _no_later_one(shelf: Shelf, begins: datetime) -> None:
    # It would put itself in the place of what is newer.
    if any(event.effective > begins for event in shelf.history.scheduled(shelf.now)):
        raise Refused(r.SCHEDULED)


def _of_product(shelf: Shelf) -> tuple[KeptRelease, ...]:
    """Kept with the first act, so that one can go back to it when the product has another one."""
    if shelf.shipped is None or shelf.shipped.flow.version in shelf.kept:
        return ()
    return (KeptRelease.of_product(shelf.shipped),)


def _all(shelf: Shelf, more: tuple[KeptRelease, ...]) -> Mapping[int, KeptRelease]:
    return {**shelf.kept, **{row.number: row for row in more}}


def _number(shipped: Release | None) -> int | None:
    return None if shipped is None else shipped.flow.version


def _read(row: KeptRelease) -> Release:
    """Raises :class:`Refused` where it is not what was published."""
    try:
        found = read_release(row.source, row.service)
    except FlowFileError:
        raise Refused(r.DAMAGED) from None
    if found.sha256 != row.sha256:
        raise Refused(r.DAMAGED)
    return found
