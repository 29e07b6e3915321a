"""A receipt leads to a page on which something can be read, or to none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kiosk.flow.answer import PhoneNo, Written
from kiosk.flow.model import Text
from screens.shell.parts import Hall
from screens.shell.serving import Serving

PHONE = {"phone": PhoneNo(number="13812345678")}
ASKED = {"question": Written(text="几天能好")}


@pytest.mark.parametrize(
    ("portal", "asks", "answers", "page"),
    [
        ("https://a.example", False, {}, "https://a.example/where"),
        ("https://a.example", True, {**ASKED, **PHONE}, "https://a.example/answer"),
        ("https://a.example", True, ASKED, ""),
        ("", False, {}, ""),
        ("", True, PHONE, ""),
    ],
)
def test_a_question_without_a_telephone_number_leads_nowhere(portal, asks, answers, page, texts):
    hall = Hall(texts, "01", "一号机", texts, texts, portal)
    serving = SimpleNamespace(_parts=SimpleNamespace(hall=hall))
    flow, run = SimpleNamespace(is_consultation=asks), SimpleNamespace(answers=lambda: answers)
    assert Serving._told_at(serving, flow, run) == page


@pytest.fixture
def texts():
    return Text({"zh_CN": "城桥", "en": "Chengqiao"})
