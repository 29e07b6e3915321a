"""The addresses of this visit, which a later step offers again."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from kiosk.flow.answer import Place
from kiosk.flow.explore import paths
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.visit.visit import Visit
from screens.shell.host import FlowHost
from screens.ui import Ui


def test_a_later_step_is_given_the_addresses_of_the_ones_before(
    releases: tuple[Release, ...], today: date
) -> None:
    flow = next(r.flow for r in releases if r.flow.id == "household")
    kinds = {step.id: step.kind for step in flow.steps}
    walk = next(
        list(w.answers)
        for w in paths(flow, today)
        if sum(kinds[id_] == "address" and isinstance(a, Place) for id_, a in w.answers) > 1
    )
    places = {id_: a for id_, a in walk if isinstance(a, Place)}
    first, last = next(iter(places)), list(places)[-1]
    run = FlowRun(flow, lambda: today)
    ui = cast(Ui, SimpleNamespace(locale="zh_CN"))
    seen = []
    for id_, answer in walk:
        while run.step is not None and run.step.id != id_:
            run.answer(run.step)  # type: ignore[arg-type]
        if kinds[id_] == "address":
            seen.append((id_, FlowHost(run).view(ui).recent))
        run.answer(answer)
    given = dict(seen)
    assert given[first] == ()
    assert given[last] == (places[first],)


def test_another_service_of_the_same_visit_is_given_them_too(
    releases: tuple[Release, ...], today: date
) -> None:
    visit = Visit()
    release = next(r for r in releases if r.flow.id == "household")
    kinds = {step.id: step.kind for step in release.flow.steps}
    walk = next(w for w in paths(release.flow, today) if any(isinstance(a, Place) for _, a in w.answers))
    run = FlowRun(release.flow, lambda: today)
    visit.begin(release, run)
    for id_, answer in walk.answers:
        while run.step is not None and run.step.id != id_:
            run.answer(run.step)  # type: ignore[arg-type]
        run.answer(answer)
    given = next(a for _, a in walk.answers if isinstance(a, Place))
    visit.leave_service()
    assert given in visit.places
    ui = cast(Ui, SimpleNamespace(locale="zh_CN"))
    fresh = FlowRun(release.flow, lambda: today)
    for id_, answer in walk.answers:
        while fresh.step is not None and fresh.step.id != id_:
            fresh.answer(fresh.step)  # type: ignore[arg-type]
        if kinds[id_] == "address":
            assert FlowHost(fresh, earlier=visit.places).view(ui).recent[0] == visit.places[0]
            return
        fresh.answer(answer)


def test_the_next_resident_is_given_nothing() -> None:
    assert Visit().places == ()
