"""The whole of it: the kiosk's own command, the network, the tables."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from kiosk import outfit
from kiosk.paths import Paths
from kiosk.writing.aids import Expected, Ink, Reading

TEN: Ink = (
    tuple((20.0 + 5 * k, 100.0) for k in range(33)),
    tuple((100.0, 20.0 + 5 * k) for k in range(33)),
)
"""十: a line across and a line down."""
MODEL = Paths.here().handwriting


@pytest.mark.skipif(not MODEL.is_file(), reason="the network was not fetched")
async def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    hand = outfit.handwriting(MODEL)
    answer: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
    hand.read(TEN, Expected("text"), answer.set_result)
    async with asyncio.timeout(60):
        reading = await answer
    assert "十" in reading.guesses[:2]
    assert hand.there
    await hand.close()
    assert os.listdir(tmp_path) == []
