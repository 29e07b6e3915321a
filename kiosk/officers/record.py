"""The record of what officers did: appended to, never changed, each entry chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

START = "0" * 64
"""Stands for the entry before the first."""


class Deed(StrEnum):
    """What somebody did."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    CALL_CLAIMED = "call_claimed"
    CALL_PUT_BACK = "call_put_back"
    CALL_FREED = "call_freed"
    """By itself: the desk of the officer who had it had fallen silent."""
    CALL_HANDED_OVER = "call_handed_over"
    CALL_CLOSED = "call_closed"
    ARRIVED = "arrived"
    SCREEN_SEEN = "screen_seen"
    SCREEN_LEFT = "screen_left"
    ANSWERS_SEEN = "answers_seen"
    OFFICER_ADDED = "officer_added"
    OFFICER_CHANGED = "officer_changed"
    OFFICER_REMOVED = "officer_removed"
    PIN_SET = "pin_set"
    LOCK_OPENED = "lock_opened"
    ROSTER_CHANGED = "roster_changed"
    VISITING_PLAN_CHANGED = "visiting_plan_changed"
    NUMBER_CALLED = "number_called"
    """Of somebody who waits in the hall; about: the id of the appointment."""
    NUMBER_PASSED_OVER = "number_passed_over"
    NUMBER_RETURNED = "number_returned"
    NUMBER_SERVED = "number_served"
    VISIT_MOVED = "visit_moved"
    VISIT_OPENED = "visit_opened"
    VISIT_WIPED = "visit_wiped"
    DIFFICULT_OPENED = "difficult_opened"
    DIFFICULT_ASSIGNED = "difficult_assigned"
    DIFFICULT_STEP = "difficult_step"
    DIFFICULT_CLOSED = "difficult_closed"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_TRIED = "question_tried"
    QUESTION_NOTED = "question_noted"
    """One that came by telephone."""
    QUESTIONS_SEARCHED = "questions_searched"
    """Answered ones were looked through; about: the ids of those shown."""
    CASE_TAKEN = "case_taken"
    CASE_PUT_BACK = "case_put_back"
    CASE_MATERIALS_SEEN = "case_materials_seen"
    CASE_ASKED_APART = "case_asked_apart"
    CASE_RETURNED = "case_returned"
    CASE_ACCEPTED = "case_accepted"
    CASE_DECLINED = "case_declined"
    CASE_CIRCULATED = "case_circulated"
    CASE_REVIEWED = "case_reviewed"
    CASE_DECIDED = "case_decided"
    CASE_ISSUED = "case_issued"
    CASE_CORRECTED = "case_corrected"
    CASE_WITHDRAWN = "case_withdrawn"
    WHEREABOUTS_TOLD = "whereabouts_told"
    """To a resident, who asked where their case is."""
    RELEASE_PROPOSED = "release_proposed"
    RELEASE_PUBLISHED = "release_published"
    RELEASE_APPROVED = "release_approved"
    RELEASE_WITHDRAWN = "release_withdrawn"
    RELEASE_ROLLED_BACK = "release_rolled_back"
    SERVICE_RETIRED = "service_retired"
    RELEASE_DECLINED = "release_declined"
    """By a kiosk or desk that was told of a release of the hall that it cannot serve."""
    JOURNAL_BEGUN = "journal_begun"
    """By a kiosk that had been put back to an older copy of its data folder."""
    KEY_CHANGED = "key_changed"
    """What is personal is sealed with another key from now on."""
    KEY_DROPPED = "key_dropped"
    RECORD_MARKED = "record_marked"
    """What stood in the record without marks was taken for right by whoever has the key, and marked."""
    DATA_DELETED = "data_deleted"
    """What had outlived the time for which it is kept."""
    ENROLLED = "enrolled"
    CUT_OFF = "cut_off"
    """A kiosk or desk that was stolen, or is not used any more: the hub no longer knows its key."""
    STORE_RESTORED = "store_restored"
    """A backup was put in the place of the database: by the kiosk itself where that was damaged."""
    PUT_BACK_SEEN = "put_back_seen"
    """Somebody looked at what was done when the database was put back, and at what is missing since."""
    DRAFT_BEGUN = "draft_begun"
    DRAFT_DROPPED = "draft_dropped"
    STAFF_PAGE_OPENED = "staff_page_opened"
    """At the kiosk itself, behind its greeting."""
    KIOSK_RESTARTED = "kiosk_restarted"
    KIOSK_ENDED = "kiosk_ended"


