"""Whoever writes the hub's database without the hall's key is found out, whatever they do to the record."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

from kiosk.cli.hub_seal import HubSeal, hub_keys, kept_seal, note_marked
from kiosk.hub import record
from kiosk.hub.database import open_pool
from kiosk.hub.schema import MIGRATIONS, bring_up_to_date
from kiosk.hub.sealing import OtherKey
from kiosk.hub.service import Service
from kiosk.officers.record import CONSOLE, START, Deed, Fault, digest
from kiosk.store.keys import read_ring, write_ring
from tests.hub.test_program import environment, kiosk_program

__all__ = ["environment", "kiosk_program"]

BEFORE_MARKS = MIGRATIONS[:-1]
ENTRIES = 5
ON = "--database"


@pytest.fixture
def data(tmp_path):
    """The hub's data folder, the one that the program takes too."""
    return tmp_path / "hub"


@pytest.fixture
def seal(data):
    return HubSeal(hub_keys(data))


@pytest.fixture
async def connection(empty_database):
    opened = await asyncpg.connect(empty_database)
    yield opened
    await opened.close()


@asynccontextmanager
async def pool_with(database, seal):
    pool = await open_pool(database, seal, largest=1)
    try:
        yield pool
    finally:
        pool.terminate()


async def note(database, seal, *chains):
    """An entry in each of these chains."""
    async with pool_with(database, seal) as pool:
        for chain in chains:
            async with pool.acquire() as connection, connection.transaction():
                await record.append(connection, chain, "0235", Deed.ANSWERS_SEEN, "case")


async def start(database, data):
    """What a hub does before it serves."""
    keys = hub_keys(data)
    await Service(database, HubSeal(keys)).prepare(marked=keys.ring().marked)
    note_marked(data)


@pytest.fixture
async def recorded(empty_database, data, seal, connection):
    """A hall with two chains, and a connection of whoever may write its database."""
    await start(empty_database, data)
    await note(empty_database, seal, *["east"] * ENTRIES, "west")
    await connection.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    assert await found(connection, data) == {}
    return connection


async def verdict(connection, data):
    seal, must = kept_seal(data)
    return await record.verified_all(connection, seal, must=must)


async def found(connection, data):
    """What is wrong, by chain."""
    told = await verdict(connection, data)
    return {name: (each.broken, each.fault) for name, each in told.chains.items() if each.broken is not None}


async def chain_anew(connection, chain="east"):
    """Counts and chains everything anew, as a forger would who has read the program."""
    rows = await connection.fetch("SELECT * FROM record_entry WHERE chain = $1 ORDER BY seq", chain)
    before = START
    for row in rows:
        before = digest(before, row["seq"], row["at"], row["who"], row["deed"], row["about"])
        await connection.execute(
            "UPDATE record_entry SET digest = $3 WHERE chain = $1 AND seq = $2", chain, row["seq"], before
        )
    await connection.execute(
        "UPDATE record_chain SET last = $2, head = $3 WHERE chain = $1", chain, len(rows), before
    )


