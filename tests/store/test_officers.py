"""The roll of officers and the record of what they did."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from kiosk.assist.call import Outcome
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import WRONG, OfficerRoll, Refused
from kiosk.store.failure import StoreFailed

PIN, OTHER = "482913", "739105"
BOTH = frozenset({Role.OFFICER, Role.LEADER})


@pytest.fixture
async def roll(store) -> OfficerRoll:
    await store.officers.begin("0235", PIN)
    return store.officers


async def refused(work) -> str:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.reason.id


async def deeds(store) -> list[tuple[str, Deed, str]]:
    return [(e.who, e.deed, e.about) for e in await store.record.entries()]


async def test_the_first_of_all_sets_the_desk_up(store):
    assert not await store.officers.anybody()
    assert await store.officers.begin("0235", PIN) == Officer("0235", "", BOTH)
    assert await store.officers.anybody()
    assert await refused(store.officers.begin("0236", PIN)) == "desk.begun"
    assert await deeds(store) == [("0235", Deed.OFFICER_ADDED, "0235"), ("0235", Deed.SIGNED_IN, "")]


@pytest.mark.parametrize(
    ("number", "pin", "reason"),
    [
        ("12", PIN, "desk.number_unusable"),
        ("0235", "123456", "desk.pin_simple"),
        ("0235", "1", "desk.pin_length"),
    ],
)
async def test_what_cannot_be_used_is_refused(store, number, pin, reason):
    assert await refused(store.officers.begin(number, pin)) == reason
    assert not await store.officers.anybody()


async def test_the_right_pin_signs_in(store, roll):
    assert (await roll.sign_in("0235", PIN)).number == "0235"
    await roll.signed_out("0235")
    assert [deed for _, deed, _ in await deeds(store)][-2:] == [Deed.SIGNED_IN, Deed.SIGNED_OUT]


async def test_a_wrong_pin_and_an_unknown_number_read_alike(roll):
    assert await refused(roll.sign_in("0235", OTHER)) == WRONG.id
    assert await refused(roll.sign_in("9999", OTHER)) == WRONG.id


async def test_three_wrong_pins_shut_the_number_for_a_while(store, roll, clock):
    for _ in range(2):
        assert await refused(roll.sign_in("0235", OTHER)) == WRONG.id
    assert await refused(roll.sign_in("0235", OTHER)) == "desk.shut"
    assert await refused(roll.sign_in("0235", PIN)) == "desk.shut", "the right one does not open it"
    clock.pass_by(29)
    assert await refused(roll.sign_in("0235", PIN)) == "desk.shut"
    clock.pass_by(1)
    assert (await roll.sign_in("0235", PIN)).number == "0235"
    assert await refused(roll.sign_in("0235", OTHER)) == WRONG.id, "it counts from the start again"


async def test_the_next_wrong_one_shuts_it_for_longer(roll, clock):
    for _ in range(3):
        await refused(roll.sign_in("0235", OTHER))
    clock.pass_by(30)
    with pytest.raises(Refused) as caught:
        await roll.sign_in("0235", OTHER)
    assert caught.value.reason.params == {"seconds": 60}


async def test_a_restart_opens_nothing(roll, make_store):
    for _ in range(3):
        await refused(roll.sign_in("0235", OTHER))
    assert await refused(make_store().officers.sign_in("0235", PIN)) == "desk.shut"


async def test_many_tries_at_once_win_nothing(roll):
    tries = [refused(roll.sign_in("0235", f"48291{n}")) for n in (0, 1, 2, 4, 5, 6, 7, 8)]
    reasons = await asyncio.gather(*tries)
    assert reasons.count("desk.shut") >= len(tries) - 3
    assert await refused(roll.sign_in("0235", PIN)) == "desk.shut"


async def test_a_new_pin_opens_a_shut_number(store, roll):
    for _ in range(3):
        await refused(roll.sign_in("0235", OTHER))
    await roll.set_pin("0235", OTHER, CONSOLE)
    assert (await roll.sign_in("0235", OTHER)).number == "0235"
    assert (CONSOLE, Deed.PIN_SET, "0235") in await deeds(store)


async def test_staff_have_no_business_at_the_desk(store, roll):
    await roll.add(Officer("0300", "王", frozenset({Role.STAFF})), PIN, CONSOLE)
    assert await refused(roll.sign_in("0300", PIN)) == "desk.no_role"
    await roll.change("0300", None, frozenset({Role.STAFF, Role.OFFICER}), "0235")
    assert (await roll.sign_in("0300", PIN)).name == "王"
    assert ("0235", Deed.OFFICER_CHANGED, "0300") in await deeds(store)


async def test_a_number_is_given_once(roll):
    officer = Officer("0300", "", frozenset({Role.OFFICER}))
    await roll.add(officer, PIN, "0235")
    assert await refused(roll.add(officer, OTHER, "0235")) == "desk.number_taken"
    await roll.remove("0300", "0235")
    assert await refused(roll.add(officer, OTHER, "0235")) == "desk.number_taken"
    assert await refused(roll.sign_in("0300", PIN)) == WRONG.id
    assert [o.active for o in await roll.officers()] == [True, False]


async def test_a_leader_is_always_left(roll):
    assert await refused(roll.remove("0235", CONSOLE)) == "desk.last_leader"
    assert await refused(roll.change("0235", None, frozenset({Role.OFFICER}), CONSOLE)) == "desk.last_leader"
    assert await roll.officers() == (Officer("0235", "", BOTH),)


@pytest.mark.parametrize("what", ["change", "set_pin", "remove"])
async def test_nobody_of_that_number(roll, what):
    work = {
        "change": lambda: roll.change("0999", "", None, CONSOLE),
        "set_pin": lambda: roll.set_pin("0999", PIN, CONSOLE),
        "remove": lambda: roll.remove("0999", CONSOLE),
    }[what]
    assert await refused(work()) == "desk.number_unknown"


async def test_pins_and_names_are_not_in_the_clear(store, roll, folder):
    await roll.add(Officer("0300", "欧阳鹦鹉", BOTH), PIN, CONSOLE)
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "欧阳鹦鹉".encode() not in content
    assert b"argon2" not in content
    assert PIN.encode() not in content


async def test_what_is_done_with_a_call_is_on_record(store, roll, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "0235")
    await store.calls.put_back(call.id, "0235")
    await store.calls.claim(call.id, "0235")
    await store.calls.close(call.id, "0235", Outcome.HELPED, "鹦鹉阿婆")
    done = [(deed, about) for _, deed, about in await deeds(store)][2:]
    names = (Deed.CALL_CLAIMED, Deed.CALL_PUT_BACK, Deed.CALL_CLAIMED, Deed.CALL_CLOSED)
    assert done == [(name, call.id) for name in names]


async def test_a_resident_who_needs_nobody_any_more_is_on_no_record(store, roll, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "0235")
    before = len(await deeds(store))
    await store.calls.cancel(call.id)
    assert len(await deeds(store)) == before


async def test_the_record_is_whole(store, roll):
    verdict = await store.record.verify()
    assert (verdict.count, verdict.broken) == (2, None)


def changed(folder, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE record_entry SET who = '0999'", "DELETE FROM record_entry WHERE seq = 1"]
)
async def test_the_record_cannot_be_changed(roll, folder, statement):
    with pytest.raises(sqlite3.IntegrityError, match="only appended"):
        changed(folder, statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE record_entry SET who = '0999' WHERE seq = 2", 2),
        ("UPDATE record_entry SET about = '0999' WHERE seq = 1", 1),
        ("DELETE FROM record_entry WHERE seq = 1", 1),
        ("DELETE FROM record_entry WHERE seq = 2", 2),
        ("DELETE FROM record_entry", 1),
    ],
)
async def test_whoever_changes_it_all_the_same_is_found_out(store, roll, folder, statement, broken):
    changed(
        folder,
        "DROP TRIGGER record_entry_no_update",
        "DROP TRIGGER record_entry_no_delete",
        statement,
    )
    assert (await store.record.verify()).broken == broken


async def test_a_deed_that_nobody_knows_is_damage(store, roll, folder):
    changed(folder, "DROP TRIGGER record_entry_no_update", "UPDATE record_entry SET deed = 'other'")
    with pytest.raises(StoreFailed):
        await store.record.entries()
