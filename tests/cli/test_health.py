"""What the command tells of the running kiosk."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.cli import wiring
from kiosk.clock import SystemClock
from kiosk.health import file, look
from kiosk.health.counts import CountedEnds, CountedQueue, Counts
from kiosk.health.keeper import Seen
from kiosk.health.state import Health, Part, PartHealth, State
from kiosk.message import Message
from kiosk.settings import load
from tests.cli.conftest import Kiosk


def well(**changes: object) -> Health:
    """What a kiosk that runs has just said."""
    now, parts = SystemClock().now(), (look.store(None), look.hub(None))
    said = Health("01", "0.1.0", now, now - timedelta(hours=1), 0, os.getpid(), parts)
    return replace(said, **changes)  # type: ignore[arg-type]


@pytest.fixture
def folder(bare: Path) -> Path:
    made = bare / "share" / "caring-kiosk"
    made.mkdir(parents=True)
    return made


def test_no_kiosk_runs(kiosk: Kiosk, folder: Path) -> None:
    code, out, err = kiosk("health")
    assert (code, out) == (1, "")
    assert err.strip() == "kiosk: No kiosk runs on this data folder. Start it with: kiosk run"
    code, out, _err = kiosk("health", "--json")
    assert code == 1
    assert json.loads(out) == {"running": False, "last": None}


def test_one_that_ended_is_told_apart_from_one_that_fell_silent(kiosk: Kiosk, folder: Path) -> None:
    file.write(folder, well(ended=True))
    assert "It was ended at" in kiosk("health")[2]
    file.write(folder, well(at=SystemClock().now() - timedelta(hours=1)))
    code, out, err = kiosk("health", "--json")
    assert code == 1
    assert "One was last heard of at" in err
    assert json.loads(out)["last"]["pid"] == os.getpid()


def test_each_part_on_a_line_and_what_to_do(kiosk: Kiosk, folder: Path) -> None:
    file.write(folder, well(parts=(look.store(None), look.hub(False), look.disk(100 * 2**20))))
    code, out, err = kiosk("health")
    assert (code, err) == (0, ""), "poor is no reason to wake somebody"
    first, *lines = out.splitlines()
    assert first.startswith("kiosk 01, version 0.1.0, up since ")
    assert lines[0] == "ok     Database: In order"
    assert lines[-1] == "poor   Disk: Only 100 MiB left on the disk. Make room."


def test_a_broken_part_ends_it_with_1(kiosk: Kiosk, folder: Path) -> None:
    file.write(folder, well(parts=(look.reader(False),)))
    code, out, _err = kiosk("health", "--json")
    told = json.loads(out)
    assert (code, told["running"], told["state"]) == (1, True, "broken")
    assert told["parts"] == [
        {
            "part": "reader",
            "state": "broken",
            "id": "health.reader_gone",
            "params": {},
            "told": "The card reader is not there. Unplug it and plug it in again.",
        }
    ]


async def test_a_kiosk_keeps_it_up(bare: Path) -> None:
    """Everything real but the window."""
    settings = load()
    parts = wiring.kiosk_parts(settings, counts=Counts(), report=lambda error: pytest.fail(repr(error)))
    assert isinstance(parts.storage.queue, CountedQueue)
    assert isinstance(parts.storage.ends, CountedEnds)
    assert parts.health is not None
    assert parts.staff is not None
    await parts.storage.start()
    try:
        await parts.health.start()
        told = await parts.health.look(Seen(None, voice_ready=True, voice_silent=False, handwriting=True))
        assert {each.part for each in told.parts if each.state is not State.OK} <= {Part.BACKUP}, "none yet"
        assert {each.part for each in told.parts} == set(Part) - {Part.QUEUE}
        assert await asyncio.to_thread(file.read, settings.data_dir, SystemClock().now()) == told
        await parts.health.close()
        with pytest.raises(file.NotRunning):
            file.read(settings.data_dir, SystemClock().now())
    finally:
        await parts.storage.close()


def test_a_window_beside_a_desk_keeps_nothing_up(bare: Path) -> None:
    assert wiring.kiosk_parts(load()).health is None


def test_a_kiosk_of_another_version_may_say_what_is_not_known_here(kiosk: Kiosk, folder: Path) -> None:
    """The program was brought up to date, and the kiosk not yet started anew."""
    newer = PartHealth(Part.VOICE, State.POOR, Message("health.of_tomorrow", {"count": 1}))
    other = PartHealth(Part.QUEUE, State.POOR, Message("health.queue", {}))
    file.write(folder, well(parts=(look.store(None), newer, other)))
    code, out, err = kiosk("health")
    assert (code, err) == (0, "")
    assert "health.of_tomorrow, in the words of another version" in out
    assert "health.of_tomorrow, in the words of another version" in kiosk("health", "--json")[1]
