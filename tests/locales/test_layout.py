"""Every screen of each further language fits: none is cut, too small, or out of order, at any size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.cli import wiring
from kiosk.locales import USUAL, found
from kiosk.paths import Paths
from kiosk.settings import Settings
from screens.audit.run import Plan, audit_some
from screens.audit.table import lines

FURTHER = [each for each in found(Paths.here().locales) if each not in USUAL]


@pytest.mark.parametrize("locale", FURTHER)
@pytest.mark.parametrize(
    "only", ["visit-", "sheets-", "prompts-", "household-bring", "household-relative_name"]
)
def test_screens_of_further_languages_fit(qapp: object, tmp_path: Path, locale: str, only: str) -> None:
    """Each screen in one look, the looks in turn, as ``kiosk audit --covering`` has them."""
    parts = wiring.tour_parts(Settings(data_dir=tmp_path, locales=(*USUAL, locale)), only)
    result = audit_some(Plan(replace(parts, locales=(locale,)), covering=True), 0, 1)
    result.close()
    assert result.tally.failures == 0, "\n".join(lines(result))
