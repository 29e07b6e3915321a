"""How kiosks do, kept on their machine for a desk there."""

from __future__ import annotations

from dataclasses import replace

from kiosk.duty.kiosks import FORGOTTEN_S, OFFLINE_S, KioskReport, KioskStanding

WELL = KioskReport("03", "03号机", "大厅", False, True, True, True, "0.1.0")


async def test_what_a_kiosk_said_last_is_seen_by_a_desk_of_the_machine(store, make_store, clock):
    desk = make_store()
    assert await desk.kiosks.kiosks() == ()
    await store.kiosks.report(WELL)
    await store.kiosks.report(replace(WELL, kiosk="01"))
    clock.pass_by(3)
    said = replace(WELL, in_use=True, paper_ok=False)
    await store.kiosks.report(said)
    one, three = await desk.kiosks.kiosks()
    assert (one.report.kiosk, one.offline) == ("01", False)
    assert three == KioskStanding(said, clock.now(), False)


async def test_a_kiosk_that_says_nothing_is_offline_and_gone_in_the_end(store, clock):
    await store.kiosks.report(WELL)
    heard_at = clock.now()
    clock.pass_by(OFFLINE_S + 1)
    assert await store.kiosks.kiosks() == (KioskStanding(WELL, heard_at, True),)
    clock.pass_by(FORGOTTEN_S)
    assert await store.kiosks.kiosks() == ()
