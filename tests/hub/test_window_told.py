"""What a kiosk tells of its own window: of its own cases alone, by the hub's roll and calendar, and while the
hall has not gone on with them; the rest is a leader's to see to."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Source
from kiosk.cases.window import WindowState
from kiosk.clock import HALL_ZONE, SystemClock
from kiosk.flow.answer import Answer, Chosen
from kiosk.hub.desk_difficult import HubDifficult
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.difficult import DifficultCases
from kiosk.hub.facts import KioskFacts
from kiosk.hub.sealing import forget
from kiosk.hub.window import HallWindow
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import ITSELF, Deed
from kiosk.working_days import DueRule, WorkingDays
from tests.hub.test_desk import make_desk, quick, soon
from tests.hub.test_facts import deeds
from tests.hub.test_window import desks, refused
from tests.store.test_window import CLERK, SECOND, SOURCE

__all__ = ["desks", "make_desk"]

CASE, NUMBER = "case-of-a-kiosk", "2026112700017"
FORGED_DUE = date(2036, 1, 1)
TAKEN, SEEN = d.Taken(by="0101"), d.MaterialsSeen(by="0101", materials=("card", "licence"))
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
ACCEPTED = d.Accepted(by="0101", on=date(2026, 1, 5), due=FORGED_DUE)


@pytest.fixture
def features():
    rule = DueRule()
    return [
        DeskDuty(quick(), soon),
        KioskFacts(rule),
        DifficultCases(rule, SystemClock()),
        HallWindow(WorkingDays(), SystemClock()),
    ]


@pytest.fixture
def tell(kiosk_line):
    """Tells of one case, as the kiosk of this name."""

    @asynccontextmanager
    async def line(hub, name="01"):
        async with kiosk_line(hub, name) as opened:

            async def tell(done, kind="big"):
                now = datetime.now(UTC)
                at = now.isoformat()
                release = {
                    "kind": "release", "sha256": "ab" * 32, "flow": "truck", "version": 3, "source": SOURCE
                }  # fmt: skip
                answer = {
                    "step": "kind",
                    "schema_version": 1,
                    "value": ANSWER.dump_json(Chosen(id=kind)).decode(),
                }
                case = {
                    "kind": "case", "id": CASE, "visit_id": "v", "number": NUMBER, "service": "truck",
                    "flow_version": 3, "flow_sha256": "ab" * 32, "locale": "en", "priority": False,
                    "state": "handed_in", "filed_at": (now - timedelta(minutes=1)).isoformat(),
                    "answers": [answer],
                    "deeds": [
                        {"id": id_, "at": at, "body": d.deed_json(deed)} for id_, deed in done.items()
                    ],
                }  # fmt: skip
                body = {"sent_at": at, "facts": [release, case]}
                await opened.say(type="ask", ref=new_id(), what="facts.keep", body=body)
                return await opened.hear("answer", "refused_ask")

            yield tell

    return line


async def kinds(window):
    return [each.deed.kind for each in (await window.read(CASE, CLERK)).deeds]


async def opened(sql):
    return [(row["id"], row["source"]) for row in await sql.fetch("SELECT id, source FROM difficult_case")]


async def test_it_goes_through_the_rules_by_the_halls_calendar_and_onto_the_record(hub, tell, desks, sql):
    done = {"a": TAKEN, "b": SEEN, "c": ACCEPTED}
    async with tell(hub) as told, desks(hub) as (east, _):
        assert (await told(done))["type"] == "answer"
        today = datetime.now(HALL_ZONE).date()
        stands = (await east.read(CASE, CLERK)).standing
        assert (stands.state, stands.handler) == (WindowState.ACCEPTED, "0101")
        assert (stands.accepted_on, stands.due) == (today, WorkingDays().after(today, 20))
        await told(done)
    assert await deeds(sql, "01") == [
        ("0101", Deed.CASE_TAKEN), ("0101", Deed.CASE_MATERIALS_SEEN), ("0101", Deed.CASE_ACCEPTED)
    ]  # fmt: skip
    assert await opened(sql) == []


async def test_what_the_resident_withdrew_there_is_withdrawn_and_stands_on_record_as_theirs(
    hub, tell, desks, sql
):
    done = {"a": TAKEN, "b": d.Withdrawn(by=d.RESIDENT)}
    async with tell(hub) as told, desks(hub) as (east, _):
        for _ in range(2):
            assert (await told(done))["type"] == "answer"
        assert await kinds(east) == ["taken", "withdrawn"]
    assert await deeds(sql, "01") == [("0101", Deed.CASE_TAKEN), ("resident", Deed.CASE_WITHDRAWN)]
    assert await opened(sql) == []


@pytest.mark.parametrize(
    ("done", "left"),
    [
        ([TAKEN, ACCEPTED], ["taken"]),  # the materials were not seen
        ([TAKEN, d.Accepted(by="0202", on=date(2026, 1, 5)), SEEN], ["taken"]),  # another has it
        ([d.Taken(by="0303")], []),  # reviews alone
        ([d.Taken(by="0505"), d.PutBack(by="0505")], []),  # no right to the window
        ([d.Taken(by="9999"), TAKEN], []),  # not on the hub's roll
        ([d.Corrected(by="9999", steps=("kind",))], []),
        ([d.Withdrawn(by="9999", reason="asked for it")], []),
        ([TAKEN, d.Corrected(by="0202", steps=("kind",)), SEEN], ["taken"]),
    ],
)
async def test_at_the_first_that_does_not_follow_it_ends_and_a_leader_is_told(
    hub, tell, desks, sql, done, left
):
    async with tell(hub) as told, desks(hub) as (east, west):
        numbered = {str(n): each for n, each in enumerate(done)}
        assert (await told(numbered))["type"] == "answer"
        await told(numbered)
        assert await kinds(east) == left
        leader = Officer("0606", "", frozenset({Role.LEADER, Role.OFFICER}))
        await sql.execute(
            "INSERT INTO officer (number, roles, active, pin) VALUES ('0606', 'leader', true, '')"
        )
        await sql.execute("INSERT INTO desk_session (desk, officer) VALUES ('east', '0606')")
        difficult = HubDifficult(east._line)
        (case,) = await difficult.concerning(leader)
        assert (case.source, case.service) == (Source.WINDOW, "truck")
        read = await difficult.read(case.id, leader)
        assert read.subject == NUMBER
    assert [each for each in await deeds(sql, "01") if each[0] == ITSELF] == [(ITSELF, Deed.DIFFICULT_OPENED)]


async def test_once_the_hall_has_gone_on_with_it_nothing_goes_in_between(hub, tell, desks, sql):
    async with tell(hub) as told, desks(hub) as (east, west):
        await told({"a": TAKEN})
        await told({"a": TAKEN, "b": SEEN})  # on its way while more was done
        assert await kinds(east) == ["taken", "materials_seen"]
        await east.act(CASE, new_id(), d.PutBack(by="0101"), CLERK)
        await west.act(CASE, new_id(), d.Taken(by="0202"), SECOND)
        mended = d.Corrected(by="0101", steps=("kind",))
        await told({"a": TAKEN, "b": SEEN}, "small")
        assert await opened(sql) == []
        await told({"a": TAKEN, "b": SEEN, "c": mended, "d": ACCEPTED}, "small")
        read = await east.read(CASE, CLERK)
        assert [each.deed.kind for each in read.deeds] == ["taken", "materials_seen", "put_back", "taken"]
        assert (read.standing.handler, read.answers["kind"].id) == ("0202", "big")
        assert await opened(sql) == [(CASE, "window")]


async def test_a_correction_is_told_with_what_came_before_and_after_it(hub, tell, desks, sql):
    card = d.MaterialsSeen(by="0101", materials=("card",))
    done = {"a": TAKEN, "b": card, "c": d.Corrected(by="0101", steps=("kind",)), "d": SEEN, "e": ACCEPTED}
    async with tell(hub) as told, desks(hub) as (east, _):
        await told({"a": TAKEN}, "small")
        await told(done, "big")
        read = await east.read(CASE, CLERK)
        assert (read.standing.state, read.answers["kind"].id) == (WindowState.ACCEPTED, "big")
        assert await opened(sql) == []


async def test_what_the_resident_corrected_before_the_hall_had_it_goes_along(hub, tell, desks, sql):
    mended = d.Corrected(by=d.RESIDENT, steps=("kind",), was={"kind": Chosen(id="small")})
    async with tell(hub) as told, desks(hub) as (east, _):
        await told({}, "small")
        await told({"a": TAKEN, "b": mended, "c": TAKEN, "d": SEEN}, "big")
        read = await east.read(CASE, CLERK)
        assert [each.deed for each in read.deeds][1] == mended
        assert (read.answers["kind"].id, read.standing.corrections) == ("big", 1)
        assert (d.RESIDENT, Deed.CASE_CORRECTED) in await deeds(sql, "01")
        await told({"a": TAKEN, "b": mended, "c": TAKEN, "d": SEEN, "e": mended, "f": SEEN}, "small")
        # Nobody read what was changed: it ends there, and a leader is told.
        assert (await kinds(east))[3:] == ["materials_seen", "corrected"]
        assert await opened(sql) == [(CASE, "window")]


async def test_another_kiosks_key_does_nothing_to_a_case(hub, tell, desks, sql):
    async with tell(hub, "01") as own, tell(hub, "02") as other, desks(hub) as (east, _):
        await own({})
        await other({"x": TAKEN, "y": d.Withdrawn(by="0101", reason="x")}, "small")
        read = await east.read(CASE, CLERK)
        assert (read.deeds, read.standing.handler, read.answers["kind"].id) == ((), None, "big")
    assert await deeds(sql, "02") == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE window_case SET state = 'granted', handler = '0202'",
        "UPDATE window_case SET state = 'handed_in', deeds = 0",
        "UPDATE window_deed SET body = NULL",
        "UPDATE window_deed SET body = decode('00', 'hex')",
    ],
)
async def test_a_row_that_its_deeds_do_not_bear_out_is_refused(hub, tell, desks, sql, attack):
    async with tell(hub) as told, desks(hub) as (east, west):
        await told({"a": TAKEN, "b": SEEN, "c": ACCEPTED})
        await sql.execute(attack)
        assert await refused(east.read(CASE, CLERK)) == "window.damaged"
        assert await refused(west.act(CASE, new_id(), d.Taken(by="0202"), SECOND)) == "window.damaged"
        (listed,) = await east.open_cases(CLERK)
        assert (listed.id, listed.damaged) == (CASE, True)
        await forget(sql)  # with the answers, nothing can be decided by the row alone
        assert await refused(east.act(CASE, new_id(), d.AskedApart(by="0101"), CLERK)) in (
            "window.release_not_read",
            "window.not_yours",
        )


async def test_an_id_that_is_another_kiosks_or_a_questions_opens_no_case(hub, tell, desks, sql):
    async with tell(hub, "01") as told, tell(hub, "02") as forger, desks(hub) as (east, _):
        await told({})
        await sql.execute("DELETE FROM window_case")
        await forger({"a": TAKEN})
        assert await east.open_cases(CLERK) == ()
        await sql.execute("UPDATE filed_case SET state = 'asked'")
        await told({"a": TAKEN})
        assert await east.open_cases(CLERK) == ()
        await sql.execute("UPDATE filed_case SET state = 'handed_in'")
        await told({})
        assert [each.id for each in await east.open_cases(CLERK)] == [CASE]
