"""What is said between kiosk and hub where a kiosk has to begin a new journal."""

from __future__ import annotations

from kiosk.assist.change_form import Form, Uuid7
from kiosk.message import Message

ASK = "journals.begin"
"""Answered with nothing, once the kiosk may count in the new one; a second ask for it changes nothing."""

TOO_SOON = Message("hub.journal_too_soon")
"""It has begun another one a few minutes ago."""


class BeginJournal(Form):
    """A kiosk wants to count in ``journal`` from now on. instead_of: the one in which it stands."""

    journal: Uuid7
    instead_of: Uuid7
