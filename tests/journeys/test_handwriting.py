"""A name is written with a finger on the pad, read by the real recogniser, and arrives in the case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow import model as m
from kiosk.flow.answer import ANSWERS, Answer, Written
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from kiosk.writing.aids import Ink
from tests.journeys.conftest import Hall
from tests.journeys.resident import PHONE, Resident
from tests.privacy.spelt import leaks
from tests.services.conftest import number_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        not Paths.here().handwriting.is_file(), reason="the set-up has not fetched the network"
    ),
]
NAME = "王大山"
SHARED_MEMORY = Path("/dev/shm")
STROKES: dict[str, Ink] = {
    "王": (
        ((-0.24, -0.27), (0.0, -0.28), (0.24, -0.29)),
        ((-0.2, 0.0), (0.2, -0.02)),
        ((0.0, -0.28), (0.01, 0.0), (0.0, 0.27)),
        ((-0.32, 0.28), (0.0, 0.27), (0.33, 0.26)),
    ),
    "大": (
        ((-0.32, -0.1), (0.0, -0.12), (0.32, -0.13)),
        ((0.0, -0.36), (-0.01, -0.1), (-0.08, 0.1), (-0.19, 0.24), (-0.33, 0.34)),
        ((0.0, -0.1), (0.09, 0.1), (0.2, 0.24), (0.35, 0.34)),
    ),
    "山": (
        ((0.0, -0.34), (0.0, 0.0), (0.0, 0.28)),
        ((-0.29, -0.1), (-0.29, 0.12), (-0.28, 0.29), (0.0, 0.29), (0.29, 0.28)),
        ((0.3, -0.12), (0.3, 0.1), (0.29, 0.33)),
    ),
}
"""In parts of the box's shorter side, from its middle."""


class Writer(Resident):
    """Writes names by hand: the first two taken by a pause, the last one by its key."""

    def _enter(self, step: m.Step) -> Answer:
        if step.kind != "name":
            return super()._enter(step)
        pad = self._hall.sees(self._words.say("pad.box"))
        for character in NAME[:-1]:
            self._hall.draw(pad, STROKES[character])
            self._hall.sees(self._words.say("pad.go_on"))
        self._hall.draw(pad, STROKES[NAME[-1]])
        self._hall.tap(NAME[-1])
        return Written(text=NAME)


def test_a_name_written_by_hand_arrives_in_the_case(hall: Hall) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / "residence_permit.yaml")
    number = number_of(date(1948, 3, 1))
    resident = Writer(hall, release, words, {"wanted": "apply"}, number, SystemClock().today())
    own = hall.folder / "own"  # where everything goes that is written anywhere
    own.mkdir()
    hall.start("run", **dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(own)))
    resident.start()
    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    answers = ANSWERS.validate_python(case["answers"])
    assert answers == resident.run.answers()
    assert answers["name"] == Written(text=NAME)
    assert (hall.data / "kiosk.db-wal").is_file()
    assert leaks([hall.folder, SHARED_MEMORY], [NAME, number, PHONE]) == []
