"""A portal has a key of its own, and with it may ask for what residents at home need, and nothing else."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kiosk.hub.features import features as all_features
from kiosk.hub.part import Part
from kiosk.hub.portal_asks import PORTAL_ASKS
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule


@pytest.fixture
def features():
    return all_features(DueRule(), Publishing())


async def ask(line, what):
    await line.say(type="ask", ref=new_id(), what=what, body={})
    return await line.hear("answer", "refused_ask")


def every_ask(features):
    return sorted({what for feature in features for what in feature.asks()})


async def test_everything_else_is_unknown_to_it(hub, line_to, features):
    asks = every_ask(features)
    assert set(asks) > PORTAL_ASKS
    told = {}
    async with line_to(hub, Part.PORTAL, "portal") as line:
        for what in asks:
            told[what] = (await ask(line, what)).get("reason")
    unknown = {what for what, reason in told.items() if reason == "hub.unknown"}
    assert unknown == set(asks) - PORTAL_ASKS


async def test_it_cannot_say_what_a_kiosk_says(hub, line_to):
    async with line_to(hub, Part.PORTAL, "portal") as line:
        await line.say(type="hello", version=1, journal=new_id(), told=0)
        with pytest.raises(ConnectionClosed):
            await line.hear("nothing that is ever said")


@pytest.mark.parametrize("part", list(Part))
async def test_each_key_is_for_one_part(hub, line_to, sql, part):
    key = await enrol(sql, part, "01")
    for other in set(Part) - {part}:
        await enrol(sql, other, "01")
        with pytest.raises(InvalidStatus) as refused:
            async with line_to(hub, other, "01", key):
                pass
        assert refused.value.response.status_code == 401
