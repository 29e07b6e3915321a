"""The rules for kind words find what they are for, and leave alone what is kind."""

from __future__ import annotations

import pytest

from kiosk.flow.kindness import size, unkind


def rules(text: str, locale: str, explained: tuple[str, ...] = (), *, amiss: bool = False) -> set[str]:
    return {u.rule for u in unkind(text, locale, explained, amiss=amiss)}


@pytest.mark.parametrize(
    ("text", "locale", "rule"),
    [
        ("请您把这一张表从头到尾一个字一个字地慢慢看清楚以后再往下办", "zh_CN", "long"),
        (
            "Please read the whole of this form from its first to its very last word before you go on",
            "en",
            "long",
        ),
        ("先选，再写，再看，再交。", "zh_CN", "thoughts"),
        ("Pick one; then write.", "en", "thoughts"),
        ("您不想现在就办吗？", "zh_CN", "negative"),
        ("您没带身份证吗？", "zh_CN", "negative"),
        ("难道要回去？", "zh_CN", "negative"),
        ("Don't you have it?", "en", "negative"),
        ("Is it not here?", "en", "negative"),
        ("从2026-03-01起", "zh_CN", "bare"),
        ("一共¥120", "zh_CN", "bare"),
        ("From 3/1/2026", "en", "bare"),
        ("120 RMB", "en", "bare"),
        ("号码错误", "zh_CN", "blame"),
        ("The number is invalid", "en", "blame"),
        ("请提交", "zh_CN", "stiff"),
        ("Please submit it", "en", "stiff"),
        ("请带户口簿", "zh_CN", "office"),
        ("Bring the household booklet", "en", "office"),
    ],
)
def test_what_is_unkind_is_found(text: str, locale: str, rule: str) -> None:
    assert rules(text, locale) == {rule}


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("要不要请人来帮您？", "zh_CN"),
        ("您今天想办什么？", "zh_CN"),
        ("选最像的，选错了能改。", "zh_CN"),
        ("一共120元", "zh_CN"),
        ("2026年3月1日", "zh_CN"),
        ("什么都没交，也没留下。", "zh_CN"),
        ("Nothing was kept. May we go on?", "en"),
        ("It is not far. Shall we go?", "en"),
        ("1 March 2026", "en"),
    ],
)
def test_what_is_kind_is_left_alone(text: str, locale: str) -> None:
    assert rules(text, locale) == set()


def test_an_office_word_may_stand_where_it_is_explained() -> None:
    assert rules("请带户口簿", "zh_CN", ("户口簿",)) == set()
    assert rules("Household booklet, please", "en", ("household booklet",)) == set()
    assert rules("请带户口簿和居住证", "zh_CN", ("户口簿",)) == {"office"}


def test_what_went_amiss_comes_with_the_next_thing_to_do() -> None:
    assert rules("号码只有17位", "zh_CN", amiss=True) == {"next"}
    assert rules("现在有17位，请写满18位", "zh_CN", amiss=True) == set()
    assert rules("That has 17 digits", "en", amiss=True) == {"next"}
    assert rules("17 so far. Please write all 18", "en", amiss=True) == set()


def test_a_gap_counts_as_one() -> None:
    assert size("现在有{count}位", "zh_CN") == 5
    assert size("{count} so far", "en") == 3


def test_a_language_without_rules_is_left_alone() -> None:
    assert rules("Ungültig!", "de") == set()
