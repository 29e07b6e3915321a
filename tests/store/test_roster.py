"""The duty roster in the store."""

from __future__ import annotations

from datetime import time
from itertools import product

import pytest

from kiosk.duty.roster import LEADERS_ONLY, NEWER, WEEK, Roster, Shift
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused

PIN = "274913"
ROSTER = Roster(leader="0101", shifts=(Shift(officer="0101", days=WEEK, begins=time(8), ends=time(16)),))


async def test_it_is_kept_whole_and_a_wrong_one_leaves_it_as_it_is(store, make_store):
    with pytest.raises(Refused) as refused:
        await store.roster.set(ROSTER)
    assert refused.value.reason.id == "desk.roster_unknown"
    assert await store.roster.roster() == Roster()
    await store.officers.add(Officer("0101", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.officers.add(Officer("0102", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.roster.set(ROSTER)
    assert await make_store().roster.roster() == ROSTER
    await store.officers.remove("0102", CONSOLE)
    with pytest.raises(Refused):
        await store.roster.set(Roster(leader="0102"))
    assert await store.roster.roster() == ROSTER
    await store.roster.set(Roster(leader="0101"))
    assert await store.roster.roster() == Roster(leader="0101")


async def test_a_leader_changes_what_nobody_changed_meanwhile(store, make_store):
    other = make_store()
    for one, number in product((store, other), ("0101", "0102")):
        one.seats.desk.sit(number)
    await store.officers.add(Officer("0101", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.officers.add(Officer("0102", "", frozenset({Role.OFFICER})), PIN, CONSOLE)
    with pytest.raises(Refused) as refused:
        await store.roster.change(Roster(), ROSTER, "0102")
    assert refused.value.reason == LEADERS_ONLY
    await store.roster.change(Roster(), ROSTER, "0101")
    theirs = Roster(leader="0102")
    with pytest.raises(Refused) as refused:
        await other.roster.change(Roster(), theirs, "0101")
    assert refused.value.reason == NEWER
    assert await other.roster.roster() == ROSTER
    with pytest.raises(Refused) as refused:
        await other.roster.change(ROSTER, Roster(leader="0999"), "0101")
    assert refused.value.reason.id == "desk.roster_unknown"
    await other.roster.change(ROSTER, theirs, "0101")
    assert await store.roster.roster() == theirs


async def test_who_changed_it_is_on_record_and_who_was_refused_did_not(store):
    store.seats.desk.sit("0101")
    await store.officers.add(Officer("0101", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.roster.set(ROSTER)
    await store.roster.change(ROSTER, Roster(leader="0101"), "0101")
    for by in ("0101", "0199"):
        with pytest.raises(Refused):
            await store.roster.change(ROSTER, Roster(), by)
    found = [each.who for each in await store.record.entries() if each.deed is Deed.ROSTER_CHANGED]
    assert found == [CONSOLE, "0101"]
    assert (await store.record.verify()).broken is None


async def test_a_leader_who_left_changes_nothing(store):
    store.seats.desk.sit("0102")
    for number in ("0101", "0102"):
        await store.officers.add(Officer(number, "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await store.officers.remove("0102", CONSOLE)
    with pytest.raises(Refused) as refused:
        await store.roster.change(Roster(), ROSTER, "0102")
    assert refused.value.reason == LEADERS_ONLY
