"""What happened to a call, as a value that travels between a kiosk and the hall's hub."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kiosk.assist.call import Call, CallState


class ChangeKind(StrEnum):
    """What happened. A quiet call that is then made aloud is opened again."""

    OPENED = "opened"
    SEEN = "seen"
    CLAIMED = "claimed"
    PUT_BACK = "put_back"
    HANDED_OVER = "handed_over"
    ARRIVED = "arrived"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Change:
    """One change, made at a kiosk and carried to the hub.

    id: UUIDv7, the idempotency key. seq: 1, 2, 3 ... without a gap, counted in the kiosk's journal. at: by
    the kiosk's clock, in UTC. officer: who did it; None for the resident. call: as it stood after the change,
    its note left out.
    """

    id: str
    kiosk: str
    seq: int
    kind: ChangeKind
    at: datetime
    officer: str | None
    call: Call


@dataclass(frozen=True)
class HallCall:
    """A call as it stands at the hub, which decides once where two changes of a call cross.

    no: counted by the hub for each kiosk, one for each decision; of two pictures of a call the one with the
    larger number is the newer. heard: the seq of the last change in the kiosk's journal that was decided on,
    of this call at least. The call's note is there only where the hub tells the kiosk of it.
    """

    call: Call
    no: int
    heard: int


def at_hub(hall: Call | None, change: Change) -> Call:
    """The call at the hub after a kiosk's ``change``: the rule by which crossing changes are decided.

    1. A call that is over at the hub stays as it ended there: the first end counts. Only a quiet call that
       an officer closed while the resident made it aloud waits anew: nobody's call goes unheard. A kiosk that
       was put back to an older copy may tell of its opening once more, which opens nothing. That the officer
       who closed it had been with the resident is learnt even then.
    2. What ends a call at the kiosk (the resident cancels, an officer there closes) ends it at the hub,
       whoever has claimed it meanwhile: nobody is sent to a resident who wants nobody any more.
    3. Of two claims the first to reach the hub wins, and only the officer who has the call puts it back or
       hands it over.
    4. Whoever stands beside the resident has the call, whoever else has claimed it meanwhile.

    Every change is decided on in the order in which the kiosk made it, and the kiosk is told the result. A
    call that the hub does not know stands there as the kiosk tells it.
    """
    told = change.call
    if hall is None:
        return told
    if change.kind is ChangeKind.SEEN:
        return replace(hall, seen_at=hall.seen_at or told.seen_at)
    if not hall.open:
        if change.kind is ChangeKind.OPENED and hall.quiet and not told.quiet:
            return _anew(hall, told, change.at)
        return _arrived_before(hall, change)
    match change.kind:
        case ChangeKind.CANCELLED:
            return replace(hall, state=CallState.CANCELLED, closed_at=told.closed_at)
        case ChangeKind.CLOSED:
            return replace(
                hall,
                state=CallState.DONE,
                officer=told.officer,
                claimed_at=hall.claimed_at or told.claimed_at,
                arrived_at=hall.arrived_at or told.arrived_at,
                closed_at=told.closed_at,
                outcome=told.outcome,
            )
        case ChangeKind.CLAIMED if hall.state is CallState.WAITING:
            return replace(
                hall, state=CallState.CLAIMED, officer=change.officer, claimed_at=told.claimed_at or change.at
            )
        case ChangeKind.PUT_BACK if hall.officer is not None and hall.officer == change.officer:
            return replace(hall, state=CallState.WAITING, officer=None, claimed_at=None, arrived_at=None)
        case ChangeKind.HANDED_OVER if hall.officer is not None and hall.officer == change.officer:
            return replace(hall, officer=told.officer, arrived_at=None)
        case ChangeKind.ARRIVED:
            same = hall.officer == change.officer
            return replace(
                hall,
                state=CallState.CLAIMED,
                officer=change.officer,
                claimed_at=hall.claimed_at or told.claimed_at or change.at,
                arrived_at=(hall.arrived_at if same else None) or told.arrived_at or change.at,
            )
        case ChangeKind.OPENED:
            return _where(hall, told)
    return hall


def at_kiosk(here: Call, hall: HallCall, unheard: bool, now: datetime) -> Call:
    """The kiosk's own call after the hub told how it stands there: the other half of the rule.

    unheard: the kiosk has changes of this call that the hub had not decided on yet. now: by the kiosk's
    clock, as are all times of its own calls.

    While changes are unheard the call stays as it is here: the hub will tell of it again. An end at the hub
    is an end here, and a call that is over here is never opened again.
    """
    told = hall.call
    here = replace(here, seen_at=here.seen_at or (now if told.seen_at is not None else None))
    if unheard:
        return here
    if not told.open:
        return replace(
            here,
            state=told.state,
            officer=told.officer,
            outcome=told.outcome,
            claimed_at=here.claimed_at or (now if told.officer is not None else None),
            arrived_at=(here.arrived_at or now) if told.arrived_at is not None else None,
            closed_at=here.closed_at or now,
        )
    if not here.open:
        return here
    stands, stood = [(each.state, each.officer, each.arrived_at is None) for each in (told, here)]
    if stands != stood:
        claimed = told.state is CallState.CLAIMED
        return replace(
            here,
            state=told.state,
            officer=told.officer,
            claimed_at=(here.claimed_at or now) if claimed else None,
            arrived_at=now if told.arrived_at is not None else None,
        )
    return here


def _arrived_before(hall: Call, change: Change) -> Call:
    """A call that is over; with the arrival of whoever closed it, where that is told late."""
    late = (
        change.kind is ChangeKind.ARRIVED and hall.state is CallState.DONE and hall.officer == change.officer
    )
    if not late or hall.arrived_at is not None:
        return hall
    return replace(hall, arrived_at=change.call.arrived_at or change.at)


def _where(hall: Call, told: Call) -> Call:
    """With where the resident stands now, and whether aloud."""
    return replace(
        hall,
        service=told.service,
        step=told.step,
        locale=told.locale,
        priority=told.priority,
        quiet=told.quiet,
    )


def _anew(hall: Call, told: Call, at: datetime) -> Call:
    """Waiting from now on."""
    return replace(
        _where(hall, told),
        state=CallState.WAITING,
        created_at=at,
        claimed_at=None,
        officer=None,
        arrived_at=None,
        closed_at=None,
        outcome=None,
    )
