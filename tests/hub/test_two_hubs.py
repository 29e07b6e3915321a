"""Two hubs on one PostgreSQL stay in step; what breaks between them and it is made good."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from websockets.exceptions import ConnectionClosed

from kiosk.assist.call import CallState
from kiosk.hub.schema import MIGRATIONS, NewerSchema, bring_up_to_date
from kiosk.ids import new_id


@pytest.fixture
async def hubs(make_hub):
    both = make_hub(), make_hub()
    await asyncio.gather(*(hub.start() for hub in both))
    return both


async def test_a_desk_at_one_hub_hears_of_a_kiosk_at_the_other(hubs, kiosk_line, desk_line, told):
    here, there = hubs
    opened = told().opened()
    async with kiosk_line(here) as kiosk, desk_line(there) as desk, desk_line(here, "west") as west:
        await kiosk.changes(opened)
        await desk.call(opened.call.id, state="waiting")
        await west.call(opened.call.id, state="waiting")
        await desk.ask("claim", opened.call.id, "甲")
        await kiosk.call(opened.call.id, state="claimed", officer="甲")
        await west.call(opened.call.id, state="claimed", officer="甲")


async def test_of_claims_at_two_hubs_one_wins_each_time(hubs, kiosk_line, desk_line, told, sql):
    book = told()
    calls = [book.opened() for _ in range(20)]
    here, there = hubs
    async with kiosk_line(here) as kiosk, desk_line(here) as east, desk_line(there, "west") as west:
        await kiosk.changes(*calls)

        async def claim_all(desk, officer):
            return [(await desk.ask("claim", opened.call.id, officer))["type"] for opened in calls]

        east_got, west_got = await asyncio.gather(claim_all(east, "甲"), claim_all(west, "乙"))
        for one, other in zip(east_got, west_got, strict=True):
            assert {one, other} == {"done", "refused"}
        for opened in calls:
            await kiosk.call(opened.call.id, state="claimed")
    owners = await sql.fetch("SELECT officer, count(*) FROM call GROUP BY officer")
    assert dict(map(tuple, owners)) == {
        officer: got.count("done") for officer, got in (("甲", east_got), ("乙", west_got)) if "done" in got
    }


async def test_a_kiosk_that_changes_hubs_goes_on_where_it_was(hubs, kiosk_line, told, sql):
    book, journal = told(), new_id()
    changes = [book.opened() for _ in range(4)]
    for n, hub in enumerate((*hubs, *hubs)):
        async with kiosk_line(hub, journal=journal) as kiosk:
            assert kiosk.welcome["heard"] == n
            await kiosk.changes(changes[n])
    assert await sql.fetchval("SELECT count(*) FROM call") == 4


async def test_the_same_changes_at_both_hubs_at_once_are_kept_once(hubs, kiosk_line, told, sql):
    book, journal = told(), new_id()
    changes = [book.opened() for _ in range(30)]
    async with kiosk_line(hubs[0], journal=journal) as one, kiosk_line(hubs[1], journal=journal) as other:

        async def send_all(line):
            for change in changes:
                assert (await line.changes(change))["heard"] >= change.seq

        await asyncio.gather(send_all(one), send_all(other))
    seqs = await sql.fetch("SELECT seq FROM heard_change ORDER BY seq")
    assert [row["seq"] for row in seqs] == list(range(1, 31))


async def test_two_hubs_that_start_at_once_make_one_schema(empty_database):
    connections = [await asyncpg.connect(empty_database) for _ in range(4)]
    await asyncio.gather(*(bring_up_to_date(connection) for connection in connections))
    versions = await connections[0].fetch("SELECT version FROM hub_schema")
    assert [row["version"] for row in versions] == list(range(1, len(MIGRATIONS) + 1))
    for connection in connections:
        await connection.close()


async def test_a_broken_migration_changes_nothing_and_a_newer_schema_is_refused(sql):
    with pytest.raises(asyncpg.PostgresError):
        await bring_up_to_date(sql, [*MIGRATIONS, "CREATE TABLE more (id text); SELECT 1/0"])
    assert await sql.fetchval("SELECT to_regclass('more')") is None
    await bring_up_to_date(sql, [*MIGRATIONS, "CREATE TABLE more (id text)"])
    with pytest.raises(NewerSchema):
        await bring_up_to_date(sql)


async def test_when_the_database_drops_its_connections_all_come_back(hub, kiosk_line, desk_line, told, sql):
    book, journal = told(), new_id()
    opened = book.opened()
    async with kiosk_line(hub, journal=journal) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        await sql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        for line in (kiosk, desk):
            with pytest.raises(ConnectionClosed):
                await line.hear("nothing")
    assert hub.service._open is not None
    await asyncio.wait_for(hub.service._open.hall.listening.wait(), 20)
    async with kiosk_line(hub, journal=journal) as kiosk, desk_line(hub) as desk:
        assert [hall["call"]["id"] for hall in (await desk.hear("snapshot"))["calls"]] == [opened.call.id]
        assert (await kiosk.changes(book.cancelled(opened.call)))["heard"] == 2
        await desk.call(opened.call.id, state=CallState.CANCELLED)
