"""An address picked by real clicks: the town, its village and the house number; and one found by letters."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import Place
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import Hall
from tests.journeys.resident import DIVISIONS, TOWN, Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
VILLAGE = "四滧村"
MOST_TAPS = 6


class Counting(Hall):
    """A hall in which each touch counts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.taps = 0

    def tap(self, name: str, *, starts: bool = False) -> Node:
        """Touch a key, and count it."""
        self.taps += 1
        return super().tap(name, starts=starts)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    made = Counting(tmp_path)
    yield made
    made.close()


def at_the_address(hall: Counting) -> Resident:
    """Someone who walked up to the question where they move to."""
    release = load(Paths.here().flows / "household.yaml")
    words = Words.load(Paths.here().locales, "zh_CN")
    day = SystemClock().today() + timedelta(days=3 * 366)
    resident = Resident(hall, release, words, {"wanted": "join_family"}, number_of(date(1948, 3, 1)), day)
    hall.start("run")
    resident.start()
    resident.go(stop="new_address")
    hall.taps = 0
    return resident


def find(hall: Hall, words: Words, name: str) -> None:
    """Touch a key, after as many pages as it needs."""
    hall.sees(words.say("entry.more"))
    while hall.key(name) is None:
        hall.tap(words.say("entry.more"))
    hall.tap(name)


def test_a_town_and_its_village_take_six_taps_up_to_the_number(hall: Counting) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    resident = at_the_address(hall)
    hall.tap(TOWN)
    hall.tap(words.say("steps.next"))
    find(hall, words, VILLAGE)
    hall.tap(words.say("entry.digits"))
    hall.letters("1")
    assert hall.taps <= MOST_TAPS
    hall.type("12")
    hall.tap("号")
    hall.tap(words.say("entry.done"))
    resident.run.answer(Place(divisions=DIVISIONS, detail=f"{VILLAGE}12号"))
    resident.arrived()
    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert VILLAGE in str(case["answers"])
    for line in hall.log().splitlines():
        assert VILLAGE not in line


def test_a_place_far_away_is_found_by_its_first_letters(hall: Counting) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    resident = at_the_address(hall)
    hall.tap(words.say("divisions.search"))
    resident.spell("QD")
    hall.tap("江苏 启东市")
    hall.sees("江苏省南通市启东市")
    hall.tap("汇龙镇")
    hall.tap(words.say("steps.next"))
    hall.tap(words.say("entry.digits"))
    hall.type("12")
    hall.tap("号")
    hall.tap(words.say("entry.done"))
    resident.run.answer(Place(divisions=("江苏省", "南通市", "启东市", "汇龙镇"), detail="12号"))
    resident.arrived()
