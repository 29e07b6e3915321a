"""A visit that travels lands at the same question with the same answers, and takes along nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow.load import Release, load_folder
from kiosk.flow.run import FlowRun
from kiosk.visit.moving import next_closing
from kiosk.visit.travelling import CannotResume, Look, Travelling
from kiosk.visit.visit import Visit
from tests.flow.test_any_sequence import TODAY, answer

ROOT = Path(__file__).parents[2]
RELEASES = load_folder(ROOT / "assets" / "flows")[0]
LOOK = Look(size="largest", high_contrast=True, sitting=False, slow=True, dialect="", way="parts")


def begun(release: Release) -> Visit:
    visit = Visit()
    visit.begin(release, FlowRun(release.flow, lambda: TODAY))
    return visit


def walked(data: st.DataObject, release: Release) -> Visit:
    """Some way through the service, to and fro."""
    visit = begun(release)
    run = visit.run
    assert run is not None
    for _ in range(data.draw(st.integers(0, 30))):
        step = run.step
        if step is None or step.kind == "review":
            break
        if data.draw(st.integers(0, 5)) == 0:
            run.back()
        else:
            run.answer(answer(data, run, step))
    return visit


@pytest.mark.parametrize("release", RELEASES, ids=lambda r: str(r.flow.id))
@given(data=st.data())
@settings(max_examples=40)
def test_it_lands_at_the_same_question_with_the_same_answers(release: Release, data: st.DataObject) -> None:
    visit = walked(data, release)
    run = visit.run
    assert run is not None
    if run.step is None:
        with pytest.raises(ValueError, match="nothing unfinished"):
            Travelling.of(visit, "zh_CN", LOOK)
        return
    there = Travelling.read(Travelling.of(visit, "zh_CN", LOOK).text())
    landed = there.resume(RELEASES, lambda: TODAY)
    assert landed.run is not None
    assert landed.run.step == run.step
    assert landed.run.answers() == run.answers()
    assert landed.run.wish() == run.wish()
    assert landed.run.dump() == run.dump()
    assert (landed.id, landed.release, there.locale, there.look) == (visit.id, release, "zh_CN", LOOK)


def test_nothing_else_travels() -> None:
    told = json.loads(Travelling.of(begun(RELEASES[0]), "zh_CN", LOOK).text())
    assert set(told) == {"version", "visit", "service", "release", "locale", "look", "run"}
    assert set(told["run"]) == {
        "flow", "version", "schema", "answers", "wish", "filled", "listed", "ticked", "at", "changing",
        "told",
    }  # fmt: skip


def test_another_release_is_refused_kindly() -> None:
    travelling = Travelling.of(begun(RELEASES[0]), "zh_CN", LOOK)
    newer = replace(RELEASES[0], sha256="0" * 64)
    with pytest.raises(CannotResume) as refused:
        travelling.resume([newer, *RELEASES[1:]], lambda: TODAY)
    assert refused.value.reason.id == "desk.visit_other_release"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 2}'])
def test_what_is_no_visit_is_refused_kindly(text: str) -> None:
    with pytest.raises(CannotResume) as refused:
        Travelling.read(text)
    assert refused.value.reason.id == "desk.visit_unreadable"


def test_a_run_that_is_none_is_refused_kindly() -> None:
    travelling = Travelling.of(begun(RELEASES[0]), "zh_CN", LOOK)
    broken = travelling.model_copy(update={"run": {**travelling.run, "answers": {"x": {"type": "?"}}}})
    with pytest.raises(CannotResume) as refused:
        broken.resume(RELEASES, lambda: TODAY)
    assert refused.value.reason.id == "desk.visit_unreadable"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ((24, 1, 30), (24, 10, 0)),
        ((24, 9, 59), (24, 10, 0)),
        ((24, 10, 0), (25, 10, 0)),
        ((24, 23, 0), (25, 10, 0)),
    ],
    ids=["morning", "just before", "just then", "at night"],
)
def test_the_next_closing_time_is_the_halls(now: tuple[int, int, int], until: tuple[int, int, int]) -> None:
    found = next_closing(datetime(2026, 11, *now, tzinfo=UTC), time(18))
    assert found == datetime(2026, 11, *until, tzinfo=UTC)
