"""The record of what officers did, kept at the hub: a chain for each desk and each kiosk.

A chain of their own, so that no desk waits for another's commit; see ``kiosk.officers.record`` for the links.
"""

from __future__ import annotations

from kiosk.hub.database import Connection
from kiosk.officers.record import START, Deed, Ends, Entry, Verdict, digest, verify

_NEXT = (
    "INSERT INTO record_chain (chain, last, head) VALUES ($1, 1, $2) "
    "ON CONFLICT (chain) DO UPDATE SET last = record_chain.last + 1 "
    "RETURNING last, head, clock_timestamp() AS at"
)
_ENTER = (
    "WITH entered AS (INSERT INTO record_entry (chain, seq, at, who, deed, about, digest) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)) UPDATE record_chain SET head = $7 WHERE chain = $1"
)


async def append(connection: Connection, chain: str, who: str, deed: Deed, about: str = "") -> None:
    """One entry more, within the transaction of the deed itself. chain: the desk's or kiosk's id."""
    row = await connection.fetchrow(_NEXT, chain, START)
    assert row is not None
    mark = digest(row["head"], row["last"], row["at"], who, deed, about)
    await connection.execute(_ENTER, chain, row["last"], row["at"], who, str(deed), about, mark)


async def chains(connection: Connection) -> tuple[str, ...]:
    """The names of all chains."""
    rows = await connection.fetch(
        "SELECT chain FROM record_chain UNION SELECT chain FROM record_entry ORDER BY chain"
    )
    return tuple(row["chain"] for row in rows)


async def entries(connection: Connection, chain: str) -> tuple[Entry, ...]:
    """All of a chain, the oldest first. Raises ValueError for a deed that is none."""
    rows = await connection.fetch("SELECT * FROM record_entry WHERE chain = $1 ORDER BY seq", chain)
    return tuple(Entry(r["seq"], r["at"], r["who"], Deed(r["deed"]), r["about"], r["digest"]) for r in rows)


async def verified(connection: Connection, chain: str) -> Verdict:
    """Go along a whole chain."""
    row = await connection.fetchrow("SELECT last, head FROM record_chain WHERE chain = $1", chain)
    ends = Ends() if row is None else Ends(last=row["last"], head=row["head"])
    return verify(await entries(connection, chain), ends)
