"""What a place of a draft is called: the step or the item, and the part of it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from kiosk.flow.source import Where
from kiosk.studio.condition_words import ConditionWords, steps_of
from kiosk.studio.places import Data
from kiosk.words import Words

LISTS = ("materials", "fees", "next_steps")
GLOSSARY, ANSWERS = "glossary", "answers"
"""Stand below the service itself."""
REVIEWERS, SHEET, WINDOW = "reviewers", "sheet", "window"
"""Stand together, on the window's page."""
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
        "limit",
        "hands_over",
        "who",
        "where",
        "how",
        "time",
        "know",
        "look_at",
        "question",
        "answer",
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
    elif len(where) > 1 and where[0] in (*LISTS, GLOSSARY, ANSWERS, REVIEWERS):
        told = [say(f"studio.list_number.{where[0]}", number=int(where[1]) + 1)]
    else:
        tab = WINDOW if where and where[0] == SHEET else where[0] if where else ""
        told = [say(f"studio.tab.{tab}" if tab in tabs else "studio.tab.service")]
    inside = where[1:] if where and where[0] in (WINDOW, SHEET) else where[2:]
    for key, inner in pairwise(inside):
        if key in ("choices", "body") and isinstance(inner, int):
            told.append(say(f"studio.place.{key}", number=inner + 1))
    part = next((key for key in reversed(inside) if key in PARTS), None)
    if part is not None:
        told.append(say(f"studio.part.{part}"))
    return "　".join(told)