EAST = "chain = 'east'"


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([f"UPDATE record_entry SET who = '0999' WHERE {EAST} AND seq = 2"], (2, Fault.CHANGED)),
        ([f"DELETE FROM record_entry WHERE {EAST} AND seq = 3"], (3, Fault.REMOVED)),
        (
            [
                f"UPDATE record_entry SET seq = 99 WHERE {EAST} AND seq = 2",
                f"UPDATE record_entry SET seq = 2 WHERE {EAST} AND seq = 4",
                f"UPDATE record_entry SET seq = 4 WHERE {EAST} AND seq = 99",
            ],
            (2, Fault.REORDERED),
        ),
        (
            [
                "INSERT INTO record_entry SELECT chain, 6, at, who, deed, 'made up', digest "
                f"FROM record_entry WHERE {EAST} AND seq = 5"
            ],
            (6, Fault.CHANGED),
        ),
        (
            [
                f"DELETE FROM record_entry WHERE {EAST} AND seq > 3",
                f"DELETE FROM record_mark WHERE {EAST} AND seq > 3",
                "UPDATE record_chain SET last = 3, head = "
                f"(SELECT digest FROM record_entry WHERE {EAST} AND seq = 3) WHERE {EAST}",
            ],
            (4, Fault.CUT_OFF),
        ),
        ([f"DELETE FROM record_mark WHERE {EAST} AND seq = 3"], (3, Fault.FORGED)),
        ([f"UPDATE record_mark SET mark = '\\x00' WHERE {EAST} AND seq = 2"], (2, Fault.FORGED)),
        (
            [
                "UPDATE record_mark SET mark = (SELECT mark FROM record_mark WHERE chain = 'west') "
                f"WHERE {EAST} AND seq = 1"
            ],
            (1, Fault.FORGED),
        ),
        ([f"UPDATE record_chain SET ends = NULL WHERE {EAST}"], (6, Fault.UNMARKED)),
        (
            [
                f"DELETE FROM {table} WHERE {EAST}"
                for table in ("record_entry", "record_mark", "record_chain")
            ],
            (1, Fault.CUT_OFF),
        ),
    ],
)
async def test_each_forgery_is_named_with_its_place(recorded, data, empty_database, seal, statements, told):
    for statement in statements:
        await recorded.execute(statement)
    assert await found(recorded, data) == {"east": told}
    if told == (6, Fault.CHANGED):
        return  # the number is taken: nothing more can be put on record by that desk, and that is seen
    # Nothing that is done afterwards makes it right.
    await note(empty_database, seal, "east")
    later = (await found(recorded, data))["east"]
    assert (
        later[1] is Fault.UNMARKED
        if told[0] in (1, 6) and told[1] is not Fault.FORGED
        else later[0] == told[0]
    )


async def test_a_chain_made_anew_from_a_changed_entry_on_is_found_there(recorded, data):
    await recorded.execute(f"UPDATE record_entry SET about = 'another' WHERE {EAST} AND seq = 3")
    await chain_anew(recorded)
    assert (await record.verified(recorded, "east")).broken is None  # by itself the chain tells nothing
    assert await found(recorded, data) == {"east": (3, Fault.FORGED)}


async def test_one_added_at_the_end_and_chained_rightly_is_found(recorded, data):
    await recorded.execute(
        "INSERT INTO record_entry SELECT chain, 6, at, who, deed, 'made up', digest "
        f"FROM record_entry WHERE {EAST} AND seq = 5"
    )
    await chain_anew(recorded)
    assert (await found(recorded, data))["east"][0] == ENTRIES + 1


async def test_a_chain_that_nobody_with_the_key_began_is_found(recorded, data):
    await recorded.execute("INSERT INTO record_chain (chain, last, head) VALUES ('south', 0, '')")
    await recorded.execute(
        "INSERT INTO record_entry SELECT 'south', seq, at, who, deed, about, '' "
        f"FROM record_entry WHERE {EAST}"
    )
    await chain_anew(recorded, "south")
    assert await found(recorded, data) == {"south": (1, Fault.FORGED)}


async def test_without_the_names_of_the_chains_one_may_be_missing(recorded, data):
    for change in ("UPDATE record_chains SET names = '\\x00'", "DELETE FROM record_chains"):
        await recorded.execute(change)
        assert not (await verdict(recorded, data)).named


async def test_taking_all_marks_away_does_not_have_them_made_anew(recorded, data, empty_database):
    await recorded.execute(f"UPDATE record_entry SET about = 'another' WHERE {EAST} AND seq = 3")
    await chain_anew(recorded)
    for change in (
        "DELETE FROM record_mark", "UPDATE record_chain SET ends = NULL", "DELETE FROM record_chains"
    ):  # fmt: skip
        await recorded.execute(change)
    await start(empty_database, data)
    told = await verdict(recorded, data)
    assert not told.whole
    assert told.chains["east"].fault is Fault.NO_MARKS