CONSOLE = "console"
"""Stands for who sat at the machine itself and gave a command."""
CLOSING = "closing"
"""Stands for nobody: done at closing time, or as the desk was closed."""
RESIDENT = "resident"
"""Stands for a resident, whose number and name the record does not have."""
ITSELF = "itself"
"""Stands for nobody: done by the kiosk whose chain it is."""


@dataclass(frozen=True)
class Entry:
    """One entry. seq: 1, 2, 3... who: an officer's number, :data:`CONSOLE`, :data:`CLOSING`,
    :data:`RESIDENT` or :data:`ITSELF`.

    digest: SHA-256, hexadecimal.
    about: the id of a call, of a case, of a difficult one or of a question, or an officer's number; of what a
    command showed the registration numbers or ids; of a case assigned both; of a screen seen the kiosk and
    the call, and at its end for how long and how it ended; of a journal its id and that of the one before; of
    a key its name, which tells nothing of it; of a release its service and number; of what was deleted what
    kind, how many and of which days; of a database put back the backup's file, and of a look at that when it
    was done; never what a resident or an officer wrote.
    """

    seq: int
    at: datetime
    who: str
    deed: Deed
    about: str
    digest: str


class Fault(StrEnum):
    """What was done to a record."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"
    """At the end."""
    FORGED = "forged"
    """Written, or written anew with all that follows, by somebody without the key."""
    UNMARKED = "unmarked"
    """Where it ends is not marked any more: something may have been cut off."""
    NO_MARKS = "no_marks"
    """It and what follows has no mark up to where marks begin, and the end neither, though the record was
    marked before: a copy from before that was put back, or the marks were taken away."""
    OTHER_KEY = "other_key"
    """Marked with a key that is not here: the keys' file is an older one, or it is a forgery."""


@dataclass(frozen=True)
class Verdict:
    """count: entries looked at. broken: the first that does not fit or is missing; None: it is whole.

    head: the last digest that fits. Noted elsewhere, it proves later that nothing was cut off at the end.
    earlier: the last entry that was written before there were marks; 0: none. Up to there nobody can tell
    whether the chain was made anew before it was marked. With :attr:`Fault.NO_MARKS` the last without a mark.
    """

    count: int
    broken: int | None
    head: str
    fault: Fault | None = None
    earlier: int = 0


@dataclass(frozen=True)
class Ends:
    """Where a record begins and ends. first: the oldest entry's number. start: the digest before it.

    last: how many entries were ever written. head: the digest of the last; ``None``: not known. cut_at: the
    first entry that was missing when the next one was written. earlier: see :class:`Verdict`.
    """

    first: int = 1
    start: str = START
    last: int = 0
    head: str | None = None
    cut_at: int | None = None
    earlier: int = 0


def digest(before: str, seq: int, at: datetime, who: str, deed: str, about: str) -> str:
    """The digest of an entry that follows the one with the digest ``before``."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps([before, seq, moment, who, str(deed), about], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def verify(entries: Iterable[Entry], ends: Ends) -> Verdict:
    """Go along the chain."""
    told = tuple(entries)
    head = ends.start
    for count, entry in enumerate(told, start=1):
        at = ends.first + count - 1
        if entry.seq != at or entry.digest != _following(head, at, entry):
            return Verdict(count, at, head, _fault(told, head, at, entry))
        head = entry.digest
    if ends.cut_at is not None:
        return Verdict(len(told), ends.cut_at, head, Fault.CUT_OFF)
    after = ends.first + len(told)
    if after - 1 < ends.last:
        return Verdict(len(told), after, head, Fault.CUT_OFF)
    if after - 1 > ends.last:
        return Verdict(len(told), ends.last + 1, head, Fault.FORGED)
    if ends.head is not None and ends.head != head:
        return Verdict(len(told), max(after - 1, ends.first), head, Fault.FORGED)
    return Verdict(len(told), None, head)


def _following(before: str, seq: int, entry: Entry) -> str:
    return digest(before, seq, entry.at, entry.who, entry.deed, entry.about)


def _fault(told: tuple[Entry, ...], head: str, at: int, entry: Entry) -> Fault:
    if any(other.digest == _following(head, at, other) for other in told if other is not entry):
        return Fault.REORDERED
    return Fault.CHANGED if entry.seq == at else Fault.REMOVED
