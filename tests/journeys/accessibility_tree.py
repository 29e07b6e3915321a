"""Reading a program's screen from outside, through AT-SPI, as a screen reader does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
SHOWING = 25
ENABLED = 8
CHECKED = 4
SCREEN_COORDINATES = 0
WAIT_S = 20.0
Place = tuple[str, str]
"""A widget's bus name and path."""


@dataclass(frozen=True)
class Node:
    """A widget: its accessible name, role, place on the screen in pixels, and whether it works."""

    name: str
    role: str
    x: int
    y: int
    width: int
    height: int
    enabled: bool
    checked: bool

    @property
    def centre(self) -> tuple[int, int]:
        """Where a finger goes."""
        return self.x + self.width // 2, self.y + self.height // 2


class AccessibilityTree:
    """The accessibility bus of a session. All questions about a row of widgets are sent at once."""

    def __init__(self, session_bus: str) -> None:
        session = open_dbus_connection(session_bus)
        address = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        (bus,) = session.send_and_get_reply(new_method_call(address, "GetAddress")).body
        session.close()
        self._bus = open_dbus_connection(bus)

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    def showing(self) -> Iterator[Node]:
        """Every widget with a name that shows, of all programs."""
        root = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        programs = self._children([root])
        row = self._children(programs)
        while row:
            states = self._ask([_call(p, ACCESSIBLE, "GetState") for p in row])
            shown = [(p, low | high << 32) for p, (low, high) in _answered(row, states)]
            shown = [(p, state) for p, state in shown if state >> SHOWING & 1]
            yield from self._named(shown)
            row = self._children([p for p, _ in shown])

    def _named(self, shown: Sequence[tuple[Place, int]]) -> Iterator[Node]:
        names = self._ask([Properties(_address(p, ACCESSIBLE)).get("Name") for p, _ in shown])
        named = [(p, s, n[0][1]) for (p, s), n in zip(shown, names, strict=True) if n and n[0][1]]
        roles = self._ask([_call(p, ACCESSIBLE, "GetRoleName") for p, _, _ in named])
        boxes = self._ask(
            [_call(p, COMPONENT, "GetExtents", "u", (SCREEN_COORDINATES,)) for p, _, _ in named]
        )
        for (_, state, name), role, box in zip(named, roles, boxes, strict=True):
            if role and box:
                yield Node(name, role[0], *box[0], bool(state >> ENABLED & 1), bool(state >> CHECKED & 1))

    def _children(self, row: Sequence[Place]) -> list[Place]:
        answers = self._ask([_call(p, ACCESSIBLE, "GetChildren") for p in row])
        return [(bus, path) for answer in answers if answer for bus, path in answer[0]]

    def _ask(self, calls: Sequence[Message]) -> list[Any]:
        """The bodies of the answers; None where the widget went away meanwhile."""
        waiting: dict[int, int] = {}
        answers: list[Any] = [None] * len(calls)
        for at, call in enumerate(calls):
            serial = next(self._bus.outgoing_serial)
            waiting[serial] = at
            self._bus.send(call, serial=serial)
        while waiting:
            reply = self._bus.receive(timeout=WAIT_S)
            at = waiting.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), -1)
            if at >= 0 and reply.header.message_type is MessageType.method_return:
                answers[at] = reply.body
        return answers


def _address(place: Place, interface: str) -> DBusAddress:
    return DBusAddress(place[1], bus_name=place[0], interface=interface)


def _call(
    place: Place, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()
) -> Message:
    return new_method_call(_address(place, interface), method, signature or None, body)


def _answered(row: Sequence[Place], answers: Sequence[Any]) -> Iterator[tuple[Place, Any]]:
    return ((place, answer[0]) for place, answer in zip(row, answers, strict=True) if answer)
