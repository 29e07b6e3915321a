"""An officers' page on a store of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from argon2 import PasswordHasher

from kiosk.assist.call import Call, NewCall
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.outfit import Titles
from kiosk.pin import PinHasher
from kiosk.portal.app import Portal
from kiosk.portal.duty.app import Duty
from kiosk.portal.duty.parts import DutyParts
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from tests.portal.browser import Browser, Page
from tests.portal.conftest import Drawer, Offered, TurnedClock, loaded, parts_of

PIN = "274913"
GUIDE, COLLEAGUE, CLERK = "0123", "0456", "0789"
ROLES = {GUIDE: Role.OFFICER, COLLEAGUE: Role.LEADER, CLERK: Role.STAFF}


class Station:
    """store: whose calls they are. clock: turned by hand."""

    def __init__(self, store: LocalStore, clock: TurnedClock) -> None:
        self.store, self.clock = store, clock
        self.failures: list[BaseException] = []
        parts = DutyParts(store.calls, store.officers, Titles(loaded()[1]))
        made = replace(parts_of(clock, Drawer(clock), Offered(loaded()[1])), report=self.failures.append)
        self.portal = Portal(replace(made, officers=parts))

    @property
    def duty(self) -> Duty:
        assert self.portal.duty is not None
        return self.portal.duty

    def phone(self, address: str = "192.0.2.7") -> Browser:
        """A browser of its own."""
        return Browser(self.portal.app, address=address)

    async def call(self, kiosk: str = "01", *, quiet: bool = False) -> Call:
        """A resident calls."""
        new = NewCall(new_id(), kiosk, f"{kiosk}号机", "大厅", "household", None, "zh_CN", True, quiet)
        return await self.store.calls.open_call(new)

    async def deeds(self) -> list[tuple[str, Deed]]:
        """What stands on record of officers, in order."""
        return [(e.who, e.deed) for e in await self.store.record.entries() if e.who != CONSOLE]


@asynccontextmanager
async def station(folder: Path) -> AsyncIterator[Station]:
    """With a guide, a leader, and one of the staff who answers no calls."""
    clock = TurnedClock()
    store = LocalStore(folder, "01", clock, kiosk_lock=False)
    hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store.officers = LocalOfficers(store._line, hasher)
    await store.start()
    try:
        for number, role in ROLES.items():
            await store.officers.add(Officer(number, "", frozenset({role})), PIN, CONSOLE)
        yield Station(store, clock)
    finally:
        await store.close()


async def sign_in(phone: Browser, number: str = GUIDE, pin: str = PIN) -> Page:
    """Number and PIN, on the page that asks for them."""
    await phone.get("/duty")
    return await phone.press("", number=number, pin=pin)


async def press(phone: Browser, key: str, page: Page | None = None) -> Page:
    """One of the keys of the page, of the first call that has it."""
    page = page or phone.page
    form = next(each for each in page.forms if key in [value for _, value in each.keys])
    return await phone.post(form.action, {**form.fields, "do": [key]})
