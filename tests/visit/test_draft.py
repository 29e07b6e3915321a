"""A draft holds all that a visit needs to go on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.flow.answer import CardData, PhoneNo, Place, Wish
from kiosk.flow.card import Known
from kiosk.flow.explore import paths
from kiosk.flow.load import load_folder
from kiosk.flow.run import FlowRun
from kiosk.paths import Paths
from kiosk.visit.draft import Draft, Page
from kiosk.visit.travelling import CannotResume, Look
from kiosk.visit.visit import Visit

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LOOK = Look(size="caring", high_contrast=False, sitting=False, slow=False, dialect="", way="")


def today():
    return NOW.date()


@pytest.fixture(scope="module")
def releases():
    return load_folder(Paths.here().flows)[0]


@pytest.fixture
def visit(releases):
    made = Visit()
    made.known = Known(
        card=CardData(name="张三", identity_number="31023019661124002X"), phone=PhoneNo(number="13812345678")
    )
    made.places = (Place(divisions=("上海市",), detail="一号"),)
    made.began_at = NOW
    made.helpers.called("call-1")
    release = next(r for r in releases if any(step.kind == "own_wish" for step in r.flow.steps))
    made.begin(release, FlowRun(release.flow, today, made.known))
    walks = (w.answers for w in paths(release.flow, today()) if w.end == "review")
    asked = next(w for w in walks if any(isinstance(value, Wish) for _, value in w))
    for id_, value in asked:
        if id_ == made.run.step.id:  # the others are known
            made.run.answer(value)
    return made


def again(draft: Draft) -> Draft:
    read = Draft.read(draft.text())
    assert read == draft
    return read


def test_all_of_the_visit_is_there_again(visit, releases):
    visit.run._now.wish = Wish(wish="no")  # the private one too, under the same seal
    back = again(Draft.of(visit, "en", LOOK, Page(entered={"covered": True}, at=2))).resume(releases, today)
    assert back.id == visit.id
    assert back.release is visit.release
    assert back.run.dump() == visit.run.dump()
    assert back.run.wish() == Wish(wish="no")
    assert (back.known, back.places, back.began_at) == (visit.known, visit.places, visit.began_at)
    assert back.run.learnt() == visit.run.learnt()
    assert back.helpers.by_call() == {"call-1": None}


def test_the_wish_changes_no_draft_s_length(visit):
    lengths = set()
    for wish in (None, Wish(wish="yes"), Wish(wish="no"), Wish(wish="unsure")):
        visit.run._now.wish = wish
        lengths.add(len(Draft.of(visit, "en", LOOK, Page()).text()))
    assert len(lengths) == 1


def test_between_two_services_only_what_the_visit_knows(visit, releases):
    visit.leave_service()
    draft = again(Draft.of(visit, "en", LOOK, Page()))
    assert draft.travelling is None
    back = draft.resume(releases, today)
    assert back.run is None
    assert back.known == visit.known


def test_of_another_release_it_does_not_go_on(visit):
    with pytest.raises(CannotResume):
        Draft.of(visit, "en", LOOK, Page()).resume((), today)


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", '{"version": 2}', "\udcff"])
def test_what_is_no_draft(text):
    assert Draft.read(text) is None
