from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from kiosk.words import Words

settings.register_profile("kiosk", deadline=None)
settings.load_profile("kiosk")

LOCALES = Path(__file__).parents[2] / "locales"


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 20)


@pytest.fixture(scope="session", params=["zh_CN", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words.load(LOCALES, request.param)
