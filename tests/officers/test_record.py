"""The chain shows whatever was changed, taken out, put in, moved or cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kiosk.officers.record import START, Deed, Entry, Verdict, digest, verify

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def chain(deeds: list[tuple[str, Deed, str]]) -> list[Entry]:
    made: list[Entry] = []
    for seq, (who, deed, about) in enumerate(deeds, start=1):
        at = NOW + timedelta(seconds=seq)
        before = made[-1].digest if made else START
        made.append(Entry(seq, at, who, deed, about, digest(before, seq, at, who, deed, about)))
    return made


DEEDS = st.lists(
    st.tuples(st.text(max_size=8), st.sampled_from(Deed), st.text(max_size=20)), min_size=1, max_size=12
)


@given(DEEDS)
def test_a_whole_chain(deeds: list[tuple[str, Deed, str]]) -> None:
    made = chain(deeds)
    assert verify(made, len(made)) == Verdict(len(made), None, made[-1].digest)


@given(DEEDS, st.data())
def test_a_changed_entry(deeds: list[tuple[str, Deed, str]], data: st.DataObject) -> None:
    made = chain(deeds)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(
        st.sampled_from(
            [
                replace(made[at], who=made[at].who + "1"),
                replace(made[at], about=made[at].about + "x"),
                replace(made[at], at=made[at].at + timedelta(microseconds=1)),
                replace(made[at], seq=made[at].seq + 1),
                replace(made[at], digest=START),
            ]
        )
    )
    made[at] = other
    assert verify(made, len(made)).broken == at + 1


@given(DEEDS, st.data())
def test_a_missing_entry(deeds: list[tuple[str, Deed, str]], data: st.DataObject) -> None:
    made = chain(deeds)
    last = len(made)
    at = data.draw(st.integers(0, last - 1))
    del made[at]
    assert verify(made, last).broken == at + 1


def test_nothing_yet_is_whole() -> None:
    assert verify([], 0) == Verdict(0, None, START)


def test_an_entry_too_many_at_the_end() -> None:
    made = chain([("0235", Deed.SIGNED_IN, ""), ("0235", Deed.SIGNED_OUT, "")])
    assert verify(made, 1).broken is not None


def test_words_that_run_into_each_other_are_another_entry() -> None:
    assert digest(START, 1, NOW, "a", "b", "") != digest(START, 1, NOW, "ab", "", "")


def test_a_zone_is_only_another_way_to_say_the_time() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=8)))
    assert digest(START, 1, NOW, "a", "b", "") == digest(START, 1, there, "a", "b", "")
