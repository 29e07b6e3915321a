"""What is wrong with a flow file, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kiosk.message import Message
from kiosk.words import Words

_SLUGS = ("noun", "unit", "asked", "rule", "letters", "stand")
"""Params that are themselves told in words."""


@dataclass(frozen=True)
class Problem:
    """file: the file's name. line: from 1. field: a dotted path such as ``steps.3.choices.0.text``, from 0.

    message: says how to mend it; :func:`told` puts it into words. severity: a release with an error is never
    published.
    """

    file: str
    line: int
    field: str
    message: Message
    severity: Literal["error", "warning"] = "error"

    @property
    def kind(self) -> str:
        """What is wrong, as a slug that stays the same, such as ``dead_end``."""
        return self.message.id.removeprefix("flowcheck.")


class FlowFileError(Exception):
    """A file that cannot be read as a flow; ``problems`` is never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.kind} [{p.field}]" for p in problems))
        self.problems = problems


def wrong(kind: str, /, **params: str | int) -> Message:
    """The message of a kind of problem."""
    return Message(f"flowcheck.{kind}", params)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In the file's order, each once."""
    found = {(p.line, p.field, p.message.id, tuple(p.message.params.items())): p for p in problems}
    return tuple(sorted(found.values(), key=lambda p: (p.line, p.field)))


def told(message: Message, words: Words) -> str:
    """A problem as a sentence in the words' language.

    Of the params ``hint`` names a sentence that is added, and ``way`` is how a resident gets there, "" where
    it is so from the beginning; names of fields and kinds stay as they are written in the file.
    """
    params = dict(message.params)
    for name in _SLUGS:
        if name in params:
            params[name] = words.say(f"flowcheck.{name}.{params[name]}")
    if "way" in params:
        params["way"] = (
            words.say("flowcheck.way", way=params["way"]) if params["way"] else words.say("flowcheck.at_once")
        )
    said = words.say(message.id, **params)
    if not params.get("hint"):
        return said
    return words.say(
        "flowcheck.hinted", said=said, hint=words.say(f"flowcheck.hint.{params['hint']}", **params)
    )
