"""No ask takes a second connection of the pool with one in hand: else none may ever be free."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress

import pytest

from kiosk.hub.asking import Features, NotAnswered, Room
from kiosk.hub.database import open_pool
from kiosk.hub.features import features as all_features
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.officers.roll import Refused as NoRight
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule
from tests.hub.conftest import SEAL
from tests.hub.test_desk import PIN, quick
from tests.hub.test_rights import AT_A_DESK, DESK, LEADER, NOT_THERE, acts


class OneAtATime:
    """A pool that is used up as soon as one of its connections is given."""

    def __init__(self, pool):
        self._pool, self._given = pool, False

    @asynccontextmanager
    async def acquire(self):
        assert not self._given, "a second connection"
        self._given = True
        try:
            async with self._pool.acquire() as connection:
                yield connection
        finally:
            self._given = False

    def __getattr__(self, name):
        async def asked(*given):
            async with self.acquire() as connection:
                return await getattr(connection, name)(*given)

        return asked


WITH_TWO = {"figures.read"}
"""A few at a time alone, held by a count of their own, so that there is always a second one."""


@pytest.mark.parametrize("what", sorted((AT_A_DESK | NOT_THERE) - WITH_TWO))
async def test_an_ask_of_a_desk_is_answered_on_one_connection(database, sql, what):
    await enrol(sql, Part.DESK, DESK)
    how = Features(all_features(DueRule(), Publishing())).answerer(what)
    assert how is not None
    async with await open_pool(database, SEAL) as pool:
        roll = Officers(pool, quick())
        both = frozenset({Role.LEADER, Role.WINDOW})
        await roll.add(CONSOLE, Officer(LEADER, "", both), PIN, CONSOLE)
        await roll.sign_in(DESK, LEADER, PIN)
        room = Room(OneAtATime(pool), None, Part.DESK, DESK, SEAL)
        with suppress(NotAnswered, NoRight):
            await how(room, acts(LEADER)[what])
