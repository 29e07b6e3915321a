"""Releases in the local store: numbered, never changed, by who may, and on record."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.locales import USUAL as LOCALES
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio import releases as r
from kiosk.studio.releases import Publishing, Standing
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
        return store

    yield make
    for store in opened:
        await store.close()


async def refused(work) -> r.Message:
    with pytest.raises(Refused) as found:
        await work
    return found.value.reason


async def test_before_anything_is_published_the_shipped_one_is_in_force(open_store, clock) -> None:
    book = (await open_store()).releases
    assert await book.standings() == (Standing(ID, 1),)
    assert await book.live(clock.now()) == {ID: 1}
    (only,) = await book.releases(ID)
    assert (only.number, only.author, only.sha256) == (1, "", SHIPPED.sha256)


async def test_a_release_is_numbered_on_and_its_text_kept_but_for_the_number(open_store, clock) -> None:
    book = (await open_store()).releases
    made = await book.publish(ID, edited("Trips"), "0700", based_on=1)
    assert (made.number, made.author, made.published_at) == (2, "0700", clock.now())
    assert made.source == edited("Trips").replace("version: 1", "version: 2", 1)
    assert made.sha256 == hashlib.sha256(made.source.encode()).hexdigest()
    assert [m.params["after"] for m in made.changes] == ["Trips", "Trips"]
    assert await book.releases(ID) == (*(await book.releases(ID))[:1], made)
    assert await book.live(clock.now()) == {ID: 2}


async def test_a_scheduled_one_begins_with_its_day_in_the_hall(open_store, clock) -> None:
    book = (await open_store()).releases
    await book.publish(ID, edited("Trips"), "0700", starts_on=NEXT_WEEK)
    assert await book.standings() == (Standing(ID, 1, ((2, NEXT_WEEK),)),)
    clock.moment = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    assert await book.live(clock.now()) == {ID: 1}
    clock.pass_by(1)
    assert await book.live(clock.now()) == {ID: 2}
    assert await book.standings() == (Standing(ID, 2),)


async def test_before_its_day_it_can_be_withdrawn_and_afterwards_not(open_store, clock) -> None:
    book = (await open_store()).releases
    await book.publish(ID, edited("Trips"), "0700", starts_on=NEXT_WEEK)
    await book.withdraw(ID, 2, "0701")
    again = await book.publish(ID, edited("Trips"), "0700", based_on=1, starts_on=NEXT_WEEK)
    assert again.number == 3, "a number is never given twice"
    clock.pass_by(30 * 86400)
    assert await book.live(clock.now()) == {ID: 3}
    assert await refused(book.withdraw(ID, 3, "0700")) == r.STARTED
    assert await refused(book.withdraw(ID, 9, "0700")) == r.NOT_PROPOSED


async def test_going_back_is_one_step_and_so_is_going_on_again(open_store, clock) -> None:
    book = (await open_store()).releases
    await book.publish(ID, edited("Trips"), "0700")
    await book.roll_back(ID, 1, "0700")
    assert await book.live(clock.now()) == {ID: 1}
    assert await refused(book.roll_back(ID, 1, "0700")) == r.IN_FORCE_ALREADY
    await book.roll_back(ID, 2, "0700")
    assert await book.live(clock.now()) == {ID: 2}
    assert await refused(book.roll_back(ID, 7, "0700")) == r.NEVER_IN_FORCE
    await book.publish(ID, edited("Later"), "0700", starts_on=NEXT_WEEK)
    assert await refused(book.roll_back(ID, 3, "0700")) == r.NEVER_IN_FORCE


async def test_a_retired_service_is_not_offered_until_it_comes_back(open_store, clock) -> None:
    book = (await open_store()).releases
    await book.retire(ID, "0701")
    assert await book.live(clock.now()) == {}
    assert await book.standings() == (Standing(ID, None),)
    assert await refused(book.retire(ID, "0701")) == r.NOT_OFFERED_ALREADY
    assert await refused(book.retire("nothing", "0701")) == r.UNKNOWN_SERVICE
    await book.roll_back(ID, 1, "0701")
    assert await book.live(clock.now()) == {ID: 1}


async def test_a_second_person_approves(open_store, clock) -> None:
    book = (await open_store(approval=True)).releases
    await book.publish(ID, edited("Trips"), "0700")
    assert await book.standings() == (Standing(ID, 1, (), (2,)),)
    assert await refused(book.approve(ID, 2, "0700")) == r.SAME_PERSON
    await book.approve(ID, 2, "0701")
    assert await book.live(clock.now()) == {ID: 2}
    assert (await book.releases(ID))[-1].approved_by == "0701"
    assert await refused(book.approve(ID, 2, "0701")) == r.NOT_PROPOSED


async def test_of_two_proposals_the_second_would_undo_the_first(open_store) -> None:
    book = (await open_store(approval=True)).releases
    await book.publish(ID, edited("Trips"), "0700")
    await book.publish(ID, edited("Journeys"), "0700")
    await book.approve(ID, 2, "0701")
    assert await refused(book.approve(ID, 3, "0701")) == r.NEWER
    await book.withdraw(ID, 3, "0701")
    assert await book.standings() == (Standing(ID, 2),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda: "id: parking\n", "studio.release.problems"),
        (lambda: "{", "studio.release.problems"),
        (lambda: edited("Trips").replace("{step: own, is: false}", "{step: nowhere, is: x}", 1), None),
        (lambda: SHIPPED.source.replace("id: parking", "id: other", 1), "studio.release.other_id"),
        (lambda: SHIPPED.source, "studio.release.same"),
        (lambda: SHIPPED.source.replace("version: 1", "version: 9", 1), "studio.release.same"),
        (
            lambda: edited("Trips").replace("version: 1\norder: 30", "version: &v 1\norder: *v"),
            "studio.release.version_line",
        ),
    ],
    ids=[
        "lacking",
        "no-yaml",
        "check-fails",
        "other-service",
        "the-same",
        "the-same-numbered",
        "referred-to",
    ],
)
async def test_what_is_not_fit_is_refused_and_changes_nothing(open_store, text, reason) -> None:
    store = await open_store()
    before = len(await store.record.entries())
    found = await refused(store.releases.publish(ID, text(), "0700"))
    assert found.id == (reason or "studio.release.problems")
    assert await store.releases.standings() == (Standing(ID, 1),)
    assert len(await store.record.entries()) == before


async def test_who_published_meanwhile_is_not_overwritten(open_store) -> None:
    book = (await open_store()).releases
    await book.publish(ID, edited("Trips"), "0700", based_on=1)
    assert await refused(book.publish(ID, edited("Journeys"), "0701", based_on=1)) == r.NEWER
    await book.publish(ID, edited("Journeys"), "0701", based_on=2, starts_on=NEXT_WEEK)
    assert await refused(book.publish(ID, edited("Walks"), "0701")) == r.SCHEDULED
    assert await refused(book.retire(ID, "0701")) == r.SCHEDULED


@pytest.mark.parametrize("by", ["0301", "0999"], ids=["an-officer", "nobody"])
async def test_who_may_not_does_nothing(open_store, by) -> None:
    store = await open_store(approval=True)
    book = store.releases
    await book.publish(ID, edited("Trips"), "0700")
    before = await store.record.entries()
    for work in (
        book.publish(ID, edited("Walks"), by),
        book.approve(ID, 2, by),
        book.withdraw(ID, 2, by),
        book.roll_back(ID, 1, by),
        book.retire(ID, by),
    ):
        assert await refused(work) == r.NO_RIGHT
    assert await store.record.entries() == before


async def test_every_deed_is_on_record(open_store, clock) -> None:
    store = await open_store(approval=True)
    book = store.releases
    await book.publish(ID, edited("Trips"), "0700")
    await book.approve(ID, 2, "0701")
    await book.publish(ID, edited("Walks"), CONSOLE)
    await book.withdraw(ID, 3, "0701")
    await book.roll_back(ID, 1, "0701")
    await book.retire(ID, "0701")
    told = [(e.deed, e.who, e.about) for e in (await store.record.entries())[-6:]]
    assert told == [
        (Deed.RELEASE_PROPOSED, "0700", "parking 2"),
        (Deed.RELEASE_APPROVED, "0701", "parking 2"),
        (Deed.RELEASE_PROPOSED, CONSOLE, "parking 3"),
        (Deed.RELEASE_WITHDRAWN, "0701", "parking 3"),
        (Deed.RELEASE_ROLLED_BACK, "0701", "parking 1"),
        (Deed.SERVICE_RETIRED, "0701", "parking"),
    ]
    assert (await store.record.verify()).broken is None


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
