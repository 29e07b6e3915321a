"""The record of what officers did, kept at the hub: a chain for each desk and each kiosk.

A chain of their own, so that no desk waits for another's commit; see ``kiosk.officers.record`` for the links,
and ``record_marks`` for what keeps whoever writes the database from making a chain anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.hub.database import Connection, Record, record_seal
from kiosk.hub.record_marks import (
    ProvingSeal,
    all_marks,
    begin,
    begun,
    chains,
    closed_ends,
    closed_mark,
    entries,
    mark_id,
    marks,
    names,
    new_chain,
    opened_ends,
)
from kiosk.hub.sealing import HallSeal, OtherKey, fits
from kiosk.officers.marks import Marks, caught_up, followed, prove
from kiosk.officers.record import START, Deed, Ends, Fault, Verdict, digest, verify

__all__ = ["HallVerdict", "append", "chains", "entries", "mark_anew", "verified", "verified_all"]

_NEXT = (
    "INSERT INTO record_chain (chain, last, head) VALUES ($1, 1, $2) "
    "ON CONFLICT (chain) DO UPDATE SET last = record_chain.last + 1 "
    "RETURNING last, head, ends, clock_timestamp() AS at"
)
_ENTER = (
    "WITH entered AS (INSERT INTO record_entry (chain, seq, at, who, deed, about, digest) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)), "
    "marked AS (INSERT INTO record_mark (id, chain, seq, mark) "
    "SELECT $8, $1, $2, $9 WHERE $9::bytea IS NOT NULL) "
    "UPDATE record_chain SET head = $7, ends = $10 WHERE chain = $1"
)


async def append(connection: Connection, chain: str, who: str, deed: Deed, about: str = "") -> None:
    """One entry more, within the transaction of the deed itself. chain: the desk's or kiosk's id.

    Raises :class:`OtherKey` where entries are marked, and this connection has no key for it.
    """
    row = await connection.fetchrow(_NEXT, chain, START)
    assert row is not None
    seq = row["last"]
    made = digest(row["head"], seq, row["at"], who, deed, about)
    mark, ends = await _marked(connection, chain, row, made)
    entry = (chain, seq, row["at"], who, str(deed), about, made)
    await connection.execute(_ENTER, *entry, mark_id(chain, seq), mark, ends)


async def _marked(
    connection: Connection, chain: str, row: Record, made: str
) -> tuple[bytes | None, bytes | None]:
    """The new entry's mark, and that of where the chain ends then. row: as the chain stood before."""
    seal = record_seal(connection)
    if seal is None:
        if await begun(connection):
            raise OtherKey
        return (
            None,
            None,
        )  # a command before the hall's first hub: what stands there is marked when that starts
    before, head, sealed = row["last"] - 1, row["head"], row["ends"]
    mark = closed_mark(seal, chain, before + 1, made)
    if sealed is None:
        ends = Ends(head=START) if await new_chain(connection, seal, chain) else None
    else:
        ends = opened_ends(seal, chain, sealed)
    if ends is not None and ends.last < before:
        ends = await _caught_up(connection, seal, chain, ends)
    if ends is None:
        return mark, sealed
    return mark, closed_ends(seal, chain, followed(ends, before, head, made))


async def _caught_up(connection: Connection, seal: HallSeal, chain: str, ends: Ends) -> Ends:
    """With what a hub wrote that has not the newest key yet: it marks entries, but cannot open the ends."""
    opened, _ = await marks(connection, seal, chain, ends.last)
    return caught_up(ends, await entries(connection, chain), Marks(opened))


async def verified(
    connection: Connection, chain: str, seal: ProvingSeal | None = None, *, must: bool = False
) -> Verdict:
    """Go along a whole chain. seal: to prove the marks; without it by the chain alone.

    must: whether the record was marked before.
    """
    row = await connection.fetchrow("SELECT last, head, ends FROM record_chain WHERE chain = $1", chain)
    counted = Ends() if row is None else Ends(last=row["last"], head=row["head"])
    told = await entries(connection, chain)
    if seal is None:
        return replace(verify(told, counted), earlier=len(told))
    sealed = None if row is None else row["ends"]
    found = await all_marks(connection, seal, chain, sealed)
    ends = opened_ends(seal, chain, sealed)
    if ends is not None:
        ends = caught_up(ends, told, found)
    marked = await begun(connection)
    by_marks = prove(told, ends, counted, found, must=must or marked)
    if marked and by_marks.fault is Fault.NO_MARKS:
        return replace(by_marks, fault=Fault.FORGED, earlier=0)  # as the names are marked, each chain is too
    if by_marks.broken is None:
        return replace(verify(told, counted), earlier=by_marks.earlier)
    return by_marks


async def mark_anew(connection: Connection, seal: ProvingSeal, by: str) -> bool:
    """Take what stands there without marks for right, and mark it; on record. False where that is not what is
    wrong, or where nothing is: then nothing is done. Raises :class:`OtherKey`."""
    async with connection.transaction():
        if await begun(connection):
            return False
        if not await fits(connection, seal):
            raise OtherKey
        await begin(connection, seal)
        await append(connection, by, by, Deed.RECORD_MARKED)
    return True


@dataclass(frozen=True)
class HallVerdict:
    """chains: each chain's. named: whether it can be told that none was taken out whole."""

    chains: dict[str, Verdict]
    named: bool

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.named and all(each.broken is None for each in self.chains.values())


async def verified_all(connection: Connection, seal: ProvingSeal | None, *, must: bool) -> HallVerdict:
    """Every chain, those too of which nothing is left. See :func:`verified`.

    Raises :class:`OtherKey` where entries are marked and there is no key at all to prove that with.
    """
    marked = await begun(connection)
    if seal is None and marked:
        raise OtherKey
    found = {chain: await verified(connection, chain, seal, must=must) for chain in await chains(connection)}
    told = None if seal is None else await names(connection, seal)
    for chain in told or ():
        # One that is named, and of which nothing is there, was taken out whole.
        found.setdefault(chain, Verdict(0, 1, START, Fault.CUT_OFF))
    return HallVerdict(dict(sorted(found.items())), told is not None or not (marked or must))
