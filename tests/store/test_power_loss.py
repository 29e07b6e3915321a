"""The power goes: what a resident was shown as done is there, though nothing is that was not synced."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest

from kiosk.failure import StoreFailed
from tests.store.disk_trace import Disk
from tests.store.traced_kiosk import asked_by, what_is_missing

ROUNDS, MOMENTS = 12, 60


def can_trace() -> bool:
    try:
        return subprocess.run(["strace", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def traceable() -> None:
    if not can_trace():
        pytest.skip("this machine lets nobody look at what a program asks of the disk (strace)")


@pytest.mark.usefixtures("traceable")
async def test_what_was_said_to_be_done_outlives_the_power(tmp_path: Path) -> None:
    asked, folder = asked_by(tmp_path, "careful", ROUNDS)
    random = Random(7)
    assert sum(each.what == "sync" for each in asked) > 3 * ROUNDS
    moments = sorted(random.sample(range(len(asked)), MOMENTS))
    disk, lost = Disk(folder), 0
    for at, each in enumerate(asked):
        disk.take(each)
        if at in moments:
            left = tmp_path / f"left{at}"
            disk.lose_power(left, random if at % 3 else None)
            assert await what_is_missing(left, disk.said) == []
            lost += 1
    assert lost == MOMENTS
    assert disk.said.count(b"\n") == 3 * ROUNDS


@pytest.mark.usefixtures("traceable")
async def test_a_store_that_does_not_sync_is_found_out(tmp_path: Path) -> None:
    asked, folder = asked_by(tmp_path, "careless", ROUNDS)
    disk = Disk(folder)
    for each in asked:
        disk.take(each)
        if disk.said.count(b"\n") == ROUNDS:
            break
    disk.lose_power(tmp_path / "left", None)
    try:
        missing = await what_is_missing(tmp_path / "left", disk.said)
    except StoreFailed:
        return  # not even the file is whole
    assert missing