async def test_nothing_is_put_on_record_without_the_halls_key(recorded, empty_database):
    async with pool_with(empty_database, None) as pool, pool.acquire() as connection:
        with pytest.raises(OtherKey):
            await record.append(connection, "east", CONSOLE, Deed.SIGNED_IN)


@pytest.fixture
async def older(empty_database, connection):
    """A database of the version before, with a chain."""
    await bring_up_to_date(connection, BEFORE_MARKS)
    before = START
    at = await connection.fetchval("SELECT clock_timestamp()")
    for seq in range(1, 4):
        before = digest(before, seq, at, "0235", "signed_in", "")
        await connection.execute(
            "INSERT INTO record_entry VALUES ('east', $1, $2, '0235', 'signed_in', '', $3)", seq, at, before
        )
    await connection.execute("INSERT INTO record_chain VALUES ('east', 3, $1)", before)
    return connection


async def test_an_older_database_is_marked_once_and_what_was_before_told_apart(
    older, data, seal, empty_database, kiosk_program
):
    code, out, _ = await kiosk_program("hub", "record", "verify", ON, empty_database)
    assert (code, "3 entries, whole. Up to entry 3 they are from before there were marks" in out) == (0, True)
    await start(empty_database, data)
    assert read_ring(data / "hub").marked
    await note(empty_database, seal, "east", "west")
    told = (await verdict(older, data)).chains
    assert [(each.count, each.broken, each.earlier) for each in told.values()] == [(4, None, 3), (1, None, 0)]
    code, out, _ = await kiosk_program("hub", "record", "verify", ON, empty_database)
    assert code == 0
    assert "east: 4 entries, whole. Up to entry 3 they are from before" in out
    await older.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    await older.execute("UPDATE record_entry SET who = '0999' WHERE chain = 'east' AND seq = 2")
    await chain_anew(older)
    assert await found(older, data) == {"east": (2, Fault.FORGED)}


async def test_one_that_was_cut_off_before_there_were_marks_is_still_told(older, data, empty_database, seal):
    await older.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    await older.execute("DELETE FROM record_entry WHERE seq = 3")
    await start(empty_database, data)
    assert await found(older, data) == {"east": (3, Fault.CUT_OFF)}
    await note(empty_database, seal, "east")
    assert (await found(older, data))["east"][0] == 3


async def test_marks_go_on_under_a_new_key(recorded, data, seal, empty_database, kiosk_program):
    for _ in range(2):
        assert (await kiosk_program("hub", "keys", "rotate", ON, empty_database))[0] == 0
        await note(empty_database, seal, "east")
        assert (await verdict(recorded, data)).whole
    ring = read_ring(data / "hub")
    long_ago = tuple(replace(k, retired_at=k.made_at.replace(year=2020)) for k in ring.keys[:-1])
    write_ring(data / "hub", replace(ring, keys=(*long_ago, ring.current)))
    assert "is gone" in (await kiosk_program("hub", "keys", "drop", ON, empty_database))[1]
    assert len(read_ring(data / "hub").keys) == 1
    assert (await verdict(recorded, data)).whole
    await recorded.execute(f"UPDATE record_entry SET about = 'another' WHERE {EAST} AND seq = 3")
    await chain_anew(recorded)
    assert await found(recorded, data) == {"east": (3, Fault.FORGED)}


async def test_a_hub_without_the_new_key_yet_breaks_nothing(
    recorded, data, seal, empty_database, kiosk_program
):
    behind = HubSeal(replace_keys(data))
    await kiosk_program("hub", "keys", "rotate", ON, empty_database)
    await note(empty_database, behind, "east", "south")
    assert (await found(recorded, data)) == {"south": (2, Fault.UNMARKED)}  # begun where it cannot be named
    await note(empty_database, seal, "east", "south")
    assert (await verdict(recorded, data)).whole
    await recorded.execute("DELETE FROM record_entry WHERE seq >= 6")
    assert (await found(recorded, data))["east"] == (6, Fault.CUT_OFF)


