"""One bench for all tests of a process: reading the services and the tables takes seconds."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screens.shell.frame import Frame
from screens.tour.pictures import Looks

from .bench import CARING, Bench


@pytest.fixture(scope="session")
def bench(qapp: QApplication) -> Bench:
    return Bench()


class Stand:
    """Frames that are closed after the test."""

    def __init__(self, bench: Bench, qtbot: QtBot) -> None:
        self._bench, self._qtbot = bench, qtbot

    def __call__(self, name: str, looks: Looks = CARING) -> Frame:
        frame = self._bench.frame(name, looks)
        self._qtbot.addWidget(frame)
        return frame


@pytest.fixture
def stand(bench: Bench, qtbot: QtBot) -> Stand:
    return Stand(bench, qtbot)
