"""The line between the supervisor and the kiosk: packets over a pair of sockets that nobody else has.

The kiosk says ``shown`` once its first screen is painted, ``beat`` while its window moves, ``hold`` with the
key of the draft of the visit that goes on, ``drop`` when there is none any more, ``ends`` before it ends on
purpose. The supervisor says once how to begin. Each end sees at once when the other is gone.
"""

from __future__ import annotations

import json
import select
import socket
from dataclasses import dataclass
from enum import IntEnum

PACKET = 4096
"""The longest packet, in bytes."""
WISHED = "wished"
"""Why it was started anew: nothing was amiss, staff wanted it."""


class Says(IntEnum):
    """The first byte of what the kiosk says."""

    SHOWN = 1
    BEAT = 2
    HOLD = 3
    """The key follows."""
    DROP = 4
    ENDS = 5
    """It ends on purpose; the exit code follows, one byte."""


@dataclass(frozen=True)
class Begin:
    """How the kiosk begins. key: of the draft that it is to go on with, if any. why: it was started anew
    because of that; "" for the first time. times: how often it was started anew.
    """

    key: bytes | None = None
    why: str = ""
    times: int = 0

    def packet(self) -> bytes:
        """As it is sent."""
        key = self.key.hex() if self.key is not None else None
        return json.dumps({"key": key, "why": self.why, "times": self.times}).encode()

    @classmethod
    def read(cls, packet: bytes) -> Begin:
        """Raises ValueError where it is none."""
        try:
            told = json.loads(packet)
            key = told["key"]
            return cls(bytes.fromhex(key) if key is not None else None, str(told["why"]), int(told["times"]))
        except (KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError("this is no beginning") from error


class Lifeline:
    """The kiosk's end. number: of the open file."""

    def __init__(self, number: int) -> None:
        self._socket = socket.socket(fileno=number)
        self._socket.set_inheritable(False)
        self._gone = False

    def is_told(self) -> bool:
        """Whether the supervisor has said how to begin."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def wait(self) -> Begin | None:
        """How to begin, once the supervisor says so; None where it is gone."""
        self._socket.setblocking(True)
        try:
            packet = self._socket.recv(PACKET)
        except ConnectionError:
            return None
        self._socket.setblocking(False)
        return Begin.read(packet) if packet else None

    def shown(self) -> None:
        """The first screen is painted."""
        self._say(bytes([Says.SHOWN]))

    def beat(self) -> bool:
        """The window moves. False: the supervisor is gone."""
        self._say(bytes([Says.BEAT]))
        return not self._gone

    def hold(self, key: bytes) -> None:
        """With this key the draft can be opened."""
        self._say(bytes([Says.HOLD]) + key)

    def drop(self) -> None:
        """There is no draft any more."""
        self._say(bytes([Says.DROP]))

    def ends(self, code: int) -> None:
        """The window is gone on purpose; the process ends with this code, at the latest when it is killed."""
        self._say(bytes([Says.ENDS, code]))

    def close(self) -> None:
        """Let go of it; the supervisor sees that."""
        self._socket.close()

    def _say(self, packet: bytes) -> None:
        try:
            self._socket.send(packet)
        except BlockingIOError:
            return  # it reads nothing just now; a beat that gets lost is followed by the next
        except OSError:
            self._gone = True
