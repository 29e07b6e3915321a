"""Releases: numbered, never changed, by who may, and on record; the same on one machine and at the hub."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from argon2 import PasswordHasher

from kiosk.hub import record
from kiosk.hub.database import open_pool
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.release_rows import HubReleases
from kiosk.hub.releases import HallReleases
from kiosk.hub.roll import enrol
from kiosk.hub.studio import HallStudio
from kiosk.hub.studio_line import HallReleaseBook, StudioLine
from kiosk.locales import USUAL as LOCALES
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed, Entry
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio import releases as r
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import Publishing, ReleaseBook, Standing
from tests.hub.test_desk import PIN, SetClock, quick, soon
from tests.store.conftest import HandClock
from tests.studio.parking import ID, SHIPPED, edited

NEXT_WEEK = date(2026, 12, 1)
PEOPLE = (("0700", Role.STAFF), ("0701", Role.LEADER), ("0301", Role.OFFICER))
DESK = "east"


@dataclass
class Shop:
    """A book of releases, and what its store has on record."""

    releases: ReleaseBook
    entries: Callable[[], Awaitable[tuple[Entry, ...]]]
    whole: Callable[[], Awaitable[bool]]
    turn: Callable[[datetime], Awaitable[object]]
    """It is this late now."""


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def local(tmp_path, clock):
    opened: list[LocalStore] = []

    async def make(publishing: Publishing) -> Shop:
        store = LocalStore(tmp_path / "data", "01", clock, kiosk_lock=False, publishing=publishing)
        opened.append(store)
        hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        store.officers = LocalOfficers(store._line, hasher)
        await store.start()
        for number, role in PEOPLE:
            await store.officers.add(Officer(number, "", frozenset({role})), PIN, CONSOLE)
            store.seats.studio.sit(number)

        async def whole() -> bool:
            return (await store.record.verify()).broken is None

        async def turn(to: datetime) -> None:
            clock.moment = to

        return Shop(store.releases, store.record.entries, whole, turn)

    yield make
    for store in opened:
        await store.close()


async def stopped(sql, clock: HandClock) -> None:
    """The database's clock is turned by hand: a function of this name is found before PostgreSQL's own."""
    name = await sql.fetchval("SELECT current_database()")
    await sql.execute("CREATE SCHEMA by_hand")
    await sql.execute("CREATE TABLE by_hand.moment (at timestamptz)")
    await sql.execute("INSERT INTO by_hand.moment VALUES ($1)", clock.now())
    await sql.execute(
        "CREATE FUNCTION by_hand.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
        "AS 'SELECT at FROM by_hand.moment'"
    )
    await sql.execute(f"ALTER DATABASE {name} SET search_path = by_hand, public, pg_catalog")


@pytest.fixture
async def at_hub(database, sql, clock):
    pools = []

    async def make(publishing: Publishing) -> Shop:
        await enrol(sql, Part.DESK, DESK)
        await stopped(sql, clock)
        pool = await open_pool(database)
        pools.append(pool)
        officers = Officers(pool, quick())
        for number, role in PEOPLE:
            await officers.add(CONSOLE, Officer(number, "", frozenset({role})), PIN, CONSOLE)
            await sql.execute("INSERT INTO studio_session (desk, officer) VALUES ($1, $2)", DESK, number)

        async def whole() -> bool:
            return (await record.verified(sql, DESK)).broken is None

        async def entries() -> tuple[Entry, ...]:
            return await record.entries(sql, DESK)

        async def turn(to: datetime) -> None:
            clock.moment = to
            await sql.execute("UPDATE by_hand.moment SET at = $1", to)

        return Shop(ReleasesIn(HubReleases(pool, DESK), publishing), entries, whole, turn)

    yield make
    for pool in pools:
        await pool.close()


@pytest.fixture
async def through_studio(at_hub, make_hub, features, sql):
    """At the hub, as a studio does it over its line."""
    async with AsyncExitStack() as stack:

        async def make(publishing: Publishing) -> Shop:
            shop = await at_hub(publishing)
            features[:] = [HallReleases(), HallStudio(quick(), publishing)]
            hub = make_hub()
            await hub.start()
            line = await stack.enter_async_context(studio_at(hub, await enrol(sql, Part.DESK, DESK)))
            return replace(shop, releases=HallReleaseBook(line))

        yield make


@asynccontextmanager
async def studio_at(hub, key: str) -> AsyncIterator[HubLine]:
    """A studio's line to the hub."""
    line, address = HubLine(), hub.url.replace("ws", "http", 1)
    kept = KeptUp(
        lambda: websocket(address, Claimant(DESK, key), Part.DESK, studio=True), SetClock(), Random(1), soon
    )
    studio = StudioLine(kept, line)
    await studio.start()
    try:
        yield line
    finally:
        await studio.close()


