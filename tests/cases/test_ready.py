"""Which ready answers fit a question, and in whose language each is kept and read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.likeness import among, words_of
from kiosk.cases.ready import MOST_PROPOSED, as_read, in_theirs, proposed
from kiosk.flow.load import load_folder
from kiosk.paths import Paths

FLOWS = tuple(release.flow for release in load_folder(Paths.here().flows)[0])
SERVICES = tuple(flow.id for flow in FLOWS)
LOCALES = ("zh_CN", "en", "ja", "ko", "ru")


def named(asked: str, *about: str, locale: str = "zh_CN") -> list[tuple[str, str]]:
    return [(each.service, each.id) for each in proposed(asked, about, locale, FLOWS)]


def test_the_one_that_asks_the_same_comes_first() -> None:
    assert named("居住证几天能好")[0] == ("residence_permit", "how_long")
    assert named("去香港的签注要多少钱", "endorsement")[0] == ("endorsement", "cost")
    assert named("Does the registration cost anything?", "household", locale="en")[0] == ("household", "cost")


def test_of_the_service_it_is_about_some_are_proposed_without_a_word_in_common() -> None:
    found = named("嗯", "truck_pass")
    assert [service for service, _ in found] == ["truck_pass"] * MOST_PROPOSED
    assert named("嗯") == []


def test_which_words_made_it_is_told() -> None:
    (first, *_) = proposed("居住证几天能好", (), "zh_CN", FLOWS)
    assert "居住" in first.words


@given(st.text("户口居住证签注几天钱车能办 abc？", max_size=30), st.sets(st.sampled_from(SERVICES)))
def test_each_has_a_word_in_common_or_is_of_the_service_and_there_are_few(
    asked: str, about: set[str]
) -> None:
    found = proposed(asked, about, "zh_CN", FLOWS)
    assert len(found) <= MOST_PROPOSED
    assert len({(each.service, each.id) for each in found}) == len(found)
    for each in found:
        said = f"{each.question.in_('zh_CN')} {each.answer.in_('zh_CN')}"
        assert each.words == among(words_of(asked), said).words
        assert each.words or each.service in about


@given(st.sampled_from(LOCALES), st.sampled_from(LOCALES), st.sampled_from(SERVICES))
def test_what_was_not_changed_is_kept_in_theirs_and_read_in_mine(
    mine: str, theirs: str, service: str
) -> None:
    for each in proposed("", (service,), mine, FLOWS):
        kept = in_theirs(each.answer.in_(mine), (each,), mine, theirs)
        assert kept == each.answer.in_(theirs)
        assert as_read(kept, FLOWS, mine) == each.answer.in_(mine)


@given(st.text(max_size=40), st.sampled_from(LOCALES))
def test_what_an_officer_wrote_stays_as_it_is(text: str, theirs: str) -> None:
    ready = proposed("", SERVICES, "zh_CN", FLOWS)
    for written in (text, f"{ready[0].answer.in_('zh_CN')}请早点来。"):
        assert in_theirs(written, ready, "zh_CN", theirs) == written
        assert as_read(written, FLOWS, theirs) == written


def test_a_language_that_the_file_does_not_have_is_not_made_up() -> None:
    (first, *_) = proposed("", ("household",), "zh_CN", FLOWS)
    said = first.answer.in_("zh_CN")
    assert in_theirs(said, (first,), "zh_CN", "fr") == said
