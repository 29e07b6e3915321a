"""What is added new: steps, choices, materials, fees, a whole service, with words still to be written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kiosk.studio.places import Data

BARE: dict[str, Data] = {
    "notice": {"body": []},
    "choice": {},
    "choices": {"least": 1},
    "number": {"least": 0, "most": 99},
    "text": {"longest": 60},
    "card": {"fills": {}},
    "consent": {},
}
"""What a step of a kind has besides its id, its kind and its words."""

LIMIT: Data = {"days": 20}
"""A time limit that is still to be thought of: what the law leaves an office at most (in working days)."""


def no_words(locales: Iterable[str]) -> Data:
    """A text that is still to be written."""
    return dict.fromkeys(locales, "")


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, with a number behind it where it is taken; 40 characters at most (see Slug)."""
    if wanted not in taken:
        return wanted
    head = wanted.rstrip("0123456789").rstrip("_") or "part"
    number = 2
    while (found := f"{head[: 39 - len(str(number))]}_{number}") in taken:
        number += 1
    return found


def step(kind: str, taken: Collection[str], locales: Collection[str]) -> Data:
    """A step of this kind, whose words are still to be written."""
    made: Data = {"id": free_id(kind, taken), "kind": kind, "title": no_words(locales)}
    made |= {name: value for name, value in BARE.get(kind, {}).items() if value != []}
    if kind in ("choice", "choices"):
        made["choices"] = [choice((), locales), choice(("choice",), locales)]
    if kind == "consent":
        made["body"] = [no_words(locales)]
    return made


def choice(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more thing to choose."""
    return {"id": free_id("choice", taken), "text": no_words(locales)}


def material(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more thing to bring, or line of what comes next."""
    return {"id": free_id("material", taken), "text": no_words(locales)}


def term(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more office word that is explained."""
    return {"id": free_id("term", taken), "term": no_words(locales), "explanation": no_words(locales)}


def fee(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more line of what it costs."""
    return {"id": free_id("fee", taken), "text": no_words(locales), "fen": 0}


def reviewer(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more office that the window asks."""
    return {"id": free_id("reviewer", taken), "text": no_words(locales), "limit": dict(LIMIT)}


def ready_answer(taken: Collection[str], locales: Collection[str]) -> Data:
    """One more question that is often asked, with its answer."""
    return {"id": free_id("asked", taken), "question": no_words(locales), "answer": no_words(locales)}


def service(id_: str, order: int, locales: Collection[str]) -> Data:
    """A service that asks nothing yet and ends with the review."""
    return {
        "schema": 1,
        "id": id_,
        "version": 1,
        "order": order,
        "icon": "document",
        "title": no_words(locales),
        "summary": no_words(locales),
        "steps": [step("yes_no", (), locales), step("review", (), locales)],
        "next_steps": [material((), locales)],
    }
