"""What pydantic says of a flow file -> one plain sentence a mistake, at its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk.flow import model as m
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


def _model_at(source: Source, where: Where) -> type[BaseModel] | None:
    """The model of the block at a place; None where it is of no known kind, or a text."""
    match where:
        case ():
            return m.Flow
        case ("steps", int()):
            step = source.at(where)
            kind = step.get("kind") if isinstance(step, dict) else None
            return m.KINDS.get(kind) if isinstance(kind, str) else None
        case ("steps", int(), "choices", int()):
            return m.Choice
        case (("materials" | "next_steps"), int()):
            return m.Material
        case ("fees", int()):
            return m.FeeLine
        case ("glossary", int()):
            return m.Term
        case _:
            return None


def _fields(source: Source, where: Where) -> list[str]:
    model = _model_at(source, where)
    return [] if model is None else [f.alias or name for name, f in model.model_fields.items()]


def _meant(source: Source, where: Where) -> str:
    """The field that a misspelt one was meant to be, or ""."""
    close = difflib.get_close_matches(str(where[-1]), _fields(source, where[:-1]), n=1, cutoff=0.6)
    return close[0] if close else ""


def _is_text(source: Source, where: Where) -> bool:
    model = _model_at(source, where[:-1])
    if model is None or not where:
        return False
    for name, field in model.model_fields.items():
        if (field.alias or name) == where[-1]:
            return m.Text in (field.annotation, *get_args(field.annotation))
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
        case "dict_type" | "model_type" if _is_text(source, where) or _in_body(where):
            return wrong("no_languages")
        case "string_type" if _is_text(source, where[:-1]) or _in_body(where[:-1]):
            return wrong("text_empty", locale=str(where[-1])) if e["input"] is None else wrong("needs_quotes")
        case _:
            return simple(e)


def _in_body(where: Where) -> bool:
    return len(where) == 4 and where[2] == "body"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
