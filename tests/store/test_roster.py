"""The duty roster in the store."""

from __future__ import annotations

from datetime import time

import pytest

from kiosk.duty.roster import WEEK, Roster, Shift
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
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
