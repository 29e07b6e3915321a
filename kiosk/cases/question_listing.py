"""Questions as plain values for a list or a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from kiosk.cases.number import grouped
from kiosk.cases.question import Question, Reply
from kiosk.flow.answer import Wish


def questions_json(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Ready for JSON: times ISO 8601 in UTC. A masked one tells nothing that anybody wrote."""
    return [_question(question) for question in questions]


def _question(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": question.id,
        "number": question.number,
        "number_grouped": grouped(question.number),
        "kiosk": question.kiosk,
        "service": question.service,
        "channel": str(question.channel),
        "locale": question.locale,
        "priority": question.priority,
        "state": str(question.state),
        "asked_at": _time(question.asked_at),
        "closed_at": _time(question.closed_at),
        "closed_by": question.closed_by,
        "at_hall": question.at_hall,
        "masked": question.masked,
        "replies": [_reply(reply, masked=question.masked) for reply in question.replies],
    }
    if not question.masked:
        told["answers"] = {
            step: answer.model_dump(mode="json")
            for step, answer in question.answers.items()
            if not isinstance(answer, Wish)
        }
    return told


def _reply(reply: Reply, *, masked: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": reply.id,
        "at": _time(reply.at),
        "by": reply.by,
        "how": str(reply.how),
        "noted": reply.noted,
    }
    if not masked:
        told["text"] = reply.text
    return told


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
