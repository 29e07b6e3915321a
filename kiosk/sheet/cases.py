"""In which case a material is to be brought or a fee is due, in words for whoever reads the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.flow import model as m
from kiosk.studio.condition_words import ConditionWords
from kiosk.words import Words

MOST_COMPARED = 4
"""More than so many answers to compare nobody follows on paper: the window tells."""
MOST_TURNED = 3
"""Of so many choices the others are named in place of "not this one"."""


def case_told(condition: m.Condition | None, flow: m.Flow, words: Words) -> str:
    """The case as a sentence, "" for everybody's. Not knowing an answer is no case of its own on paper."""
    if condition is None:
        return ""
    plain = _turned(_without_not_knowing(condition), flow)
    if sum(1 for _ in _leaves(plain)) > MOST_COMPARED:
        return words.say("sheet.case_many")
    told = ConditionWords(words, "sheet.if").sentence(_plain(plain), _plain(flow))
    return words.say("sheet.case", what=told)


def _plain(part: m.Part) -> dict[str, object]:
    return part.model_dump(mode="json", by_alias=True, exclude_none=True)


def _without_not_knowing(condition: m.Condition) -> m.Condition:
    match condition:
        case m.Any(any=parts):
            known = tuple(
                _without_not_knowing(part)
                for part in parts
                if not (isinstance(part, m.IsUnknown) and part.unknown)
            )
            if not known:
                return condition
            return known[0] if len(known) == 1 else m.Any(any=known)
        case m.All(all=parts):
            return m.All(all=tuple(_without_not_knowing(part) for part in parts))
        case _:
            return condition


def _turned(condition: m.Condition, flow: m.Flow) -> m.Condition:
    """What is not one of few choices is one of the others: that is read more easily."""
    match condition:
        case m.Any(any=parts):
            return m.Any(any=tuple(_turned(part, flow) for part in parts))
        case m.All(all=parts):
            return m.All(all=tuple(_turned(part, flow) for part in parts))
        case m.Not(not_=m.Is(step=step_id, is_=answer)):
            step = flow.step(step_id)
            if not isinstance(step, m.ChooseOne) or len(step.choices) > MOST_TURNED:
                return condition
            others = tuple(choice.id for choice in step.choices if choice.id != answer)
            return m.In.model_validate({"step": step_id, "in": others})
        case _:
            return condition


def _leaves(condition: m.Condition) -> Iterator[m.Condition]:
    match condition:
        case m.Any(any=parts) | m.All(all=parts):
            for part in parts:
                yield from _leaves(part)
        case m.Not(not_=part):
            yield from _leaves(part)
        case _:
            yield condition
