"""``kiosk flows preview``: what it refuses, and that its windows open and close."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.load import load
from kiosk.outfit import kiosk_command
from kiosk.paths import Paths
from kiosk.studio.ways import every_way
from tests.cli.conftest import Kiosk

FLOW = Paths.here().flows / "endorsement.yaml"
EVERYTHING = Path(__file__).parents[1] / "flow" / "everything.yaml"
PATIENCE_S = 60


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--locale", "xx"), "--locale xx: it is one of zh_CN, en."),
        (("--step", "nowhere"), "--step nowhere: the steps are: for_whom, "),
        (("--panel", "large"), "--panel large: write it as WIDTHxHEIGHT"),
    ],
    ids=["locale", "step", "panel"],
)
def test_what_is_wrong_is_said_before_a_window_opens(
    kiosk: Kiosk, bare: Path, more: tuple[str, str], said: str
) -> None:
    code, _, err = kiosk("flows", "preview", str(FLOW), *more)
    assert code == 2
    assert said in err


async def test_every_way_is_walked_without_a_display_and_nothing_is_kept(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":nowhere")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    out, pipe = bare / "out", asyncio.subprocess.PIPE
    words = ("flows", "try", str(EVERYTHING), "--out", str(out), "--locale", "en", "--panel", "600x1066")
    child = await asyncio.create_subprocess_exec(*kiosk_command(*words), stdout=pipe, stderr=pipe)
    async with asyncio.timeout(PATIENCE_S * 2):
        written, err = await child.communicate()
    assert (child.returncode, err) == (0, b"")
    said, pictures = written.decode(), len(list(out.glob("*.png")))
    ways = len(every_way(load(EVERYTHING).flow, SystemClock().today()).ways)
    assert said.startswith(f"{ways} of {ways} ways walked: together they meet every step and every answer.")
    assert f"{pictures} pictures. All of them got to an end." in said
    steps = {step.id for step in load(EVERYTHING).flow.steps}
    assert {file.name[4:-6] for file in out.glob("*.png")} == {*steps, "home", "receipt"}
    assert not (bare / "data").exists()


def test_a_service_that_cannot_be_read_is_not_walked(kiosk: Kiosk, bare: Path) -> None:
    broken = bare / "broken.yaml"
    broken.write_text("id: [")
    code, said, _ = kiosk("flows", "try", str(broken), "--out", str(bare / "out"))
    assert code == 1
    assert said.startswith("broken.yaml:1: error: ")
    assert not (bare / "out").exists()
    code, _, err = kiosk("flows", "try", str(bare / "none.yaml"), "--out", str(bare / "out"))
    assert (code, "There is no file" in err) == (2, True)


@pytest.mark.parametrize("text", [FLOW.read_bytes(), b"id: [", b""], ids=["whole", "broken", "empty"])
async def test_it_shows_what_comes_in_until_it_is_ended(
    bare: Path, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("DISPLAY", ":nowhere")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *kiosk_command("flows", "preview", "-"), stdin=pipe, stdout=pipe, stderr=pipe
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(text)
    child.stdin.close()
    async with asyncio.timeout(PATIENCE_S):
        assert await child.stdout.readline() == b"The preview is open.\n"
        child.send_signal(signal.SIGTERM)
        _, err = await child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert not (bare / "data").exists()
