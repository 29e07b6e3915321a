"""Who looks at whom: the places that ask about a step or about one of its choices."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.flow.source import Where
from kiosk.studio.document import Document

_ANSWERS = ("is", "in", "has")


def asking(document: Document, step: str, answer: str | None = None) -> tuple[Where, ...]:
    """Where conditions look at a step, in the file's order; with an answer, those alone that look at it."""
    return tuple(
        where
        for where, leaf in _leaves(document.data, ())
        if leaf.get("step") == step and (answer is None or _names(leaf, answer))
    )


def filled_by_card(document: Document, step: str) -> tuple[Where, ...]:
    """Where a card fills a step."""
    found: list[Where] = []
    for index in range(document.count(("steps",))):
        fills = document.at(("steps", index, "fills"))
        if isinstance(fills, dict):
            found += [("steps", index, "fills", part) for part, filled in fills.items() if filled == step]
    return tuple(found)


def without_step(document: Document, index: int) -> Document:
    """Without a step, and without all that looked at it: what depended on it alone is asked of everybody."""
    step = document.at(("steps", index, "id"))
    document = document.remove(("steps", index))
    while isinstance(step, str) and (found := asking(document, step)):
        document = without_condition(document, found[-1])
    while isinstance(step, str) and (filled := filled_by_card(document, step)):
        document = document.remove(filled[-1])
    return document


def without_choice(document: Document, step: int, choice: int) -> Document:
    """Without one choice of a step, and without what looked at this choice."""
    step_id = document.at(("steps", step, "id"))
    choice_id = document.at(("steps", step, "choices", choice, "id"))
    document = document.remove(("steps", step, "choices", choice))
    if not isinstance(step_id, str) or not isinstance(choice_id, str):
        return document
    while found := asking(document, step_id, choice_id):
        several = document.at((*found[-1], "in"))
        if isinstance(several, list) and len(several) > 1:
            document = document.remove((*found[-1], "in", several.index(choice_id)))
        else:
            document = without_condition(document, found[-1])
    return document


def without_condition(document: Document, where: Where) -> Document:
    """Without a condition, or a part of one; what is empty without it goes too."""
    above = where[:-1]
    if where[-1] == "not" or (isinstance(where[-1], int) and document.count(above) == 1):
        # A "not" of nothing, or an "all" or "any" of nothing: it lies in what goes instead.
        return without_condition(document, above if where[-1] == "not" else above[:-1])
    return document.remove(where)


def _names(leaf: dict[str, object], answer: str) -> bool:
    told = [leaf.get(field) for field in _ANSWERS]
    return any(part == answer or (isinstance(part, list) and answer in part) for part in told)


def _leaves(value: object, where: Where) -> Iterator[tuple[Where, dict[str, object]]]:
    if isinstance(value, dict):
        if isinstance(value.get("step"), str):
            yield where, value
        for key, part in value.items():
            yield from _leaves(part, (*where, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, (*where, index))
