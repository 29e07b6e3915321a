"""A kiosk whose store was put back from its own backup: it counts anew only where something is gone."""

from __future__ import annotations

import pytest

from kiosk.clock import SystemClock
from kiosk.hub.journals import NewJournals
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import recoveries
from kiosk.store.restoring import Wanted, restore
from tests.hub.test_set_back import Machine, states


@pytest.fixture
def features():
    return [NewJournals()]


@pytest.fixture
async def machine(tmp_path, sql):
    return Machine(tmp_path, await enrol(sql, Part.KIOSK, "01"))


async def lived(machine, hub):
    """Two calls, a backup between them, and all of it told to the hub."""
    async with machine.on(hub) as store:
        calls = [await machine.tap(over=True)]
        backup = await store.backups.make()
        calls.append(await machine.tap(over=True))
        await machine.until_delivered()
        return calls, backup, (await store.outbox.mark()).journal


async def test_put_back_by_itself_it_goes_on_in_the_same_journal(hub, machine, sql):
    calls, _, journal = await lived(machine, hub)
    database = machine.path / "data" / "kiosk.db"
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    async with machine.on(hub) as store:
        calls.append(await machine.tap())
        await machine.until_delivered()
        assert (await store.outbox.mark()).journal == journal
        assert (await store.outbox.backlog()).refusal is None
    (told,) = recoveries(machine.path / "data" / "recovered")
    assert told.complete
    assert await states(sql) == {call.id: str(call.state) for call in calls}
    assert [row["id"] for row in await sql.fetch("SELECT id FROM journal")] == [journal]


async def test_put_back_as_it_was_it_begins_a_new_one(hub, machine, sql):
    calls, backup, journal = await lived(machine, hub)
    folder = DataFolder(machine.path / "data", "01", kiosk_lock=False)
    restore(folder, SystemClock(), Wanted(backup.path, as_it_was=True))
    async with machine.on(hub) as store:
        calls.append(await machine.tap())

        async def anew():
            return (await store.outbox.mark()).journal != journal

        await machine.until(anew)
        await machine.until_delivered()
        assert (await store.outbox.backlog()).refusal is None
    assert await states(sql) == {call.id: str(call.state) for call in calls}
