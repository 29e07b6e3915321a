"""What is wrong with a condition. Conditions have no kind of their own: their fields say what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import ValidationError

from kiosk.flow import model as m
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import hint, simple

_JOINING = ("all", "any", "not")
_BEFORE = ("kind", "before_months", "before_days")
_COMPARING: Mapping[str, type[m.Part]] = MappingProxyType(
    {
        "is": m.Is,
        "in": m.In,
        "has": m.Has,
        "unknown": m.IsUnknown,
        "at_least": m.AtLeast,
        "age_at_least": m.AgeAtLeast,
        "before": m.Before,
    }
)
_COMPARED = "is, in, has, unknown, at_least, age_at_least, kind: before"


def explain_condition(source: Source, where: Where) -> tuple[Problem, ...]:
    """The problems of the condition at a place; at least one is found where it cannot be read."""
    return tuple(_explain(source, where)) or (
        source.problem(where, wrong("condition_unreadable", known=_COMPARED)),
    )


def _explain(source: Source, where: Where) -> Iterator[Problem]:
    raw = source.at(where)
    if not isinstance(raw, dict) or not raw:
        yield source.problem(where, wrong("condition_no_fields"))
        return
    joining = [key for key in _JOINING if key in raw]
    if joining:
        yield from _joined(source, where, raw, joining[0])
        return
    known = ("step", *_COMPARING, *_BEFORE, *_JOINING)
    strange = [key for key in raw if key not in known or key == "before"]
    for key in strange:
        near = hint(str(key), known, "condition")
        if key == "before":
            near = {"hint": "near", "near": "kind: before"}
        elif near["hint"] == "condition":
            near["known"] = _COMPARED
        yield source.problem((*where, key), wrong("condition_field", name=str(key), **near))
    if strange:
        return
    if "step" not in raw:
        yield source.problem(where, wrong("condition_no_step"))
        return
    compared = [key for key in _COMPARING if key in raw] + ["before"] * any(k in raw for k in _BEFORE)
    if len(compared) != 1:
        mend = (
            wrong("condition_compares_nothing", known=_COMPARED)
            if not compared
            else wrong("condition_compares_several", names=", ".join(compared))
        )
        yield source.problem(where, mend)
        return
    try:
        _COMPARING[compared[0]].model_validate(raw)
    except ValidationError as error:
        seen: set[str | int] = set()
        for e in error.errors(include_url=False):
            key = e["loc"][0] if e["loc"] else ""
            if key not in seen:
                seen.add(key)
                missing = e["type"] == "missing"
                message = wrong("condition_kind") if missing else simple(e)
                yield source.problem((*where, key), message)


def _joined(source: Source, where: Where, raw: dict[str, object], key: str) -> Iterator[Problem]:
    others = [other for other in raw if other != key]
    if others:
        yield source.problem((*where, others[0]), wrong("condition_beside", name=str(others[0]), key=key))
        return
    there = (*where, key)
    if key == "not":
        yield from _explain(source, there)
        return
    parts = raw[key]
    if not isinstance(parts, list) or not parts:
        yield source.problem(there, wrong("condition_no_list", key=key))
        return
    for index in range(len(parts)):
        yield from _explain(source, (*there, index))
