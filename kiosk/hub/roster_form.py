"""The duty roster between hub and desk."""

from __future__ import annotations

from pydantic import ValidationError

from kiosk.assist.change_form import Form, Malformed
from kiosk.duty.roster import Roster
from kiosk.hub.duty_forms import Digits


class RosterForm(Form):
    """roster: as JSON."""

    roster: str

    @classmethod
    def of(cls, roster: Roster) -> RosterForm:
        """The roster."""
        return cls(roster=roster.model_dump_json())

    def value(self) -> Roster:
        """The roster. Raises :class:`Malformed`."""
        try:
            return Roster.model_validate_json(self.roster)
        except ValidationError:
            raise Malformed("roster: of another version") from None


class ChangeRoster(Form):
    """officer: the leader who does it. after: what takes the place of before."""

    officer: Digits
    before: RosterForm
    after: RosterForm
