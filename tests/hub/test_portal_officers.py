"""The officers' page in a hall: a desk of its own at the hub, whose calls are those of all kiosks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.cli.portal import portal_parts
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.standing import StandingBeside
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place
from kiosk.settings import Settings, SettingsError
from tests.hub.test_desk import PIN, quick, soon
from tests.portal.browser import HOST, Browser
from tests.portal.conftest import PLENTY
from tests.portal.duty import press, sign_in

PATIENCE_S = 60
GUIDE = "0123"


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), StandingBeside()]


async def test_a_call_of_the_hall_is_gone_to_reached_and_ended(hub, sql, kiosk_line, told, tmp_path):
    assert hub.service._open is not None
    roll = Officers(hub.service._open.pool, quick())
    for number, role in ((GUIDE, Role.LEADER), ("0300", Role.STAFF)):
        await roll.add(CONSOLE, Officer(number, "", frozenset({role})), PIN, CONSOLE)
    key = tmp_path / "phones.key"
    key.write_text(await enrol(sql, Part.DESK, "phones"))
    settings = Settings(
        data_dir=tmp_path / "portal",
        hub_url=hub.url.replace("ws", "http", 1),
        desk_id="phones",
        desk_key=key,
        portal_url=f"https://{HOST}",
        portal_officers=True,
    )
    parts, opened = portal_parts(settings, Place(), lambda _error: None)
    await opened.start()
    try:
        phone = Browser(Portal(replace(parts, limits=PLENTY)).app)
        waiting = told().opened()
        async with asyncio.timeout(PATIENCE_S), kiosk_line(hub) as kiosk:
            await kiosk.changes(waiting)
            while "值班" not in (await sign_in(phone, GUIDE, PIN)).said:  # until the hub is there
                await asyncio.sleep(0.05)
                assert parts.officers is not None
            while not any("claim" in [value for _, value in form.keys] for form in phone.page.forms):
                await phone.get("/duty")
            await press(phone, "claim")
            await press(phone, "there")
            there = (await kiosk.call(waiting.call.id, after=2, officer=GUIDE))["call"]
            while there["arrived_at"] is None:
                there = (await kiosk.call(waiting.call.id, after=3))["call"]
            await phone.get(f"/duty/ended/{waiting.call.id}")
            page = await phone.press("", outcome="helped")
            assert page.path == "/duty"
            await kiosk.call(waiting.call.id, state="done", outcome="helped")
            page = await press(phone, "leave")
            assert "工号" in page.said
            page = await sign_in(phone, "0300", PIN)
            assert "不接听呼叫" in page.alerts
        rows = await sql.fetch(
            "SELECT deed FROM record_entry WHERE chain = 'phones' AND who = $1 ORDER BY seq", GUIDE
        )
        assert [row["deed"] for row in rows if row["deed"] != Deed.SIGNED_IN] == [
            Deed.CALL_CLAIMED, Deed.ARRIVED, Deed.CALL_CLOSED, Deed.SIGNED_OUT
        ]  # fmt: skip
    finally:
        await opened.close()


def test_without_a_desks_key_a_hall_has_no_such_page(tmp_path):
    (tmp_path / "key").write_text("x" * 40)
    settings = Settings(
        data_dir=tmp_path, hub_url="https://hub.example", hub_key=tmp_path / "key", portal_officers=True
    )
    with pytest.raises(SettingsError, match="kiosk hub enrol ID --desk"):
        portal_parts(settings, Place(), lambda _error: None)
    alone = Settings(data_dir=tmp_path / "alone", portal_officers=True)
    assert portal_parts(alone, Place(), lambda _error: None)[0].officers is not None
    assert (
        portal_parts(Settings(data_dir=tmp_path / "alone"), Place(), lambda _error: None)[0].officers is None
    )
