"""How the hall's hub stands for the kiosk and for the desk on this machine."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.assist.outbox import Backlog, HubRefusal, RefusalReason
from kiosk.cases.facts import FactBacklog
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.finding import Finding, State
from kiosk.hub.keys import Claimant, read_key
from kiosk.hub.part import Part
from kiosk.hub.trying import Meeting, Met, meet
from kiosk.settings import Settings
from kiosk.store.folder import DataFolder
from kiosk.store.local import LocalStore
from kiosk.studio.hall import Declined, Unfit

_TOLD = {
    Met.KNOWN: "reached; it knows the key",
    Met.UNKNOWN_KEY: "it is there, but nobody of this name is enrolled with this key",
    Met.NOT_READY: "it is there, but its database does not answer",
    Met.NO_HUB: "what answers there is no hub, or one of an older version",
    Met.CERTIFICATE: "its certificate cannot be trusted, so the key was not shown",
    Met.NO_NAME: "the name in hub_url leads nowhere",
    Met.NO_ANSWER: "nobody answers at hub_url",
}
_MEND = {
    Met.KNOWN: "",
    Met.NOT_READY: "look after its database; what the hub prints says more",
    Met.NO_HUB: "correct hub_url, or bring the hub up to date",
    Met.CERTIFICATE: "let this system trust whoever issued it (update-ca-certificates), or mend name or date",
    Met.NO_NAME: "correct hub_url, or mend the network's name server",
    Met.NO_ANSWER: "start the hub, or mend the network, the firewall, or the port in hub_url",
}
_AFTER_REFUSAL = {
    RefusalReason.FORKED: "this data folder is an older copy: put the newest one back",
    RefusalReason.SET_BACK: "this data folder is an older copy: put the newest one back",
    RefusalReason.TOO_SOON: (
        "let only one machine run with this kiosk's key, on a disk that is not put back at each start; "
        "it tries again by itself within minutes"
    ),
    RefusalReason.FOREIGN: "it is another kiosk's data folder: correct kiosk_no or data_dir",
    RefusalReason.MALFORMED: "bring this kiosk and the hub to the same version",
    RefusalReason.GAP: "put back a newer copy of the hub's database; else bring both to the same version",
}
_UNFIT = {
    Unfit.DAMAGED: "it is not what was published",
    Unfit.PROBLEMS: "this program's own check finds errors in it",
}
_TOLD_FOR = timedelta(days=30)
"""So long it is told that the journal was begun anew."""


def hub_findings(settings: Settings) -> Iterator[Finding]:
    """Address, keys, the hub itself, and what it has still to hear. Asks the hub, where there is one.

    A kiosk serves without its hub; a desk of the hall does not.
    """
    keys = {
        Part.KIOSK: settings.hub_key,
        Part.DESK: settings.desk_key,
        Part.PORTAL: settings.portal_key,
    }
    if settings.hub_url is None:
        for part, path in keys.items():
            if path is not None:
                yield Finding("hub", "note", f"there is a key for the {part}, but no hub_url", "set hub_url")
        if not any(keys.values()):
            yield Finding("hub", "ok", "none; calls stay on this machine")
        return
    yield Finding("hub", "ok", settings.hub_url)
    for part, path in keys.items():
        if path is not None:
            yield from _known(settings, settings.hub_url, part, path)
    if settings.hub_key is not None:
        yield from _outgoing(settings)


def _known(settings: Settings, address: str, part: Part, path: Path) -> Iterator[Finding]:
    names = {
        Part.KIOSK: settings.kiosk_no,
        Part.DESK: settings.desk_id,
        Part.PORTAL: settings.portal_id,
    }
    name = names[part]
    enrol = f"on the hub, run: kiosk hub enrol {name}" + ("" if part is Part.KIOSK else f" --{part}")
    what = f"key of the {part}"
    try:
        claimant = Claimant(name, read_key(path))
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "it holds no key"
        yield Finding(what, "missing", f"{path} cannot be read: {why}", f"{enrol}, and put the key there")
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding(what, "note", f"others can read {path}", f"chmod 600 {path}")
    else:
        yield Finding(what, "ok", f"of {name}, in {path}")
    meeting = meet(address, claimant, part)
    yield Finding(f"hub for the {part}", _state(meeting, part), _told(meeting), _MEND.get(meeting.met, enrol))


def _state(meeting: Meeting, part: Part) -> State:
    if meeting.met is Met.KNOWN:
        return "ok"
    return "missing" if part is Part.DESK else "note"


def _told(meeting: Meeting) -> str:
    return _TOLD[meeting.met] + (f" ({meeting.detail})" if meeting.detail else "")


def _outgoing(settings: Settings) -> Iterator[Finding]:
    if not DataFolder(settings.data_dir, settings.kiosk_no, kiosk_lock=False).database.exists():
        return  # nothing was ever made
    clock = SystemClock()

    async def asked() -> tuple[Backlog, FactBacklog, tuple[Declined, ...]]:
        store = LocalStore(settings.data_dir, settings.kiosk_no, clock, kiosk_lock=False)
        try:
            return await store.outbox.backlog(), await store.facts.backlog(), await store.hall.declined()
        finally:
            await store.close()

    try:
        backlog, facts, declined = asyncio.run(asked())
    except StoreFailed:
        return  # what is the matter with it is told of the database
    now = clock.now()
    yield _waiting("changes for the hub", backlog.count, backlog.oldest, now)
    yield _waiting("cases and ratings for the hub", facts.count, facts.oldest, now)
    if backlog.begun is not None and now - backlog.begun < _TOLD_FOR:
        yield _begun(backlog.begun)
    if backlog.refusal is not None:
        yield _refused(backlog.refusal)
    for each in declined:
        yield _declined(each)


def _waiting(what: str, count: int, oldest: datetime | None, now: datetime) -> Finding:
    if oldest is None:
        return Finding(what, "ok", "all delivered")
    told = f"{count} not delivered, the oldest made {_age(oldest, now)} ago"
    return Finding(what, "note", told, "they go out by themselves while the kiosk runs")


def _begun(at: datetime) -> Finding:
    return Finding(
        "journal for the hub",
        "note",
        f"begun anew at {at:%Y-%m-%d %H:%M:%SZ}, as this data folder had been put back to an older copy",
        "if the newer folder still exists, keep it: what it had not delivered stands nowhere else",
    )


def _refused(refusal: HubRefusal) -> Finding:
    told = f"at {refusal.at:%Y-%m-%d %H:%M:%SZ} the hub would not have the changes: {refusal.reason}"
    detail = f" ({refusal.detail})" if refusal.detail else ""
    return Finding("last refusal of the hub", "note", told + detail, _AFTER_REFUSAL[refusal.reason])


def _declined(one: Declined) -> Finding:
    told = f"{one.service} {one.number} was not taken at {one.at:%Y-%m-%d %H:%M:%SZ}: {_UNFIT[one.why]}"
    mend = "bring this kiosk and the hub to the same version, or publish the service again"
    return Finding("release of the hall", "note", f"{told}; what was in force before stays", mend)


def _age(since: datetime, now: datetime) -> str:
    seconds = max(0, int((now - since).total_seconds()))
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"
