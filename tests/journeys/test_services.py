"""Each service from first touch to receipt, by real clicks on a real X server, with a guide on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import Hall
from tests.journeys.resident import PHONE, Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
OFFICER, PIN = "0123", "482913"
TODAY = SystemClock().today()

JOURNEYS = {
    "household": {"wanted": "join_family"},
    "residence_permit": {"wanted": "apply"},
    "endorsement": {"place": "hong_kong"},
    "truck_pass": {},
}
AHEAD = {"truck_pass": 20, **dict.fromkeys(("household", "residence_permit", "endorsement"), 3 * 366)}
"""How many days from today the days lie that are asked for."""


@pytest.fixture
def desk(hall: Hall, tmp_path: Path) -> Hall:
    """A second screen with a second process on the same data: the guide officer's."""
    made = Hall(tmp_path / "desk", data=hall.data, size="1280x800")
    yield made
    made.close()


@pytest.mark.parametrize("service", list(JOURNEYS))
def test_from_first_touch_to_receipt(hall: Hall, desk: Hall, service: str) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / f"{service}.yaml")
    number = number_of(date(1948, 3, 1))
    day = TODAY + timedelta(days=AHEAD[service])
    resident = Resident(hall, release, words, JOURNEYS[service], number, day)
    hall.start("run")
    resident.start()
    resident.go(stop="identity_number")

    hall.tap(words.say("guide.call"), starts=True)
    hall.sees(words.say("guide.nobody"))
    (call,) = hall.json("calls", "list", "--json")
    assert (call["service"], call["step"], call["state"]) == (service, "identity_number", "waiting")

    desk.start("desk", name="desk")
    sign_in(desk, OFFICER)
    hall.sees(words.say("guide.at_desk"))
    desk.tap(words.say("desk.claim"), starts=True)
    hall.sees(words.say("guide.coming", officer=OFFICER))
    (call,) = hall.json("calls", "list", "--json")
    assert (call["state"], call["officer"]) == ("claimed", OFFICER)

    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json")
    assert case["service"] == service
    assert case["masked"]
    assert number not in str(case)
    assert PHONE not in str(case)
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    assert "own_wish" not in str(case)
    hall.sees(" ".join(case["number"]))

    close_call(desk, words.say)
    hall.sees(words.say("guide.done"))
    (call,) = hall.json("calls", "list", "--json")
    assert (call["state"], call["outcome"]) == ("done", "helped")

    hall.tap(words.say("receipt.done"))
    hall.tap(words.say("rating.level_5"), starts=True)
    hall.tap(words.say("rating.send"))
    hall.sees(words.say("attract.hello"))
    (case,) = hall.json("cases", "list", "--json")
    assert case["rating"] == 5
    for line in hall.log().splitlines():
        assert "Traceback" not in line
        assert number not in line


def sign_in(desk: Hall, officer: str) -> None:
    """The first one at this desk: the PIN is chosen, and given a second time."""
    say = Words.load(Paths.here().locales, "zh_CN").say
    desk.type(officer)
    desk.tap(say("desk.next"))
    desk.sees(say("desk.ask.new_pin"))
    desk.type(PIN)
    desk.tap(say("desk.next"))
    desk.sees(say("desk.ask.again"))
    desk.type(PIN)
    desk.tap(say("desk.sign_in"))


def close_call(desk: Hall, say: Callable[[str], str]) -> None:
    desk.tap(say("desk.done"), starts=True)
    desk.tap(say("desk.outcome.helped"), starts=True)
    desk.tap(say("desk.write"), starts=True)
