"""A name of characters beyond the basic plane, from the keys to the store, by real clicks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.clock import SystemClock
from kiosk.flow import model as m
from kiosk.flow.answer import ANSWERS, Answer, Written
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import Hall
from tests.journeys.resident import Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
RARE, FAR = "\U0002c542", "\U0002d3e6"
"""篢 as it is simplified, of extension E, found by its parts; one of extension F, found by its reading."""
NAME = "王" + RARE + FAR


class RareResident(Resident):
    """Is called :data:`NAME`."""

    def _enter(self, step: m.Step) -> Answer:
        if step.kind != "name":
            return super()._enter(step)
        say, hall = self._say, self._hall
        if hall.key(say("pad.way_pinyin")) is not None:
            hall.tap(say("pad.way_pinyin"))
        self._spell("wang", "王")
        hall.tap(say("pad.way_parts"))
        if hall.key("A") is None:
            hall.tap(say("pad.spell_part"))
        self._spell("zhu", "竹")
        self._spell("gong", "贡")
        self._find(RARE)
        hall.tap(say("pad.way_pinyin"))
        self._spell("ai", FAR)
        return Written(text=NAME)

    def _spell(self, letters: str, wanted: str) -> None:
        self._hall.type(letters.upper())
        self._find(wanted)

    def _find(self, wanted: str) -> None:
        """Take a candidate, on whichever page it stands."""
        while self._hall.key(wanted) is None:
            self._hall.tap(self._say("entry.more"))
        self._hall.tap(wanted)


def test_a_rare_name_is_entered_looked_through_handed_in_and_kept(hall: Hall) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / "endorsement.yaml")
    number = number_of(date(1948, 3, 1))
    resident = RareResident(
        hall, release, words, {"place": "hong_kong"}, number, SystemClock().today() + timedelta(days=1000)
    )
    hall.start("run")
    resident.start()
    resident.go()
    step = resident.run.step
    assert step is not None
    assert step.kind == "review"
    while not any(NAME in node.name for node in hall.showing()):
        hall.tap(words.say("shell.more"))
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json")
    assert RARE not in str(case)
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    assert NAME in str(case["answers"])
    kept = b"".join(path.read_bytes() for path in hall.data.rglob("*.db*"))
    assert kept
    assert RARE.encode() not in kept
    assert RARE not in hall.log()
