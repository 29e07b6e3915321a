"""Who may talk to the hub: enrolled kiosks, desks and portals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kiosk.hub import record
from kiosk.hub.database import Connection, Pool
from kiosk.hub.keys import Claimant, digest, fits, new_key
from kiosk.hub.part import Part
from kiosk.officers.record import Deed

CHANNEL = "enrolled"
"""Of NOTIFY; the payload is part, name and the new key's digest. Whoever came in with another key is cut."""

_ENROL = {
    part: f"INSERT INTO {part} (id, key_sha256) VALUES ($1, $2) "  # noqa: S608 - the name is one of three
    "ON CONFLICT (id) DO UPDATE SET key_sha256 = excluded.key_sha256, enrolled_at = now(), cut_off_at = NULL"
    for part in Part
}
_CUT = {
    part: f"UPDATE {part} SET key_sha256 = $2, cut_off_at = now() WHERE id = $1 RETURNING id"  # noqa: S608
    for part in Part
}
_ALL = "SELECT id, enrolled_at, cut_off_at FROM {} ORDER BY id"
_KEY = {part: f"SELECT key_sha256 FROM {part} WHERE id = $1" for part in Part}  # noqa: S608


def is_name(name: str) -> bool:
    """Whether a kiosk, a desk or a portal may be called so."""
    return re.fullmatch(r"[0-9A-Za-z_-]{1,64}", name) is not None


@dataclass(frozen=True)
class Enrolled:
    """A kiosk, desk or portal. cut_off_at: since when its key is worth nothing; ``None`` where it has one."""

    part: Part
    id: str
    enrolled_at: datetime
    cut_off_at: datetime | None


async def enrol(connection: Connection, part: Part, name: str, by: str | None = None) -> str:
    """The key of ``name``, told this once; one that it had before is no longer worth anything.

    by: in whose chain it is put on record, and who did it.
    """
    key = new_key()
    async with connection.transaction():
        await connection.execute(_ENROL[part], name, digest(key))
        await _tell(connection, part, name, digest(key))
        if by is not None:
            await record.append(connection, by, by, Deed.ENROLLED, f"{part} {name}")
    return key


async def cut_off(connection: Connection, part: Part, name: str, by: str) -> bool:
    """Void the key of ``name``, on record, and cut it where it is connected; False where there is none.

    What it had told stays. Enrolled anew it gets another key.
    """
    nobodys = digest(new_key())  # of a key that is forgotten here and now
    async with connection.transaction():
        if await connection.fetchval(_CUT[part], name, nobodys) is None:
            return False
        await _tell(connection, part, name, nobodys)
        await record.append(connection, by, by, Deed.CUT_OFF, f"{part} {name}")
    return True


async def enrolled(connection: Connection) -> tuple[Enrolled, ...]:
    """All kiosks, then all desks, then all portals, those too that were cut off."""
    found: list[Enrolled] = []
    for part in (Part.KIOSK, Part.DESK, Part.PORTAL):
        rows = await connection.fetch(_ALL.format(part))
        found += [Enrolled(part, row["id"], row["enrolled_at"], row["cut_off_at"]) for row in rows]
    return tuple(found)


async def _tell(connection: Connection, part: Part, name: str, key_sha256: bytes) -> None:
    """All hubs: whoever is connected as ``name`` with another key than this is cut."""
    payload = f"{part} {name} {key_sha256.hex()}"
    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)


async def known(pool: Pool, part: Part, claimant: Claimant) -> bool:
    """Whether it is who it says it is."""
    return fits(claimant.key, await pool.fetchval(_KEY[part], claimant.id))
