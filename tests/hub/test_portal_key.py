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


BY_CODE = {"identity": "", "code": "704218", "last_four": "5678", "begins": None, "home": "198.51.100.1"}
NEW = {
    "service": "household",
    "half": {"day": "2026-11-30", "begins": "09:30"},
    "elderly": True,
    "locale": "zh_CN",
    "identity": "",
    "phone": "13812345678",
}


@pytest.mark.parametrize(
    "proof",
    [
        BY_CODE | {"identity": "11010519491231002X", "code": "", "last_four": ""},
        BY_CODE | {"code": "", "begins": "09:30"},
        BY_CODE | {"home": ""},
    ],
)
@pytest.mark.parametrize("what", ["find", "move", "cancel"])
async def test_from_home_only_a_code_proves_that_an_appointment_is_ones_own(hub, line_to, proof, what):
    half, id_ = NEW["half"], new_id()
    bodies = {
        "find": proof,
        "move": {"appointment": id_, "proof": proof, "half": half},
        "cancel": {"appointment": id_, "proof": proof},
    }
    async with line_to(hub, Part.PORTAL, "portal") as line:
        await line.say(type="ask", ref=new_id(), what=f"appointments.{what}", body=bodies[what])
        assert (await line.hear("answer", "refused_ask"))["reason"] == "hub.unknown"


@pytest.mark.parametrize("spot", [None, {"name": "01", "home": False}])
async def test_what_a_portal_books_is_booked_from_home(hub, line_to, spot):
    async with line_to(hub, Part.PORTAL, "portal") as line:
        body = NEW | {"id": new_id(), "spot": spot}
        await line.say(type="ask", ref=new_id(), what="appointments.book", body=body)
        assert (await line.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
