"""A kiosk that does not take what is published: on the hall's record, and seen at its desks."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.duty.kiosks import Condition
from kiosk.hub import record
from kiosk.hub.declined import DeclinedReleases
from kiosk.hub.desk_kiosks import HubKiosks
from kiosk.hub.kiosk_states import KioskStates
from kiosk.hub.releases import HallReleases
from kiosk.locales import USUAL as LOCALES
from kiosk.officers.record import CONSOLE, ITSELF, Deed
from tests.hub.test_kiosks import make_board
from tests.hub.test_releases import PATIENCE_S, book, connected, make_kiosk, open_book, soon
from tests.studio.parking import ID, edited

__all__ = ["book", "connected", "make_board", "make_kiosk", "open_book"]


@pytest.fixture
def features():
    return [HallReleases(), DeclinedReleases(), KioskStates(soon)]


HEARD = (
    "INSERT INTO kiosk_report (kiosk, kiosk_name, place, in_use, in_service, voice_ok, paper_ok, version, "
    "heard_at) VALUES ('01', '01号机', '大厅', false, true, true, true, '0', now()) "
    "ON CONFLICT (kiosk) DO UPDATE SET heard_at = now()"
)


@pytest.fixture
def until_said(sql):
    """Until a desk sees this of the kiosk 01, which is heard of all the while."""

    async def until(board: HubKiosks, condition: Condition) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while [each.conditions for each in await board.kiosks()] != [(condition,)]:
                await sql.execute(HEARD)
                await asyncio.sleep(0.02)

    return until


async def test_a_desk_sees_it_until_it_is_mended_and_it_is_on_record_once(
    hub, book, make_kiosk, connected, make_board, until_said, sql
):
    kiosk = make_kiosk(locales=(*LOCALES, "ug"))
    async with make_board(hub) as board:
        await until_said(board, Condition.IDLE)
        await book.publish(ID, edited("Trips"), CONSOLE)
        for _ in range(2):
            async with connected(hub, kiosk):
                await until_said(board, Condition.OLD_SERVICE)
        async with make_board(hub, "west") as later:
            await until_said(later, Condition.OLD_SERVICE)
        kiosk.locales = LOCALES
        async with connected(hub, kiosk):
            await kiosk.until((2, "Trips"))
            await until_said(board, Condition.IDLE)
    told = [(e.who, e.about) for e in await record.entries(sql, "01") if e.deed is Deed.RELEASE_DECLINED]
    assert told == [(ITSELF, f"{ID} 2")]
    assert (await record.verified(sql, "01")).broken is None


async def test_a_desk_says_nothing_for_a_kiosk_nor_a_kiosk_asks_for_others(hub, kiosk_line, desk_line):
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await desk.say(type="ask", ref="r", what="releases.declined", body={"releases": []})
        assert (await desk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
        await kiosk.say(type="ask", ref="r", what="releases.declined_by", body={})
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
