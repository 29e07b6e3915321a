"""A preview with real windows, a real kiosk in it, and nothing kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication

from kiosk.cli import preview as command
from kiosk.clock import SystemClock
from kiosk.flow.load import Release, load
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.settings import load as load_settings
from kiosk.studio.standing import standing_at
from kiosk.studio.ways import Ways, every_way
from screens.fonts import load_fonts
from screens.preview.windows import Windows
from screens.shell.comfort import Comfort
from screens.shell.tasks import Tasks

PATHS = Paths.here()
DEADLINE_S = 60.0
TODAY = SystemClock().today()
SCREEN = QRect(0, 0, 1920, 1080)
Scene = Callable[[Windows], Awaitable[None]]


@pytest.fixture(scope="session")
def endorsement() -> Release:
    return load(PATHS.flows / "endorsement.yaml")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a kiosk would keep things."""
    folder = tmp_path / "data"
    monkeypatch.setenv("KIOSK_DATA_DIR", str(folder))
    return folder


async def until(true: Callable[[], object]) -> None:
    """Let the loop turn until it is so."""
    end = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0)


@pytest.fixture
def play(
    qapp: QApplication, qtbot: object, data: Path, endorsement: Release
) -> Iterator[Callable[..., None]]:
    """Run a scene of a test in a preview of the endorsement service, in Chinese."""
    load_fonts(PATHS.fonts)
    qapp.setQuitOnLastWindowClosed(False)  # as the command does
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)

    def run(
        scene: Scene, step: str = "", locale: str = "zh_CN", screen: QRect = SCREEN, all_: bool = False
    ) -> None:
        errors: list[BaseException] = []
        settings = load_settings()
        few = Ways(every_way(endorsement.flow, TODAY).ways[:3], True)
        windows = Windows(
            endorsement,
            standing_at(endorsement.flow, TODAY),
            lambda: few,
            lambda inert: command._parts(settings, endorsement, inert),
            Comfort(locale),
            load_words(PATHS.locales)[locale],
            Tasks(errors.append),
        )

        async def played() -> None:
            windows.show(screen, step, all_=all_)
            try:
                await scene(windows)
            finally:
                await windows.close()

        loop.run_until_complete(played())
        for window in (windows.resident, windows.column, windows.sheet):
            window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert errors == []

    yield run
    qapp.setQuitOnLastWindowClosed(True)
    asyncio.set_event_loop(None)
    loop.close()
