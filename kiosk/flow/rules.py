"""What must hold in a flow as it is written, before anybody walks through it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from kiosk.flow import model as m
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules_condition import conditions
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import hint
from kiosk.message import Message

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

    def error(self, where: Where, message: Message) -> Problem:
        """A problem that keeps the release from being published."""
        return self.source.problem(where, message)

    def warning(self, where: Where, message: Message) -> Problem:
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
    yield from _question(written)


def texts(part: BaseModel, where: Where = ()) -> Iterator[tuple[Where, m.Text]]:
    """Every text within a part, and where it stands."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        there = (*where, field.alias or name)
        if isinstance(value, m.Text):
            yield there, value
        elif isinstance(value, m.Part):
            yield from texts(value, there)
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
                yield written.error(where, wrong("text_missing", locale=locale))
        for locale in text.root:
            if locale not in locales and locale not in known:
                message = wrong("unused_language", name=locale, **hint(locale, locales, "languages"))
                yield written.warning((*where, locale), message)


def _ids(written: Written) -> Iterator[Problem]:
    flow = written.flow
    yield from _twice(written, ("steps",), (s.id for s in flow.steps))
    yield from _twice(written, ("materials",), (x.id for x in flow.materials))
    yield from _twice(written, ("fees",), (x.id for x in flow.fees))
    yield from _twice(written, ("next_steps",), (x.id for x in flow.next_steps))
    yield from _twice(written, ("reviewers",), (x.id for x in flow.reviewers))
    yield from _twice(written, ("glossary",), (x.id for x in flow.glossary))
    yield from _twice(written, ("answers",), (x.id for x in flow.answers))
    for index, step in enumerate(flow.steps):
        if isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            where = ("steps", index, "choices")
            yield from _twice(written, where, (c.id for c in step.choices))


def _twice(written: Written, where: Where, ids: Iterable[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if id_ in first:
            line = written.source.line((*where, first[id_]))
            message = wrong("same_id", line=line, called=id_)
            yield written.error((*where, index, "id"), message)
        first.setdefault(id_, index)


def _review(written: Written) -> Iterator[Problem]:
    steps = written.flow.steps
    reviews = [i for i, step in enumerate(steps) if step.kind == "review"]
    for extra in reviews[1:]:
        yield written.error(("steps", extra), wrong("second_review"))
    if reviews and reviews[-1] != len(steps) - 1:
        message = wrong("review_not_last")
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
                yield written.error((*where, "least"), wrong("least_over_most", most=most))
            case m.ChooseSeveral(least=least, choices=choices) if least > len(choices):
                message = wrong("least_over_choices", least=least, count=len(choices))
                yield written.error((*where, "least"), message)
            case m.OwnWish():
                wishes += 1
                if wishes > 1:
                    message = wrong("second_wish")
                    yield written.error(where, message)


def _card(written: Written, where: Where, step: m.Card, place: dict[str, int]) -> Iterator[Problem]:
    for what, target in step.fills.items():
        there = (*where, "fills", what)
        if target not in place:
            message = wrong("card_fills_nothing", name=target, **hint(target, place, "a_step"))
            yield written.error(there, message)
            continue
        kind = written.flow.steps[place[target]].kind
        wanted = dict(_FILLED_KIND)[what]
        if kind != wanted:
            message = wrong("card_fills_wrong", what=what, name=target, kind=kind, wanted=wanted)
            yield written.error(there, message)
        elif place[target] <= where[1]:  # type: ignore[operator]
            message = wrong("card_too_late", name=target)
            yield written.error(there, message)


def _lists(written: Written) -> Iterator[Problem]:
    flow = written.flow
    kinds = {step.kind: i for i, step in reversed(list(enumerate(flow.steps)))}
    if flow.materials and "checklist" not in kinds:
        message = wrong("materials_not_shown")
        yield written.error(("materials",), message)
    if "checklist" in kinds and not flow.materials:
        message = wrong("no_materials")
        yield written.error(("steps", kinds["checklist"]), message)
    if flow.fees and "fee" not in kinds:
        message = wrong("fees_not_shown")
        yield written.warning(("fees",), message)
    if "review" in kinds and not flow.next_steps:
        message = wrong("no_next_steps")
        yield written.error(("next_steps",), message)


def _question(written: Written) -> Iterator[Problem]:
    """A consultation has a step in which the question is written."""
    flow = written.flow
    if flow.is_consultation and not any(isinstance(step, m.TextEntry) for step in flow.steps):
        yield written.error(("ends_in",), wrong("no_question"))
