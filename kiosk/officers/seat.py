"""Who sits at a desk or a studio of this machine: by their PIN, in this very program, and for how long."""

from __future__ import annotations

from kiosk.officers.officer import AT_THE_STUDIO, Role


class Seat:
    """Whoever has proved who they are sits here until they leave; locked, they must prove it again first.

    It is asked below the screens, from the store's thread too: each method is one exchange of a whole value.
    """

    def __init__(self) -> None:
        self._taken: frozenset[str] = frozenset()
        self._locked: frozenset[str] = frozenset()

    def sit(self, number: str) -> None:
        """They have just proved it."""
        self._locked -= {number}
        self._taken |= {number}

    def lock(self, number: str) -> None:
        """Nobody touches the desk: whoever does next may be somebody else."""
        self._locked |= {number}

    def leave(self, number: str) -> None:
        """They are gone."""
        self._taken -= {number}
        self._locked -= {number}

    def taken(self, number: str) -> bool:
        """Whether they sit here, be it locked."""
        return number in self._taken

    def open(self, number: str) -> bool:
        """Whether they sit here, and may do something."""
        return number in self._taken - self._locked


class Seats:
    """desk: where calls are answered. studio: where services are shaped; who sits there moves no call."""

    def __init__(self) -> None:
        self.desk, self.studio = Seat(), Seat()

    def of(self, roles: frozenset[Role]) -> Seat:
        """Where somebody sits who signs in with one of these roles."""
        return self.studio if roles == AT_THE_STUDIO else self.desk
