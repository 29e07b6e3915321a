"""Pictograms that a flow names, and that there are not: nothing would be drawn there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import BaseModel

from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules import Written
from kiosk.flow.source import Where
from kiosk.flow.wording import hint


def icon_problems(written: Written, icons: Collection[str]) -> Iterator[Problem]:
    """icons: the names that there are."""
    for where, name in _named(written.flow, ()):
        if name not in icons:
            near = hint(name, sorted(icons), "there_are")
            yield written.error(where, wrong("no_such_icon", called=name, **near))


def _named(part: BaseModel, where: Where) -> Iterator[tuple[Where, str]]:
    for field in type(part).model_fields:
        value = getattr(part, field)
        if field == "icon" and value is not None:
            yield (*where, field), value
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _named(item, (*where, field, index))
