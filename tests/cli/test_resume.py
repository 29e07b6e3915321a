"""The command with which a desk goes on with a visit: all through pipes, nothing on the command line."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from kiosk.child.window import shown
from kiosk.flow.load import load_folder
from kiosk.flow.run import FlowRun
from kiosk.outfit import kiosk_command
from kiosk.paths import Paths
from kiosk.visit.travelling import Ended, Look, Travelling
from kiosk.visit.visit import Visit

LOOK = Look(size="caring", high_contrast=False, sitting=False, slow=False, dialect="", way="")
PATIENCE_S = 60


def travelling() -> Travelling:
    release = load_folder(Paths.here().flows)[0][0]
    visit = Visit()
    visit.begin(release, FlowRun(release.flow, lambda: date(2026, 11, 24)))
    return Travelling.of(visit, "zh_CN", LOOK)


@pytest.fixture
def resume(bare: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    return kiosk_command("resume")


@pytest.mark.parametrize("given", ["", "no visit", '{"version": 1}'])
async def test_what_is_no_visit_ends_at_once(resume: tuple[str, ...], given: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        assert Ended.read(await shown(resume, given)) == Ended(how="left")


async def test_a_visit_of_another_release_ends_by_itself(resume: tuple[str, ...], bare: Path) -> None:
    other = travelling().model_copy(update={"release": "0" * 64})
    async with asyncio.timeout(PATIENCE_S):
        assert Ended.read(await shown(resume, other.text())) == Ended(how="left")
    assert (bare / "data").is_dir()


async def test_a_command_gets_what_is_given_and_its_last_line_comes_back() -> None:
    code = "import sys; print('some words'); print(sys.stdin.read().upper()); print()"
    assert await shown([sys.executable, "-c", code], "a visit") == "A VISIT"
    assert await shown([sys.executable, "-c", "import sys; sys.exit(3)"], "a visit") == ""
    with pytest.raises(OSError, match="no_such_program"):
        await shown(["no_such_program"], "a visit")


@pytest.mark.parametrize("stubborn", [False, True])
async def test_cancelled_it_ends_the_command(
    tmp_path: Path, stubborn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.child.window.END_S", 0.1 if stubborn else 60)
    started = tmp_path / "started"
    ignoring = "signal.signal(signal.SIGTERM, signal.SIG_IGN);" if stubborn else ""
    code = (
        f"import json, os, pathlib, signal; {ignoring}"
        f"pathlib.Path({str(started)!r}).write_text(json.dumps(os.getpid())); signal.pause()"
    )
    showing = asyncio.ensure_future(shown([sys.executable, "-c", code], ""))
    async with asyncio.timeout(PATIENCE_S):
        while not (started.exists() and started.read_text()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        showing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await showing
    with pytest.raises(ProcessLookupError):
        os.kill(json.loads(started.read_text()), 0)
