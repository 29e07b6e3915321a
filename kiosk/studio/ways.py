"""Every way through a service, for staff who want to see them all, and what is new on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, Unknown
from kiosk.flow.explore import MOST_WALKS, End, explore, walks
from kiosk.flow.tell import told
from kiosk.message import Message
from kiosk.words import Words

_TELLING = frozenset({"yes_no", "choice", "choices", "consent", "number", "date", "identity_number"})
"""Kinds whose answers tell ways apart; who somebody is and where they live does not."""


@dataclass(frozen=True)
class Way:
    """answers: (step id, answer) from the first step on. new: what no way before had, in that order.

    end: the review, a notice that ends the service, or nothing at all: a dead end.
    """

    answers: tuple[tuple[str, Answer], ...]
    new: tuple[tuple[m.Step, Answer], ...]
    end: End


@dataclass(frozen=True)
class Ways:
    """all_: whether they take every branch; else there were too many to see them all."""

    ways: tuple[Way, ...]
    all_: bool


def every_way(flow: m.Flow, today: date) -> Ways:
    """Ways that together meet every step, every choice and every branch; the one that meets most is first.

    Raises ValueError for a flow of which no step applies.
    """
    walked = explore(flow, today)
    found = []
    for walk in walks(walked):
        branched = {step_id for step_id, label in walk.covers if label}
        given = dict(walk.answers)
        new = tuple(
            (step, given[step.id])
            for step in flow.steps
            if step.id in branched & given.keys()
            and (step.kind in _TELLING or isinstance(given[step.id], Unknown))
        )
        found.append(Way(walk.answers, new, walk.end))
    return Ways(tuple(found), walked.complete and len(found) < MOST_WALKS)


def new_in_words(way: Way, words: Words) -> Iterator[str]:
    """Each answer that is new on this way: "Where to: Macau"."""
    for step, answer in way.new:
        said = told(step, answer, words.locale)
        said = words.say(said.id, **said.params) if isinstance(said, Message) else said
        name = (step.label or step.title).in_(words.locale).rstrip("？?。.！!")
        yield words.say("preview.answer", step=name, answer=said)
