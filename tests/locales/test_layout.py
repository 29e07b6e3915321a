"""Every screen of each further language fits: none is cut, too small, or out of order, at any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli import wiring
from kiosk.locales import USUAL, found
from kiosk.paths import Paths
from kiosk.settings import Settings
from screens.audit.run import Plan, audit_some
from screens.audit.table import lines
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.guide_bar import GuideBar
from screens.theme import Panel, Size, Theme
from screens.ui import Ui

PATHS = Paths.here()
FURTHER = [each for each in found(PATHS.locales) if each not in USUAL]


@pytest.mark.parametrize("locale", FURTHER)
@pytest.mark.parametrize(
    "only",
    [
        "visit-",
        "sheets-",
        "prompts-",
        "household-bring",
        "household-relative_name",
        "household-review-covered",
    ],
)
def test_screens_of_further_languages_fit(qapp: object, tmp_path: Path, locale: str, only: str) -> None:
    """Each screen in one look, the looks in turn, as ``kiosk audit --covering`` has them."""
    parts = wiring.tour_parts(Settings(data_dir=tmp_path, locales=(*USUAL, locale)), only)
    result = audit_some(Plan(replace(parts, locales=(locale,)), covering=True), 0, 1)
    result.close()
    assert result.tally.failures == 0, "\n".join(lines(result))


@pytest.mark.parametrize("locale", ["ja", "ko"])
def test_the_guide_bar_takes_no_more_room_than_in_chinese(qapp: object, tmp_path: Path, locale: str) -> None:
    """A longer sentence on it would take a line from every screen, for the bar never changes its height."""
    load_fonts(PATHS.fonts)
    parts = wiring.tour_parts(Settings(data_dir=tmp_path, locales=(*USUAL, locale)), "")
    words = parts.load_words()

    def height(of: str) -> int:
        theme = Theme(Panel(), Size.LARGEST, locale=of)
        return GuideBar(
            Ui(theme, words[of], of, Icons(PATHS.icons), date.today, parts.load_aids())
        ).height_wanted()

    assert height(locale) == height("zh_CN")
