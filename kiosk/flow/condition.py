"""Whether a condition holds, given the answers so far. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    Unknown,
    Yes,
)
from kiosk.flow.model import AgeAtLeast, All, Any, AtLeast, Before, Condition, Has, In, Is, IsUnknown, Not


def birth_of(number: str) -> date | None:
    """The date of birth in an identity number, or None where it holds no real date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(birth: date, today: date) -> int:
    """Full years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or that month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


Leaf = Is | In | Has | IsUnknown | AtLeast | AgeAtLeast | Before
"""A condition on one step."""


def leaves(condition: Condition | None) -> Iterator[Leaf]:
    """The conditions on one step of which a condition is made."""
    match condition:
        case None:
            return
        case All(all=parts) | Any(any=parts):
            for part in parts:
                yield from leaves(part)
        case Not(not_=part):
            yield from leaves(part)
        case _:
            yield condition


def steps_named(condition: Condition) -> Iterator[str]:
    """The ids of the steps that a condition looks at."""
    return (leaf.step for leaf in leaves(condition))


def plain(answer: Answer | None) -> str | bool | None:
    """An answer as a condition compares it: a slug, or true and false."""
    match answer:
        case Yes(yes=value) | Agreed(agreed=value):
            return value
        case Chosen(id=slug):
            return slug
        case CardLaid(card=card):
            return card is not None
        case _:
            return None


def holds(condition: Condition | None, answers: Mapping[str, Answer], today: date) -> bool:
    """Whether it holds. A condition on a step without an answer does not, except within ``not``."""
    match condition:
        case None:
            return True
        case All(all=parts):
            return all(holds(p, answers, today) for p in parts)
        case Any(any=parts):
            return any(holds(p, answers, today) for p in parts)
        case Not(not_=part):
            return not holds(part, answers, today)
        case _:
            return _of_one_step(condition, answers.get(condition.step), today)


def _of_one_step(condition: Leaf, answer: Answer | None, today: date) -> bool:
    if answer is None:
        return False
    match condition, answer:
        case IsUnknown(unknown=wanted), _:
            return isinstance(answer, Unknown) == wanted
        case Is(is_=wanted), _:
            return plain(answer) == wanted
        case In(in_=wanted_ones), _:
            return plain(answer) in wanted_ones
        case Has(has=wanted), ChosenSeveral(ids=ids):
            return wanted in ids
        case AtLeast(at_least=least), Count(number=number):
            return number >= least
        case AgeAtLeast(age_at_least=years), IdentityNo(number=text):
            birth = birth_of(text)
            return birth is not None and age_on(birth, today) >= years
        case AgeAtLeast(age_at_least=years), Day(day=day) if day is not None:
            return age_on(day, today) >= years
        case Before(before_months=months, before_days=days), Day(day=day) if day is not None:
            return day < months_after(today, months) + timedelta(days=days)
        case _:
            return False