def replace_keys(data):
    """The keys of now, for ever: of a hub to which the file has not been copied."""
    return read_ring(data / "hub").current.secret


async def test_with_an_older_key_file_it_says_what_to_do(recorded, data, empty_database, kiosk_program):
    old = (data / "hub" / "key").read_bytes()
    await kiosk_program("hub", "keys", "rotate", ON, empty_database)
    (data / "hub" / "key").write_bytes(old)
    code, out, _ = await kiosk_program("hub", "record", "verify", ON, empty_database)
    assert code == 1
    assert "east: The record is broken at entry 1: it is marked with a key that the key file has not" in out
    assert "put back the newest copy" in out


async def test_without_any_key_nothing_is_said_to_be_proved(recorded, data, empty_database, kiosk_program):
    (data / "hub" / "key").unlink()
    code, out, err = await kiosk_program("hub", "audit-log", "verify", ON, empty_database)
    assert (code, out) == (2, "")
    assert "Copy hub/key" in err
    assert not (data / "hub" / "key").exists()


async def test_commands_are_marked_too(recorded, data, empty_database, kiosk_program):
    add = ("hub", "officers", "add", "0101", "--pin-stdin", ON, empty_database)
    assert (await kiosk_program(*add, said="274913"))[0] == 0
    code, out, _ = await kiosk_program("hub", "audit-log", "verify", "--json", ON, empty_database)
    told = {each["chain"]: (each["count"], each["broken"]) for each in json.loads(out)}
    assert (code, told) == (0, {"console": (1, None), "east": (5, None), "west": (1, None)})


async def test_when_the_key_is_lost_what_stands_there_is_marked_with_the_next(recorded, data, empty_database):
    (data / "hub" / "key").unlink()
    await Service(empty_database, HubSeal(hub_keys(data))).prepare(forget_notes=True)
    told = await verdict(recorded, data)
    assert told.whole
    assert {name: each.earlier for name, each in told.chains.items()} == {"east": 5, "west": 1}


async def test_a_copy_from_before_marks_says_so_and_is_marked_when_somebody_knows_of_it(
    older, data, seal, empty_database, kiosk_program
):
    hub_keys(data)
    note_marked(data)  # marked before: what is here now was put back
    await start(empty_database, data)
    await note(empty_database, seal, "east", "west")
    assert await found(older, data) == {"east": (1, Fault.NO_MARKS), "west": (2, Fault.UNMARKED)}
    code, out, _ = await kiosk_program("hub", "audit-log", "verify", ON, empty_database)
    assert code == 1
    assert "east: The record is broken at entry 1: the entries up to 3 have no marks, though" in out
    assert "run: kiosk hub audit-log mark" in out
    assert (await kiosk_program("hub", "audit-log", "mark", ON, empty_database))[0] == 0
    code, out, _ = await kiosk_program("hub", "audit-log", "list", ON, empty_database)
    assert "console  record_marked" in out
    assert (await verdict(older, data)).whole
    code, _, err = await kiosk_program("hub", "audit-log", "mark", ON, empty_database)
    assert (code, "nothing without marks" in err) == (2, True)


async def test_marking_makes_no_forged_chain_right(older, data, seal, empty_database, kiosk_program):
    hub_keys(data)
    note_marked(data)
    await older.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    await older.execute("UPDATE record_entry SET who = '0999' WHERE seq = 2")
    await start(empty_database, data)
    assert (await kiosk_program("hub", "audit-log", "mark", ON, empty_database))[0] == 0
    assert await found(older, data) == {"east": (2, Fault.CHANGED)}
