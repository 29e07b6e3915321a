"""Reading a program's screen from outside, through AT-SPI, as a screen reader does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
SHOWING = 25
ENABLED = 8
CHECKED = 4
SCREEN_COORDINATES = 0


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
    """The accessibility bus of a session."""

    def __init__(self, session_bus: str) -> None:
        session = open_dbus_connection(session_bus)
        address = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        (bus,) = session.send_and_get_reply(new_method_call(address, "GetAddress")).body
        session.close()
        self._bus: DBusConnection = open_dbus_connection(bus)

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    def applications(self) -> list[tuple[str, str]]:
        """The roots of all programs as (bus name, path)."""
        return self._children("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

    def showing(self) -> Iterator[Node]:
        """Every widget that shows, of all programs, in reading order."""
        for bus_name, path in self.applications():
            yield from self._walk(bus_name, path, 0)

    def _walk(self, bus_name: str, path: str, depth: int) -> Iterator[Node]:
        if depth > 12:
            return
        for child_bus, child in self._children(bus_name, path):
            states = self._states(child_bus, child)
            if depth > 0 and not states >> SHOWING & 1:
                continue
            name, role = self._name(child_bus, child), self._role(child_bus, child)
            if name:
                x, y, w, h = self._extents(child_bus, child)
                yield Node(name, role, x, y, w, h, bool(states >> ENABLED & 1), bool(states >> CHECKED & 1))
            yield from self._walk(child_bus, child, depth + 1)

    def _call(self, bus_name: str, path: str, interface: str, method: str, *args: object):  # type: ignore[no-untyped-def]
        address = DBusAddress(path, bus_name=bus_name, interface=interface)
        signature, body = args if args else (None, ())
        reply = self._bus.send_and_get_reply(new_method_call(address, method, signature, body), timeout=10)  # type: ignore[arg-type]
        if reply.header.message_type.name == "error":
            raise LookupError(f"{method} on {path}: {reply.body}")
        return reply.body

    def _children(self, bus_name: str, path: str) -> list[tuple[str, str]]:
        try:
            (children,) = self._call(bus_name, path, ACCESSIBLE, "GetChildren")
        except LookupError:  # the widget went away meanwhile
            return []
        return list(children)

    def _states(self, bus_name: str, path: str) -> int:
        try:
            ((low, high),) = self._call(bus_name, path, ACCESSIBLE, "GetState")
        except LookupError:
            return 0
        return int(low) | int(high) << 32

    def _role(self, bus_name: str, path: str) -> str:
        try:
            (role,) = self._call(bus_name, path, ACCESSIBLE, "GetRoleName")
        except LookupError:
            return ""
        return str(role)

    def _name(self, bus_name: str, path: str) -> str:
        address = DBusAddress(path, bus_name=bus_name, interface=ACCESSIBLE)
        reply = self._bus.send_and_get_reply(Properties(address).get("Name"), timeout=10)
        if reply.header.message_type.name == "error":
            return ""
        return str(reply.body[0][1])

    def _extents(self, bus_name: str, path: str) -> tuple[int, int, int, int]:
        try:
            (box,) = self._call(bus_name, path, COMPONENT, "GetExtents", "u", (SCREEN_COORDINATES,))
        except LookupError:
            return 0, 0, 0, 0
        return tuple(box)
