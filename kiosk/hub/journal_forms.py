"""What is said between kiosk and hub where a kiosk has to begin a new journal."""

from __future__ import annotations

from datetime import timedelta

from kiosk.assist.change_form import Form, Id, Moment, Uuid7
from kiosk.message import Message

ASK = "journals.begin"
"""Answered with nothing, once the kiosk may count in the new one; a second ask for it changes nothing."""

TOO_SOON = Message("hub.journal_too_soon")
"""It has begun another one a few minutes ago."""

LATELY_ASK, BEGUN = "journals.lately", "journals.begun"
"""What a desk asks once, and is told from then on; both of :class:`SetBacks`."""

LATELY = timedelta(days=1)
"""So long the desks tell of it."""


class BeginJournal(Form):
    """A kiosk wants to count in ``journal`` from now on. instead_of: the one in which it stands."""

    journal: Uuid7
    instead_of: Uuid7


class SetBack(Form):
    """A kiosk has begun a new journal, as it had been put back to an older copy. at: by the hub's clock."""

    kiosk: Id
    at: Moment


class SetBacks(Form):
    """Of several kiosks, each once."""

    kiosks: list[SetBack]
