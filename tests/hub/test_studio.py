"""The studio of a hall: who signs in there, and the drafts that two may work on at two desks."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from kiosk.failure import StoreFailed
from kiosk.hub import record
from kiosk.hub.database import open_pool
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_roll import HubRoll
from kiosk.hub.keys import Claimant, shown
from kiosk.hub.officers import Officers, may_act
from kiosk.hub.part import Part
from kiosk.hub.releases import HallReleases
from kiosk.hub.roll import enrol
from kiosk.hub.studio import HallStudio
from kiosk.hub.studio_forms import LARGEST_TEXT_BYTES
from kiosk.hub.studio_line import HallDraftBook, HallReleaseBook
from kiosk.locales import USUAL as LOCALES
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.studio.book import NO_RIGHT, TOO_LONG, Newer
from kiosk.studio.releases import Publishing
from tests.hub.test_desk import PATIENCE_S, PIN, quick, soon
from tests.hub.test_release_rules import DESK, PEOPLE, studio_at
from tests.studio.parking import ID, SHIPPED, TEXT, edited

NO_RIGHT_TO_PUBLISH = Message("studio.release.no_right")
PUBLISHING = Publishing(lambda: (SHIPPED,), locales=LOCALES)


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), HallReleases(), HallStudio(quick(), PUBLISHING)]


@pytest.fixture
async def people(database, sql):
    pool = await open_pool(database)
    for number, role in sorted(PEOPLE, key=lambda one: one[1] != "leader"):  # the first of all leads
        await Officers(pool, quick()).add(CONSOLE, Officer(number, "", frozenset({role})), PIN, CONSOLE)
    yield pool
    await pool.close()


@pytest.fixture
async def open_line(hub, sql):
    """Lines of studios at one desk's machine."""
    key = await enrol(sql, Part.DESK, DESK)
    async with AsyncExitStack() as stack:
        yield lambda: stack.enter_async_context(studio_at(hub, key))


async def refused(work):
    with pytest.raises(Refused) as found:
        await work
    return found.value.reason


async def deeds(sql):
    return [(e.deed, e.who, e.about) for e in await record.entries(sql, DESK)]


async def test_staff_sign_in_at_the_studio_and_move_no_call_by_it(open_line, people, sql):
    roll = HubRoll(await open_line(), "studio")
    assert (await roll.sign_in("0700", PIN)).number == "0700"
    assert not await may_act(people, DESK, "0700")
    await roll.signed_out("0700")
    assert await deeds(sql) == [(Deed.SIGNED_IN, "0700", ""), (Deed.SIGNED_OUT, "0700", "")]
    assert await refused(roll.sign_in("0301", PIN)) == Message("studio.no_role")
    assert (await refused(roll.sign_in("0700", "111222"))).id == "desk.wrong_pin"


async def test_a_desk_is_no_studio_and_a_studio_no_desk(open_line, people):
    line = await open_line()
    assert await refused(HubRoll(line).sign_in("0700", PIN)) == Message("desk.no_role")
    await HubRoll(line).sign_in("0701", PIN)
    book = HallReleaseBook(line)
    assert await refused(book.publish(ID, edited("Trips"), "0701")) == NO_RIGHT_TO_PUBLISH
    assert await refused(HallDraftBook(line).keep(ID, TEXT, 1, 0, "0701")) == NO_RIGHT


async def test_a_draft_is_kept_word_for_word_and_the_second_is_asked_whose_words_stay(open_line, people, sql):
    one, two = await open_line(), await open_line()
    await HubRoll(one, "studio").sign_in("0700", PIN)
    await HubRoll(two, "studio").sign_in("0701", PIN)
    mine, theirs = HallDraftBook(one), HallDraftBook(two)
    first = await mine.keep(ID, TEXT, 1, 0, "0700")
    assert (first.text, first.based_on, first.revision, first.by) == (TEXT, 1, 1, "0700")
    second = await theirs.keep(ID, edited("Trips"), 1, first.revision, "0701")
    assert await mine.drafts() == (second,)
    for work in (
        mine.keep(ID, edited("Walks"), 1, first.revision, "0700"),
        mine.keep(ID, edited("Walks"), 1, 0, "0700"),
        mine.drop(ID, first.revision, "0700"),
    ):
        with pytest.raises(Newer) as newer:
            await work
        assert newer.value.kept == second
    await theirs.drop(ID, second.revision, "0701")
    with pytest.raises(Newer) as newer:
        await mine.keep(ID, edited("Walks"), 1, first.revision, "0700")
    assert newer.value.kept is None
    assert await mine.drafts() == ()
    told = [each for each in await deeds(sql) if each[0] in (Deed.DRAFT_BEGUN, Deed.DRAFT_DROPPED)]
    assert told == [(Deed.DRAFT_BEGUN, "0700", ID), (Deed.DRAFT_DROPPED, "0701", ID)]
    assert (await record.verified(sql, DESK)).broken is None


