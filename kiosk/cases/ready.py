"""Ready answers that a service's file names: which fit a question, and in whose language each is read.

A reply is kept as its resident reads it. A ready answer that was not changed has every language of its file,
so that it is kept in the resident's and shown to an officer in theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kiosk.cases.asked import chosen_ids
from kiosk.cases.likeness import among, words_of
from kiosk.flow.answer import Answer
from kiosk.flow.model import Flow
from kiosk.flow.part import Text

MOST_PROPOSED = 3
_OF_SERVICE = 0.5
"""What being of the service that a question is about counts for: as much as half of its words."""


@dataclass(frozen=True)
class Ready:
    """One that is proposed. words: those that it has in common with what was asked, in order."""

    service: str
    id: str
    question: Text
    answer: Text
    words: tuple[str, ...] = ()


def offered(answers: Mapping[str, Answer], own: Flow, flows: Iterable[Flow]) -> Flow:
    """The service whose ready answers are shown before a question is written: the one that it is about.

    own: the consultation itself, whose ready answers are shown where it is about no service that has any.
    """
    about = chosen_ids(answers)
    return next((flow for flow in flows if flow.id in about and flow.answers), own)


def proposed(asked: str, about: Collection[str], locale: str, flows: Iterable[Flow]) -> tuple[Ready, ...]:
    """Those most like it first, at most :data:`MOST_PROPOSED`.

    asked: the question's own words, written in ``locale``. about: the ids of services that it is about,
    whose ready answers are proposed without a word in common too.
    """
    words = words_of(asked)
    found: list[tuple[float, Ready]] = []
    for flow in flows:
        for each in flow.answers:
            how = among(words, f"{each.question.in_(locale)} {each.answer.in_(locale)}")
            worth = how.share + (_OF_SERVICE if flow.id in about else 0)
            if worth:
                found.append((worth, Ready(flow.id, each.id, each.question, each.answer, how.words)))
    found.sort(key=lambda pair: (-pair[0], -len(pair[1].words)))  # of two alike the first in the files stays
    return tuple(ready for _, ready in found[:MOST_PROPOSED])


def in_theirs(text: str, ready: Iterable[Ready], mine: str, theirs: str) -> str:
    """What is kept of an officer's answer: a ready one that they left as it was, in the resident's language.

    mine, theirs: the officer's locale, and the one in which it was asked. Anything else is kept as written.
    """
    for each in ready:
        if _plain(each.answer.in_(mine)) == _plain(text):
            return _plain(each.answer.root.get(theirs, text))
    return text


def as_read(text: str, flows: Iterable[Flow], locale: str) -> str:
    """A reply for an officer: a ready answer in their language, whichever it was kept in."""
    for flow in flows:
        for each in flow.answers:
            if any(_plain(said) == text for said in each.answer.root.values()):
                return _plain(each.answer.in_(locale))
    return text


def _plain(text: str) -> str:
    return " ".join(text.split())
