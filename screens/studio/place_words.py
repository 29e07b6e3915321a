"""What a place of a draft is called: the step or the item, and the part of it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from kiosk.flow.source import Where
from kiosk.studio.condition_words import ConditionWords, steps_of
from kiosk.studio.places import Data
from kiosk.words import Words

LISTS = ("materials", "fees", "next_steps")
GLOSSARY = "glossary"
"""Stands below the service itself."""
PARTS = frozenset(
    {
        "title",
        "help",
        "label",
        "forward",
        "spoken",
        "text",
        "note",
        "when",
        "yes",
        "no",
        "unit",
        "confirm",
        "right",
        "term",
        "also",
        "explanation",
        "icon",
    }
)
"""Parts that have a name of their own in what is told of a place."""


def place_in_words(where: Where, data: Data, tabs: Collection[str], words: Words) -> str:
    """tabs: the pages that have a name of their own."""
    say = words.say
    if len(where) > 1 and where[0] == "steps":
        steps = steps_of(data)
        index = int(where[1])
        name = ConditionWords(words).name(steps[index], "") if index < len(steps) else ""
        told = [say("studio.place.step", number=index + 1, name=name or say("studio.no_words_yet"))]
    elif len(where) > 1 and where[0] in (*LISTS, GLOSSARY):
        told = [say(f"studio.list_number.{where[0]}", number=int(where[1]) + 1)]
    else:
        told = [say(f"studio.tab.{where[0]}" if where and where[0] in tabs else "studio.tab.service")]
    for key, inner in pairwise(where[2:]):
        if key in ("choices", "body") and isinstance(inner, int):
            told.append(say(f"studio.place.{key}", number=inner + 1))
    part = next((key for key in reversed(where[2:]) if key in PARTS), None)
    if part is not None:
        told.append(say(f"studio.part.{part}"))
    return "　".join(told)
