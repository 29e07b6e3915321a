"""What the commands put together: kiosk, window and desk serve what was published on this machine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.cli import desk_wiring, wiring
from kiosk.paths import Paths
from kiosk.settings import load
from screens.shell.parts import Storage
from tests.cli.conftest import Kiosk

SOURCE = (Paths.here().flows / "endorsement.yaml").read_text(encoding="utf-8")


@pytest.fixture
def published(kiosk: Kiosk, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    path = bare / "endorsement.yaml"
    path.write_text(SOURCE.replace("- id: purpose", "- id: why", 1).replace("step: purpose", "step: why"))
    code, out, err = kiosk("flows", "publish", "--no-screens", str(path))
    assert code == 0, out + err


async def versions(storage: Storage, *, every: bool) -> list[tuple[str, int]]:
    assert storage.served is not None
    try:
        await storage.start()
        found = await (storage.served.known() if every else storage.served.releases())
    finally:
        await storage.close()
    return [(release.flow.id, release.flow.version) for release in found]


@pytest.mark.usefixtures("published")
def test_a_kiosk_offers_it() -> None:
    storage = wiring.kiosk_parts(load(windowed=True)).storage
    offered = asyncio.run(versions(storage, every=False))
    others = dict.fromkeys(
        ("homestay", "household", "question", "residence_permit", "special_trade", "truck_pass"), 1
    )
    assert dict(offered) == {"endorsement": 2, **others}


@pytest.mark.usefixtures("published")
def test_a_window_goes_on_with_a_visit_of_either_release() -> None:
    storage = wiring.kiosk_parts(load(windowed=True)).storage
    known = asyncio.run(versions(storage, every=True))
    assert {("endorsement", 1), ("endorsement", 2)} <= set(known)


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't (load|resolve)")  # a machine without sound or video
@pytest.mark.usefixtures("published")
def test_a_desk_names_the_steps_of_either_release(qapp) -> None:
    parts = desk_wiring.desk_parts(load())
    assert parts.at_window is not None

    async def started() -> int:
        await parts.start()
        known = await parts.at_window.releases()
        await parts.close()
        return sum(release.flow.id == "endorsement" for release in known)

    assert asyncio.run(started()) == 2
    for step in ("purpose", "why"):
        assert parts.titles("endorsement", step, "en") == ("Hong Kong, Macau, Taiwan", "Purpose")
