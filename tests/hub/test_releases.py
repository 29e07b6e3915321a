"""The hall's releases: published at the hub, taken by kiosks over a real line, kept while the hub is away."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import asyncpg
import pytest

from kiosk.hub import record
from kiosk.hub.database import open_pool
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.release_carrier import ReleaseCarrier, unfit
from kiosk.hub.release_rows import HubReleases
from kiosk.hub.releases import HallReleases
from kiosk.hub.roll import enrol
from kiosk.locales import USUAL as LOCALES
from kiosk.officers.record import CONSOLE, ITSELF, Deed
from kiosk.officers.roll import Refused
from kiosk.store.local import LocalStore
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import HallClock, HallFirst, Unfit
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import NEWER, NO_RIGHT, Publishing
from kiosk.studio.served import Served
from tests.hub.test_desk import SetClock, soon
from tests.studio.parking import ID, SHIPPED, TEXT, edited

PATIENCE_S = 60
PUBLISHING = Publishing(lambda: (SHIPPED,), locales=LOCALES)


@pytest.fixture
def features():
    return [HallReleases()]


@pytest.fixture
async def open_book(database):
    """Books of releases at the hub, each on connections of its own."""
    pools = []

    async def make(*, approval=False, chain=CONSOLE):
        pools.append(await open_pool(database))
        return ReleasesIn(HubReleases(pools[-1], chain), Publishing(PUBLISHING.shipped, approval, LOCALES))

    yield make
    for pool in pools:
        await pool.close()


@pytest.fixture
async def book(open_book):
    return await open_book()


class Kiosk:
    """A kiosk's store, and what it serves."""

    def __init__(self, folder, ahead=timedelta(), locales=LOCALES):
        self.clock = HallClock(SetClock(ahead))
        self.store = LocalStore(folder, "01", self.clock._clock, kiosk_lock=True, publishing=PUBLISHING)
        self.locales = locales
        self.served = self.serve()

    def serve(self):
        shelf = HallFirst(self.store.hall, self.store.releases, self.clock)
        return Served(shelf, self.clock, PUBLISHING.shipped)

    async def offered(self):
        await self.served.stamp()
        return [(each.flow.version, each.flow.title.root["en"]) for each in await self.served.releases()]

    async def until(self, *wanted):
        async with asyncio.timeout(PATIENCE_S):
            while await self.offered() != list(wanted):  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.02)

    async def until_declined(self, *why):
        async with asyncio.timeout(PATIENCE_S):
            while [d.why for d in await self.store.hall.declined()] != list(why):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.fixture
async def make_kiosk(tmp_path):
    made = []

    def make(**how):
        made.append(Kiosk(tmp_path / "kiosk", **how))
        return made[-1]

    yield make
    for kiosk in made:
        await kiosk.store.close()


@pytest.fixture
async def kiosk(make_kiosk):
    return make_kiosk()


