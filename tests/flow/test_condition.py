from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

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
    Unknown,
    Yes,
)
from kiosk.flow.condition import age_on, holds, leaves, months_after, steps_named
from kiosk.flow.example import number_born
from kiosk.flow.fits import FITS

CONDITIONS: TypeAdapter[m.Condition] = TypeAdapter(m.Condition)
TODAY = date(2026, 11, 20)


def condition(**fields: object) -> m.Condition:
    return CONDITIONS.validate_python(fields)


@pytest.mark.parametrize(
    ("fields", "answer", "expected"),
    [
        ({"is": True}, Yes(yes=True), True),
        ({"is": True}, Yes(yes=False), False),
        ({"is": True}, Unknown(), False),
        ({"is": False}, Unknown(), False),
        ({"is": False}, Agreed(agreed=False), True),
        ({"is": True}, CardLaid(card=CardData(name="", identity_number="")), True),
        ({"is": False}, CardLaid(card=None), True),
        ({"is": "a"}, Chosen(id="a"), True),
        ({"in": ["a", "b"]}, Chosen(id="b"), True),
        ({"in": ["a", "b"]}, Chosen(id="c"), False),
        ({"has": "a"}, ChosenSeveral(ids=("b", "a")), True),
        ({"has": "a"}, ChosenSeveral(ids=("b",)), False),
        ({"has": "a"}, Unknown(), False),
        ({"unknown": True}, Unknown(), True),
        ({"unknown": True}, Chosen(id="a"), False),
        ({"unknown": False}, Chosen(id="a"), True),
        ({"at_least": 3}, Count(number=3), True),
        ({"at_least": 3}, Count(number=2), False),
        ({"age_at_least": 60}, IdentityNo(number=number_born(date(1966, 11, 20))), True),
        ({"age_at_least": 60}, IdentityNo(number=number_born(date(1966, 11, 21))), False),
        ({"age_at_least": 60}, Day(day=date(1966, 11, 20)), True),
        ({"age_at_least": 60}, Day(day=None), False),
        ({"age_at_least": 60}, IdentityNo(number="0" * 18), False),
        ({"kind": "before", "before_months": 6}, Day(day=date(2027, 5, 19)), True),
        ({"kind": "before", "before_months": 6}, Day(day=date(2027, 5, 20)), False),
        ({"kind": "before", "before_days": -10}, Day(day=date(2026, 11, 9)), True),
        ({"kind": "before"}, Day(day=None), False),
    ],
)
def test_conditions_on_one_step(fields: dict[str, object], answer: Answer, expected: bool) -> None:
    one = condition(step="s", **fields)
    assert holds(one, {"s": answer}, TODAY) is expected
    assert holds(one, {}, TODAY) is False
    negated = CONDITIONS.validate_python({"not": {"step": "s", **fields}})
    assert holds(negated, {"s": answer}, TODAY) is not expected
    assert holds(negated, {}, TODAY) is True


def test_joined_conditions() -> None:
    a, b = {"step": "a", "is": True}, {"step": "b", "is": True}
    answers: dict[str, Answer] = {"a": Yes(yes=True), "b": Yes(yes=False)}
    assert not holds(condition(all=[a, b]), answers, TODAY)
    assert holds(condition(any=[a, b]), answers, TODAY)
    assert holds(None, answers, TODAY)
    nested = condition(all=[a, {"any": [b, {"not": b}]}])
    assert list(steps_named(nested)) == ["a", "b", "b"]
    assert list(leaves(None)) == []


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 150))
def test_age_grows_on_the_birthday(birth: date, years: int) -> None:
    if birth.year + years < 9999:
        birthday = months_after(birth, 12 * years)
        late = (birth.month, birth.day) == (2, 29) and birthday.day == 28
        assert age_on(birth, birthday) == years - late


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-2400, 2400))
def test_months_after_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    if (day.year * 12 + months) // 12 >= 2:
        after = months_after(day, months)
        assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
        assert after.day <= day.day


def test_every_kind_of_step_takes_a_kind_of_answer() -> None:
    assert set(m.KINDS) == {*FITS, "review"}


def test_a_text_falls_back_to_chinese() -> None:
    text = m.Text({"zh_CN": "您好", "en": ""})
    assert (text.in_("zh_CN"), text.in_("en"), text.in_("fr")) == ("您好", "您好", "您好")
    assert m.Text({"en": "Hello"}).in_("fr") == "Hello"
    assert m.Text({}).in_("en") == ""
