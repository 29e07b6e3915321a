"""Example answers: for each step, one of every class that some condition can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from kiosk.field.identity import check_character
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.condition import Leaf, months_after
from kiosk.flow.run import FlowRun

NAME = "张三"
PLACE = Place(divisions=("上海市", "崇明区"), detail="某某路1号")
MOST_TOLD_APART = 4
"""Entries of a several-choices step whose combinations are all tried; beyond, each alone, all and none."""


@dataclass(frozen=True)
class Pick:
    """An example answer. label: its name within the step. make: the answer itself, as the run stands."""

    label: str
    make: Callable[[FlowRun], Answer]


def fixed(label: str, value: Answer) -> Pick:
    """A pick that is the same wherever the run stands."""
    return Pick(label, lambda run: value)


def number_born(birth: date) -> str:
    """An identity number with this date of birth."""
    digits = f"310230{birth:%Y%m%d}002"
    return digits + check_character(digits)


def picks(flow: m.Flow, step: m.Step, run: FlowRun, leaves: Sequence[Leaf], today: date) -> Iterator[Pick]:
    """Example answers of a step, the plainest first. leaves: the flow's conditions on single steps."""
    mine = [leaf for leaf in leaves if leaf.step == step.id]
    match step:
        case m.Notice() | m.FeeNotice():
            yield fixed("seen", Seen())
        case m.YesNo():
            yield from (fixed("yes", Yes(yes=True)), fixed("no", Yes(yes=False)))
        case m.ChooseOne():
            yield from (fixed(c.id, Chosen(id=c.id)) for c in run.choices(step))
        case m.ChooseSeveral() | m.Checklist():
            yield from _several(step, run, mine)
        case m.Card(fills=fills):
            yield fixed("none", CardLaid(card=None))
            target = fills.get("identity_number")
            about = [leaf for leaf in leaves if leaf.step == target]
            for birth in births(about, today):
                card = CardData(name=NAME, identity_number=number_born(birth), address=PLACE.line())
                yield fixed(f"card born {birth}", CardLaid(card=card))
                if "address" in fills:
                    unread = card.model_copy(update={"address": ""})
                    yield fixed(f"card born {birth}, address unread", CardLaid(card=unread))
        case m.Name():
            yield fixed("name", Written(text=NAME))
        case m.TextEntry(longest=longest):
            yield fixed("text", Written(text="某某"[:longest]))
        case m.Number():
            yield from (fixed(str(n), Count(number=n)) for n in _numbers(step, mine))
        case m.IdentityNumber():
            for birth in births(mine, today):
                yield fixed(f"born {birth}", IdentityNo(number=number_born(birth)))
        case m.Phone():
            yield fixed("phone", PhoneNo(number="13800000000"))
        case m.Date():
            yield from (fixed(str(d), Day(day=d)) for d in _days(step, mine, today))
            if step.long_term:
                yield fixed("long_term", Day(day=None))
        case m.Address():
            yield fixed("address", PLACE)
        case m.Consent():
            yield from (fixed("agreed", Agreed(agreed=True)), fixed("refused", Agreed(agreed=False)))
        case m.OwnWish():
            yield fixed("wish", Wish(wish="yes"))
        case m.Review():
            return
    if isinstance(step, m.Question) and step.kind != "own_wish":
        yield fixed("unknown", Unknown())


def births(leaves: Sequence[Leaf], today: date) -> list[date]:
    """Dates of birth on both sides of every age that a condition asks for; an ordinary one without any."""
    ages = sorted({leaf.age_at_least for leaf in leaves if isinstance(leaf, m.AgeAtLeast)}, reverse=True)
    days = [d for age in ages for d in _on_both_sides_of_age(age, today)]
    return [d for d in days if d <= today] or [months_after(today, -12 * 70)]


def _on_both_sides_of_age(age: int, today: date) -> tuple[date, date]:
    birthday = months_after(today, -12 * age)
    return birthday, birthday + timedelta(days=1)


def _days(step: m.Date, leaves: Sequence[Leaf], today: date) -> list[date]:
    ordinary = {"any": 0, "past": -12, "future": 12}
    days = [months_after(today, ordinary[step.range])]
    for leaf in leaves:
        match leaf:
            case m.AgeAtLeast(age_at_least=age):
                days += _on_both_sides_of_age(age, today)
            case m.Before(before_months=months, before_days=more):
                limit = months_after(today, months) + timedelta(days=more)
                days += [limit, limit - timedelta(days=1)]
    return list(dict.fromkeys(days))


def _numbers(step: m.Number, leaves: Sequence[Leaf]) -> list[int]:
    limits = [leaf.at_least for leaf in leaves if isinstance(leaf, m.AtLeast)]
    wanted = [step.least, *(n for limit in limits for n in (limit, limit - 1))]
    return [n for n in dict.fromkeys(wanted) if step.least <= n <= step.most]


def _several(step: m.ChooseSeveral | m.Checklist, run: FlowRun, leaves: Sequence[Leaf]) -> Iterator[Pick]:
    """All, none (or the fewest), and what holds each combination of the entries that conditions ask for."""
    named = list(dict.fromkeys(leaf.has for leaf in leaves if isinstance(leaf, m.Has)))
    least = step.least if isinstance(step, m.ChooseSeveral) else 0
    yield Pick("all", lambda run: ChosenSeveral(ids=_offered(step, run)))
    sizes = range(len(named) + 1) if len(named) <= MOST_TOLD_APART else (0, 1)
    for size in sizes:
        for with_ in combinations(named, size):
            yield Pick("+".join(with_) or "none", _holding(step, with_, frozenset(named), least))


def _holding(
    step: m.Step, with_: tuple[str, ...], named: frozenset[str], least: int
) -> Callable[[FlowRun], Answer]:
    def make(run: FlowRun) -> Answer:
        others = [i for i in _offered(step, run) if i not in named]
        return ChosenSeveral(ids=(*with_, *others[: max(0, least - len(with_))]))

    return make


def _offered(step: m.Step, run: FlowRun) -> tuple[str, ...]:
    return tuple(x.id for x in (run.materials() if step.kind == "checklist" else run.choices(step)))
