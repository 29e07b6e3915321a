"""The record of what officers did, kept at the hub: a chain for each desk and each kiosk.

A chain of their own, so that no desk waits for another's commit; see ``kiosk.officers.record`` for the links.
"""

from __future__ import annotations

from kiosk.hub.database import Connection
from kiosk.officers.record import START, Deed, Entry, Verdict, digest, verify

_NEXT = (
    "INSERT INTO record_chain (chain, last, head) VALUES ($1, 1, $2) "
    "ON CONFLICT (chain) DO UPDATE SET last = record_chain.last + 1 RETURNING last, head"
)


async def append(connection: Connection, chain: str, who: str, deed: Deed, about: str = "") -> None:
    """One entry more, within the transaction of the deed itself. chain: the desk's or kiosk's id."""
    row = await connection.fetchrow(_NEXT, chain, START)
    assert row is not None
    at = await connection.fetchval("SELECT clock_timestamp()")
    mark = digest(row["head"], row["last"], at, who, deed, about)
    await connection.execute(
        "INSERT INTO record_entry (chain, seq, at, who, deed, about, digest) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        chain,
        row["last"],
        at,
        who,
        str(deed),
        about,
        mark,
    )
    await connection.execute("UPDATE record_chain SET head = $2 WHERE chain = $1", chain, mark)


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
    last = await connection.fetchval("SELECT last FROM record_chain WHERE chain = $1", chain)
    return verify(await entries(connection, chain), last or 0)
