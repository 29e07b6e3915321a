"""Answered questions that are like a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.cases.likeness import among, words_of
from kiosk.cases.question import MOST_SIMILAR, Similar


@dataclass(frozen=True)
class Answered:
    """One that was answered, opened. at: when, in UTC."""

    id: str
    question: str = field(repr=False)
    answer: str = field(repr=False)
    at: datetime


def most_alike(words: str, answered: Iterable[Answered]) -> tuple[Similar, ...]:
    """The most alike first, of two that are as alike the one answered later; at most :data:`MOST_SIMILAR`."""
    asked = words_of(words)
    found = [(among(asked, each.question), each) for each in answered if each.answer]
    alike = sorted(
        ((how, each) for how, each in found if how.words),
        key=lambda pair: (-pair[0].share, -len(pair[0].words), -pair[1].at.timestamp(), pair[1].id),
    )
    return tuple(
        Similar(each.id, each.question, each.answer, how.words, each.at) for how, each in alike[:MOST_SIMILAR]
    )
