"""A condition as a sentence, from a draft's plain values: it may be wrong, and is told as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.words import Words

Data = Mapping[str, object]
UNKNOWN, KNOWN = ("unknown", True), ("unknown", False)


def text_in(text: object, locale: str) -> str:
    """A text in this locale, or in the one that has it first; "" where nothing is written."""
    if not isinstance(text, dict):
        return ""
    told = [text.get(locale), *text.values()]
    return next((each for each in told if isinstance(each, str) and each.strip()), "")


def steps_of(flow: Data) -> tuple[Data, ...]:
    """The steps that can be read as such."""
    steps = flow.get("steps")
    return tuple(step for step in steps if isinstance(step, dict)) if isinstance(steps, list) else ()


def step_of(flow: Data, step_id: object) -> Data | None:
    """The step with this id."""
    return next((step for step in steps_of(flow) if step.get("id") == step_id), None)


def parts_of(holder: Data | None, name: str) -> tuple[Data, ...]:
    """The items of a list that can be read as such."""
    parts = None if holder is None else holder.get(name)
    return tuple(part for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()


class ConditionWords:
    """In the reader's language; the residents' own words stand in quotes.

    phrases: how the ids of the sentences begin that it is told with, for staff or for residents.
    """

    def __init__(self, words: Words, phrases: str = "studio.if") -> None:
        self._words, self._phrases = words, phrases

    def _say(self, phrase: str, **params: str) -> str:
        return self._words.say(f"{self._phrases}.{phrase}", **params)

    def sentence(self, condition: object, flow: Data) -> str:
        """When it holds, without an end: "what for" is "a visit"."""
        if not isinstance(condition, dict):
            return self._say("unreadable")
        for several in ("all", "any"):
            if isinstance(condition.get(several), list):
                return self._joined(several, condition[several], flow)
        if "not" in condition:
            inner = condition["not"]
            if isinstance(inner, dict) and "step" in inner:
                return self._leaf(inner, flow, no=True)
            return self._say("not", what=self.sentence(inner, flow))
        return self._leaf(condition, flow, no=False)

    def name(self, step: Data | None, step_id: object) -> str:
        """What a step is called."""
        if step is None:
            return str(step_id)
        locale = self._words.locale
        return text_in(step.get("label"), locale) or text_in(step.get("title"), locale) or str(step_id)

    def answers(self, step: Data | None, flow: Data) -> Iterator[tuple[object, str]]:
        """What one can ask for at this step, and its words."""
        locale = self._words.locale
        kind = None if step is None else step.get("kind")
        if kind in ("yes_no", "consent", "card"):
            assert step is not None
            yield True, text_in(step.get("yes"), locale) or self._say(f"{kind}.yes")
            yield False, text_in(step.get("no"), locale) or self._say(f"{kind}.no")
        listed = parts_of(flow, "materials") if kind == "checklist" else parts_of(step, "choices")
        for part in listed:
            yield part.get("id"), text_in(part.get("text"), locale) or str(part.get("id"))

    def answer(self, step: Data | None, value: object, flow: Data) -> str:
        """The words of one answer."""
        return next((words for id_, words in self.answers(step, flow) if id_ == value), str(value))

    def _joined(self, several: str, parts: list[object], flow: Data) -> str:
        told = []
        for part in parts:
            sentence = self.sentence(part, flow)
            nested = isinstance(part, dict) and ("all" in part or "any" in part)
            told.append(self._say("nested", what=sentence) if nested else sentence)
        return self._say(f"{several}_between").join(told)

    def _leaf(self, leaf: Data, flow: Data, *, no: bool) -> str:
        step = step_of(flow, leaf.get("step"))
        told: dict[str, str] = {"step": self.name(step, leaf.get("step"))}
        form = "no" if no else "yes"
        for field in ("is", "has", "at_least", "age_at_least"):
            if field in leaf:
                told["answer"] = self.answer(step, leaf[field], flow)
                return self._say(f"{field}.{form}", **told)
        several = leaf.get("in")
        if isinstance(several, list):
            words = [self.answer(step, value, flow) for value in several]
            told["answer"] = self._say("or").join(dict.fromkeys(words))
            return self._say(f"in.{form}", **told)
        if "unknown" in leaf:
            known = leaf["unknown"] is False
            return self._say(f"unknown.{'no' if known != no else 'yes'}", **told)
        if leaf.get("kind") == "before":
            told["days"], told["months"] = (str(leaf.get(f"before_{each}", 0)) for each in ("days", "months"))
            return self._say(f"before.{form}", **told)
        return self._say("unreadable")