@pytest.fixture
async def connected(sql):
    key = await enrol(sql, Part.KIOSK, "01")

    @asynccontextmanager
    async def running(hub, kiosk):
        line, address = HubLine(), hub.url.replace("ws", "http", 1)
        carrier = ReleaseCarrier(kiosk.store.hall, line, kiosk.clock, kiosk.locales, 0.01)
        forwarder = Forwarder(
            kiosk.store.outbox,
            lambda: websocket(address, Claimant("01", key)),
            SetClock(),
            Random(1),
            soon,
            line=line,
            releases=carrier,
        )
        task = asyncio.ensure_future(forwarder.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return running


async def test_a_kiosk_takes_what_is_published_and_goes_back_and_goes_without(hub, book, kiosk, connected):
    async with connected(hub, kiosk):
        assert await kiosk.offered() == [(1, "Parking")]
        await book.publish(ID, edited("Trips"), CONSOLE)
        await kiosk.until((2, "Trips"))
        await book.roll_back(ID, 1, CONSOLE)
        await kiosk.until((1, "Parking"))
        await book.roll_back(ID, 2, CONSOLE)
        await kiosk.until((2, "Trips"))
        await book.retire(ID, CONSOLE)
        await kiosk.until()


async def test_what_was_published_while_it_was_away_is_taken_and_kept(
    make_hub, book, kiosk, connected, make_kiosk
):
    hub = make_hub()
    await hub.start()
    await book.publish(ID, edited("Trips"), CONSOLE)
    async with connected(hub, kiosk):
        await kiosk.until((2, "Trips"))
        await hub.stop()
        await book.publish(ID, edited("Walks"), CONSOLE)
        assert await kiosk.offered() == [(2, "Trips")]
        await hub.start()
        await kiosk.until((3, "Walks"))
    await hub.stop()
    await kiosk.store.close()
    again = make_kiosk()
    assert await again.offered() == [(3, "Walks")], "it starts without the hub"
    known = [release.flow.version for release in await again.served.known()]
    assert sorted(known) == [1, 2, 3], "a visit begun under an older one has it"


@pytest.mark.parametrize("hours", [-5, 5], ids=["behind", "ahead"])
async def test_a_kiosk_whose_clock_is_wrong_takes_it_at_once(hub, book, make_kiosk, connected, hours):
    kiosk = make_kiosk(ahead=timedelta(hours=hours))
    async with connected(hub, kiosk):
        await kiosk.offered()
        await book.publish(ID, edited("Trips"), CONSOLE)
        await kiosk.until((2, "Trips"))


async def test_of_a_kiosk_that_is_behind_and_starts_without_the_hub_time_does_not_go_back(
    hub, book, make_kiosk, connected
):
    kiosk = make_kiosk(ahead=timedelta(hours=-5))
    await book.publish(ID, edited("Trips"), CONSOLE)
    async with connected(hub, kiosk):
        await kiosk.until((2, "Trips"))
    await kiosk.store.close()
    assert await make_kiosk(ahead=timedelta(hours=-5)).offered() == [(2, "Trips")]


async def test_the_halls_wins_over_the_machines_own(hub, book, kiosk, connected):
    await kiosk.store.releases.publish(ID, edited("Own"), CONSOLE)
    async with connected(hub, kiosk):
        assert await kiosk.offered() == [(2, "Own")]
        await book.publish(ID, edited("Trips"), CONSOLE)
        await kiosk.until((2, "Trips"))
        titles = [release.flow.title.root["en"] for release in await kiosk.served.known()]
        assert sorted(titles) == ["Own", "Parking", "Trips"]
        await kiosk.store.releases.publish(ID, edited("Later"), CONSOLE)
        assert await kiosk.offered() == [(2, "Trips")]


async def spoil(sql, change):
    await sql.execute("ALTER TABLE service_release DISABLE TRIGGER append_only")
    await sql.execute(f"UPDATE service_release SET {change} WHERE number = 3")
    await sql.execute("ALTER TABLE service_release ENABLE TRIGGER append_only")


def renumbered() -> str:
    return edited("Walks").replace("version: 1", "version: 4", 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("source = source || '# more'", Unfit.DAMAGED),
        (
            f"source = $text${renumbered()}$text$, "
            f"sha256 = '{hashlib.sha256(renumbered().encode()).hexdigest()}'",
            Unfit.DAMAGED,
        ),
        (f"source = '{{', sha256 = '{hashlib.sha256(b'{').hexdigest()}'", Unfit.PROBLEMS),
    ],
    ids=["changed", "renumbered", "no-flow"],
)
async def test_a_release_that_does_not_match_is_declined_and_what_is_live_stays(
    hub, book, kiosk, connected, sql, change, why
):
    await book.publish(ID, edited("Trips"), CONSOLE)
    await book.publish(ID, edited("Walks"), CONSOLE)
    await spoil(sql, change)
    async with connected(hub, kiosk):
        await kiosk.until((2, "Trips"))
        await kiosk.until_declined(why)
        assert await kiosk.offered() == [(2, "Trips")]
        entries = await kiosk.store.record.entries()
        assert [(e.who, e.about) for e in entries if e.deed is Deed.RELEASE_DECLINED] == [(ITSELF, f"{ID} 3")]
        await book.roll_back(ID, 1, CONSOLE)
        await kiosk.until((1, "Parking"))
    entries = await kiosk.store.record.entries()
    assert len([e for e in entries if e.deed is Deed.RELEASE_DECLINED]) == 1, "said once"


