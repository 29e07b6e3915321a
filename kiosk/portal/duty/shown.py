"""What the officers' page shows of the calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.assist.call import Call, CallState
from kiosk.assist.wording import Wording


@dataclass(frozen=True)
class CallView:
    """A call in words. more: what it is about, in lines. since: how long it waits, or how long ago somebody
    went. there: whoever has it is with the resident. by: who has it."""

    id: str
    where: str
    more: tuple[str, ...]
    hint: str
    since: str
    there: bool
    by: str


@dataclass(frozen=True)
class CallsView:
    """In the queue's order."""

    mine: tuple[CallView, ...]
    waiting: tuple[CallView, ...]
    others: tuple[CallView, ...]


def view(calls: Iterable[Call], officer: str, wording: Wording, now: datetime) -> CallsView:
    """How the open calls are shown to this officer."""
    mine: list[CallView] = []
    waiting: list[CallView] = []
    others: list[CallView] = []
    for call in calls:
        if call.state is CallState.WAITING:
            waiting.append(_one(call, wording, wording.waited(call, now)))
        elif call.state is CallState.CLAIMED:
            into = mine if call.officer == officer else others
            into.append(_one(call, wording, wording.gone_for(call, now)))
    return CallsView(tuple(mine), tuple(waiting), tuple(others))


def _one(call: Call, wording: Wording, since: str) -> CallView:
    text = wording.text(call)
    more = tuple(x for x in (text.priority, text.service, text.step, text.language) if x)
    there = call.arrived_at is not None
    return CallView(call.id, text.where, more, text.hint, since, there, call.officer or "")
