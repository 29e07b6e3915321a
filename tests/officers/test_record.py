"""The chain shows whatever was changed, taken out, put in, moved or cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kiosk.officers.record import START, Deed, Ends, Entry, Fault, Verdict, digest, verify

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
    assert verify(made, Ends(last=len(made))) == Verdict(len(made), None, made[-1].digest)


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
    assert verify(made, Ends(last=len(made))).broken == at + 1


@given(DEEDS, st.data())
def test_a_missing_entry(deeds: list[tuple[str, Deed, str]], data: st.DataObject) -> None:
    made = chain(deeds)
    last = len(made)
    at = data.draw(st.integers(0, last - 1))
    del made[at]
    assert verify(made, Ends(last=last)).broken == at + 1


def four() -> list[Entry]:
    return chain([(str(n), Deed.SIGNED_IN, "") for n in range(4)])


def renumbered(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1)]


def test_what_was_done_to_it_is_told() -> None:
    one, two, three, four_ = four()
    last = 4

    def told(*entries: Entry) -> tuple[int | None, Fault | None]:
        verdict = verify(entries, Ends(last=last))
        return verdict.broken, verdict.fault

    assert told(one, two, three, four_) == (None, None)
    assert told(one, replace(two, who="9"), three, four_) == (2, Fault.CHANGED)
    assert told(one, three, four_) == (2, Fault.REMOVED)
    assert told(two, three, four_) == (1, Fault.REMOVED)
    assert told(*renumbered([one, three, two, four_])) == (2, Fault.REORDERED)
    assert told(*renumbered([two, one, three, four_])) == (1, Fault.REORDERED)
    assert told(one, two) == (3, Fault.CUT_OFF)
    assert told() == (1, Fault.CUT_OFF)
    assert verify([one, two, three], Ends(last=2)) == Verdict(3, 3, three.digest, Fault.FORGED)


def test_a_chain_that_was_made_anew_has_another_head() -> None:
    right = four()
    forged = chain([("9", Deed.SIGNED_IN, "")] * 4)
    ends = Ends(last=4, head=right[-1].digest)
    assert verify(right, ends).broken is None
    assert verify(forged, ends).fault is Fault.FORGED


def test_a_chain_whose_beginning_is_over_goes_on_from_there() -> None:
    one, two, three, four_ = four()
    ends = Ends(first=3, start=two.digest, last=4, head=four_.digest)
    assert verify([three, four_], ends) == Verdict(2, None, four_.digest)
    assert verify([four_], ends).broken == 3
    assert verify([two, three, four_], ends).broken == 3
    assert verify([], replace(ends, first=5, start=four_.digest)).broken is None


def test_nothing_yet_is_whole() -> None:
    assert verify([], Ends()) == Verdict(0, None, START)


def test_an_entry_too_many_at_the_end() -> None:
    made = chain([("0235", Deed.SIGNED_IN, ""), ("0235", Deed.SIGNED_OUT, "")])
    assert verify(made, Ends(last=1)).broken is not None


def test_words_that_run_into_each_other_are_another_entry() -> None:
    assert digest(START, 1, NOW, "a", "b", "") != digest(START, 1, NOW, "ab", "", "")


def test_a_zone_is_only_another_way_to_say_the_time() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=8)))
    assert digest(START, 1, NOW, "a", "b", "") == digest(START, 1, there, "a", "b", "")
