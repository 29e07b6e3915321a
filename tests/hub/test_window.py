"""The hall's cases at the window: of all kiosks, by the hub's own roll; of two officers one has a case."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import WindowState
from kiosk.cases.window_acts import Accept, Circulate, Correct, Decide, Issue
from kiosk.cli.hub_seal import HubSeal
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.flow.answer import Chosen
from kiosk.hub import window_rows
from kiosk.hub.database import open_pool
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_window import HubWindow
from kiosk.hub.facts import KioskFacts
from kiosk.hub.hub_line import HubLine
from kiosk.hub.rekeying import reseal
from kiosk.hub.sealing import forget
from kiosk.hub.window import HallWindow
from kiosk.hub.window_forms import ActForm, OneCase
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.store.keys import FixedKeys, Key, Ring
from kiosk.working_days import DueRule, WorkingDays
from tests.cases.test_window import SIGNED
from tests.hub.conftest import SEAL
from tests.hub.test_desk import make_desk, quick, soon
from tests.hub.test_facts import a_filing, all_told, carried, deeds, make_store, store
from tests.hub.test_notes import everything
from tests.store.test_window import CLERK, FIREMAN, GUIDE, REVIEWER, SECOND, SOURCE

__all__ = ["carried", "make_desk", "make_store", "store"]

ROUNDS = 20
PEOPLE = {"east": (CLERK, REVIEWER, GUIDE), "west": (SECOND, FIREMAN)}
WORDS = "资料都齐了，同意"


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), KioskFacts(DueRule()), HallWindow(WorkingDays(), SystemClock())]


@pytest.fixture
def desks(sql, make_desk):
    """The windows of two desks, with their officers signed in."""

    @asynccontextmanager
    async def made(hub):
        async with make_desk(hub, "east") as east, make_desk(hub, "west") as west:
            for desk, people in PEOPLE.items():
                for officer in people:
                    await sql.execute(
                        "INSERT INTO officer (number, roles, active, pin) VALUES ($1, $2, true, '')",
                        officer.number,
                        ",".join(sorted(officer.roles)),
                    )
                    await sql.execute(
                        "INSERT INTO desk_session (desk, officer) VALUES ($1, $2)", desk, officer.number
                    )
            yield HubWindow(east.calls.line), HubWindow(west.calls.line)

    return made


async def filed(store, kind="big", **changes):
    given = {"service": "truck", "flow_source": SOURCE, "answers": {"kind": Chosen(id=kind)}, **changes}
    return await store.cases.hand_in(a_filing(**given))


async def refused(doing):
    with pytest.raises(Refused) as told:
        await doing
    return told.value.message.id


async def test_a_case_of_any_kiosk_from_handing_in_to_its_issue(hub, carried, store, sql, desks):
    receipt = await filed(store)
    case = receipt.case_id
    async with carried(hub, store), desks(hub) as (east, west):
        await all_told(store)

        async def do(act, window=east, by=CLERK):
            return await window.act(case, new_id(), act, by)

        (listed,) = await east.open_cases(CLERK)
        assert (listed.id, listed.masked, listed.answers, listed.flow_source) == (case, True, {}, "")
        assert (await west.find(receipt.number, SECOND)).id == case
        assert await west.find("1", SECOND) is None
        read = await east.read(case, CLERK)
        assert (read.answers, read.flow_source) == ({"kind": Chosen(id="big")}, SOURCE)
        taken = new_id()
        once = await east.act(case, taken, d.Taken(by="0101"), CLERK)
        assert await east.act(case, taken, d.Taken(by="0101"), CLERK) == once
        with pytest.raises(StoreFailed):  # another act under its id
            await east.act(case, taken, d.PutBack(by="0101"), CLERK)
        await do(d.MaterialsSeen(by="0101", materials=("card", "licence")))
        accepted = await do(Accept("0101"))
        today = SystemClock().today()
        assert accepted.standing.due == WorkingDays().after(today, 20)
        assert await refused(do(Decide("0101", True, WORDS))) == "window.circulate_first"
        assert await west.open_cases(FIREMAN) == ()
        await do(Circulate("0101"))
        assert [each.id for each in await west.open_cases(FIREMAN)] == [case]
        await do(d.Reviewed(by="0303", reviewer="traffic", agrees=True), by=REVIEWER)
        await do(d.Reviewed(by="0404", reviewer="fire", agrees=True), west, FIREMAN)
        await do(Decide("0101", True, WORDS))
        issued = await do(Issue("0101", d.Collector.SELF, d.Checked.CARD_SEEN, SIGNED))
        assert issued.standing.state is WindowState.ISSUED
        assert issued.deeds[-2].deed.reason == WORDS
        assert issued.deeds[-1].deed.signature == SIGNED
        assert await east.open_cases(CLERK) == ()
    kept = await everything(sql)
    assert WORDS not in kept
    assert await deeds(sql, "west") == [("0404", Deed.CASE_REVIEWED)]
    assert [deed for _, deed in await deeds(sql, "east")] == [
        Deed.ANSWERS_SEEN, Deed.CASE_TAKEN, Deed.ANSWERS_SEEN, Deed.CASE_MATERIALS_SEEN, Deed.CASE_ACCEPTED,
        Deed.CASE_CIRCULATED, Deed.CASE_REVIEWED, Deed.CASE_DECIDED, Deed.CASE_ISSUED,
    ]  # fmt: skip


async def test_of_officers_at_two_desks_who_take_a_case_at_once_one_has_it(hub, carried, store, sql, desks):
    cases = [(await filed(store)).case_id for _ in range(ROUNDS)]
    async with carried(hub, store), desks(hub) as (east, west):
        await all_told(store)
        for case in cases:
            told = await asyncio.gather(
                east.act(case, new_id(), d.Taken(by="0101"), CLERK),
                west.act(case, new_id(), d.Taken(by="0202"), SECOND),
                return_exceptions=True,
            )
            (lost,) = [each for each in told if isinstance(each, Refused)]
            (won,) = [each for each in told if not isinstance(each, Refused)]
            assert lost.message.id == "window.taken_by"
            assert lost.message.params == {"officer": won.standing.handler}
    counts = await sql.fetch("SELECT count(*) FROM window_deed GROUP BY filed")
    assert [row["count"] for row in counts] == [1] * ROUNDS


async def test_the_hubs_roll_says_who_may(hub, carried, store, desks, sql):
    receipt = await filed(store)
    case = receipt.case_id
    forged = Officer("0505", "", frozenset(Role))
    async with carried(hub, store), desks(hub) as (east, west):
        await all_told(store)
        for who, why in ((forged, "window.no_right"), (SECOND, "desk.signed_out_by_hub")):
            assert await refused(east.open_cases(who)) == why
            assert await refused(east.find(receipt.number, who)) == why
            assert await refused(east.read(case, who)) == why
            assert await refused(east.act(case, new_id(), d.Taken(by=who.number), who)) == why
        assert await refused(east.read(case, REVIEWER)) == "window.no_right"
        assert await east.find(receipt.number, REVIEWER) is None
        taken = d.Taken(by="0303")
        assert await refused(east.act(case, new_id(), taken, REVIEWER)) == "window.no_right"
        assert await refused(west.act(new_id(), new_id(), d.Taken(by="0202"), SECOND)) == "window.unknown"
        with pytest.raises(StoreFailed):  # in another's name, and one that gave itself its day
            await east.act(case, new_id(), d.Taken(by="0202"), CLERK)
        line: HubLine = east._line
        forms = ActForm(officer="0101", case=case, act_id=new_id(), act='{"kind":"accepted","by":"0101"}')
        with pytest.raises(Exception, match="malformed"):
            await line.ask("window.act", forms, OneCase)
        await sql.execute("UPDATE officer SET active = false WHERE number = '0101'")
        assert await refused(east.open_cases(CLERK)) == "desk.signed_out_by_hub"
    assert await deeds(sql, "east") == []


async def test_what_was_done_at_the_kiosks_own_window_goes_along(hub, carried, store, desks):
    receipt = await filed(store, "small")
    case, here = receipt.case_id, Officer("0101", "", frozenset({Role.WINDOW}))
    await store.officers.add(here, "482913", "console")
    store.seats.desk.sit("0101")
    await store.window.act(case, new_id(), d.Taken(by="0101"), here)
    await store.window.act(case, new_id(), Correct("0101", {"kind": Chosen(id="big")}), here)
    async with desks(hub) as (east, _), carried(hub, store):
        await all_told(store)
        assert await refused(store.window.act(case, new_id(), d.PutBack(by="0101"), here)) == "window.at_hall"
        there = await east.read(case, CLERK)
        assert [each.deed.kind for each in there.deeds] == ["taken", "corrected"]
        assert (there.standing.handler, there.answers) == ("0101", {"kind": Chosen(id="big")})
        await east.act(case, new_id(), d.PutBack(by="0101"), CLERK)
        # Told once more, as after a line that broke: nothing is doubled, and what the hall did stands.
        await store.facts.again()
        await all_told(store)
        again = await east.read(case, CLERK)
        assert [each.deed.kind for each in again.deeds] == ["taken", "corrected", "put_back"]
        assert again.standing.handler is None


async def test_a_correction_at_the_hall_takes_the_place_of_what_was_said(hub, carried, store, desks, sql):
    case = (await filed(store, "small")).case_id
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        correct = Correct("0101", {"kind": Chosen(id="big")})
        assert await refused(east.act(case, new_id(), correct, CLERK)) == "window.not_yours"
        await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        assert (await east.act(case, new_id(), correct, CLERK)).answers == {"kind": Chosen(id="big")}
        assert (await east.read(case, CLERK)).answers == {"kind": Chosen(id="big")}


async def test_a_question_is_no_case_at_the_window(hub, carried, store, desks):
    asked = await filed(store, question=True)
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        assert await east.open_cases(CLERK) == ()
        assert await east.find(asked.number, CLERK) is None
        assert await east.read(asked.case_id, CLERK) is None


async def test_nobody_changes_or_removes_a_deed(hub, carried, store, desks, sql):
    case = (await filed(store)).case_id
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        for attack in (
            "UPDATE window_deed SET by = '0202'",
            "DELETE FROM window_deed",
            "TRUNCATE window_deed",
        ):
            with pytest.raises(asyncpg.RaiseError):
                await sql.execute(attack)


async def test_who_may_see_it_no_longer_learns_nothing_by_an_old_act(hub, carried, store, desks, sql):
    case, act_id = (await filed(store)).case_id, new_id()
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        await east.act(case, act_id, d.Taken(by="0101"), CLERK)
        await sql.execute("UPDATE officer SET roles = 'officer,reviewer' WHERE number = '0101'")
        assert await refused(east.act(case, act_id, d.Taken(by="0101"), CLERK)) == "window.no_right"


async def test_where_a_list_is_cut_those_whose_time_runs_stay(hub, carried, store, desks, sql, monkeypatch):
    granted, running, old = [(await filed(store)).case_id for _ in range(3)]
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        stands = "UPDATE window_case SET state = $2, due = $3 WHERE id = $1"
        await sql.execute(stands, granted, "granted", date(2026, 1, 5))
        await sql.execute(stands, running, "accepted", date(2026, 12, 1))
        await sql.execute("UPDATE filed_case SET filed_at = filed_at - interval '9 days' WHERE id = $1", old)
        monkeypatch.setattr(window_rows, "MOST_LISTED", 2)
        assert {each.id for each in await east.open_cases(CLERK)} == {running, old}


async def test_without_its_key_a_case_still_stands_where_it_stood(hub, carried, store, desks, sql):
    case = (await filed(store)).case_id
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        await forget(sql)
        (listed,) = await east.open_cases(CLERK)
        assert (listed.standing.handler, listed.standing.deeds) == ("0101", 1)
        read = await east.read(case, CLERK)
        assert (read.answers, read.deeds) == ({}, ())
        assert await refused(east.act(case, new_id(), Accept("0101"), CLERK)) == "window.release_not_read"
        done = await east.act(case, new_id(), d.Withdrawn(by="0101", reason="不办了"), CLERK)
        assert done.standing.state is WindowState.WITHDRAWN
        assert await east.open_cases(CLERK) == ()


async def test_a_reviewers_cases_are_cut_only_after_those_that_are_not_theirs(
    hub, carried, store, sql, desks, monkeypatch
):
    monkeypatch.setattr(window_rows, "MOST_LISTED", 1)
    others = [(await filed(store, priority=True)).case_id for _ in range(2)]
    case = (await filed(store)).case_id
    async with carried(hub, store), desks(hub) as (east, west):
        await all_told(store)
        for act in (
            d.Taken(by="0101"), d.MaterialsSeen(by="0101", materials=("card", "licence")), Accept("0101"),
            Circulate("0101"),
        ):  # fmt: skip
            await east.act(case, new_id(), act, CLERK)
        await sql.execute("UPDATE window_case SET due = NULL WHERE id = $1", case)
        (listed,) = await east.open_cases(CLERK)
        assert listed.id in others
        assert [each.id for each in await west.open_cases(FIREMAN)] == [case]


async def test_a_deed_is_bound_to_its_case_and_place_and_one_of_before_is_still_read(
    hub, carried, store, sql, desks
):
    cases = [(await filed(store)).case_id for _ in range(2)]
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        for case in cases:
            await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        await sql.execute("ALTER TABLE window_deed DISABLE TRIGGER append_only")
        rows = await sql.fetch("SELECT id, filed FROM window_deed ORDER BY id")
        await sql.execute("UPDATE window_deed SET position = 7")
        for row, into in zip(rows, reversed(rows), strict=True):
            await sql.execute(
                "UPDATE window_deed SET filed = $2, position = 0 WHERE id = $1", row["id"], into["filed"]
            )
        for case in cases:
            assert await refused(east.read(case, CLERK)) == "window.damaged"
        for row in rows:
            old = SEAL.close(d.deed_json(d.Taken(by="0101")), row["id"], window_rows.DEED)
            await sql.execute("UPDATE window_deed SET body = $2 WHERE id = $1", row["id"], old)
        assert (await east.read(cases[0], CLERK)).standing.handler == "0101"
        both = HubSeal(FixedKeys(Ring((Key(bytes(32)), Key(bytes([1]) * 32)))))
        pool = await open_pool(hub.service._database)
        await reseal(pool, both)
        await pool.close()
        for row in await sql.fetch("SELECT * FROM window_deed"):
            place = window_rows.deed_place(row["filed"], row["position"], row["id"])
            assert both.open(row["body"], place, window_rows.DEED)
            assert row["body"].startswith(both.head())