async def test_of_two_who_save_at_the_same_moment_one_is_asked(open_line, people):
    lines = [await open_line(), await open_line()]
    await HubRoll(lines[0], "studio").sign_in("0700", PIN)
    books = [HallDraftBook(line) for line in lines]
    for revision in range(5):
        told = await asyncio.gather(
            *(book.keep(ID, f"{TEXT}# {n}\n", 1, revision, "0700") for n, book in enumerate(books)),
            return_exceptions=True,
        )
        (lost,) = [each for each in told if isinstance(each, Newer)]
        assert [each for each in told if each is not lost] == [lost.kept]


async def test_what_is_too_long_for_the_line_is_told_before_it_is_sent(open_line, people):
    line = await open_line()
    await HubRoll(line, "studio").sign_in("0700", PIN)
    long = "# " + "字" * (LARGEST_TEXT_BYTES // 3 + 1)
    assert await refused(HallDraftBook(line).keep(ID, long, 1, 0, "0700")) == TOO_LONG
    assert await refused(HallReleaseBook(line).publish(ID, long, "0700")) == TOO_LONG
    longest = TEXT + "# " + "字" * ((LARGEST_TEXT_BYTES - len(TEXT.encode()) - 2) // 3)
    assert (await HallDraftBook(line).keep(ID, longest, 1, 0, "0700")).text == longest


async def test_while_the_hub_is_away_nothing_is_taken_for_saved(hub, open_line, people):
    line = await open_line()
    await HubRoll(line, "studio").sign_in("0700", PIN)
    book = HallDraftBook(line)
    kept = await book.keep(ID, TEXT, 1, 0, "0700")
    await hub.stop()
    with pytest.raises(StoreFailed):
        await book.keep(ID, edited("Trips"), 1, kept.revision, "0700")
    await hub.start()
    async with asyncio.timeout(PATIENCE_S):
        while not line.connected:  # noqa: ASYNC110 - made by another task
            await asyncio.sleep(0.01)
    assert (await book.keep(ID, edited("Trips"), 1, kept.revision, "0700")).revision == 2


async def test_who_has_left_the_station_publishes_nothing(open_line, people):
    line = await open_line()
    await HubRoll(line, "studio").sign_in("0700", PIN)
    await Officers(people, quick()).remove(CONSOLE, "0700", CONSOLE)
    assert await refused(HallReleaseBook(line).publish(ID, edited("Trips"), "0700")) == NO_RIGHT_TO_PUBLISH


async def test_a_studio_that_closes_leaves_its_desk_alone_and_hears_of_no_call(
    hub, open_line, people, sql, desk_line, kiosk_line, told
):
    key = await enrol(sql, Part.DESK, DESK)
    async with desk_line(hub, DESK, key=key) as desk, kiosk_line(hub) as kiosk, studio_at(hub, key) as line:
        await desk.hear("snapshot")
        async with studio_at(hub, key) as second:
            assert second.connected
        await kiosk.changes(told().opened())
        await desk.hear("call", "calls")
        assert line.connected


async def test_a_new_key_of_the_desk_ends_its_studio(hub, sql):
    old = await enrol(sql, Part.DESK, DESK)
    async with studio_at(hub, old) as line:
        assert line.connected
        await enrol(sql, Part.DESK, DESK)
        async with asyncio.timeout(PATIENCE_S):
            while line.connected:  # noqa: ASYNC110 - ended by another task
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("said", ["{", '{"type": "seen", "calls": []}'], ids=["no-json", "a-desks-word"])
async def test_what_no_studio_says_ends_the_line(hub, sql, said):
    header = shown(Claimant(DESK, await enrol(sql, Part.DESK, DESK)))
    async with connect(
        f"{hub.url}/v1/studio", additional_headers={"Authorization": header}, proxy=None
    ) as socket:
        await socket.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), PATIENCE_S)
        assert closed.value.rcvd.code == 1008
