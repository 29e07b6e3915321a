"""A whole service, from the greeting to the receipt, by back, next, choose and repeat alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import Hall
from tests.journeys.four_keys import FourKeyHall
from tests.journeys.resident import PHONE, Resident
from tests.journeys.screen_reader import ScreenReader
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
TODAY = SystemClock().today()


@pytest.fixture
def keys(hall: Hall) -> Iterator[FourKeyHall]:
    reader = ScreenReader(hall.environment["DBUS_SESSION_BUS_ADDRESS"])
    yield FourKeyHall(hall, reader)
    reader.close()


def test_from_the_greeting_to_the_receipt(hall: Hall, keys: FourKeyHall) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / "residence_permit.yaml")
    number = number_of(date(1948, 3, 1))
    resident = Resident(
        keys,  # type: ignore[arg-type]
        release,
        words,
        {"wanted": "apply"},
        number,
        TODAY + timedelta(days=3 * 366),
    )
    hall.start("run")
    resident.start()
    keys.repeat()
    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert case["service"] == "residence_permit"
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    keys.tap(words.say("receipt.done"))
    keys.tap(words.say("rating.level_5"), starts=True)
    keys.tap(words.say("rating.send"))
    hall.sees(words.say("attract.hello"))
    (case,) = hall.json("cases", "list", "--json")
    assert case["rating"] == 5
    for file in (*Path(hall.data / "log").iterdir(), hall.folder / "kiosk.log"):
        said = file.read_text(encoding="utf-8")
        assert "Traceback" not in said
        assert number not in said
        assert PHONE not in said
