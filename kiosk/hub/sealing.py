"""The key of a hall: what is personal stands in the hub's database sealed with it, and nowhere in clear."""

from __future__ import annotations

from typing import Protocol

from kiosk.hub.database import Connection

NOTE = "call_note"
"""The place of a call's note; the row is the call."""

TRIED = "key"
"""Stands for a call's id where it is tried whether the key is the one of before; no call's id is so short."""


class NotOpened(Exception):
    """Changed, of another place, or sealed with another key."""


class OtherKey(Exception):
    """What is in this database is sealed with another key than this hub's."""


class HallSeal(Protocol):
    """Seals with the key that all hubs of the hall have. place: table and column in a word; row: its id."""

    def close(self, text: str, row: str, place: str = NOTE) -> bytes:
        """The text, sealed for this row and place."""
        ...

    def open(self, sealed: bytes, row: str, place: str = NOTE) -> str:
        """The text. Raises :class:`NotOpened`."""
        ...


async def check_key(connection: Connection, seal: HallSeal) -> None:
    """The first hub on a database settles the key. Raises :class:`OtherKey` for another one."""
    await connection.execute(
        "INSERT INTO note_key (sealed) VALUES ($1) ON CONFLICT DO NOTHING", seal.close("", TRIED)
    )
    try:
        seal.open(await connection.fetchval("SELECT sealed FROM note_key"), TRIED)
    except NotOpened:
        raise OtherKey from None


async def fits(connection: Connection, seal: HallSeal) -> bool:
    """Whether the hall's key is settled, and is this one."""
    settled = await connection.fetchval("SELECT sealed FROM note_key")
    if settled is None:
        return False
    try:
        seal.open(settled, TRIED)
    except NotOpened:
        return False
    return True


async def forget(connection: Connection) -> None:
    """Let go of all that is sealed and of its key, where that is lost; the next hub settles a new one.

    Answers stay on the kiosks where they were given; what officers wrote is gone. Nobody could find what they
    have booked any more, so that it is cancelled. The record stays; what
    stands in it is marked anew with the next key, and told apart as of before.
    """
    async with connection.transaction():
        await connection.execute("DELETE FROM call_note")
        await connection.execute("UPDATE filed_case SET answers = NULL")
        await connection.execute("UPDATE difficult_case SET subject = NULL")
        await connection.execute("UPDATE difficult_step SET text = NULL")
        await connection.execute("UPDATE question_reply SET text = NULL")
        await connection.execute(
            "UPDATE appointment SET sealed = NULL, person = NULL, identity_last = NULL, phone_last = NULL, "
            "code = NULL, state = CASE state WHEN 'booked' THEN 'cancelled' ELSE state END, "
            "place = CASE state WHEN 'booked' THEN NULL ELSE place END"
        )
        await connection.execute("DELETE FROM finding_key")
        await connection.execute("UPDATE window_deed SET body = NULL")
        await connection.execute("DELETE FROM prepared_form")
        await connection.execute("DELETE FROM prepared_flow")
        await connection.execute("DELETE FROM prepared_key")
        await connection.execute("DELETE FROM record_mark")
        await connection.execute("UPDATE record_chain SET ends = NULL")
        await connection.execute("DELETE FROM record_chains")
        await connection.execute("DELETE FROM note_key")
