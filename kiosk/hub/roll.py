"""Who may talk to the hub: enrolled kiosks and desks."""

from __future__ import annotations

import re

from kiosk.hub.database import Connection, Pool
from kiosk.hub.keys import Claimant, digest, fits, new_key
from kiosk.hub.part import Part

CHANNEL = "enrolled"
"""Of NOTIFY; the payload is part, name and the new key's digest. Whoever came in with another key is cut."""

_ENROL = {
    part: f"INSERT INTO {part} (id, key_sha256) VALUES ($1, $2) "  # noqa: S608 - the name is one of two
    "ON CONFLICT (id) DO UPDATE SET key_sha256 = excluded.key_sha256, enrolled_at = now()"
    for part in Part
}
_KEY = {part: f"SELECT key_sha256 FROM {part} WHERE id = $1" for part in Part}  # noqa: S608


def is_name(name: str) -> bool:
    """Whether a kiosk or a desk may be called so."""
    return re.fullmatch(r"[0-9A-Za-z_-]{1,64}", name) is not None


async def enrol(connection: Connection, part: Part, name: str) -> str:
    """The key of ``name``, told this once; one that it had before is no longer worth anything."""
    key = new_key()
    async with connection.transaction():
        await connection.execute(_ENROL[part], name, digest(key))
        payload = f"{part} {name} {digest(key).hex()}"
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
    return key


async def known(pool: Pool, part: Part, claimant: Claimant) -> bool:
    """Whether it is who it says it is."""
    return fits(claimant.key, await pool.fetchval(_KEY[part], claimant.id))
