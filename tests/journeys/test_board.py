"""The board on a television, as a process: it fills the screen, and a call at a desk shows on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cases.appointment import Arrival
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.officers.officer import Officer
from kiosk.store.local import LocalStore
from screens.theme import PAPER
from tests.journeys.conftest import Hall

pytestmark = pytest.mark.journey


@pytest.fixture
def television(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path, size="1920x1080")
    yield made
    made.close()


async def called(folder: Path) -> None:
    """Somebody comes, and is called to the second window."""
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    await store.appointments.take_number(Arrival(new_id(), "household", True, "zh_CN"))
    await store.waiting.call_next(2, Officer("0101", "", frozenset()))
    await store.close()


def test_it_fills_the_screen_and_shows_who_is_called(television: Hall) -> None:
    television.start("board", "--silent", name="board")
    television.sees("现在没有叫号")
    empty = television.pixels("empty")
    corners = [(0, 0), (1919, 0), (0, 1079), (1919, 1079)]
    assert {empty.pixelColor(x, y).name() for x, y in corners} == {PAPER.paper.name()}
    asyncio.run(called(television.data))
    television.sees("请 1 号到 2 号窗口。")
    assert television.pixels("called") != empty
