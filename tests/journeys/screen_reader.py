"""Reading and working a program's screen as a screen reader does: in document order, by role and action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jeepney import Properties

from tests.journeys.accessibility_tree import (
    ACCESSIBLE,
    CHECKED,
    ENABLED,
    SHOWING,
    AccessibilityTree,
    Place,
    _address,
    _answered,
    _call,
)

ACTION = "org.a11y.atspi.Action"
TEXT = "org.a11y.atspi.Text"
FOCUSED = 12
PASSWORD_TEXT = 40
TEXTS = ("text", "entry")


@dataclass(frozen=True)
class Item:
    """A widget that shows. text: what stands in a field. masked: it is a password's field."""

    place: Place
    name: str
    role: str
    enabled: bool
    checked: bool
    focused: bool
    text: str = ""
    masked: bool = False


class ScreenReader(AccessibilityTree):
    """The accessibility bus, read in document order."""

    def read(self) -> list[Item]:
        """Everything that shows, parents before children, each in its parent's order."""
        row = self._children([("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")])
        roots, states = list(row), dict[Place, int]()
        below: dict[Place, list[Place]] = {}
        while row:
            told = self._ask([_call(p, ACCESSIBLE, "GetState") for p in row])
            states |= {p: low | high << 32 for p, (low, high) in _answered(row, told)}
            shown = [p for p in row if states.get(p, 0) >> SHOWING & 1 or p in roots]
            answers = self._ask([_call(p, ACCESSIBLE, "GetChildren") for p in shown])
            for place, answer in zip(shown, answers, strict=True):
                below[place] = [(bus, path) for bus, path in answer[0]] if answer else []
            row = [child for place in shown for child in below[place]]
        order = [p for root in roots for p in _down(root, below) if states.get(p, 0) >> SHOWING & 1]
        return self._described(order, states)

    def _described(self, order: Sequence[Place], states: dict[Place, int]) -> list[Item]:
        names = self._ask([Properties(_address(p, ACCESSIBLE)).get("Name") for p in order])
        roles = self._ask([_call(p, ACCESSIBLE, "GetRoleName") for p in order])
        found = []
        for place, name, role in zip(order, names, roles, strict=True):
            if not name or not role:
                continue  # it went away meanwhile
            said, masked = "", False
            if role[0] in TEXTS:
                text = _call(place, TEXT, "GetText", "ii", (0, -1))
                answer, kind = self._ask([text, _call(place, ACCESSIBLE, "GetRole")])
                said = answer[0] if answer else ""
                masked = bool(kind) and kind[0] == PASSWORD_TEXT
            state = states[place]
            flags = [bool(state >> bit & 1) for bit in (ENABLED, CHECKED, FOCUSED)]
            found.append(Item(place, name[0][1], role[0], *flags, said, masked))
        return found

    def press(self, item: Item) -> bool:
        """Do what the widget offers first, as a screen reader's user does. False: it went away meanwhile."""
        (answer,) = self._ask([_call(item.place, ACTION, "GetActions")])
        if not answer:
            return False
        names = [name for name, *_ in answer[0]]
        wanted = next((at for at, name in enumerate(names) if name in ("Press", "Toggle")), None)
        assert wanted is not None, f"{item.name!r} cannot be pressed: {names}"
        return bool(self._ask([_call(item.place, ACTION, "DoAction", "i", (wanted,))])[0])


def _down(place: Place, below: dict[Place, list[Place]]) -> Iterator[Place]:
    yield place
    for child in below.get(place, []):
        yield from _down(child, below)
