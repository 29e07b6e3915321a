"""``kiosk flows preview``: what it refuses, and that its windows open and close."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from kiosk.outfit import kiosk_command
from kiosk.paths import Paths
from tests.cli.conftest import Kiosk

FLOW = Paths.here().flows / "endorsement.yaml"
PATIENCE_S = 60


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--locale", "xx"), "--locale xx: it is one of zh_CN, en."),
        (("--step", "nowhere"), "--step nowhere: residents get to: for_whom, "),
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
