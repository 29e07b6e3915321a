"""Cases at the window: each act once, on record, sealed, only appended to; of two officers one has a case."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from argon2 import PasswordHasher

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Lateness, WindowState
from kiosk.cases.window_acts import Accept, Circulate, Correct, Decide, Issue
from kiosk.flow.answer import Chosen, Wish, Yes
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.pin import PinHasher
from kiosk.store._engine import connect
from kiosk.store.failure import StoreFailed
from kiosk.store.local_officers import LocalOfficers
from kiosk.store.retention import Keep
from kiosk.store.seal import Cell
from tests.cases.test_window import FLOW, SIGNED
from tests.store.conftest import refusing_rows

CLERK = Officer("0101", "", frozenset({Role.WINDOW}))
SECOND = Officer("0202", "", frozenset({Role.WINDOW}))
REVIEWER = Officer("0303", "", frozenset({Role.REVIEWER}))
FIREMAN = Officer("0404", "", frozenset({Role.REVIEWER}))
GUIDE = Officer("0505", "", frozenset({Role.OFFICER}))
EVERYBODY = (CLERK, SECOND, REVIEWER, FIREMAN, GUIDE)
SOURCE = FLOW.model_dump_json(by_alias=True, exclude_unset=True)
DAY_S = 24 * 3600
ROUNDS = 20
PIN = "482913"
QUICK = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def hall(store):
    store.officers = LocalOfficers(store._line, QUICK)
    for officer in EVERYBODY:
        await store.officers.add(officer, PIN, CONSOLE)
        store.seats.desk.sit(officer.number)
    return store.window


@pytest.fixture
def filed(store, a_filing):
    async def file(kind="big", **changes):
        given = {"service": "truck", "flow_source": SOURCE, "answers": {"kind": Chosen(id=kind)}, **changes}
        return (await store.cases.hand_in(a_filing(**given))).case_id

    return file


def doing(window, case, *, by=CLERK):
    async def do(act):
        return await window.act(case, new_id(), act, by)

    return do


async def accepted(window, case):
    do, by = doing(window, case), CLERK.number
    await do(d.Taken(by=by))
    await do(d.MaterialsSeen(by=by, materials=("card", "licence")))
    return await do(Accept(by))


async def refused(doing):
    with pytest.raises(Refused) as told:
        await doing
    return told.value.message.id


async def test_a_case_from_handing_in_to_its_issue(hall, store, filed, clock):
    case, by = await filed(), CLERK.number
    do = doing(hall, case)
    (listed,) = await hall.open_cases(CLERK)
    assert (listed.id, listed.masked, listed.answers, listed.flow_source) == (case, True, {}, "")
    assert (listed.standing.state, listed.priority) == (WindowState.HANDED_IN, True)
    done = await accepted(hall, case)
    assert (done.masked, done.answers) == (False, {"kind": Chosen(id="big")})
    assert done.asks.reviewers == ("traffic", "fire")
    assert done.standing.accepted_on == date(2026, 11, 24)
    assert done.standing.due == date(2026, 12, 22)
    await do(Circulate(by))
    await hall.act(case, new_id(), d.Reviewed(by="0303", reviewer="traffic", agrees=True), REVIEWER)
    await hall.act(case, new_id(), d.Reviewed(by="0404", reviewer="fire", agrees=True), FIREMAN)
    await do(Decide(by, True, "都齐了"))
    clock.pass_by(DAY_S)
    issued = await do(Issue(by, d.Collector.SELF, d.Checked.CARD_SEEN, SIGNED))
    assert (issued.standing.state, issued.standing.over) == (WindowState.ISSUED, True)
    assert [each.deed.kind for each in issued.deeds] == [
        *("taken", "materials_seen", "accepted", "circulated", "reviewed", "reviewed", "decided", "issued")
    ]
    assert issued.deeds[-1].at == clock.now()
    assert await hall.open_cases(CLERK) == ()
    found = await hall.find(issued.number, CLERK)
    assert (found.id, found.masked, found.deeds) == (case, True, ())
    assert {each.state for each in await store.cases.cases()} == {"issued"}
    entries = [(e.who, e.deed) for e in await store.record.entries() if e.about == case]
    assert entries == [
        ("0101", Deed.CASE_TAKEN),
        ("0101", Deed.CASE_MATERIALS_SEEN),
        ("0101", Deed.CASE_ACCEPTED),
        ("0101", Deed.CASE_CIRCULATED),
        ("0303", Deed.CASE_REVIEWED),
        ("0404", Deed.CASE_REVIEWED),
        ("0101", Deed.CASE_DECIDED),
        ("0101", Deed.CASE_ISSUED),
    ]
    assert (await store.record.verify()).broken is None


async def test_the_same_act_again_changes_nothing(hall, store, filed):
    case, act_id = await filed(), new_id()
    taken = await hall.act(case, act_id, d.Taken(by="0101"), CLERK)
    before = await store.record.entries()
    assert await hall.act(case, act_id, d.Taken(by="0101"), CLERK) == taken
    # That it told the words once more is on record, as any reading is.
    after = await store.record.entries()
    assert [(e.who, e.deed, e.about) for e in after[len(before) :]] == [("0101", Deed.ANSWERS_SEEN, case)]
    with pytest.raises(ValueError, match="another"):
        await hall.act(case, act_id, d.PutBack(by="0101"), CLERK)
    other = await filed()
    for again, officer in ((other, CLERK), (case, SECOND)):
        with pytest.raises(ValueError, match="another"):
            await hall.act(again, act_id, d.Taken(by=officer.number), officer)


async def test_what_is_refused_leaves_nothing(hall, store, filed):
    case = await filed()
    do, before = doing(hall, case), await store.record.entries()
    assert await refused(do(Accept("0101"))) == "window.not_yours"
    assert await refused(hall.act("nothing", new_id(), d.Taken(by="0101"), CLERK)) == "window.unknown"
    assert await refused(doing(hall, case, by=GUIDE)(d.Taken(by="0505"))) == "window.no_right"
    with pytest.raises(ValueError, match="own officer"):
        await do(d.Taken(by="0202"))
    assert await store.record.entries() == before
    (listed,) = await hall.open_cases(CLERK)
    assert listed.standing.deeds == 0


async def test_who_reads_one_is_on_record_and_a_question_is_none(hall, store, filed, a_filing):
    case = await filed()
    asked = await store.cases.hand_in(a_filing(question=True))
    read = await hall.read(case, CLERK)
    assert read.answers == {"kind": Chosen(id="big")}
    assert read.flow_source == SOURCE
    assert read.asks.materials == ("card", "photo", "licence")
    assert [e.about for e in await store.record.entries() if e.deed is Deed.ANSWERS_SEEN] == [case]
    assert await hall.read(asked.case_id, CLERK) is None
    assert await hall.find(asked.number, CLERK) is None
    assert [each.id for each in await hall.open_cases(CLERK)] == [case]


async def test_a_reviewer_sees_what_was_circulated_and_nothing_else(hall, filed):
    case, other = await filed(), await filed()
    await accepted(hall, case)
    assert await hall.open_cases(REVIEWER) == ()
    assert await refused(hall.read(case, REVIEWER)) == "window.no_right"
    await doing(hall, case)(Circulate("0101"))
    assert [each.id for each in await hall.open_cases(REVIEWER)] == [case]
    assert (await hall.read(case, REVIEWER)).answers
    assert await refused(hall.read(other, REVIEWER)) == "window.no_right"
    assert await refused(doing(hall, case, by=REVIEWER)(Decide("0303", True, "x"))) == "window.no_right"
    assert await refused(hall.open_cases(GUIDE)) == "window.no_right"


async def test_the_list_has_late_ones_first_then_elderly_people(hall, store, filed, clock):
    calm = await filed(priority=False)
    clock.pass_by(60)
    elderly = await filed(priority=True)
    late = await filed(priority=False)
    await accepted(hall, late)
    assert [each.id for each in await hall.open_cases(CLERK)] == [elderly, calm, late]
    clock.pass_by(27 * DAY_S)
    found = await hall.open_cases(CLERK)
    assert [each.id for each in found] == [late, elderly, calm]
    assert found[0].lateness is Lateness.SOON
    clock.pass_by(2 * DAY_S)
    assert (await hall.open_cases(CLERK))[0].lateness is Lateness.LATE


async def test_of_two_officers_who_take_a_case_at_once_one_has_it(make_store, hall, filed):
    other = make_store()
    await other.start()
    other.seats.desk.sit(SECOND.number)
    for _ in range(ROUNDS):
        case = await filed()
        told = await asyncio.gather(
            hall.act(case, new_id(), d.Taken(by="0101"), CLERK),
            other.window.act(case, new_id(), d.Taken(by="0202"), SECOND),
            return_exceptions=True,
        )
        (lost,) = [each for each in told if isinstance(each, Refused)]
        (won,) = [each for each in told if not isinstance(each, Refused)]
        assert lost.message.id == "window.taken_by"
        assert lost.message.params == {"officer": won.standing.handler}
    for case in await hall.open_cases(CLERK):
        assert case.standing.deeds == 1


async def test_a_correction_takes_the_place_of_what_was_said(hall, store, folder, filed):
    case = await filed("small", wish=Wish(wish="no"))
    with closing(connect(folder / "kiosk.db")) as database:
        (before,) = database.execute("SELECT value FROM case_answer").fetchone()
    do = doing(hall, case)
    assert await refused(do(Correct("0101", {"kind": Chosen(id="big")}))) == "window.not_yours"
    await do(d.Taken(by="0101"))
    assert await refused(do(Correct("0101", {"kind": Yes(yes=True)}))) == "flow.wrong.kind"
    assert await refused(do(Correct("0101", {"kind": Chosen(id="huge")}))) == "flow.wrong.choice"
    assert await refused(do(Correct("0101", {"wish": Wish(wish="yes")}))) == "window.not_correctable"
    corrected = await do(Correct("0101", {"kind": Chosen(id="big")}))
    assert corrected.answers == {"kind": Chosen(id="big")}
    assert corrected.asks.materials == ("card", "photo", "licence")
    assert corrected.deeds[-1].deed == d.Corrected(
        by="0101", steps=("kind",), was={"kind": Chosen(id="small")}
    )
    assert (await hall.read(case, CLERK)).answers == {"kind": Chosen(id="big")}
    await store.retention.wipe()
    assert before[:40] not in b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
    assert await store.cases.wish_for_officer(case) == Wish(wish="no")
    await accepted(hall, case)
    late = await refused(do(Correct("0101", {"kind": Chosen(id="small")})))
    assert late == "window.accepted_already"


async def test_a_release_that_cannot_be_read_stops_all_but_taking_and_withdrawing(hall, filed):
    case = await filed(flow_source="id: truck\n", flow_sha256="cd" * 32)
    do = doing(hall, case)
    await do(d.Taken(by="0101"))
    assert await refused(do(Accept("0101"))) == "window.release_not_read"
    assert await refused(do(Correct("0101", {"kind": Chosen(id="big")}))) == "window.release_not_read"
    assert await refused(do(d.Withdrawn(by="0101"))) == "window.no_reason"
    assert (await do(d.Withdrawn(by="0101", reason="不办了"))).standing.state is WindowState.WITHDRAWN


async def test_nobody_changes_or_removes_a_deed(hall, folder, filed):
    case = await filed()
    await doing(hall, case)(d.Taken(by="0101"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for attack in (
            "UPDATE window_deed SET by = '0202'",
            "UPDATE window_deed SET position = 7",
            "DELETE FROM window_deed",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(attack)


async def test_a_deed_that_is_gone_or_stands_elsewhere_is_found_out(hall, folder, filed):
    case, other = await filed(), await filed()
    await accepted(hall, case)
    await accepted(hall, other)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        last = "case_id = ? AND position = 2"
        (mine,) = database.execute(f"SELECT body FROM window_deed WHERE {last}", (case,)).fetchone()
        database.execute(f"UPDATE window_deed SET body = ? WHERE {last}", (mine, other))
    with pytest.raises(StoreFailed):
        await hall.read(other, CLERK)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER window_deed_no_delete")
        database.execute(f"DELETE FROM window_deed WHERE {last}", (case,))
    with pytest.raises(StoreFailed):
        await hall.read(case, CLERK)


async def test_a_deed_is_bound_to_its_case_and_its_place(hall, folder, filed):
    """Whoever may write the file moves rows with their ids and bodies."""
    case, other = await filed(), await filed()
    await doing(hall, case)(d.Taken(by="0101"))
    await doing(hall, other)(d.Taken(by="0101"))
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'window_deed'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for old, new in ((case, "x"), (other, case), ("x", other)):
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute("UPDATE window_deed SET case_id = ? WHERE case_id = ?", (new, old))
    for each in (case, other):
        with pytest.raises(StoreFailed):
            await hall.read(each, CLERK)


async def test_a_deed_of_before_that_is_bound_to_its_id_alone_is_still_read(hall, store, folder, filed):
    case = await filed()
    await doing(hall, case)(d.Taken(by="0101"))
    seal = await store._line.run(lambda shelf: shelf.window._seal)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        (deed_id,) = database.execute("SELECT id FROM window_deed").fetchone()
        old = seal.close(d.deed_json(d.Taken(by="0101")), Cell("window_deed", deed_id, "body"))
        database.execute("UPDATE window_deed SET body = ?", (old,))
    assert (await hall.read(case, CLERK)).standing.handler == "0101"


async def test_one_that_cannot_be_read_is_told_and_stops_no_other(hall, folder, filed):
    case, other = await filed(), await filed()
    await accepted(hall, case)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("UPDATE window_deed SET body = ? WHERE case_id = ?", (b"\x5a" * 40, case))
    found = {each.id: each for each in await hall.open_cases(CLERK)}
    assert {id_: each.damaged for id_, each in found.items()} == {case: True, other: False}
    assert (found[case].standing.state, found[case].standing.handler) == (WindowState.ACCEPTED, "0101")
    with pytest.raises(StoreFailed):
        await hall.read(case, CLERK)
    with pytest.raises(StoreFailed):
        await doing(hall, case)(d.PutBack(by="0101"))


async def test_who_may_see_it_no_longer_learns_nothing_by_an_old_act(hall, store, filed):
    case, act_id = await filed(), new_id()
    await hall.act(case, act_id, d.Taken(by="0202"), SECOND)
    await store.officers.add(Officer("0606", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.officers.change("0202", "", frozenset({Role.REVIEWER}), CONSOLE)
    assert await refused(hall.act(case, act_id, d.Taken(by="0202"), SECOND)) == "window.no_right"


async def test_what_the_window_has_in_hand_stays_however_old(hall, store, filed, clock):
    case, over, never = await filed(), await filed(), await filed()
    await accepted(hall, case)
    clock.pass_by(80 * DAY_S)
    await doing(hall, over)(d.Taken(by="0101"))
    await doing(hall, over)(d.Withdrawn(by="0101", reason="不办了"))
    clock.pass_by(80 * DAY_S)
    keep = Keep(cases=90)
    await store.retention.run(keep, CONSOLE)
    assert {each.id for each in await store.cases.cases()} == {case, over}, never
    clock.pass_by(11 * DAY_S)
    await store.retention.run(keep, CONSOLE)
    assert [each.id for each in await store.cases.cases()] == [case]


async def test_once_the_hub_has_it_it_is_handled_there(hall, store, filed):
    case = await filed()
    await doing(hall, case)(d.Taken(by="0101"))
    waiting = await store.facts.waiting(0, 100)
    told = next(fact for _, fact in waiting.facts if getattr(fact, "id", None) == case)
    assert [d.read_deed(deed.body) for deed in told.deeds] == [d.Taken(by="0101")]
    # What is done while it is on its way goes after it.
    await doing(hall, case)(d.MaterialsSeen(by="0101", materials=("card",)))
    await store.facts.kept(waiting.facts)
    await doing(hall, case)(d.MaterialsSeen(by="0101", materials=()))
    waiting = await store.facts.waiting(0, 100)
    ((_, told),) = waiting.facts
    assert len(told.deeds) == 3
    await store.facts.kept(waiting.facts)
    assert await refused(doing(hall, case)(d.PutBack(by="0101"))) == "window.at_hall"
    assert await hall.open_cases(CLERK) == ()
    assert (await store.facts.waiting(0, 100)).facts == ()


async def test_a_full_disk_leaves_a_case_as_it_was(hall, store, folder, filed):
    case, act_id = await filed(), new_id()
    with refusing_rows(folder, "window_deed", "full"), pytest.raises(StoreFailed):
        await hall.act(case, act_id, d.Taken(by="0101"), CLERK)
    (listed,) = await hall.open_cases(CLERK)
    assert listed.standing.handler is None
    assert (await hall.act(case, act_id, d.Taken(by="0101"), CLERK)).standing.handler == "0101"


async def test_with_a_damaged_file_every_deed_comes_back(make_store, store, hall, folder, filed):
    case = await filed()
    kept = await accepted(hall, case)
    await store.close()
    damage = bytearray((folder / "kiosk.db").read_bytes())
    damage[4096:] = b"\x5a" * (len(damage) - 4096)
    (folder / "kiosk.db").write_bytes(damage)
    for beside in ("kiosk.db-wal", "kiosk.db-shm"):
        (folder / beside).unlink(missing_ok=True)
    again = make_store(kiosk_lock=True)
    await again.start()
    again.seats.desk.sit(CLERK.number)
    found = await again.window.read(case, CLERK)
    assert (found.deeds, found.standing) == (kept.deeds, kept.standing)
    done = await again.window.act(case, new_id(), Circulate("0101"), CLERK)
    assert done.standing.state is WindowState.CIRCULATING
    with closing(sqlite3.connect(folder / "kiosk.db")) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute("DELETE FROM window_deed")
