"""Whether a store is newer than its keys' file: a copy from before a change may have been put back."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import col, select

from kiosk.officers.record import Deed
from kiosk.store._engine import reading
from kiosk.store._sealed import SEALED
from kiosk.store._tables import RecordRow
from kiosk.store.keys import Ring
from kiosk.store.seal import head_with


def came_after(engine: Engine, ring: Ring) -> bool:
    """Whether something is sealed with the key that came into force here last, and the ring has it not.

    Going on with older keys, half of what is kept would seem damaged, and more would be sealed with a key
    that was to go. On record alone says nothing: the entry is written before the key is.
    """
    with reading(engine) as session:
        of_changes = select(RecordRow.about).where(RecordRow.deed == str(Deed.KEY_CHANGED))
        name = session.exec(of_changes.order_by(col(RecordRow.seq).desc()).limit(1)).first()
        try:
            key_id = bytes.fromhex(name or "")
        except ValueError:
            return False
        if not key_id or ring.find(key_id) is not None:
            return False
        connection = session.connection()
        return any(column.any_under(connection, head_with(key_id)) for column in SEALED)
