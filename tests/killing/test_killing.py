"""A few kills in the middle of visits; the thousand are ``make kill``."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.assist.call import NewCall
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import Wish
from kiosk.ids import new_id
from kiosk.store.local import LocalStore
from tests.killing.killing import Disk, Saw, can_fail, can_mount, look, lot


@pytest.mark.parametrize("disk", ["good", "full", "failing"])
def test_what_residents_saw_is_there_once(tmp_path: Path, disk: Disk) -> None:
    if disk == "full" and not can_mount(tmp_path / "probe"):
        pytest.skip("no disk can be mounted here")
    if disk == "failing" and not can_fail():
        pytest.skip("the fault-injecting library is not installed")
    found, saw = lot(tmp_path, 7, 2, disk)
    assert saw.amiss == []
    assert found["kills"] == 2
    assert found["lost"] == found["doubled"] == 0


async def test_what_is_not_there_is_lost_and_what_was_given_twice_is_doubled(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    visit = new_id()
    receipt = await store.cases.hand_in(
        Filing(visit, "k", "s", 1, "00", "x", "zh_CN", False, {}, Wish(wish="no"))
    )
    call = await store.calls.open_call(NewCall(visit, visit, "k", "p", None, None, "zh_CN", False))
    await store.close()
    there = Saw(receipts=[receipt.number], calls=[call.id, call.id])
    assert (await look(tmp_path, there)).items() >= {"lost": 0, "doubled": 0}.items()
    gone = Saw(receipts=[receipt.number, "0199999"], calls=[new_id()])
    assert (await look(tmp_path, gone)).items() >= {"lost": 2, "doubled": 0}.items()
    twice = Saw(receipts=[receipt.number, receipt.number])
    assert (await look(tmp_path, twice)).items() >= {"lost": 0, "doubled": 1}.items()
