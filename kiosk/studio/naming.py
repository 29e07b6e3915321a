"""What a check tells of a draft, by the names that staff know: a step's words in place of its id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.flow.problem import Problem
from kiosk.message import Message
from kiosk.studio.condition_words import ConditionWords, Data, step_of, text_in
from kiosk.studio.icons import ICONS
from kiosk.studio.places import at
from kiosk.words import Words

_OF_STEPS = frozenset(
    f"flowcheck.{kind}"
    for kind in (
        "card_fills_wrong",
        "card_too_late",
        "not_answered_yet",
        "no_such_choice",
        "no_list_to_look_into",
        "never_unknown",
        "not_a_number",
        "number_never",
        "number_always",
        "no_age",
        "not_a_date",
        "true_or_false",
        "several_answers",
        "not_comparable",
    )
)
"""Messages whose ``name`` is a step's id."""
_ANSWER = re.compile(r", (?=[a-z0-9_]+: )")
"""Between the answers of a way: "for_whom: other, kind: move"."""
_SAID = {"unknown": "flow.told.unknown", "agreed": "flow.told.agreed", "refused": "flow.told.refused"}
_MARKS: dict[object, str] = {True: "yes", False: "no"}


def named(problem: Problem, data: Data, words: Words) -> Message:
    """The problem's message with names in place of ids, as far as the draft's ``data`` has any."""
    names = ConditionWords(words)
    params = dict(problem.message.params)
    if problem.message.id in _OF_STEPS and "name" in params:
        params["name"] = names.name(step_of(data, params["name"]), params["name"])
    for field in ("kind", "wanted"):
        called = f"studio.kind.{params.get(field)}"
        if called in words.ids:
            params[field] = words.say(called)
    if problem.kind == "never_offered":
        where = tuple(int(key) if key.isdecimal() else key for key in problem.field.split("."))
        choice = at(data, where)
        text = text_in(choice.get("text"), words.locale) if isinstance(choice, dict) else ""
        params["called"] = text or params["called"]
    if problem.kind == "no_such_icon":
        params |= _icons(str(params.get("near", "")), words)
    if params.get("way"):
        params["way"] = words.say("studio.way_between").join(_way(str(params["way"]), data, names, words))
    return Message(problem.message.id, params)


def _icons(near: str, words: Words) -> dict[str, str | int]:
    """The hint at what was meant, of the pictograms that staff choose from."""
    if near in ICONS:
        return {"near": words.say(f"studio.icon.{near}")}
    known = words.say("studio.icon_between").join(words.say(f"studio.icon.{each}") for each in ICONS)
    return {"hint": "there_are", "known": known}


def _way(way: str, data: Data, names: ConditionWords, words: Words) -> Iterator[str]:
    for told in _ANSWER.split(way):
        step_id, _, label = told.partition(": ")
        if label == "seen":  # nothing was answered there
            continue
        step = step_of(data, step_id)
        answers = {_MARKS.get(value, str(value)): said for value, said in names.answers(step, data)}
        answers |= {mark: words.say(id_) for mark, id_ in _SAID.items()}
        said = " + ".join(answers.get(each, each) for each in label.split("+"))
        yield words.say("studio.way_answer", step=names.name(step, step_id), answer=said)
