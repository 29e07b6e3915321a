"""A whole service with a trembling hand: every tap wanders, and some touches come double or threefold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from math import hypot
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from screens.theme import Panel
from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import Hall, until
from tests.journeys.resident import Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
JITTER_MM = 6
EDGE_PX = 3
SEED = 20261125
BOUNCES = (0, 0, 1, 1, 2)
"""How many more touches come with a tap, one of these at random."""
TODAY = SystemClock().today()


class TremblingHall(Hall):
    """A hall whose resident cannot hold a finger still. bounces, farthest: what was done to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder)
        self._chance = random.Random(seed)
        self._reach = JITTER_MM / Panel().mm_per_px
        self.same_spot += 2 * self._reach
        self.bounces = 0
        self.farthest = 0.0

    def aim(self, node: Node) -> tuple[int, int]:
        """Anywhere on the key, its edges too."""
        return (
            node.x + self._chance.randint(EDGE_PX, node.width - EDGE_PX),
            node.y + self._chance.randint(EDGE_PX, node.height - EDGE_PX),
        )

    def touch(self, x: int, y: int) -> None:
        """A finger on the glass, trembling."""
        self._xdotool(*self._tremble(x, y))

    def type(self, letters: str) -> None:
        """Tap a key for each letter, trembling."""
        keys = self.letters(letters)
        script: list[str] = []
        for letter in letters:
            script += self._tremble(*self.aim(keys[letter]))
        self._xdotool(*script)

    def _tremble(self, x: int, y: int) -> list[str]:
        script = [*self.settle(x, y)]
        script += ["mousemove", str(x), str(y), "mousedown", "1"]
        for _ in range(self._chance.randint(2, 5)):
            at_x, at_y = self._near(x, y)
            script += ["mousemove", str(at_x), str(at_y), "sleep", "0.01"]
        script += ["mouseup", "1"]
        for _ in range(self._chance.choice(BOUNCES)):
            self.bounces += 1
            gap = self._chance.uniform(0.03, 0.2)
            again_x, again_y = self._near(x, y)
            script += ["sleep", f"{gap:.3f}", "mousemove", str(again_x), str(again_y)]
            script += ["mousedown", "1", "sleep", "0.02", "mouseup", "1"]
        return script

    def _near(self, x: int, y: int) -> tuple[int, int]:
        """A place within the jitter."""
        while True:
            aside, below = (self._chance.uniform(-self._reach, self._reach) for _ in "xy")
            if (far := hypot(aside, below)) <= self._reach - 1:
                self.farthest = max(self.farthest, far)
                return max(0, round(x + aside)), max(0, round(y + below))


@pytest.fixture
def trembling(tmp_path: Path) -> Iterator[TremblingHall]:
    made = TremblingHall(tmp_path, SEED)
    yield made
    made.close()


def test_a_service_with_a_trembling_hand(trembling: TremblingHall) -> None:
    hall = trembling
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / "residence_permit.yaml")
    number = number_of(date(1941, 7, 9))
    resident = Resident(hall, release, words, {"wanted": "apply"}, number, TODAY + timedelta(days=3 * 366))
    hall.start("run")
    resident.start()
    resident.go(stop="identity_number")

    hall.tap(words.say("guide.call"), starts=True)
    hall.sees(words.say("guide.nobody"))
    (call,) = hall.json("calls", "list", "--json")
    assert (call["service"], call["step"], call["state"]) == (
        "residence_permit",
        "identity_number",
        "waiting",
    )

    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    hall.sees(" ".join(case["number"]))

    hall.tap(words.say("receipt.done"))
    hall.tap(words.say("rating.level_4"), starts=True)
    hall.tap(words.say("rating.send"))
    hall.sees(words.say("attract.hello"))
    (case,) = hall.json("cases", "list", "--json")
    assert case["rating"] == 4
    (call,) = hall.json("calls", "list", "--json")
    assert call["state"] == "waiting", "no bounce took it back"
    assert hall.bounces > 20
    assert hall.farthest * Panel().mm_per_px > 0.8 * JITTER_MM
    assert "Traceback" not in hall.log()


def test_slower_keys_are_held_and_short_taps_do_nothing(hall: Hall) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    hall.start("run")
    hall.tap(words.say("attract.start"))
    # What is read at the start is there: what comes with it is not built anew under the finger.
    household = load(Paths.here().flows / "household.yaml").flow.title.in_("zh_CN")
    until(lambda: hall.key(f"{household} ", starts=True), "the services", hall)
    hall.tap(words.say("shell.size"))
    hall.tap(words.say("comfort.slow"))
    close = until(lambda: hall.key(words.say("sheet.close")), "the key that closes the sheet", hall)
    hall.touch(*close.centre)
    until(lambda: _slow_is_on(hall, words), "slower keys", hall)
    assert hall.key(words.say("sheet.close")) is not None, "the short tap closed nothing"
    hall.hold(*close.centre)
    until(lambda: hall.key(words.say("sheet.close")) is None, "closed while the finger is still down", hall)
    hall.lift()
    hall.sees(words.say("home.title_residents"))
    assert "Traceback" not in hall.log()


def _slow_is_on(hall: Hall, words: Words) -> bool:
    key = hall.key(words.say("comfort.slow"))
    return key is not None and key.checked
