"""Who may open the page behind the greeting, by the real roll, with what goes on record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.officers.lock_out import FREE
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.officers.roll import WRONG, Refused
from kiosk.officers.staff_door import NO_ROLE, LocalStaffDoor
from kiosk.store.local import LocalStore
from tests.shell.memory import TurnedClock

PIN, WRONG_PIN = "274913", "274914"
PEOPLE = {"0101": Role.OFFICER, "0700": Role.STAFF, "0701": Role.LEADER}


class Hub:
    """The hall's roll, seen from a kiosk."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.asked: list[str] = []

    async def prove(self, number: str, pin: str) -> Officer:
        self.asked.append(number)
        if self.failure is not None:
            raise self.failure
        if pin != PIN:
            raise Refused(WRONG)
        return Officer(number, "", frozenset({Role.LEADER if number == "0901" else Role.OFFICER}))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[LocalStore]:
    made = LocalStore(tmp_path, "01", TurnedClock(), kiosk_lock=False)
    await made.start()
    for number, role in PEOPLE.items():
        await made.officers.add(Officer(number, "", frozenset({role})), PIN, "console")
    yield made
    await made.close()


async def deeds(store: LocalStore) -> list[tuple[str, Deed]]:
    assert (await store.record.verify()).broken is None
    return [(each.who, each.deed) for each in await store.record.entries() if each.who != "console"]


def door(store: LocalStore, hub: Hub | None = None) -> LocalStaffDoor:
    return LocalStaffDoor(store.studio_officers, store.record, store.put_backs, lambda: hub)


@pytest.mark.parametrize("number", ["0700", "0701"])
async def test_leaders_and_staff_come_in_and_what_they_do_is_on_record(store, number: str) -> None:
    way = door(store)
    assert (await way.open(number, PIN)).number == number
    await way.note(number, Deed.KIOSK_ENDED)
    assert await deeds(store) == [(number, Deed.STAFF_PAGE_OPENED), (number, Deed.KIOSK_ENDED)]


async def test_an_officer_who_answers_calls_does_not(store) -> None:
    with pytest.raises(Refused):
        await door(store).open("0101", PIN)
    assert await deeds(store) == [("0101", Deed.SIGN_IN_REFUSED)]


async def test_wrong_pins_shut_the_number_also_for_the_right_one(store) -> None:
    way = door(store)
    for _ in range(FREE):
        with pytest.raises(Refused) as refused:
            await way.open("0701", WRONG_PIN)
    assert refused.value.reason.id == "desk.shut"
    with pytest.raises(Refused, match="shut"):
        await way.open("0701", PIN)
    assert (await deeds(store)).count(("0701", Deed.SIGN_IN_REFUSED)) == FREE


async def test_whoever_is_known_here_needs_no_hub(store) -> None:
    hub = Hub()
    hub.failure = StoreFailed(Trouble.AWAY)
    assert await door(store, hub).open("0701", PIN)
    assert hub.asked == []
    with pytest.raises(StoreFailed):
        await door(store, hub).open("0901", PIN)


async def test_the_others_are_asked_for_at_the_hub_and_need_the_role_too(store) -> None:
    hub = Hub()
    assert await door(store, hub).open("0901", PIN)
    with pytest.raises(Refused) as refused:
        await door(store, hub).open("0902", PIN)
    assert refused.value.reason == NO_ROLE
    assert await deeds(store) == [("0901", Deed.STAFF_PAGE_OPENED), ("0902", Deed.SIGN_IN_REFUSED)]


async def test_without_a_hub_nobody_unknown_comes_in(store) -> None:
    with pytest.raises(Refused) as refused:
        await door(store).open("0901", PIN)
    assert refused.value.reason == WRONG


async def test_whoever_a_roll_says_has_no_role_there_is_told_so_of_this_door(store) -> None:
    hub = Hub()
    hub.failure = Refused(Message("studio.no_role"))
    for number in ("0902", "0101"):  # at the hub; here
        with pytest.raises(Refused) as refused:
            await door(store, hub).open(number, PIN)
        assert refused.value.reason == NO_ROLE
