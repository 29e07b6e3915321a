"""What must hold in a flow as it is written, before anybody walks through it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from kiosk.flow import model as m
from kiosk.flow.problem import Problem
from kiosk.flow.rules_condition import conditions
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import did_you_mean

_FILLED_KIND = (
    ("name", "name"),
    ("identity_number", "identity_number"),
    ("address", "address"),
    ("sex", "choice"),
    ("birth", "date"),
)


@dataclass(frozen=True)
class Written:
    """A flow and where everything in it stands."""

    flow: m.Flow
    source: Source

    def error(self, where: Where, message: str) -> Problem:
        """A problem that keeps the release from being published."""
        return self.source.problem(where, message)

    def warning(self, where: Where, message: str) -> Problem:
        """A problem that residents would hardly notice."""
        told = self.source.problem(where, message)
        return Problem(told.file, told.line, told.field, told.message, "warning")


def problems(written: Written, locales: Sequence[str], known: Collection[str] = ()) -> Iterator[Problem]:
    """All problems of the flow as written. locales, known: see ``check``."""
    yield from _ids(written)
    yield from conditions(written.flow, written.source)
    yield from _texts(written, locales, known)
    yield from _review(written)
    yield from _steps(written)
    yield from _lists(written)


def texts(part: BaseModel, where: Where = ()) -> Iterator[tuple[Where, m.Text]]:
    """Every text within a part, and where it stands."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        there = (*where, field.alias or name)
        if isinstance(value, m.Text):
            yield there, value
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, m.Text):
                    yield (*there, index), item
                elif isinstance(item, m.Part):
                    yield from texts(item, (*there, index))


def _texts(written: Written, locales: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    for where, text in texts(written.flow):
        for locale in locales:
            if not text.root.get(locale, "").strip():
                yield written.error(where, f'The text in {locale} is missing. Add "{locale}: …".')
        for locale in text.root:
            if locale not in locales and locale not in known:
                hint = did_you_mean(locale, locales) or f" The languages are {', '.join(locales)}."
                yield written.warning((*where, locale), f'No language "{locale}" is in use.{hint}')


def _ids(written: Written) -> Iterator[Problem]:
    flow = written.flow
    yield from _twice(written, ("steps",), (s.id for s in flow.steps), "step")
    yield from _twice(written, ("materials",), (x.id for x in flow.materials), "material")
    yield from _twice(written, ("fees",), (x.id for x in flow.fees), "fee")
    yield from _twice(written, ("next_steps",), (x.id for x in flow.next_steps), "line")
    yield from _twice(written, ("glossary",), (x.id for x in flow.glossary), "term")
    for index, step in enumerate(flow.steps):
        if isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            where = ("steps", index, "choices")
            yield from _twice(written, where, (c.id for c in step.choices), "choice")


def _twice(written: Written, where: Where, ids: Iterable[str], noun: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if id_ in first:
            line = written.source.line((*where, first[id_]))
            message = f'The {noun} on line {line} is called "{id_}" already. Give this one its own id.'
            yield written.error((*where, index, "id"), message)
        first.setdefault(id_, index)


def _review(written: Written) -> Iterator[Problem]:
    steps = written.flow.steps
    reviews = [i for i, step in enumerate(steps) if step.kind == "review"]
    for extra in reviews[1:]:
        yield written.error(("steps", extra), "There is a second review. Keep the last one alone.")
    if reviews and reviews[-1] != len(steps) - 1:
        message = "The review is not the last step, so nothing after it is ever asked. Move it to the end."
        yield written.error(("steps", reviews[-1]), message)


def _steps(written: Written) -> Iterator[Problem]:
    place = written.flow.places()
    wishes = 0
    for index, step in enumerate(written.flow.steps):
        where: Where = ("steps", index)
        match step:
            case m.Card():
                yield from _card(written, where, step, place)
            case m.Number(least=least, most=most) if least > most:
                yield written.error((*where, "least"), f"least is larger than most ({most}). Swap the two.")
            case m.ChooseSeveral(least=least, choices=choices) if least > len(choices):
                message = f"{least} must be chosen, but there are {len(choices)} choices. Lower least."
                yield written.error((*where, "least"), message)
            case m.OwnWish():
                wishes += 1
                if wishes > 1:
                    message = "The private wish is asked twice. Ask it once, for whoever moves."
                    yield written.error(where, message)


def _card(written: Written, where: Where, step: m.Card, place: dict[str, int]) -> Iterator[Problem]:
    for what, target in step.fills.items():
        there = (*where, "fills", what)
        if target not in place:
            hint = did_you_mean(target, place) or " Write the id of a step."
            yield written.error(there, f'The card fills "{target}", but there is no such step.{hint}')
            continue
        kind = written.flow.steps[place[target]].kind
        wanted = dict(_FILLED_KIND)[what]
        if kind != wanted:
            message = (
                f'The card\'s {what} cannot fill "{target}", which is a {kind} step. Name a {wanted} step.'
            )
            yield written.error(there, message)
        elif place[target] <= where[1]:  # type: ignore[operator]
            message = f'The card fills "{target}", which is asked before it. Move the card step before it.'
            yield written.error(there, message)


def _lists(written: Written) -> Iterator[Problem]:
    flow = written.flow
    kinds = {step.kind: i for i, step in reversed(list(enumerate(flow.steps)))}
    if flow.materials and "checklist" not in kinds:
        message = "There are materials, but no step that shows them. Add a step of the kind checklist."
        yield written.error(("materials",), message)
    if "checklist" in kinds and not flow.materials:
        message = "The list would be empty: the flow has no materials. Add materials, or drop this step."
        yield written.error(("steps", kinds["checklist"]), message)
    if flow.fees and "fee" not in kinds:
        message = "There are fees, but no step that shows them. Add a step of the kind fee."
        yield written.warning(("fees",), message)
    if "review" in kinds and not flow.next_steps:
        message = "The receipt would not say what comes next. Add next_steps with at least one line."
        yield written.error(("next_steps",), message)
