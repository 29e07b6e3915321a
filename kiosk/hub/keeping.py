"""A kiosk's changes in the hub's book: which of them are new, and what comes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.assist.call import Call
from kiosk.assist.change import Change, ChangeKind, at_hub
from kiosk.hub import record
from kiosk.hub.call_rows import GET, PUT, hall_call, row_values
from kiosk.hub.database import Connection
from kiosk.officers.record import Deed

_KEPT = (
    "SELECT h.id, h.journal, h.call, j.kiosk FROM heard_change h JOIN journal j ON j.id = h.journal "
    "WHERE h.id = ANY($1)"
)
_AGAIN = "UPDATE call SET no = $2, heard = $3 WHERE id = $1"


class Gap(Exception):
    """Changes are missing before these; ``expected``: the seq to go on with."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"expected the change {expected}")
        self.expected = expected


class Forked(Exception):
    """Another change was kept under this number: the kiosk was set back to an older state of its disk."""


class Foreign(Exception):
    """A call or a journal of another kiosk."""


async def new_ones(
    connection: Connection, journal: str, heard: int, changes: Sequence[Change]
) -> Sequence[Change]:
    """Of ``changes`` those that this journal has not yet. Raises :class:`Gap` and :class:`Forked`."""
    expected = changes[0].seq if changes[0].seq <= heard else heard + 1
    for change in changes:
        if change.seq != expected:
            raise Gap(heard + 1)
        expected += 1
    repeated = [change for change in changes if change.seq <= heard]
    if repeated:
        rows = await connection.fetch(
            "SELECT seq, id FROM heard_change WHERE journal = $1 AND seq BETWEEN $2 AND $3",
            journal,
            repeated[0].seq,
            repeated[-1].seq,
        )
        # One that is so old that it went (see kiosk.hub.pruning) was kept: its number is heard of.
        kept = {row["seq"]: row["id"] for row in rows}
        if any(kept.get(change.seq, change.id) != change.id for change in repeated):
            raise Forked("another change was kept under this number")
    return changes[len(repeated) :]


async def kept_before(
    connection: Connection, kiosk: str, journal: str, changes: Sequence[Change]
) -> frozenset[str]:
    """The ids of those that the hub has from another journal of this kiosk, and is told again in this one.

    Raises :class:`Forked` where one was kept in this very journal, of another call, or of another kiosk.
    """
    rows = await connection.fetch(_KEPT, [change.id for change in changes])
    calls = {change.id: change.call.id for change in changes}
    if any(
        row["kiosk"] != kiosk or row["journal"] == journal or row["call"] != calls[row["id"]] for row in rows
    ):
        raise Forked("this change was kept under another number")
    return frozenset(row["id"] for row in rows)


async def pass_over(connection: Connection, no: int, change: Change) -> None:
    """It was decided on already; the kiosk, which may know older things, is told how the call stands."""
    await connection.execute(_AGAIN, change.call.id, no, change.seq)


async def keep(connection: Connection, journal: str, no: int, now: datetime, change: Change) -> None:
    """Decide on it. no: the number of the decision. now: by the database's clock."""
    row = await connection.fetchrow(f"{GET} WHERE id = $1", change.call.id)
    hall = None if row is None else hall_call(row).call
    if hall is not None and hall.kiosk != change.kiosk:
        raise Foreign("another kiosk's call")
    call = at_hub(hall, change)
    if change.kind is ChangeKind.ARRIVED and change.officer is not None and not _arrived(hall, change):
        await record.append(connection, change.kiosk, change.officer, Deed.ARRIVED, call.id)
    await connection.execute(PUT, *row_values(call), no, change.seq)
    await connection.execute(
        "INSERT INTO heard_change (journal, seq, id, call, kind, officer, at, heard_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        journal,
        change.seq,
        change.id,
        call.id,
        str(change.kind),
        change.officer,
        change.at,
        now,
    )


def _arrived(hall: Call | None, change: Change) -> bool:
    """Whether it is known already: it may be told again when its change is so old that it went."""
    return hall is not None and hall.arrived_at is not None and hall.officer == change.officer


def by_hall_clock(change: Change, ahead: timedelta, now: datetime) -> Change:
    """With all times by the database's clock, none of them in the future."""
    try:
        call = replace(
            change.call,
            **{
                name: min(value + ahead, now)
                for name in ("created_at", "seen_at", "claimed_at", "arrived_at", "closed_at")
                if (value := getattr(change.call, name)) is not None
            },
        )
        return replace(change, at=min(change.at + ahead, now), call=call)
    except OverflowError:  # a clock at the end of all years
        return change
