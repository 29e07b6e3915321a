"""A form filled in at home is taken up in the visit of whoever opened it, and goes along with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.cases.prepared import Opened, PreparedForm
from kiosk.flow.answer import Answer, Seen
from kiosk.flow.example import picks
from kiosk.flow.load import Release, load_bytes
from kiosk.flow.run import FlowRun
from kiosk.visit.prepared import NotOfferedHere, take_up
from kiosk.visit.travelling import Look, Travelling
from kiosk.visit.visit import Visit

LOOK = Look(size="largest", high_contrast=False, sitting=False, slow=False, dialect="", way="pinyin")
SOURCE = (Path(__file__).parents[2] / "assets" / "flows" / "question.yaml").read_text("utf-8")


def today() -> date:
    return date(2026, 11, 20)


@pytest.fixture
def release() -> Release:
    return load_bytes(SOURCE.encode(), Path("question.yaml"))


@pytest.fixture
def form(release: Release) -> PreparedForm:
    run = FlowRun(release.flow, today)
    while run.step is not None and run.step.kind == "notice":
        run.answer(Seen())
    step = run.step
    assert step is not None
    run.answer(_first(run))
    return PreparedForm.of(release, run, "zh_CN")


def _first(run: FlowRun) -> Answer:
    """A right answer of the present step."""

    assert run.step is not None
    return next(iter(picks(run.flow, run.step, run, (), today()))).make(run)


def test_the_visit_goes_on_under_its_own_id_with_what_was_answered(release, form) -> None:
    visit = Visit()
    before = visit.id
    take_up(visit, Opened("f", form), [release], today)
    assert (visit.id, visit.prepared) == (before, "f")
    assert visit.run is not None
    assert visit.run.answers() == dict(form.answers)
    assert form.answers


def test_a_service_that_is_not_offered_leaves_the_visit_as_it_was(release, form) -> None:
    visit = Visit()
    with pytest.raises(NotOfferedHere):
        take_up(visit, Opened("f", replace(form, service="another")), [release], today)
    assert (visit.run, visit.prepared) == (None, None)


@pytest.mark.parametrize("source", ["id: nothing that can be read", SOURCE])
def test_under_a_release_of_before_too(release, form, source) -> None:
    visit = Visit()
    take_up(visit, Opened("f", replace(form, flow_sha256="00", flow_source=source)), [release], today)
    assert visit.run is not None
    assert visit.run.answers() == dict(form.answers)
    assert visit.release is release


def test_it_goes_along_to_a_window_and_is_not_named_where_there_is_none(release, form) -> None:
    visit = Visit()
    take_up(visit, Opened("f", form), [release], today)
    text = Travelling.of(visit, "zh_CN", LOOK).text()
    assert Travelling.read(text).resume([release], today).prepared == "f"
    visit.prepared = None
    assert "prepared" not in Travelling.of(visit, "zh_CN", LOOK).text()


def test_the_next_service_of_the_visit_uses_up_no_form(release, form) -> None:
    visit = Visit()
    take_up(visit, Opened("f", form), [release], today)
    visit.leave_service()
    assert visit.prepared is None
    take_up(visit, Opened("f", form), [release], today)
    visit.begin(release, FlowRun(release.flow, today))
    assert visit.prepared is None
