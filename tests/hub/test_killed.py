"""A kiosk that is killed while it calls: whatever it had acknowledged is there exactly once."""

from __future__ import annotations

from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from tests.hub.killing import Acknowledged, kill_once, look

KILLS = 6


async def test_every_acknowledged_call_is_there_once(hub, sql, database, tmp_path):
    key = await enrol(sql, Part.KIOSK, "01")
    url, said = hub.url.replace("ws", "http", 1), Acknowledged()
    for seed in range(KILLS):
        await kill_once(tmp_path, url, key, seed, said)
    found = await look(tmp_path, url, key, database, said)
    assert found["called"] >= KILLS
