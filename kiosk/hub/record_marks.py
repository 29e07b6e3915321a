"""The marks of the hub's record: each digest, each chain's end and the names of all chains, sealed with the
hall's key. Whoever writes the database without the key cannot make a chain anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Protocol

from kiosk.hub.database import Connection
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.officers.marks import END, Marks
from kiosk.officers.record import Deed, Ends, Entry, verify

MARK = "record_mark"
ENDS = "record_ends"
NAMES = "record_chains"
"""Places of a seal: of an entry's digest, of where a chain ends, of the names of all chains."""

ALL = "chains"
"""The one row of ``record_chains``."""

_LOCK = 0x7265636F7264
"""Any number, the same for all hubs: whoever holds it is the one that begins to mark."""
_BATCH = 1000

_CHAINS = "SELECT chain FROM record_chain UNION SELECT chain FROM record_entry ORDER BY chain"
_PUT = "INSERT INTO record_mark (id, chain, seq, mark) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING"


class ProvingSeal(HallSeal, Protocol):
    """A seal that tells what it cannot open from what it has no key for."""

    def strange(self, sealed: bytes) -> bool:
        """Whether it names a key that is not here."""
        ...


def mark_id(chain: str, seq: int) -> str:
    """The id of an entry's mark."""
    return f"{chain}/{seq}"


def closed_mark(seal: HallSeal, chain: str, seq: int, digest: str) -> bytes:
    """The mark of an entry."""
    return seal.close(digest, mark_id(chain, seq), MARK)


def closed_ends(seal: HallSeal, chain: str, ends: Ends) -> bytes:
    """The mark of where a chain begins and ends."""
    return seal.close(json.dumps(asdict(ends)), chain, ENDS)


def opened_ends(seal: HallSeal, chain: str, sealed: bytes | None) -> Ends | None:
    """Where a chain begins and ends; ``None`` where that is not marked, or not so that it opens."""
    try:
        return None if sealed is None else Ends(**json.loads(seal.open(sealed, chain, ENDS)))
    except (NotOpened, TypeError, ValueError):
        return None


async def chains(connection: Connection) -> tuple[str, ...]:
    """The names of all chains of which something is there."""
    return tuple(row["chain"] for row in await connection.fetch(_CHAINS))


async def entries(connection: Connection, chain: str) -> tuple[Entry, ...]:
    """All of a chain, the oldest first. Raises ValueError for a deed that is none."""
    rows = await connection.fetch("SELECT * FROM record_entry WHERE chain = $1 ORDER BY seq", chain)
    return tuple(Entry(r["seq"], r["at"], r["who"], Deed(r["deed"]), r["about"], r["digest"]) for r in rows)


async def marks(
    connection: Connection, seal: HallSeal, chain: str, after: int = END
) -> tuple[dict[int, str], dict[int, bytes]]:
    """The marks behind entry ``after``: the digests of those that open, and those that do not as they are."""
    opened: dict[int, str] = {}
    others: dict[int, bytes] = {}
    told = await connection.fetch(
        "SELECT seq, mark FROM record_mark WHERE chain = $1 AND seq > $2", chain, after
    )
    for row in told:
        try:
            opened[row["seq"]] = seal.open(row["mark"], mark_id(chain, row["seq"]), MARK)
        except NotOpened:
            others[row["seq"]] = row["mark"]
    return opened, others


async def all_marks(connection: Connection, seal: ProvingSeal, chain: str, ends: bytes | None) -> Marks:
    """Every mark of a chain. ends: the one of its end."""
    opened, others = await marks(connection, seal, chain)
    if ends is not None and opened_ends(seal, chain, ends) is None:
        others[END] = ends
    strange = frozenset(seq for seq, sealed in others.items() if seal.strange(sealed))
    there = {*opened, *others, *([] if ends is None else [END])}
    return Marks(opened, strange, frozenset(there))


async def begun(connection: Connection) -> bool:
    """Whether entries are marked from now on."""
    return bool(await connection.fetchval("SELECT EXISTS (SELECT 1 FROM record_chains)"))


async def names(connection: Connection, seal: HallSeal, *, lock: bool = False) -> tuple[str, ...] | None:
    """The chains that were begun; ``None`` where that is not marked, or not so that it opens."""
    how = " FOR UPDATE" if lock else ""
    sealed = await connection.fetchval(f"SELECT names FROM record_chains WHERE id = $1{how}", ALL)  # noqa: S608
    try:
        return None if sealed is None else tuple(json.loads(seal.open(sealed, ALL, NAMES)))
    except (NotOpened, TypeError, ValueError):
        return None


async def new_chain(connection: Connection, seal: HallSeal, chain: str) -> bool:
    """Name a chain more; False where it was there before, or where its name cannot be marked."""
    told = await names(connection, seal, lock=True)
    if told is None or chain in told:
        return False
    sealed = seal.close(json.dumps([*told, chain]), ALL, NAMES)
    await connection.execute("UPDATE record_chains SET names = $2 WHERE id = $1", ALL, sealed)
    return True


async def begin(connection: Connection, seal: HallSeal) -> None:
    """Where nothing was marked ever before, mark what stands there, each chain as far as it is whole."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        if await begun(connection):
            return
        # Whoever is about to append waits, and goes on behind what is marked here.
        await connection.execute("LOCK TABLE record_chain IN EXCLUSIVE MODE")
        found = await chains(connection)
        for chain in found:
            await _mark(connection, seal, chain)
        sealed = seal.close(json.dumps(found), ALL, NAMES)
        await connection.execute("INSERT INTO record_chains VALUES ($1, $2)", ALL, sealed)


async def _mark(connection: Connection, seal: HallSeal, chain: str) -> None:
    row = await connection.fetchrow("SELECT last, head FROM record_chain WHERE chain = $1", chain)
    told = await entries(connection, chain)
    counted = Ends() if row is None else Ends(last=row["last"], head=row["head"])
    verdict = verify(told, counted)
    whole = told if verdict.broken is None else told[: verdict.broken - 1]
    for first in range(0, len(whole), _BATCH):
        some = whole[first : first + _BATCH]
        await connection.executemany(
            _PUT,
            [(mark_id(chain, e.seq), chain, e.seq, closed_mark(seal, chain, e.seq, e.digest)) for e in some],
        )
    # How many there ever were stays: what was cut off before shows afterwards too.
    last = max(counted.last, len(whole))
    ends = closed_ends(seal, chain, Ends(last=last, head=counted.head or verdict.head, earlier=last))
    await connection.execute("UPDATE record_chain SET ends = $2 WHERE chain = $1", chain, ends)
