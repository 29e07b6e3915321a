from datetime import date
from pathlib import Path

import pytest

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
from kiosk.flow.model import Flow
from kiosk.flow.tell import money_told, told
from kiosk.message import Message
from kiosk.words import Words

LOCALES = Path(__file__).parents[2] / "locales"
NUMBER = "11010519491231002X"
PLACE = Place(divisions=("上海市", "崇明区"), detail="某某路1号")
CARD = CardData(name="张三", identity_number="440524188001010014")


def say(flow: Flow, step: str, value: Answer, locale: str) -> str:
    words = told(flow.step(step), value, locale)
    if isinstance(words, Message):
        return Words.load(LOCALES, locale).say(words.id, **words.params)
    return words


@pytest.mark.parametrize(
    ("step", "value", "chinese", "english"),
    [
        ("for_whom", Chosen(id="helped"), "有人陪", "With help"),
        ("things", ChosenSeveral(ids=("home", "car")), "房子、车子", "A home, A car"),
        ("things", ChosenSeveral(ids=()), "都没有", "None of them"),
        ("papers", ChosenSeveral(ids=("id_card", "photo")), "带了2样", "2 with you"),
        ("papers", ChosenSeveral(ids=()), "都还没带", "None with you yet"),
        ("moving", Yes(yes=True), "要搬", "I move"),
        ("moving", Yes(yes=False), "不搬", "I stay"),
        ("retired", Yes(yes=True), "是", "Yes"),
        ("retired", Yes(yes=False), "不是", "No"),
        ("name", Written(text="阿卜杜拉·买买提"), "阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("identity", IdentityNo(number=NUMBER), "110105 1949 1231 002X", "110105 1949 1231 002X"),
        ("phone", PhoneNo(number="13812345678"), "138 1234 5678", "138 1234 5678"),
        ("phone", PhoneNo(number="02159611234"), "021 5961 1234", "021 5961 1234"),
        ("people", Count(number=3), "3个人", "3 people"),
        ("born", Day(day=date(1943, 5, 7)), "1943年5月7日", "7 May 1943"),
        ("valid", Day(day=None), "长期有效", "Valid without end"),
        ("address", PLACE, "上海市崇明区某某路1号", "上海市崇明区某某路1号"),
        ("consent", Agreed(agreed=True), "同意", "Agreed"),
        ("consent", Agreed(agreed=False), "不同意", "Not agreed"),
        ("card", CardLaid(card=CARD), "已读身份证", "Identity card read"),
        ("card", CardLaid(card=None), "没带身份证", "No identity card here"),
        ("hello", Seen(), "看过了", "Read"),
        ("phone", Unknown(), "不清楚，窗口再问", "Not known, an officer will ask"),
    ],
)  # fmt: skip
def test_answers_in_words(everything: Flow, step: str, value: Answer, chinese: str, english: str) -> None:
    assert say(everything, step, value, "zh_CN") == chinese
    assert say(everything, step, value, "en") == english


def test_the_private_wish_is_told_to_nobody(everything: Flow) -> None:
    with pytest.raises(ValueError):
        told(everything.step("own_wish"), Wish(wish="no"), "zh_CN")


def test_a_choice_that_the_step_does_not_have(everything: Flow) -> None:
    with pytest.raises(KeyError):
        told(everything.step("for_whom"), Chosen(id="gone"), "zh_CN")


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "不收钱", "Free of charge"),
        (1500, "15元", "15 yuan"),
        (1550, "15.50元", "15.50 yuan"),
        (5, "0.05元", "0.05 yuan"),
    ],
)
def test_money(fen: int, chinese: str, english: str) -> None:
    message = money_told(fen)
    assert Words.load(LOCALES, "zh_CN").say(message.id, **message.params) == chinese
    assert Words.load(LOCALES, "en").say(message.id, **message.params) == english
