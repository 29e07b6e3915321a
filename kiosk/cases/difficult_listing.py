"""Difficult cases as plain values for a list or a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from kiosk.cases.difficult import DifficultCase, DifficultStep


def difficult_json(cases: Iterable[DifficultCase], today: date) -> list[dict[str, Any]]:
    """Ready for JSON: times ISO 8601 in UTC, ``overdue`` on this day.

    A masked case tells nothing that officers wrote; ``noted`` says where there is something.
    """
    return [_case(case, today) for case in cases]


def _case(case: DifficultCase, today: date) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": case.id,
        "source": str(case.source),
        "opened_at": _time(case.opened_at),
        "opened_by": case.opened_by,
        "call_id": case.call_id,
        "visit_id": case.visit_id,
        "service": case.service,
        "owner": case.owner,
        "due": case.due.isoformat(),
        "overdue": case.overdue(today),
        "state": str(case.state),
        "closed_at": _time(case.closed_at),
        "closed_by": case.closed_by,
        "at_hall": case.at_hall,
        "masked": case.masked,
        "noted": case.noted,
        "steps": [_step(step, masked=case.masked) for step in case.steps],
    }
    if not case.masked:
        told["subject"] = case.subject
    return told


def _step(step: DifficultStep, *, masked: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": step.id,
        "at": _time(step.at),
        "by": step.by,
        "kind": str(step.kind),
        "way": None if step.way is None else str(step.way),
        "owner": step.owner,
        "noted": step.noted,
    }
    if not masked:
        told["text"] = step.text
    return told


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