@pytest.fixture
def features():
    return []


@pytest.fixture(params=["local", "at_hub", "through_studio"])
def open_shop(request) -> Callable[..., Awaitable[Shop]]:
    """At either: the rules are the same."""
    make = request.getfixturevalue(request.param)
    return lambda *, approval=False: make(Publishing(lambda: (SHIPPED,), approval, LOCALES))


async def refused(work) -> r.Message:
    with pytest.raises(Refused) as found:
        await work
    return found.value.reason


async def test_before_anything_is_published_the_shipped_one_is_in_force(open_shop, clock) -> None:
    book = (await open_shop()).releases
    assert await book.standings() == (Standing(ID, 1),)
    assert await book.live(clock.now()) == {ID: 1}
    (only,) = await book.releases(ID)
    assert (only.number, only.author, only.sha256) == (1, "", SHIPPED.sha256)


async def test_a_release_is_numbered_on_and_its_text_kept_but_for_the_number(open_shop, clock) -> None:
    book = (await open_shop()).releases
    made = await book.publish(ID, edited("Trips"), "0700", based_on=1)
    assert (made.number, made.author, made.published_at) == (2, "0700", clock.now())
    assert made.source == edited("Trips").replace("version: 1", "version: 2", 1)
    assert made.sha256 == hashlib.sha256(made.source.encode()).hexdigest()
    assert [m.params["after"] for m in made.changes] == ["Trips", "Trips"]
    assert await book.releases(ID) == (*(await book.releases(ID))[:1], made)
    assert await book.live(clock.now()) == {ID: 2}


async def test_a_scheduled_one_begins_with_its_day_in_the_hall(open_shop, clock) -> None:
    shop = await open_shop()
    book = shop.releases
    await book.publish(ID, edited("Trips"), "0700", starts_on=NEXT_WEEK)
    assert await book.standings() == (Standing(ID, 1, ((2, NEXT_WEEK),)),)
    await shop.turn(datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC))
    assert await book.live(clock.now()) == {ID: 1}
    await shop.turn(clock.now() + timedelta(seconds=1))
    assert await book.live(clock.now()) == {ID: 2}
    assert await book.standings() == (Standing(ID, 2),)


async def test_before_its_day_it_can_be_withdrawn_and_afterwards_not(open_shop, clock) -> None:
    shop = await open_shop()
    book = shop.releases
    await book.publish(ID, edited("Trips"), "0700", starts_on=NEXT_WEEK)
    await book.withdraw(ID, 2, "0701")
    again = await book.publish(ID, edited("Trips"), "0700", based_on=1, starts_on=NEXT_WEEK)
    assert again.number == 3, "a number is never given twice"
    await shop.turn(clock.now() + timedelta(days=30))
    assert await book.live(clock.now()) == {ID: 3}
    assert await refused(book.withdraw(ID, 3, "0700")) == r.STARTED
    assert await refused(book.withdraw(ID, 9, "0700")) == r.NOT_PROPOSED


async def test_going_back_is_one_step_and_so_is_going_on_again(open_shop, clock) -> None:
    book = (await open_shop()).releases
    await book.publish(ID, edited("Trips"), "0700")
    await book.roll_back(ID, 1, "0700")
    assert await book.live(clock.now()) == {ID: 1}
    assert await refused(book.roll_back(ID, 1, "0700")) == r.IN_FORCE_ALREADY
    await book.roll_back(ID, 2, "0700")
    assert await book.live(clock.now()) == {ID: 2}
    assert await refused(book.roll_back(ID, 7, "0700")) == r.NEVER_IN_FORCE
    await book.publish(ID, edited("Later"), "0700", starts_on=NEXT_WEEK)
    assert await refused(book.roll_back(ID, 3, "0700")) == r.NEVER_IN_FORCE


