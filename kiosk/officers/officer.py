"""An officer of the station, and what a number and a PIN must be like."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum

from kiosk.message import Message

NUMBER_LENGTHS = range(3, 9)
"""Digits of an officer's number."""
PIN_LENGTHS = range(6, 13)
"""Digits of a PIN: NIST SP 800-63B asks for six at the least."""


class Role(StrEnum):
    """What somebody may do.

    An officer answers calls, a leader is responsible, staff shape the services. At the window cases are
    accepted and decided; a reviewer says what those think to whom they are circulated.
    """

    OFFICER = "officer"
    LEADER = "leader"
    STAFF = "staff"
    WINDOW = "window"
    REVIEWER = "reviewer"


AT_THE_DESK = frozenset({Role.OFFICER, Role.LEADER})
"""Who may answer calls."""

AT_THE_WINDOW = frozenset({Role.WINDOW, Role.LEADER})
"""Who may handle cases at the window."""

MAY_REVIEW = frozenset({Role.REVIEWER, Role.LEADER})
"""Who may say what those think to whom a case was circulated."""

AT_THE_STUDIO = frozenset({Role.STAFF, Role.LEADER})
"""Who may shape the services."""


@dataclass(frozen=True)
class Officer:
    """One who works here. name: "" where none is kept. active: False once they left.

    A number is never given to somebody else.
    """

    number: str
    name: str
    roles: frozenset[Role]
    active: bool = True

    @property
    def answers_calls(self) -> bool:
        """Whether the desk is open to them."""
        return self.active and not self.roles.isdisjoint(AT_THE_DESK)


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_number(text: str) -> bool:
    """Whether this can be an officer's number."""
    return _all_digits(text) and len(text) in NUMBER_LENGTHS


def pin_problem(pin: str, number: str) -> Message | None:
    """What is wrong with a new PIN; ``None``: nothing."""
    if not _all_digits(pin) or len(pin) not in PIN_LENGTHS:
        return Message("desk.pin_length", {"least": PIN_LENGTHS.start, "most": PIN_LENGTHS.stop - 1})
    steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {-1}) or pin == number:
        return Message("desk.pin_simple")
    return None
