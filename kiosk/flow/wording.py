"""Plain sentences for the simple mistakes in a flow file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pydantic_core import ErrorDetails


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``' Did you mean "x"?'`` with a space before it, or "" where nothing is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5 if len(word) < 4 else 0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def sentence(e: ErrorDetails) -> str:
    """The mend for an error of pydantic's that needs no knowledge of the place."""
    context = e.get("ctx", {})
    given = e.get("input")
    least, most = context.get("ge"), context.get("le")
    match e["type"]:
        case "string_pattern_mismatch":
            return (
                f'"{given}" cannot be an id. Use small letters, digits and underscores, '
                "beginning with a letter, 40 at most."
            )
        case "string_type":
            return "Text is expected here. Write it, in quotes where it looks like a number."
        case "int_type" | "int_parsing" | "int_from_float":
            return f'"{given}" is no whole number. Write one, without quotes.'
        case "bool_type" | "bool_parsing":
            return f'"{given}" is neither true nor false. Write one of the two.'
        case "literal_error":
            expected = str(context.get("expected", ""))
            known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
            return f'"{given}" cannot stand here.{did_you_mean(str(given), known)} Write {expected}.'
        case "too_short":
            least = context.get("min_length", 1)
            return f"Too few stand here: at least {least} needed. Add what is missing."
        case "greater_than_equal":
            return f'"{given}" is too small. Write {least} or more.'
        case "less_than_equal":
            return f'"{given}" is too large. Write {most} or less.'
        case "tuple_type" | "list_type":
            return "A list is expected here: begin each entry on a line of its own with a dash."
        case "dict_type" | "model_type" | "model_attributes_type":
            return "Fields are expected here: write each on a line of its own as name: value."
        case _:
            return f"{e['msg'].rstrip('.')}. Correct what stands here."