async def test_a_retired_service_is_not_offered_until_it_comes_back(open_shop, clock) -> None:
    book = (await open_shop()).releases
    await book.retire(ID, "0701")
    assert await book.live(clock.now()) == {}
    assert await book.standings() == (Standing(ID, None),)
    assert await refused(book.retire(ID, "0701")) == r.NOT_OFFERED_ALREADY
    assert await refused(book.retire("nothing", "0701")) == r.UNKNOWN_SERVICE
    await book.roll_back(ID, 1, "0701")
    assert await book.live(clock.now()) == {ID: 1}


async def test_a_second_person_approves(open_shop, clock) -> None:
    book = (await open_shop(approval=True)).releases
    await book.publish(ID, edited("Trips"), "0700")
    assert await book.standings() == (Standing(ID, 1, (), (2,)),)
    assert await refused(book.approve(ID, 2, "0700")) == r.SAME_PERSON
    await book.approve(ID, 2, "0701")
    assert await book.live(clock.now()) == {ID: 2}
    assert (await book.releases(ID))[-1].approved_by == "0701"
    assert await refused(book.approve(ID, 2, "0701")) == r.NOT_PROPOSED


async def test_of_two_proposals_the_second_would_undo_the_first(open_shop) -> None:
    book = (await open_shop(approval=True)).releases
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
async def test_what_is_not_fit_is_refused_and_changes_nothing(open_shop, text, reason) -> None:
    shop = await open_shop()
    before = len(await shop.entries())
    found = await refused(shop.releases.publish(ID, text(), "0700"))
    assert found.id == (reason or "studio.release.problems")
    assert await shop.releases.standings() == (Standing(ID, 1),)
    assert len(await shop.entries()) == before


async def test_who_published_meanwhile_is_not_overwritten(open_shop) -> None:
    book = (await open_shop()).releases
    await book.publish(ID, edited("Trips"), "0700", based_on=1)
    assert await refused(book.publish(ID, edited("Journeys"), "0701", based_on=1)) == r.NEWER
    await book.publish(ID, edited("Journeys"), "0701", based_on=2, starts_on=NEXT_WEEK)
    assert await refused(book.publish(ID, edited("Walks"), "0701")) == r.SCHEDULED
    assert await refused(book.retire(ID, "0701")) == r.SCHEDULED


@pytest.mark.parametrize("by", ["0301", "0999"], ids=["an-officer", "nobody"])
async def test_who_may_not_does_nothing(open_shop, by) -> None:
    shop = await open_shop(approval=True)
    book = shop.releases
    await book.publish(ID, edited("Trips"), "0700")
    before = await shop.entries()
    for work in (
        book.publish(ID, edited("Walks"), by),
        book.approve(ID, 2, by),
        book.withdraw(ID, 2, by),
        book.roll_back(ID, 1, by),
        book.retire(ID, by),
    ):
        assert await refused(work) == r.NO_RIGHT
    assert await shop.entries() == before


async def test_every_deed_is_on_record(open_shop, clock) -> None:
    shop = await open_shop(approval=True)
    book = shop.releases
    await book.publish(ID, edited("Trips"), "0700")
    await book.approve(ID, 2, "0701")
    await book.publish(ID, edited("Walks"), "0700")
    await book.withdraw(ID, 3, "0701")
    await book.roll_back(ID, 1, "0701")
    await book.retire(ID, "0701")
    told = [(e.deed, e.who, e.about) for e in (await shop.entries())[-6:]]
    assert told == [
        (Deed.RELEASE_PROPOSED, "0700", "parking 2"),
        (Deed.RELEASE_APPROVED, "0701", "parking 2"),
        (Deed.RELEASE_PROPOSED, "0700", "parking 3"),
        (Deed.RELEASE_WITHDRAWN, "0701", "parking 3"),
        (Deed.RELEASE_ROLLED_BACK, "0701", "parking 1"),
        (Deed.SERVICE_RETIRED, "0701", "parking"),
    ]
    assert await shop.whole()
