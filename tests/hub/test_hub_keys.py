"""A new key at the hub: hubs work on, everything opens, nothing stays under the old one."""

from __future__ import annotations

import asyncpg
import pytest

from kiosk.cli.hub_seal import HubSeal, hub_keys
from kiosk.hub.question_rows import ANSWERS
from kiosk.hub.rekeying import left, reseal
from kiosk.hub.sealing import NOTE, OtherKey, check_key
from kiosk.hub.service import Service
from kiosk.store.keys import read_ring
from tests.hub.test_forgetting import pool
from tests.hub.test_program import environment, kiosk_program

__all__ = ["environment", "kiosk_program", "pool"]


@pytest.fixture
async def hall(empty_database, kiosk_program, tmp_path):
    """A hub's data folder with its key, and a note and some answers in the database."""
    folder = tmp_path / "hub"
    seal = HubSeal(hub_keys(folder))
    await Service(empty_database, seal).prepare()
    connection = await asyncpg.connect(empty_database)
    await connection.execute("INSERT INTO kiosk (id, key_sha256) VALUES ('01', 'x')")
    for no in range(1, 121):
        await connection.execute(
            "INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, created_at, "
            "closed_at, no, heard) "
            "VALUES ($1, '01', 'k', 'p', 'en', false, false, 'done', now(), now(), $2, 1)",
            f"call{no:03}", no,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO call_note (call, sealed) VALUES ($1, $2)",
            f"call{no:03}", seal.close(f"王秀英 {no}", f"call{no:03}"),
        )  # fmt: skip
    await connection.execute(
        "INSERT INTO filed_case VALUES "
        "('c', '01', 'c', '1', 's', 1, 'x', 'en', false, 'handed_in', now(), now(), $1)",
        seal.close("{}", "c", ANSWERS),
    )
    yield connection, seal, folder / "hub"
    await connection.close()


async def opened(connection, seal):
    rows = await connection.fetch("SELECT call, sealed FROM call_note ORDER BY call")
    return [seal.open(row["sealed"], row["call"], NOTE) for row in rows]


async def heads(connection):
    rows = await connection.fetch(
        "SELECT sealed AS value FROM call_note UNION ALL SELECT answers FROM filed_case"
    )
    return {bytes(row["value"][1:5]).hex() for row in rows}


async def test_it_is_changed_while_a_hub_has_the_old_one_open(hall, kiosk_program, empty_database):
    connection, seal, folder = hall
    on = ("--database", empty_database)
    (old,) = [key.name for key in read_ring(folder).keys]
    assert await heads(connection) == {old}
    code, out, _ = await kiosk_program("hub", "keys", "rotate", *on)
    assert code == 0
    new = read_ring(folder).current.name
    assert out.startswith(f"Key {new} is in force; 124 values sealed anew.")
    assert await heads(connection) == {new}
    assert await opened(connection, seal) == [f"王秀英 {no}" for no in range(1, 121)]
    assert seal.close("x", "call")[1:5].hex() == new  # the hub that was open before seals with it
    await check_key(connection, HubSeal(hub_keys(folder.parent)))
    listed = (await kiosk_program("hub", "keys", "list"))[1].splitlines()
    assert [line.split()[0] for line in listed] == [old, new]
    assert (await kiosk_program("hub", "keys", "drop", *on))[1] == "There is no old key that may go.\n"


async def test_several_hubs_have_the_new_key_before_one_seals_with_it(
    hall, kiosk_program, empty_database, tmp_path
):
    connection, seal, folder = hall
    assert (await kiosk_program("hub", "keys", "prepare"))[0] == 0
    assert (await kiosk_program("hub", "keys", "prepare"))[0] == 2
    prepared = read_ring(folder).prepared
    assert seal.close("x", "y")[1:5] != prepared.id
    elsewhere = tmp_path / "west" / "hub"
    elsewhere.mkdir(parents=True)
    (elsewhere / "key").write_bytes((folder / "key").read_bytes())
    (elsewhere / "key").chmod(0o600)
    west = HubSeal(hub_keys(elsewhere.parent))
    await kiosk_program("hub", "keys", "rotate", "--database", empty_database)
    assert read_ring(folder).current.id == prepared.id
    # Neither has what the other does not open: before the file is copied once more, and after.
    assert west.open(seal.close("x", "y"), "y") == "x"
    assert seal.open(west.close("x", "y"), "y") == "x"
    assert await opened(connection, west) == await opened(connection, seal)


async def test_broken_off_it_is_ended_by_the_next(hall, kiosk_program, empty_database):
    connection, seal, folder = hall
    await kiosk_program("hub", "keys", "rotate", "--database", empty_database)
    key = read_ring(folder).keys[0]
    old = HubSeal(key.secret)
    await connection.execute(
        "UPDATE call_note SET sealed = $1 WHERE call = 'call007'", old.close("王", "call007")
    )
    code, out, _ = await kiosk_program("hub", "keys", "rotate", "--database", empty_database)
    assert code == 0
    assert out.startswith("A change that was broken off is done: 1 values")
    assert len(read_ring(folder).keys) == 2


@pytest.fixture
async def database(hall, empty_database):
    return empty_database


async def test_what_does_not_open_is_left_as_it_is_and_told(hall, pool):
    connection, seal, _ = hall
    await connection.execute("UPDATE call_note SET sealed = '\\x0102' WHERE call = 'call001'")
    assert await reseal(pool, seal) == (0, 1)
    assert await left(pool, seal) == 1


async def test_a_hub_with_other_keys_changes_nothing(hall, kiosk_program, empty_database):
    connection, _, folder = hall
    before = await heads(connection)
    (folder / "key").write_bytes(bytes(32))
    code, _, err = await kiosk_program("hub", "keys", "rotate", "--database", empty_database)
    assert code == 2
    assert "another key" in err
    assert await heads(connection) == before
    with pytest.raises(OtherKey):
        await check_key(connection, HubSeal(bytes(32)))
