"""The window at a desk of a journey: an officer who scrolls, ticks, presses and has a signature made."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.accessibility_tree import Node
from tests.journeys.conftest import KEY_ROLES, Hall, until

TOP, BOTTOM = 120, 760
"""Between them the page scrolls, on a screen of 1280 by 800; above lie the pages' own keys."""
PANEL_X = 900
SIGNATURE = (
    [(-0.9, -0.2), (0.0, -0.25), (0.8, -0.2)],
    [(-0.1, -0.4), (0.0, 0.4)],
)
"""In parts of the field's height, from its middle."""


class OfficerAtTheWindow:
    """Whoever is signed in at the desk, on the page of the cases."""

    def __init__(self, hall: Hall, say: Callable[..., str]) -> None:
        self.hall, self.say = hall, say

    def sign_in(self, number: str, pin: str) -> None:
        """By number and PIN, and to the page of the cases."""
        self.hall.type(number)
        self.hall.tap(self.say("desk.next"))
        self.hall.sees(self.say("desk.ask.pin"))
        self.hall.type(pin)
        self.hall.tap(self.say("desk.sign_in"))
        self.hall.tap(self.say("window.title"), starts=True)

    def sign_out(self) -> None:
        """For the next one."""
        self.hall.tap(self.say("desk.sign_out"), starts=True)
        self.hall.sees(self.say("desk.ask.number"))

    def open(self, number: str) -> None:
        """By the number on the receipt, as a scanner types it."""
        field = self._find(self.say("window.find_number"), ("text", "entry"))
        self.hall.touch(*field.centre)
        self.hall._xdotool("key", "ctrl+a", "type", number)
        self.hall._xdotool("key", "Return")
        shown = f"{number[:4]} {number[4:]}"
        until(lambda: self._seen(shown, ("label",), inside=True), f"the case {number}", self.hall)

    def tick(self, material: str) -> None:
        """It is there."""
        self.hall.touch(*self._find(material, KEY_ROLES).centre)

    def press(self, word: str, **filled: str) -> None:
        """A key of the case."""
        self.hall.touch(*self._find(self.say(word, **filled), KEY_ROLES).centre)

    def sign(self) -> None:
        """The resident's finger."""
        node = self._find(self.say("window.sign_here"), ("label",), high=100)
        self.hall.draw(node, SIGNATURE)

    def told(self, words: str) -> None:
        """Something that shows, wherever the page stands."""
        self.hall.sees(words)

    # --- finding --------------------------------------------------------------------------------

    def _find(self, name: str, roles: tuple[str, ...], high: int = 0) -> Node:
        """Scrolled into sight, and still. high: at least so many pixels."""
        before: Node | None = None
        for attempt in range(160):
            node = self._seen(name, roles, high=high)
            if node is not None and node == before:
                return node
            before = node
            if node is None and attempt % 2:
                turn = "4" if attempt % 80 > 40 else "5"
                self.hall._xdotool("mousemove", str(PANEL_X), "500", "click", "--repeat", "2", turn)
        raise AssertionError(f"{name!r} is not there; there is {[n.name for n in self.hall.showing()]}")

    def _seen(self, name: str, roles: tuple[str, ...], *, inside: bool = False, high: int = 0) -> Node | None:
        for node in self.hall.showing():
            fits = name in node.name if inside else node.name == name
            there = node.y > TOP and node.y + node.height < BOTTOM
            if (
                fits
                and (inside or there)
                and node.enabled
                and node.height >= high
                and (not roles or node.role in roles)
            ):
                return node
        return None
