"""Cases, ratings and difficulties come to the hub: each once, sealed, whatever cuts the line."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.cases.difficult import NewDifficult, NewStep, Refused, Source, StepKind, Way
from kiosk.cases.facts import RatingFact, ReleaseFact
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.clock import SystemClock
from kiosk.figures.period import Period
from kiosk.flow.answer import Wish, Written
from kiosk.hub.desk_difficult import HubDifficult
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.difficult import DifficultCases
from kiosk.hub.fact_carrier import LARGEST_CHARACTERS, batches
from kiosk.hub.fact_forms import form_of
from kiosk.hub.facts import ANSWERS, KioskFacts
from kiosk.hub.figures_line import HubFigures
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.keys import Claimant
from kiosk.hub.link import LinkLost, websocket
from kiosk.hub.part import Part
from kiosk.hub.record import entries
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore
from kiosk.working_days import DueRule
from tests.hub.conftest import SEAL
from tests.hub.test_desk import PATIENCE_S, make_desk, quick, soon
from tests.hub.test_forwarder import WrongClock
from tests.hub.test_notes import everything

__all__ = ["make_desk"]

NAME, WORDS = "王秀英", "户口本上的名字写错了"
LEADER, OFFICER = "0101", "0202"


@pytest.fixture
def features():
    return [
        DeskDuty(quick(), soon),
        HallFigures(),
        KioskFacts(DueRule()),
        DifficultCases(DueRule(), SystemClock()),
    ]


@pytest.fixture
async def make_store(tmp_path):
    made = []

    async def make(clock=None):
        made.append(LocalStore(tmp_path / f"kiosk{len(made)}", "01", clock or SystemClock(), kiosk_lock=True))
        await made[-1].start()
        return made[-1]

    yield make
    for store in made:
        await store.close()


@pytest.fixture
async def store(make_store):
    return await make_store()


@pytest.fixture
async def carried(sql):
    """What a kiosk has to tell goes to a hub until the block ends. link: what the line is put through."""
    key = await enrol(sql, Part.KIOSK, "01")

    @asynccontextmanager
    async def carrying(hub, store, link=lambda link: link, clock=None):
        address = hub.url.replace("ws", "http", 1)

        @asynccontextmanager
        async def connect():
            async with websocket(address, Claimant("01", key)) as opened:
                yield link(opened)

        forwarder = Forwarder(
            store.outbox, connect, clock or SystemClock(), Random(1), soon, facts=store.facts
        )
        running = asyncio.ensure_future(forwarder.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return carrying


def a_filing(**changes):
    values = {
        "visit_id": new_id(),
        "kiosk": "01",
        "service": "household",
        "flow_version": 3,
        "flow_sha256": "ab" * 32,
        "flow_source": "id: household\n",
        "locale": "zh_CN",
        "priority": True,
        "answers": {"name": Written(text=NAME), "old_name": Written(text=WORDS)},
        "wish": Wish(wish="unsure"),
    }
    return Filing(**(values | changes))


async def all_told(store, left=0):
    async with asyncio.timeout(PATIENCE_S):
        while (await store.facts.backlog()).count > left:  # noqa: ASYNC110 - told by the hub
            await asyncio.sleep(0.01)


async def test_a_case_comes_whole_with_its_release_and_stands_nowhere_in_clear(hub, carried, store, sql):
    filing = a_filing()
    receipt = await store.cases.hand_in(filing)
    async with carried(hub, store):
        await all_told(store)
    (case,) = await sql.fetch("SELECT * FROM filed_case")
    assert (case["id"], case["number"], case["visit"]) == (receipt.case_id, receipt.number, filing.visit_id)
    assert (case["kiosk"], case["service"], case["flow_version"]) == ("01", "household", 3)
    assert (case["locale"], case["priority"], case["state"]) == ("zh_CN", True, "handed_in")
    assert json.loads(SEAL.open(case["answers"], receipt.case_id, ANSWERS)) == [
        [step, 1, answer.model_dump_json()] for step, answer in filing.answers.items()
    ]
    (release,) = await sql.fetch("SELECT * FROM flow_release")
    assert tuple(release) == ("ab" * 32, "household", 3, "id: household\n")
    kept = await everything(sql)
    assert NAME not in kept
    assert WORDS not in kept
    assert "unsure" not in kept


async def test_ratings_come_and_are_among_the_figures_of_the_hall(hub, carried, store, sql, make_desk):
    filing = a_filing()
    today = SystemClock().today()
    async with make_desk(hub) as desk:
        await desk.roll.begin(LEADER, "739152")
        figures = HubFigures(desk.calls.line)
        assert (await figures.figures(Period(today, today), LEADER)).ratings is None
        await store.cases.hand_in(filing)
        await store.cases.hand_in(a_filing())
        await store.cases.rate(filing.visit_id, 5)
        await store.cases.rate("nothing-handed-in", 2)
        async with carried(hub, store):
            await all_told(store)
        told = (await figures.figures(Period(today, today), LEADER)).ratings
        assert (told.by_level, told.cases, told.rated) == ((0, 1, 0, 0, 1), 2, 1)
        before = today - timedelta(days=1)
        told = (await figures.figures(Period(before, before), LEADER)).ratings
        assert (told.by_level, told.cases, told.rated) == ((0, 0, 0, 0, 0), 0, 0)


async def test_how_visits_ended_is_among_the_figures_of_the_hall(hub, carried, store, make_desk):
    at = SystemClock().now()
    ends = [
        VisitEnd(new_id(), "01", "household", 3, "zh_CN", "reason", ending, True, at, at)
        for ending in (Ending.LEFT, Ending.TIMED_OUT, Ending.LEFT, Ending.TO_WINDOW)
    ]
    today = SystemClock().today()
    async with make_desk(hub) as desk:
        await desk.roll.begin(LEADER, "739152")
        figures = HubFigures(desk.calls.line)
        assert (await figures.figures(Period(today, today), LEADER)).visits is None
        for end in ends:
            await store.ends.keep(end)
        async with carried(hub, store):
            await all_told(store)
        told = (await figures.figures(Period(today, today), LEADER)).visits
        assert (told.visits, told.given_up, told.to_window) == (4, 3, 1)
        assert [(each.step, each.left, each.timed_out) for each in told.by_step] == [("reason", 2, 1)]


async def test_thanks_are_among_the_figures_of_the_hall_each_once(
    hub, carried, store, make_store, sql, make_desk
):
    today = SystemClock().today()
    async with make_desk(hub) as desk:
        await desk.roll.begin(LEADER, "739152")
        figures = HubFigures(desk.calls.line)
        await store.cases.rate("a", 5, [OFFICER, LEADER])
        async with carried(hub, store):
            await all_told(store)
        await store.cases.rate("b", 4, [OFFICER])
        await store.facts.again()
        async with carried(hub, store):
            await all_told(store)
        other = await make_store()
        await other.cases.rate("c", 4, [OFFICER])
        async with carried(hub, other):
            await all_told(other)
        told = (await figures.figures(Period(today, today), LEADER)).officers
        assert {each.officer: each.thanked for each in told} == {OFFICER: 3, LEADER: 1}
        before = today - timedelta(days=1)
        assert (await figures.figures(Period(before, before), LEADER)).officers == ()
    kept = await sql.fetch("SELECT * FROM thanks")
    assert [set(row.keys()) for row in kept] == [{"id", "officer", "day"}] * 4
    assert {row["day"] for row in kept} == {today}
    # Written together, those of a kiosk's day do not show which of them came with the last rating.
    ofs = await sql.fetch("SELECT xmin::text AS xmin, count(*) FROM thanks GROUP BY 1 ORDER BY 2")
    assert [row["count"] for row in ofs] == [1, 3]


class Cutting:
    """Cut off every so often: before the facts are sent, or before the answer: then the hub has them."""

    def __init__(self, link, random):
        self._link, self._random, self._drop = link, random, False

    async def send(self, text):
        if "facts.keep" in text and self._random.random() < 0.5:
            if self._random.random() < 0.5:
                raise LinkLost("cut off")
            self._drop = True
        await self._link.send(text)

    async def receive(self):
        said = await self._link.receive()
        if self._drop and json.loads(said)["type"] == "answer":
            raise LinkLost("cut off")
        return said


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_cut_nothing_is_lost_and_nothing_doubled(make_hub, carried, store, sql, seed):
    hub, random = make_hub(), Random(seed)
    await hub.start()
    numbers, ratings = set(), set()

    async def work():
        for n in range(40):
            filing = a_filing()
            numbers.add((await store.cases.hand_in(filing)).number)
            if n % 2:
                await store.cases.rate(filing.visit_id, 1 + n % 5)
                ratings.add(filing.visit_id)

    async with carried(hub, store, lambda link: Cutting(link, random)):
        await work()
        await hub.stop()
        await work()
        await hub.start()
        await all_told(store)
    assert sorted(row["number"] for row in await sql.fetch("SELECT number FROM filed_case")) == sorted(
        numbers
    )
    assert {row["visit"] for row in await sql.fetch("SELECT visit FROM rating")} == ratings
    low = await sql.fetchval("SELECT count(*) FROM rating WHERE level <= 2")
    assert await sql.fetchval("SELECT count(*) FROM difficult_case") == low > 0


async def test_a_hub_that_was_put_back_is_told_again_what_it_lost(hub, carried, store, sql):
    call = await store.calls.open_call(NewCall(new_id(), "01", "一号机", "大厅", None, None, "en", False))
    await store.cases.hand_in(a_filing())
    await store.cases.rate("a", 1)
    async with carried(hub, store):
        await all_told(store)
        async with asyncio.timeout(PATIENCE_S):
            while not await store.outbox.at_hub(call.id):  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.01)
    # As a copy of before the first call would leave it.
    await sql.execute("DELETE FROM heard_change; DELETE FROM call; UPDATE journal SET heard = 0")
    await sql.execute("DELETE FROM window_case; DELETE FROM filed_case")
    await sql.execute("DELETE FROM rating; DELETE FROM difficult_case")
    async with carried(hub, store):
        async with asyncio.timeout(PATIENCE_S):
            while await sql.fetchval("SELECT count(*) FROM difficult_case") == 0:  # noqa: ASYNC110 - told by the kiosk
                await asyncio.sleep(0.01)
        await all_told(store)
    assert await sql.fetchval("SELECT count(*) FROM filed_case") == 1
    assert await sql.fetchval("SELECT count(*) FROM rating") == 1
    assert await sql.fetchval("SELECT count(*) FROM difficult_case") == 1


@pytest.mark.parametrize("hours", [-3, 2])
async def test_times_are_by_the_halls_clock(hub, carried, make_store, sql, hours):
    clock = WrongClock(timedelta(hours=hours))
    store = await make_store(clock)
    before = await sql.fetchval("SELECT clock_timestamp()")
    await store.cases.hand_in(a_filing())
    await store.cases.rate("a", 1)
    async with carried(hub, store, clock=clock):
        await all_told(store)
    now = await sql.fetchval("SELECT clock_timestamp()")
    for column, table in (
        ("filed_at", "filed_case"),
        ("rated_at", "rating"),
        ("opened_at", "difficult_case"),
    ):
        at = await sql.fetchval(f"SELECT {column} FROM {table}")
        assert before - timedelta(seconds=1) <= at <= now


async def test_an_older_hub_hears_nothing_of_it_and_what_was_opened_stays_here(
    make_hub, features, carried, store
):
    features.clear()
    hub = make_hub()
    await hub.start()
    asked = asyncio.Event()

    class Watched(Cutting):
        async def receive(self):
            said = await self._link.receive()
            if "refused_ask" in said and "hub.unknown" in said:
                asked.set()
            return said

    await store.cases.rate("a", 1)
    async with carried(hub, store, lambda link: Watched(link, Random(1))):
        await asyncio.wait_for(asked.wait(), PATIENCE_S)
        call = await store.calls.open_call(NewCall(new_id(), "01", "一号机", "大厅", None, None, "en", False))
        async with asyncio.timeout(PATIENCE_S):
            while not await store.outbox.at_hub(call.id):  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.01)
    assert (await store.facts.backlog()).count == 2
    assert len(await store.difficult.open_cases()) == 1


async def test_what_the_hub_cannot_read_holds_up_nothing_else(hub, carried, store, sql):
    await store.cases.hand_in(a_filing(service="s" * 500))
    await store.cases.hand_in(a_filing())
    await store.cases.rate("a", 5)
    async with carried(hub, store):
        await all_told(store, left=2)
    assert await sql.fetchval("SELECT count(*) FROM rating") == 1
    assert [row["service"] for row in await sql.fetch("SELECT service FROM filed_case")] == ["household"]
    # The release came with the case that was refused, and is too long as well.
    assert (await store.facts.backlog()).count == 2


async def test_only_a_kiosk_tells_and_only_a_desk_sees_to_cases(hub, desk_line, kiosk_line):
    now = datetime.now(UTC).isoformat()
    rating = {"kind": "rating", "visit_id": "a", "level": 5, "rated_at": now}
    async with desk_line(hub) as desk, kiosk_line(hub) as kiosk:
        await desk.say(type="ask", ref="1", what="facts.keep", body={"sent_at": now, "facts": [rating]})
        assert (await desk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
        await kiosk.say(type="ask", ref="2", what="difficult.concerning", body={"officer": LEADER})
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
        bad = rating | {"level": 6}
        await kiosk.say(type="ask", ref="3", what="facts.keep", body={"sent_at": now, "facts": [rating, bad]})
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.malformed"


@given(st.lists(st.integers(min_value=1, max_value=120_000), max_size=30))
def test_messages_are_small_and_in_order(lengths):
    at = datetime(2026, 11, 26, tzinfo=UTC)
    facts = [
        (n, ReleaseFact("ab" * 32, "f", 1, "x" * length) if length > 50 else RatingFact("v", 3, at))
        for n, length in enumerate(lengths)
    ]
    made = batches(facts)
    assert [numbered for batch in made for numbered in batch] == facts
    for batch in made:
        length = sum(len(form_of(fact).json_text()) for _, fact in batch)
        assert length <= LARGEST_CHARACTERS or len(batch) == 1


# --- the hall's difficult cases -----------------------------------------------------------------


@pytest.fixture
async def officers(sql):
    """A leader at the desk "east", an officer at "west"; both signed in."""

    @asynccontextmanager
    async def made(hub, make_desk):
        async with make_desk(hub, "east") as east, make_desk(hub, "west") as west:
            leader = await east.roll.begin(LEADER, "739152")
            await sql.execute(
                "INSERT INTO officer (number, roles, active, pin) VALUES ($1, 'officer', true, '')", OFFICER
            )
            await sql.execute("INSERT INTO desk_session (desk, officer) VALUES ('west', $1)", OFFICER)
            officer = Officer(OFFICER, "", frozenset({Role.OFFICER}))
            yield (HubDifficult(east.calls.line), leader), (HubDifficult(west.calls.line), officer), west

    return made


async def deeds(sql, chain):
    return [(entry.who, entry.deed) for entry in await entries(sql, chain)]


async def test_a_low_rating_is_seen_to_its_end_at_a_desk(hub, carried, store, sql, make_desk, officers):
    await store.cases.rate("a", 1)
    async with carried(hub, store), officers(hub, make_desk) as ((east, leader), (west, officer), _):
        await all_told(store)
        assert await west.concerning(officer) == ()
        (case,) = await east.concerning(leader)
        assert (case.source, case.visit_id, case.owner) == (Source.LOW_RATING, "a", None)
        assert case.due == DueRule().due(SystemClock().today())
        await east.record(case.id, NewStep(new_id(), LEADER, StepKind.ASSIGNED, owner=OFFICER))
        (theirs,) = await west.concerning(officer)
        step = NewStep(new_id(), OFFICER, StepKind.ATTEMPT_TO_REACH, Way.CALL, WORDS)
        masked = await west.record(theirs.id, step)
        assert masked == await west.record(theirs.id, step)
        assert (masked.masked, masked.steps[-1].noted, masked.steps[-1].text) == (True, True, "")
        with pytest.raises(Refused, match="not_confirmed"):
            await west.close(case.id, OFFICER)
        read = await west.read(case.id, officer)
        assert [step.text for step in read.steps] == ["", WORDS]
        await west.record(case.id, NewStep(new_id(), OFFICER, StepKind.RESIDENT_CONFIRMED, Way.VISIT))
        closed = await west.close(case.id, OFFICER)
        assert (closed.open, closed.closed_by) == (False, OFFICER)
        with pytest.raises(Refused, match="is_closed"):
            await east.record(case.id, NewStep(new_id(), LEADER, StepKind.NOTE, text="再看看"))
        assert await east.concerning(leader) == ()
    assert WORDS not in await everything(sql)
    assert await deeds(sql, "west") == [
        (OFFICER, Deed.DIFFICULT_STEP),
        (OFFICER, Deed.ANSWERS_SEEN),
        (OFFICER, Deed.DIFFICULT_STEP),
        (OFFICER, Deed.DIFFICULT_CLOSED),
    ]


async def test_only_whom_it_concerns_may_see_or_move_it(hub, sql, make_desk, officers):
    async with officers(hub, make_desk) as ((east, leader), (west, officer), _):
        new = NewDifficult(new_id(), LEADER, WORDS, owner=LEADER)
        case = await east.open(new)
        assert await east.open(new) == case
        assert await west.read(case.id, officer) is None
        assert await west.read(new_id(), officer) is None
        step = NewStep(new_id(), OFFICER, StepKind.NOTE, text="x")
        for refused in (west.record(case.id, step), west.close(case.id, OFFICER)):
            with pytest.raises(Refused, match="not_yours"):
                await refused
        with pytest.raises(Refused, match="leaders_only"):
            await west.open(NewDifficult(new_id(), OFFICER, WORDS))
        # Nobody speaks for one who is not signed in at that desk.
        for refused in (west.concerning(leader), west.read(case.id, leader), west.close(case.id, LEADER)):
            with pytest.raises(Refused, match="signed_out"):
                await refused
        with pytest.raises(Refused, match="no_subject"):
            await east.open(NewDifficult(new_id(), LEADER, " "))
        assert (await east.read(case.id, leader)).subject == WORDS
    assert (LEADER, Deed.DIFFICULT_OPENED) in await deeds(sql, "east")
    assert (LEADER, Deed.ANSWERS_SEEN) in await deeds(sql, "east")


async def test_what_a_desk_could_not_solve_is_one_case_though_the_kiosk_tells_of_it_too(
    hub, carried, store, sql, make_desk, officers
):
    call = await store.calls.open_call(
        NewCall(new_id(), "01", "一号机", "大厅", "household", None, "zh_CN", False)
    )
    async with officers(hub, make_desk) as ((east, leader), (west, officer), desk):
        async with carried(hub, store):
            await desk.until_call(call.id)
        await desk.calls.claim(call.id, OFFICER)
        await desk.calls.close(call.id, OFFICER, Outcome.NOT_SOLVED, WORDS)
        # At once, while the kiosk is away.
        (case,) = await west.concerning(officer)
        assert (case.source, case.call_id, case.owner) == (Source.NOT_SOLVED, call.id, OFFICER)
        assert (case.service, (await west.read(case.id, officer)).subject) == ("household", WORDS)
        async with carried(hub, store):
            async with asyncio.timeout(PATIENCE_S):
                while not await store.difficult.all_cases():  # noqa: ASYNC110 - told by the hub
                    await asyncio.sleep(0.01)
            await all_told(store)
        assert await store.difficult.open_cases() == ()
        assert await east.concerning(leader) == (case,)
    assert await sql.fetchval("SELECT count(*) FROM difficult_case") == 1


async def test_what_was_done_at_the_kiosk_before_comes_with_it(hub, carried, store, make_desk, officers):
    case = await store.difficult.open(NewDifficult(new_id(), LEADER, WORDS, owner=LEADER))
    await store.difficult.record(case.id, NewStep(new_id(), LEADER, StepKind.NOTE, text="打过电话"))
    await store.difficult.record(case.id, NewStep(new_id(), LEADER, StepKind.ASSIGNED, owner=OFFICER))
    async with carried(hub, store), officers(hub, make_desk) as (_, (west, officer), _):
        await all_told(store)
        told = await west.read(case.id, officer)
        kept = await store.difficult.get(case.id, reveal=True)
        assert [(step.kind, step.text, step.owner) for step in told.steps] == [
            (step.kind, step.text, step.owner) for step in kept.steps
        ]
        assert (told.subject, told.owner, told.opened_by, told.due) == (WORDS, OFFICER, LEADER, case.due)


async def test_of_two_who_close_it_one_does(hub, make_desk, officers):
    async with officers(hub, make_desk) as ((east, _), (west, _), _):
        case = await east.open(NewDifficult(new_id(), LEADER, WORDS, owner=OFFICER))
        await east.record(case.id, NewStep(new_id(), LEADER, StepKind.RESIDENT_CONFIRMED, Way.CALL))
        told = await asyncio.gather(
            east.close(case.id, LEADER), west.close(case.id, OFFICER), return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in told) == ["DifficultCase", "Refused"]
