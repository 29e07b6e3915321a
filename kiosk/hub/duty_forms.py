"""What is said between desk, kiosk and hub about officers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form
from kiosk.officers.officer import Officer, Role

Digits = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class Number(Form):
    """An officer's number."""

    number: Digits


class Proof(Form):
    """Number and PIN."""

    number: Digits
    pin: Digits


class Yes(Form):
    """Whether it is so."""

    yes: bool


class Known(Form):
    """An officer."""

    number: str
    roles: list[str]
    active: bool

    @classmethod
    def of(cls, officer: Officer) -> Known:
        """As it is on the roll."""
        return cls(number=officer.number, roles=sorted(officer.roles), active=officer.active)

    def value(self) -> Officer:
        """Roles that are unknown here, of a newer hub, are left out."""
        known = frozenset(Role(role) for role in self.roles if role in set(Role))
        return Officer(self.number, "", known, self.active)


class Roll(Form):
    """All officers."""

    officers: list[Known]


class Present(Form):
    """Who is at a desk now."""

    officers: list[str]
