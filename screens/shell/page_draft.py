"""What was entered on a page and not yet answered, as JSON and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from screens.steps.card import CardDraft
from screens.steps.entry import EntryDraft
from screens.steps.handwriting import Written

T = TypeVar("T")
_ENTRY, _HALF, _CARD = TypeAdapter(EntryDraft), TypeAdapter(Written), TypeAdapter(CardDraft)
_CHOSEN = TypeAdapter(tuple[str, ...])


def written(draft: object) -> JsonValue:
    """A screen's draft; None where there is none, or no way to write it: then only answers are kept."""
    match draft:
        case EntryDraft():
            return {"entry": _ENTRY.dump_python(draft, mode="json")}
        case CardDraft():
            return {"card": _CARD.dump_python(draft, mode="json")}
        case tuple():
            return {"chosen": [str(each) for each in draft]}
        case bool():
            return {"covered": draft}
        case _:
            return None


def read(value: JsonValue) -> object:
    """What :func:`written` wrote; None where it did not."""
    match value:
        case {"entry": entry}:
            return _entry(entry)
        case {"card": card}:
            return _read(_CARD, card)
        case {"chosen": chosen}:
            return _read(_CHOSEN, chosen)
        case {"covered": bool(covered)}:
            return covered
        case _:
            return None


def _entry(value: JsonValue) -> EntryDraft | None:
    draft = _read(_ENTRY, value)
    if draft is None or draft.half is None:
        return draft
    half = _read(_HALF, draft.half)
    return replace(draft, half=half)


def _read(adapter: TypeAdapter[T], value: object) -> T | None:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None
