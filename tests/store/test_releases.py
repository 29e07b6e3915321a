"""Releases in the local store: numbered, never changed, by who may, and on record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.locales import USUAL as LOCALES
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio import releases as r
from kiosk.studio.releases import Publishing
from tests.studio.parking import ID, SHIPPED, edited

NEXT_WEEK = date(2026, 12, 1)


@pytest.fixture
async def open_store(folder: Path, clock) -> Callable[..., LocalStore]:
    opened: list[LocalStore] = []

    async def make(*, approval: bool = False) -> LocalStore:
        publishing = Publishing(lambda: (SHIPPED,), approval, LOCALES)
        store = LocalStore(folder, "01", clock, kiosk_lock=False, publishing=publishing)
        opened.append(store)
        hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        store.officers = LocalOfficers(store._line, hasher)
        await store.start()
        if not await store.officers.anybody():
            for number, role in (("0700", Role.STAFF), ("0701", Role.LEADER), ("0301", Role.OFFICER)):
                await store.officers.add(Officer(number, "", frozenset({role})), "482913", CONSOLE)
                store.seats.studio.sit(number)
        return store

    yield make
    for store in opened:
        await store.close()


async def refused(work) -> r.Message:
    with pytest.raises(Refused) as found:
        await work
    return found.value.reason


async def test_the_database_itself_refuses_to_change_a_release(open_store, folder) -> None:
    store = await open_store()
    await store.releases.publish(ID, edited("Trips"), "0700")
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for change in (
            "UPDATE service_release SET source = ''",
            "DELETE FROM service_release",
            "UPDATE release_event SET number = 1",
            "DELETE FROM release_event",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                database.execute(change)


async def test_a_damaged_release_is_not_gone_back_to(open_store, folder) -> None:
    store = await open_store()
    await store.releases.publish(ID, edited("Trips"), "0700")
    await store.releases.publish(ID, edited("Walks"), "0700")
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("DROP TRIGGER service_release_no_update")
        database.execute("UPDATE service_release SET source = source || '# x' WHERE number = 2")
        database.commit()
    assert await refused(store.releases.roll_back(ID, 2, "0700")) == r.DAMAGED


async def test_one_can_go_back_to_what_an_older_product_brought(folder, clock) -> None:
    """The shipped file is another one after an update; what was in force before stays."""

    def opened(shipped) -> LocalStore:
        return LocalStore(
            folder, "01", clock, kiosk_lock=False, publishing=Publishing(lambda: (shipped,), locales=LOCALES)
        )

    first = opened(SHIPPED)
    await first.releases.publish(ID, edited("Trips"), CONSOLE)
    await first.close()
    newer = r.Release(SHIPPED.flow.model_copy(update={"version": 5}), "00" * 32, "", SHIPPED.path)
    again = opened(newer)
    assert await again.releases.live(clock.now()) == {ID: 2}
    await again.releases.roll_back(ID, 1, CONSOLE)
    assert await again.releases.live(clock.now()) == {ID: 1}
    assert (await again.releases.publish(ID, edited("Walks"), CONSOLE)).number == 6
    await again.close()
