"""Cases as plain values for a list or a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from kiosk.cases.case import Case
from kiosk.cases.number import grouped
from kiosk.flow.answer import Wish


def cases_json(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Ready for JSON: times ISO 8601 in UTC.

    A masked case tells which steps were answered, but has no ``answers``. The private wish is never told.
    """
    return [_case(case) for case in cases]


def _case(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": case.id,
        "number": case.number,
        "number_grouped": grouped(case.number),
        "kiosk": case.kiosk,
        "service": case.service,
        "flow_version": case.flow_version,
        "flow_sha256": case.flow_sha256,
        "locale": case.locale,
        "priority": case.priority,
        "state": case.state,
        "filed_at": case.filed_at.astimezone(UTC).isoformat(),
        "rating": case.rating,
        "masked": case.masked,
        "answered": list(case.answered),
    }
    if not case.masked:
        told["answers"] = {
            step: answer.model_dump(mode="json")
            for step, answer in case.answers.items()
            if not isinstance(answer, Wish)
        }
    return told
