"""What pydantic says of a flow file -> one plain sentence a mistake, at its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kiosk.flow import model as m
from kiosk.flow.blocks import fields_at, is_line, model_at
from kiosk.flow.explain_condition import explain_condition
from kiosk.flow.problem import Problem, in_order, wrong
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import hint, simple
from kiosk.message import Message

_NOUNS: Mapping[str, str] = {
    "steps": "step",
    "choices": "choice",
    "materials": "material",
    "fees": "fee",
    "next_steps": "line",
    "glossary": "term",
    "reviewers": "reviewer",
    "answers": "ready_answer",
    "window": "window",
    "sheet": "sheet",
    "limit": "limit",
}


def explain(source: Source, error: ValidationError) -> tuple[Problem, ...]:
    """The problems, in the file's order; each mistake once."""
    found: list[Problem] = []
    details = [(_place(e["loc"]), e) for e in error.errors(include_url=False)]
    meant = {(*where[:-1], _meant(source, where)) for where, e in details if e["type"] == "extra_forbidden"}
    deeper = {where[:n] for where, _ in details for n in range(len(where))}
    for where, e in details:
        if e["type"] == "too_short" and where in deeper:
            continue  # too few because those that stand there cannot be read
        root = _condition_root(where)
        if root is not None and where != root[:-1]:
            problems = explain_condition(source, root)
        elif e["type"] == "missing" and where in meant:
            continue  # told by the misspelt field in its place
        else:
            problems = (source.problem(where, _told(source, where, e)),)
        found += problems
    return in_order(found)


def _place(loc: tuple[int | str, ...]) -> Where:
    """pydantic's place in the model as a place in the file: without the kind of step that it puts in."""
    where = [key for key in loc if key != "[key]"]
    if len(where) > 2 and where[0] == "steps":
        del where[2]
    return tuple(where)


def _condition_root(where: Where) -> Where | None:
    for index, key in enumerate(where):
        if key == "when" or (key == "priority" and index == 0):
            return where[: index + 1]
    return None


def _fields(source: Source, where: Where) -> list[str]:
    return fields_at(source.at(where), where)


def _meant(source: Source, where: Where) -> str:
    """The field that a misspelt one was meant to be, or ""."""
    close = difflib.get_close_matches(str(where[-1]), _fields(source, where[:-1]), n=1, cutoff=0.6)
    return close[0] if close else ""


def _is_text(source: Source, where: Where) -> bool:
    model = model_at(source.at(where[:-1]), where[:-1]) if where else None
    if model is None:
        return False
    for name, field in model.model_fields.items():
        if (field.alias or name) == where[-1]:
            args = get_args(field.annotation)
            return m.Text in (field.annotation, *args) and ... not in args
    return False


def _noun(where: Where) -> str:
    for key in reversed(where):
        if isinstance(key, str) and key in _NOUNS:
            return _NOUNS[key]
    return "flow"


def _told(source: Source, where: Where, e: ErrorDetails) -> Message:
    match e["type"]:
        case "union_tag_not_found":
            return wrong("step_no_kind", known=_listed(m.KINDS))
        case "union_tag_invalid":
            kind = str(e["ctx"]["tag"])
            return wrong("step_strange_kind", kind=kind, kinds=_listed(m.KINDS), **hint(kind, m.KINDS))
        case "missing":
            how = "no_text" if _is_text(source, where) else "no_field"
            return wrong(how, noun=_noun(where[:-1]), name=str(where[-1]))
        case "extra_forbidden":
            name = str(where[-1])
            return wrong("strange_field", name=name, **hint(name, _fields(source, where[:-1]), "fields"))
        case "dict_type" | "model_type" if _is_text(source, where) or is_line(where):
            return wrong("no_languages")
        case "string_type" if _is_text(source, where[:-1]) or is_line(where[:-1]):
            return wrong("text_empty", locale=str(where[-1])) if e["input"] is None else wrong("needs_quotes")
        case _:
            return simple(e)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
