"""What the context puts first, and that it hides nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.paths import Paths
from kiosk.writing.aids import Expected
from kiosk.writing.hand.context import MOST_FALL, Context
from kiosk.writing.hand.recogniser import Guess

DATA = Paths.here().data
CONTEXT = Context.load(DATA)


def guesses(texts: str, step: float = 0.3) -> list[Guess]:
    """The first is likeliest by the ink, each other a little less."""
    return [Guess(text, -step * at) for at, text in enumerate(texts)]


def first(texts: str, expected: Expected, step: float = 0.3) -> str:
    return CONTEXT.ranked(guesses(texts, step), expected)[0].text


@pytest.mark.parametrize(
    ("texts", "expected", "wanted"),
    [
        ("玉王", Expected("name"), "王"),
        ("旄施", Expected("name"), "施"),
        ("秂秀", Expected("name", "王"), "秀"),
        ("芺英", Expected("name", "王秀"), "英"),
        ("明阳", Expected("name", "欧"), "阳"),
        ("疹珍", Expected("name", "欧阳秀"), "珍"),
        ("保堡", Expected("address", "", ("堡镇", "庙镇")), "堡"),
        ("填镇", Expected("address", "堡", ("堡镇", "庙镇")), "镇"),
        ("乌号", Expected("address", "解放街12"), "号"),
        ("冢家", Expected("text", "国"), "家"),
    ],
)
def test_what_is_expected_comes_first(texts: str, expected: Expected, wanted: str) -> None:
    assert first(texts, expected) == wanted
    assert first(texts, Expected("text", "龘")) in texts


def test_where_the_ink_is_clear_it_decides() -> None:
    assert first("玉王", Expected("name"), step=12.0) == "玉"


def test_of_what_nobody_expects_the_ink_decides() -> None:
    assert [g.text for g in CONTEXT.ranked(guesses("龘靐齉"), Expected("name", "王"))] == list("龘靐齉")


@given(
    texts=st.lists(st.sampled_from("王玉主施旄秀禾英央堡保镇填号口一二三四五六七八九十"), unique=True),
    step=st.floats(0, 3),
    field=st.sampled_from(("name", "address", "text")),
    before=st.text("王欧阳秀堡镇街12", max_size=4),
    places=st.lists(st.sampled_from(("堡镇", "庙镇", "三星镇", ""))),
)
def test_no_guess_is_hidden_or_falls_far(texts, step, field, before, places) -> None:
    found = [g.text for g in CONTEXT.ranked(guesses(texts, step), Expected(field, before, tuple(places)))]
    assert sorted(found) == sorted(texts)
    assert all(found.index(text) <= at + MOST_FALL for at, text in enumerate(texts))


def test_tables_that_are_missing_are_told(tmp_path) -> None:
    with pytest.raises(OSError):
        Context.load(tmp_path)
