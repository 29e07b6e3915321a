"""Hints and the simple mistakes in a flow file, as messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pydantic_core import ErrorDetails

from kiosk.flow.problem import wrong
from kiosk.message import Message


def hint(word: str, known: Iterable[str], otherwise: str = "") -> dict[str, str | int]:
    """The params of a hint at what was meant; where nothing is near, of the hint ``otherwise``."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5 if len(word) < 4 else 0.6)
    if close:
        return {"hint": "near", "near": close[0]}
    return {"hint": otherwise, "known": ", ".join(names)}


def simple(e: ErrorDetails) -> Message:
    """What to tell of an error of pydantic's that needs no knowledge of the place."""
    context = e.get("ctx", {})
    given = str(e.get("input"))
    match e["type"]:
        case "string_pattern_mismatch":
            return wrong("bad_id", given=given)
        case "string_type":
            return wrong("no_text_value")
        case "int_type" | "int_parsing" | "int_from_float":
            return wrong("no_whole_number", given=given)
        case "bool_type" | "bool_parsing":
            return wrong("no_yes_or_no", given=given)
        case "literal_error":
            expected = str(context.get("expected", ""))
            known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
            return wrong("bad_value", given=given, **hint(given, known, "one_of"))
        case "too_short":
            return wrong("too_few", least=int(context.get("min_length", 1)))
        case "greater_than_equal":
            return wrong("too_small", given=given, least=str(context.get("ge")))
        case "less_than_equal":
            return wrong("too_large", given=given, most=str(context.get("le")))
        case "tuple_type" | "list_type":
            return wrong("no_list")
        case "dict_type" | "model_type" | "model_attributes_type":
            return wrong("no_fields")
        case _:
            return wrong("other", said=e["msg"].rstrip("."))
