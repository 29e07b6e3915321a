"""A kiosk that was stolen: its key is worth nothing from that moment on, at every hub."""

from __future__ import annotations

import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kiosk.hub import roll
from kiosk.hub.part import Part
from kiosk.hub.record import entries
from kiosk.hub.roll import cut_off, enrol, enrolled
from kiosk.officers.record import CONSOLE, Deed
from tests.hub.test_program import environment, kiosk_program

__all__ = ["environment", "kiosk_program"]


@pytest.mark.parametrize("part", list(Part))
async def test_it_is_cut_at_once_and_not_let_in_again(make_hub, line_to, sql, part):
    hubs = [make_hub(), make_hub()]
    for hub in hubs:
        await hub.start()
    async with line_to(hubs[1], part, "01") as line, line_to(hubs[0], part, "02") as other:
        assert await cut_off(sql, part, "01", CONSOLE)
        with pytest.raises(ConnectionClosed):
            await line.hear("nothing that is ever said")
        await (await other.socket.ping())  # everybody else stays
    for hub in hubs:
        with pytest.raises(InvalidStatus) as refused:
            async with line_to(hub, part, "01"):
                pass
        assert refused.value.response.status_code == 401


async def test_cut_off_while_it_is_being_let_in_it_is_cut(hub, line_to, sql, monkeypatch):
    key = await enrol(sql, Part.KIOSK, "01")
    looked = []

    async def known(pool, part, claimant):
        right = await roll.known(pool, part, claimant)
        if not looked:  # between the look and the line
            looked.append(right)
            # As after cutting off, whose notice came while there was no line yet that it could have cut.
            await sql.execute("UPDATE kiosk SET key_sha256 = 'another'")
        return right

    monkeypatch.setattr("kiosk.hub.service.known", known)
    async with line_to(hub, Part.KIOSK, "01", key) as line:
        with pytest.raises(ConnectionClosed):
            await line.hear("nothing that is ever said")
    assert looked == [True]


async def test_it_is_on_record_and_listed_and_may_be_enrolled_anew(hub, line_to, sql):
    async with line_to(hub, Part.KIOSK, "01"):
        pass
    await cut_off(sql, Part.KIOSK, "01", CONSOLE)
    (kiosk,) = await enrolled(sql)
    assert kiosk.cut_off_at is not None
    told = [(entry.who, entry.deed, entry.about) for entry in await entries(sql, CONSOLE)]
    assert told == [(CONSOLE, Deed.CUT_OFF, "kiosk 01")]
    key = await enrol(sql, Part.KIOSK, "01", CONSOLE)
    async with line_to(hub, Part.KIOSK, "01", key):
        pass
    (kiosk,) = await enrolled(sql)
    assert kiosk.cut_off_at is None
    assert [entry.deed for entry in await entries(sql, CONSOLE)] == [Deed.CUT_OFF, Deed.ENROLLED]


async def test_nobody_of_that_name(sql):
    assert not await cut_off(sql, Part.DESK, "01", CONSOLE)
    assert await entries(sql, CONSOLE) == ()


async def test_from_the_command_line(kiosk_program, empty_database):
    on = ("--database", empty_database)
    assert (await kiosk_program("hub", "enrol", "01", *on))[0] == 0
    assert (await kiosk_program("hub", "enrol", "east", "--desk", *on))[0] == 0
    assert (await kiosk_program("hub", "kiosks", "cut-off", "01", *on))[:2] == (0, "Done.\n")
    rows = json.loads((await kiosk_program("hub", "kiosks", "list", "--json", *on))[1])
    assert [(row["part"], row["id"], row["cut_off_at"] is None) for row in rows] == [
        ("kiosk", "01", False),
        ("desk", "east", True),
    ]
    code, _, err = await kiosk_program("hub", "kiosks", "cut-off", "02", *on)
    assert code == 2
    assert "kiosk hub kiosks list" in err
    rows = json.loads((await kiosk_program("hub", "audit-log", "list", "--json", *on))[1])
    assert [row["deed"] for row in rows] == ["enrolled", "enrolled", "cut_off"]
