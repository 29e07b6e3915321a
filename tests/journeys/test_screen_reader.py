"""A whole service by the accessibility tree alone, as a screen reader does it: no pointer, no key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import ANSWERS
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import KEY_ROLES, Hall, until
from tests.journeys.resident import Resident
from tests.journeys.screen_reader import TEXTS, Item, ScreenReader
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey
TODAY = SystemClock().today()
ROLES = {"application", "filler", "label", "text", *KEY_ROLES}


class ReadHall:
    """A hall whose screen is worked by the actions that its accessible widgets offer."""

    def __init__(self, hall: Hall, reader: ScreenReader) -> None:
        self._hall, self.reader = hall, reader
        self.roles: set[str] = set()
        self.noise: set[tuple[str, str]] = set()

    def __getattr__(self, name: str) -> Any:
        assert name not in ("touch", "_xdotool"), "this resident has neither finger nor keys"
        return getattr(self._hall, name)

    def find(self, name: str, *, starts: bool = False) -> Item | None:
        """The widget of this name that can be pressed."""
        items = self.reader.read()
        self.roles |= {i.role for i in items}
        self.noise |= {(i.role, str(i.place)) for i in items if not i.name.strip() and i.role != "filler"}
        for item in items:
            fits = item.name == name or (starts and item.name.startswith(name))
            if fits and item.role in KEY_ROLES and item.enabled:
                return item
        return None

    def tap(self, name: str, *, starts: bool = False) -> None:
        """Find it by name and role, and do its action. A choice is then checked, as its state tells."""
        item = until(lambda: self._pressed(name, starts), f"the key {name!r}", self._hall)
        if item.role == "radio button":
            until(lambda: self._checked(item), f"{name!r} checked", self._hall)

    def _pressed(self, name: str, starts: bool) -> Item | None:
        """The widget, once its action is done; a screen that is made anew under the reader is read again."""
        item = self.find(name, starts=starts)
        return item if item is not None and self.reader.press(item) else None

    def _checked(self, item: Item) -> bool:
        return any(i.place == item.place and i.checked for i in self.reader.read())

    def type(self, letters: str) -> None:
        """Press the key of each letter, each when the one before is up (an action holds a key 100 ms)."""
        until(lambda: self.find(letters[0]), f"the key {letters[0]!r}", self._hall)
        keys = {i.name: i for i in self.reader.read() if i.role in KEY_ROLES}
        for letter in letters:
            before = self._words()
            assert self.reader.press(keys[letter]), f"{letter!r} went away"
            until(lambda b=before: self._words() != b, f"{letter!r} written", self._hall)

    def _words(self) -> list[tuple[str, str]]:
        return [(i.name, i.text) for i in self.reader.read()]

    def field(self) -> Item:
        """Where what was entered stands."""
        (found,) = [i for i in self.reader.read() if i.role in TEXTS]
        return found


@pytest.fixture
def read(hall: Hall) -> Iterator[ReadHall]:
    reader = ScreenReader(hall.environment["DBUS_SESSION_BUS_ADDRESS"])
    yield ReadHall(hall, reader)
    reader.close()


def test_from_the_greeting_to_the_receipt(hall: Hall, read: ReadHall) -> None:
    words = Words.load(Paths.here().locales, "zh_CN")
    release = load(Paths.here().flows / "household.yaml")
    number = number_of(date(1948, 3, 1))
    resident = Resident(
        read,  # type: ignore[arg-type]
        release,
        words,
        {"wanted": "join_family"},
        number,
        TODAY + timedelta(days=3 * 366),
    )
    hall.start("run")
    resident.start()
    resident.go(stop="identity_number")

    read.type("310")
    until(lambda: read.field().text == "310", "the digits in the field", hall)
    assert read.field().name == resident.run.step.title.in_("zh_CN")  # type: ignore[union-attr]
    read.tap(words.say("entry.cover"))
    until(lambda: read.field().masked, "a masked field", hall)
    assert len(read.field().text) == 3
    assert not any("310" in i.name + i.text for i in read.reader.read())
    read.tap(words.say("entry.uncover"))
    for left in ("31", "3", ""):
        read.tap(words.say("entry.erase"))
        until(lambda rest=left: read.field().text == rest, f"{left!r} left", hall)

    resident.go()
    resident.hand_in()
    hall.sees(words.say("receipt.title"))
    (case,) = hall.json("cases", "list", "--json", "--reveal")
    assert case["service"] == "household"
    assert ANSWERS.validate_python(case["answers"]) == resident.run.answers()
    hall.sees(" ".join(case["number"]))
    read.tap(words.say("receipt.done"))
    read.tap(words.say("rating.level_5"), starts=True)
    read.tap(words.say("rating.send"))
    hall.sees(words.say("attract.hello"))
    (case,) = hall.json("cases", "list", "--json")
    assert case["rating"] == 5
    assert read.roles <= ROLES
    assert not read.noise
    assert "Traceback" not in hall.log()
