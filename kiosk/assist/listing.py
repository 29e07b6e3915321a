"""Calls as plain values for a list or a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from kiosk.assist.call import Call


def calls_json(calls: Iterable[Call], *, reveal: bool = False) -> list[dict[str, Any]]:
    """Ready for JSON: times ISO 8601 in UTC, states and outcomes as words.

    An officer's note may hold a name: it is only told with ``reveal``; ``noted`` says that there is one.
    """
    return [_call(call, reveal=reveal) for call in calls]


def _call(call: Call, *, reveal: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": call.id,
        "kiosk": call.kiosk,
        "kiosk_name": call.kiosk_name,
        "place": call.place,
        "service": call.service,
        "step": call.step,
        "locale": call.locale,
        "priority": call.priority,
        "quiet": call.quiet,
        "state": str(call.state),
        "open": call.open,
        "created_at": _time(call.created_at),
        "seen_at": _time(call.seen_at),
        "claimed_at": _time(call.claimed_at),
        "officer": call.officer,
        "arrived_at": _time(call.arrived_at),
        "closed_at": _time(call.closed_at),
        "outcome": None if call.outcome is None else str(call.outcome),
        "noted": bool(call.note),
    }
    if reveal:
        told["note"] = call.note
    return told


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
