"""Who is let in at the listening socket, before a byte of TLS: so many connections of an address."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kiosk.portal.limits import net_of, whose

MOST_TURNED_AWAY = 100
"""So many are turned away one after the other, before others have their turn."""


@dataclass(frozen=True)
class DoorLimits:
    """Connections that are open at a time: of an address, of its net (see ``net_of``), of everybody.

    arriving: of an address, that have not shown yet that they can speak TLS; they have ``arrive_s`` seconds.
    """

    address: int = 20
    net: int = 40
    all: int = 800
    arriving: int = 8
    arrive_s: float = 10.0


class Doors:
    """Counts who is there. by_address: whether addresses are those of residents, not of a proxy for all."""

    def __init__(self, limits: DoorLimits, *, by_address: bool) -> None:
        self._limits, self._by_address = limits, by_address
        self._open: Counter[str] = Counter()
        self._all = 0
        self._arriving: dict[Any, Guest] = {}

    def __len__(self) -> int:
        return self._all

    async def listen(self, host: str, port: int) -> list[socket.socket]:
        """Listening sockets whose connections are counted. Raises OSError."""
        loop = asyncio.get_running_loop()
        flags = socket.AI_PASSIVE
        found = await loop.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=flags)
        made: list[socket.socket] = []
        try:
            for family, kind, proto, _, address in dict.fromkeys(found):
                made.append(Door(self, family, kind, proto))
                made[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    made[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                made[-1].bind(address)
        except OSError:
            for each in made:
                each.close()
            raise
        return made

    def let_in(self, found: socket.socket, address: Any) -> Guest | None:
        """The connection, counted; ``None`` where it was turned away."""
        who = str(address[0])
        if not self._has_room(who):
            found.close()
            return None
        guest = Guest(self, who, address, found)
        self._all += 1
        if self._by_address:
            self._open[whose(who)] += 1
            self._open[_net(who)] += 1
            self._arriving[address] = guest
            guest.waits = asyncio.get_running_loop().call_later(self._limits.arrive_s, guest.give_up)
        return guest

    def arrived(self, address: Any) -> None:
        """It can speak TLS; from now on its requests' own limits hold."""
        guest = self._arriving.pop(address, None)
        if guest is not None and guest.waits is not None:
            guest.waits.cancel()

    def left(self, guest: Guest) -> None:
        """It is closed."""
        self._all -= 1
        if self._by_address:
            if self._arriving.get(guest.address) is guest:
                self.arrived(guest.address)
            for name in (whose(guest.who), _net(guest.who)):
                self._open[name] -= 1
                if self._open[name] <= 0:
                    del self._open[name]

    def _has_room(self, who: str) -> bool:
        if self._all >= self._limits.all:
            return False
        if not self._by_address:
            return True
        address = whose(who)
        arriving = sum(whose(each.who) == address for each in self._arriving.values())
        return (
            self._open[address] < self._limits.address
            and self._open[_net(who)] < self._limits.net
            and arriving < self._limits.arriving
        )


class Door(socket.socket):
    """A listening socket. Whoever is turned away was never accepted, as far as the server knows."""

    def __init__(self, doors: Doors, *given: Any) -> None:
        super().__init__(*given)
        self._doors = doors

    def accept(self) -> tuple[socket.socket, Any]:
        """The next one who is let in. Raises BlockingIOError where nobody waits, or too many came at once."""
        for _ in range(MOST_TURNED_AWAY):
            found, address = super().accept()
            guest = self._doors.let_in(found, address)
            if guest is not None:
                return guest, address
        raise BlockingIOError


class Guest(socket.socket):
    """A connection that is counted until it is closed. waits: ends it where it does not arrive."""

    def __init__(self, doors: Doors, who: str, address: Any, found: socket.socket) -> None:
        super().__init__(found.family, found.type, found.proto, fileno=found.detach())
        self._doors, self.who, self.address = doors, who, address
        self.waits: asyncio.TimerHandle | None = None
        self._counted = True

    def close(self) -> None:
        """Closed, and no longer counted."""
        if self._counted:
            self._counted = False
            self._doors.left(self)
        super().close()

    def give_up(self) -> None:
        """It took too long: whoever reads from it sees its end."""
        try:
            self.shutdown(socket.SHUT_RDWR)
        except OSError:  # it has ended already
            return


def _net(who: str) -> str:
    return f"net {net_of(who)}"
