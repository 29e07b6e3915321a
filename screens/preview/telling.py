"""What is told of the ways that were walked, and of the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.flow.model import Flow
from kiosk.studio.ways import new_in_words
from kiosk.words import Words
from screens.preview.walker import HOME, RECEIPT, Shown, Walked


def names(flow: Flow, words: Words) -> dict[str, str]:
    """What each place of a picture is called: "3. Where to"."""
    steps = {
        step.id: f"{number}. {(step.label or step.title).in_(words.locale)}"
        for number, step in enumerate(flow.steps, 1)
    }
    return {**steps, HOME: words.say("preview.home"), RECEIPT: words.say("preview.receipt")}


def caption(shown: Shown, called: Mapping[str, str], words: Words) -> str:
    """Of a picture."""
    name = called[shown.step]
    if shown.pages == 1:
        return name
    return words.say("preview.page_of", name=name, page=shown.page + 1, pages=shown.pages)


def way_in_words(number: int, of: int, one: Walked, called: Mapping[str, str], words: Words) -> str:
    """How it went, and below it each answer that no way before had."""
    if one.stuck:
        end = words.say("preview.end.stuck", step=called.get(one.stuck, one.stuck))
    else:
        end = words.say(f"preview.end.{one.way.end}")
    head = words.say("preview.way", number=number, of=of, screens=one.screens, end=end)
    return "\n".join([head, *new_in_words(one.way, words)])


def amiss(walked: Sequence[Walked]) -> int:
    """How many of them did not get to an end."""
    return sum(bool(one.stuck) or one.way.end == "dead_end" for one in walked)


def summary(walked: Sequence[Walked], of: int, pictures: int, every: bool, words: Words) -> str:
    """of: so many ways there are. every: they were all walked, and take all branches."""
    told = words.say(
        "preview.tried" if every else "preview.tried_not_all", gone=len(walked), of=of, pictures=pictures
    )
    count = amiss(walked)
    return f"{told} {words.say('preview.amiss', count=count) if count else words.say('preview.none_amiss')}"
