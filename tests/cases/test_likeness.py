"""How alike two questions are: by words that both have, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.likeness import LEAST, NONE, likeness, words_of
from kiosk.cases.question import MOST_SIMILAR
from kiosk.cases.question_search import Answered, most_alike

TEXT = st.text(alphabet="户口居住证签注几天钱 abcXYZ12?？", max_size=40)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("居住证几天好", ("居住", "住证", "证几", "几天", "天好")),
        ("钱？", ("钱",)),
        ("Is the PERMIT ready, in 2026?", ("permit", "ready", "2026")),
        ("ｐｅｒｍｉｔ", ("permit",)),
        ("я Прописка", ("прописка",)),
        ("", ()),
        ("？！…", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_what_both_have_is_told() -> None:
    found = likeness("居住证多少天能好", "居住证几天能好？")
    assert found.words == ("居住", "住证", "天能", "能好")
    assert found.share == 4 / 6
    assert likeness("户口", "签注") == NONE
    assert likeness("请问，怎么？", "请问，怎么？") == NONE


@given(TEXT, TEXT)
def test_it_is_the_same_both_ways_and_never_more_than_all(one: str, other: str) -> None:
    found = likeness(one, other)
    assert found.share == likeness(other, one).share
    assert found.share == 0 or LEAST <= found.share <= 1
    assert set(found.words) <= set(words_of(one)) & set(words_of(other))


@given(TEXT)
def test_nothing_is_more_like_it_than_itself(text: str) -> None:
    if words_of(text):
        assert likeness(text, text).share == 1


@given(st.lists(st.tuples(TEXT, st.integers(0, 9)), max_size=12), TEXT)
def test_the_most_alike_come_first_and_there_are_few(known: list[tuple[str, int]], asked: str) -> None:
    answered = [
        Answered(str(n), text, "回答", NOW + timedelta(days=day)) for n, (text, day) in enumerate(known)
    ]
    found = most_alike(asked, answered)
    assert len(found) <= MOST_SIMILAR
    shares = [likeness(asked, each.question).share for each in found]
    assert shares == sorted(shares, reverse=True)
    assert all(shares)
    alike = sum(bool(likeness(asked, each.question).words) for each in answered)
    assert len(found) == min(alike, MOST_SIMILAR)


def test_one_without_an_answer_is_no_help() -> None:
    assert most_alike("居住证", [Answered("1", "居住证", "", NOW)]) == ()