async def test_where_nothing_of_the_halls_can_be_served_the_machines_own_stays(
    hub, book, kiosk, connected, sql
):
    await kiosk.store.releases.publish(ID, edited("Own"), CONSOLE)
    await book.publish(ID, edited("Trips"), CONSOLE)
    await sql.execute("ALTER TABLE service_release DISABLE TRIGGER append_only")
    await sql.execute("UPDATE service_release SET source = ''")
    async with connected(hub, kiosk):
        await kiosk.until_declined(Unfit.DAMAGED)
        assert await kiosk.offered() == [(2, "Own")]


async def test_what_one_program_declines_a_newer_one_takes(hub, book, make_kiosk, connected):
    kiosk = make_kiosk(locales=(*LOCALES, "ug"))
    await book.publish(ID, edited("Trips"), CONSOLE)
    async with connected(hub, kiosk):
        await kiosk.until_declined(Unfit.PROBLEMS)
        assert await kiosk.offered() == [(1, "Parking")]
    kiosk.locales = LOCALES
    async with connected(hub, kiosk):
        await kiosk.until((2, "Trips"))
        assert await kiosk.store.hall.declined() == ()


async def test_a_hub_that_was_put_back_to_an_older_copy_is_followed(hub, book, kiosk, connected, sql):
    await book.publish(ID, edited("Trips"), CONSOLE)
    await book.publish(ID, edited("Walks"), CONSOLE)
    async with connected(hub, kiosk):
        await kiosk.until((3, "Walks"))
        for table in ("service_release", "release_event"):
            await sql.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
            await sql.execute(f"DELETE FROM {table} WHERE number = 3")
            await sql.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")
        await book.publish(ID, edited("Runs"), CONSOLE)
        await kiosk.until((3, "Runs"))


async def test_an_older_hub_offers_none_and_the_calls_go_on(make_hub, features, kiosk, connected):
    features.clear()
    old = make_hub()
    await old.start()
    async with connected(old, kiosk):
        await asyncio.sleep(0.1)
        assert await kiosk.offered() == [(1, "Parking")]


def test_a_release_under_another_name_is_not_what_was_wanted():
    kept = KeptRelease.of_product(SHIPPED)
    assert unfit(kept, (ID, 1, kept.sha256), LOCALES) is None
    assert unfit(kept, (ID, 2, kept.sha256), LOCALES) is Unfit.DAMAGED
    assert unfit(kept, (ID, 1, "0" * 64), LOCALES) is Unfit.DAMAGED
    other = KeptRelease("other", 1, kept.sha256, TEXT)
    assert unfit(other, ("other", 1, kept.sha256), LOCALES) is Unfit.DAMAGED


async def all_of(*works):
    told = await asyncio.gather(*works, return_exceptions=True)
    return [each for each in told if not isinstance(each, Exception)], [
        each.reason for each in told if isinstance(each, Refused)
    ]


async def test_of_several_who_publish_at_once_one_does(open_book, sql):
    books = [await open_book() for _ in range(4)]
    made, refused = await all_of(
        *(book.publish(ID, edited(f"Words{n}"), CONSOLE, based_on=1) for n, book in enumerate(books))
    )
    assert [one.number for one in made] == [2]
    assert refused == [NEWER] * 3
    assert len(await books[0].releases(ID)) == 2
    entries = await record.entries(sql, CONSOLE)
    assert [e.about for e in entries if e.deed is Deed.RELEASE_PUBLISHED] == [f"{ID} 2"]
    assert (await record.verified(sql, CONSOLE)).broken is None


async def test_without_saying_what_it_is_based_on_each_gets_a_number_of_its_own(open_book):
    books = [await open_book() for _ in range(3)]
    made, refused = await all_of(
        *(book.publish(ID, edited(f"Words{n}"), CONSOLE) for n, book in enumerate(books))
    )
    assert (sorted(one.number for one in made), refused) == ([2, 3, 4], [])


async def test_a_desk_cannot_act_as_the_console_nor_anybody_who_is_not_signed_in(open_book):
    book = await open_book(chain="east")
    for by in (CONSOLE, "0700"):
        with pytest.raises(Refused) as refused:
            await book.publish(ID, edited("Trips"), by)
        assert refused.value.reason == NO_RIGHT


@pytest.mark.parametrize("table", ["service_release", "release_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET number = 9", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_database_itself_refuses_to_change_a_release(book, sql, table, change):
    await book.publish(ID, edited("Trips"), CONSOLE)
    with pytest.raises(asyncpg.RaiseError, match="only appended"):
        await sql.execute(change.format(table))
