"""From what was found to what is said of each part. Pure: every limit stands here, with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.clock import HALL_ZONE
from kiosk.failure import Trouble
from kiosk.health.state import FINE, NONE, Part, PartHealth, State
from kiosk.message import Message
from kiosk.put_back import PutBack

LITTLE_BYTES = 200 * 1024 * 1024
"""As ``kiosk doctor`` has it: below this somebody should make room."""
FULL_BYTES = 20 * 1024 * 1024
"""Below this the database may not grow any more."""
SET_BACK = timedelta(minutes=1)
"""A clock may be put right by so much without a word."""
FAR = timedelta(minutes=5)
"""So far from the hall's time, calls and due dates stand at wrong times."""
LAG = timedelta(minutes=2)
"""A connection that is there delivers within seconds."""
CRASHED_FOR = timedelta(hours=24)
"""So long it is told that the kiosk came back by itself."""
BACKUP_OLD = timedelta(hours=48)
"""Backups are made daily: one may be missing, two may not."""
STORE_TROUBLES = frozenset(Trouble) - {Trouble.AWAY, Trouble.BUSY}
"""Each has a sentence of its own; the others are the hub's."""


def store(trouble: str | None) -> PartHealth:
    """trouble: why it cannot serve, a :class:`kiosk.failure.Trouble`; None where it serves."""
    if trouble is None:
        return PartHealth(Part.STORE)
    why = trouble if trouble in STORE_TROUBLES else Trouble.UNKNOWN
    return PartHealth(Part.STORE, State.BROKEN, Message(f"health.store_{why}"))


def disk(free_bytes: int | None) -> PartHealth:
    """None: the disk does not answer."""
    if free_bytes is None:
        return PartHealth(Part.DISK, State.BROKEN, Message("health.disk_silent"))
    if free_bytes >= LITTLE_BYTES:
        return PartHealth(Part.DISK)
    state = State.POOR if free_bytes >= FULL_BYTES else State.BROKEN
    return PartHealth(Part.DISK, state, Message("health.disk_little", {"mib": free_bytes // 2**20}))


def clock(now: datetime, last_known: datetime | None, ahead: timedelta | None) -> PartHealth:
    """last_known: the latest moment that this kiosk has ever seen. ahead: the hall's time before ours."""
    if last_known is not None and last_known - now > SET_BACK:
        return PartHealth(
            Part.CLOCK, State.POOR, Message("health.clock_back", {"minutes": _minutes(last_known - now)})
        )
    if ahead is not None and abs(ahead) > FAR:
        return PartHealth(
            Part.CLOCK, State.POOR, Message("health.clock_far", {"minutes": _minutes(abs(ahead))})
        )
    return PartHealth(Part.CLOCK)


def voice(ready: bool, silent: bool) -> PartHealth:
    """ready: it was made. silent: nothing can be heard, whatever a resident does."""
    if ready and not silent:
        return PartHealth(Part.VOICE)
    return PartHealth(Part.VOICE, State.BROKEN, Message("health.voice_silent"))


def handwriting(there: bool) -> PartHealth:
    """there: it is offered."""
    if there:
        return PartHealth(Part.HANDWRITING)
    return PartHealth(Part.HANDWRITING, State.BROKEN, Message("health.handwriting_gone"))


def printer(ready: bool | None, out_of_paper: bool) -> tuple[PartHealth, ...]:
    """ready: a slip would come out; None where there is no printer. out_of_paper: it says so itself."""
    if ready is None:
        return (PartHealth(Part.PRINTER, told=NONE),)
    if out_of_paper:
        return (PartHealth(Part.PRINTER), PartHealth(Part.PAPER, State.BROKEN, Message("health.paper_out")))
    if not ready:
        return (PartHealth(Part.PRINTER, State.BROKEN, Message("health.printer_gone")),)
    return (PartHealth(Part.PRINTER), PartHealth(Part.PAPER))


def reader(there: bool | None) -> PartHealth:
    """None: this kiosk has none."""
    if there is None:
        return PartHealth(Part.READER, told=NONE)
    if there:
        return PartHealth(Part.READER)
    return PartHealth(Part.READER, State.BROKEN, Message("health.reader_gone"))


def queue(count: int, oldest: datetime | None, now: datetime) -> PartHealth:
    """What the hub has still to hear. oldest: when the first of it was made."""
    age = timedelta(0) if oldest is None else now - oldest
    if age <= LAG:
        return PartHealth(Part.QUEUE)
    told = Message("health.queue_waits", {"count": count, "minutes": _minutes(age)})
    return PartHealth(Part.QUEUE, State.POOR, told)


def hub(connected: bool | None) -> PartHealth:
    """None: this kiosk has no hub."""
    if connected is None:
        return PartHealth(Part.HUB, told=NONE)
    if connected:
        return PartHealth(Part.HUB)
    return PartHealth(Part.HUB, State.POOR, Message("health.hub_away"))


def crash(crashed_at: datetime | None, now: datetime) -> PartHealth:
    """crashed_at: when it was last heard of before it came back without having been ended."""
    if crashed_at is None or now - crashed_at > CRASHED_FOR:
        return PartHealth(Part.CRASH)
    gone = max(timedelta(0), now - crashed_at)
    return PartHealth(Part.CRASH, State.POOR, Message("health.crashed", {"minutes": _minutes(gone)}))


def backup(made_at: datetime | None, kept: bool, now: datetime) -> PartHealth:
    """kept: there is a folder of backups. made_at: the newest in it."""
    if not kept:
        return PartHealth(Part.BACKUP, told=NONE)
    if made_at is None:
        return PartHealth(Part.BACKUP, State.POOR, Message("health.backup_none"))
    if now - made_at > BACKUP_OLD:
        hours = int((now - made_at) / timedelta(hours=1))
        return PartHealth(Part.BACKUP, State.POOR, Message("health.backup_old", {"hours": hours}))
    return PartHealth(Part.BACKUP, told=FINE)


def recovery(put_back: PutBack | None) -> PartHealth:
    """put_back: what nobody has looked at; None where the database was not put back."""
    if put_back is None:
        return PartHealth(Part.RECOVERY)
    at = put_back.at.astimezone(HALL_ZONE).strftime("%Y-%m-%d %H:%M")
    if not put_back.lost:
        return PartHealth(Part.RECOVERY, State.POOR, Message("health.put_back", {"at": at}))
    told = Message("health.put_back_lost", {"at": at, "count": put_back.lost})
    return PartHealth(Part.RECOVERY, State.POOR, told)


def _minutes(span: timedelta) -> int:
    return max(1, round(span / timedelta(minutes=1)))
