"""A plain surrounding for widgets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.words import Words
from kiosk.writing.aids import Candidate, Places, WritingAids
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.theme import Theme
from screens.ui import Ui
from tests.finger import Finger

ROOT = Path(__file__).resolve().parents[2]


class NoPinyin:
    """No candidates."""

    def candidates(self, letters: str, field: str, limit: int = 60) -> tuple[Candidate, ...]:
        return ()


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


@pytest.fixture
def ui() -> Ui:
    return Ui(
        Theme(),
        Words.load(ROOT / "locales", "zh_CN"),
        "zh_CN",
        Icons(ROOT / "assets" / "icons"),
        lambda: date(2026, 11, 24),
        WritingAids(NoPinyin(), Places(("上海市", "崇明区"), ("堡镇", "庙镇"))),
    )


@pytest.fixture
def finger() -> Finger:
    """A finger whose time is turned by hand."""
    return Finger()
