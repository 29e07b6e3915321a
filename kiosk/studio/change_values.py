"""The values that a change is told from and to: kept without a language, told in any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kiosk.flow.model import Flow, Limit
from kiosk.flow.part import Part
from kiosk.studio.condition_words import ConditionWords, step_of
from kiosk.words import Words

_SAID = ("id", "kind", "label", "title", "yes", "no", "text", "choices")
"""What names a step and its answers."""
_SLUGS = ("audience", "ends_in", "icon", "range", "unsure")
"""Fields whose values have words of their own."""
_NOTHING, _YES, _NO = "-", "yes", "no"


def kept(value: object) -> str:
    """A setting's value."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Limit):
        return f"{value.days} {value.counted}"
    return str(value)


def kept_with_names(value: object, flow: Flow) -> str:
    """A condition, or what a card fills, as JSON with what its steps and answers are called; "" for none."""
    if value is None:
        return ""
    plain = (
        value.model_dump(mode="json", by_alias=True, exclude_none=True) if isinstance(value, Part) else value
    )
    named = set(_words_in(plain))
    steps = [_named(step) for step in flow.steps if step.id in named]
    told: dict[str, object] = {"value": plain, "steps": steps}
    if any(step["kind"] == "checklist" for step in steps):
        told["materials"] = [_named(each) for each in flow.materials]
    return json.dumps(told, ensure_ascii=False)


def setting_told(field: str, value: str, words: Words) -> str:
    """What :func:`kept` kept."""
    if field == "limit" and value != _NOTHING:
        days, _, counted = value.partition(" ")
        return words.say(f"studio.limit.{counted}", days=int(days))
    if field in _SLUGS:
        known = f"studio.{field}.{value}"
        return words.say(known) if known in words.ids else _nothing(value, words)
    return (
        words.say({_YES: "studio.on", _NO: "studio.off"}[value])
        if value in (_YES, _NO)
        else _nothing(value, words)
    )


def condition_told(of: str, value: str, words: Words) -> str:
    """What :func:`kept_with_names` kept of a condition, as the studio tells it. of: what it is a part of."""
    always, when = _PHRASES[of]
    if not value:
        return words.say(always)
    flow = json.loads(value)
    return words.say(when, what=ConditionWords(words).sentence(flow["value"], flow))


def fills_told(value: str, words: Words) -> str:
    """What :func:`kept_with_names` kept of what a card fills."""
    flow, names = json.loads(value), ConditionWords(words)
    told = (
        words.say(
            "studio.change.filled",
            what=words.say(f"studio.fills.{part}"),
            step=names.name(step_of(flow, id_), id_),
        )
        for part, id_ in flow["value"].items()
    )
    return words.say("studio.icon_between").join(told)


_PHRASES = {
    "service": ("studio.priority_never", "studio.priority_when"),
    "step": ("studio.asked_always", "studio.asked_when"),
    "choice": ("studio.offered_always", "studio.offered_when"),
    "material": ("studio.list_always.materials", "studio.list_when.materials"),
    "fee": ("studio.list_always.fees", "studio.list_when.fees"),
    "next_step": ("studio.list_always.next_steps", "studio.list_when.next_steps"),
    "reviewer": ("studio.list_always.reviewers", "studio.list_when.reviewers"),
}


def _nothing(value: str, words: Words) -> str:
    return words.say("studio.change.nothing") if value == _NOTHING else value


def _named(part: Part) -> dict[str, Any]:
    plain = part.model_dump(mode="json", by_alias=True, exclude_none=True)
    found = {name: plain[name] for name in _SAID if name in plain}
    if "label" in found:
        del found["title"]
    if "choices" in found:
        found["choices"] = [{"id": each["id"], "text": each["text"]} for each in found["choices"]]
    return found


def _words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words_in(part)
