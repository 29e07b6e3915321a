"""What is laid out of a service: each step in every state that shows other words, receipt, glossary,
ready answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.flow import model as m
from kiosk.flow.answer import Answer
from kiosk.flow.explore import Map, explore, seek, walks
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.flow.source import Where
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.shell.host import FlowHost
from screens.shell.parts import Hall
from screens.shell.scenes import Scenes
from screens.steps.step import View
from screens.tour.shots import answered_screen, glossary_shots, ready_shots, receipt_shots
from screens.tour.states import REFUSED_BY, Act, entry_acts, refuse_at_length
from screens.ui import Ui

MOST_STATES = 6
"""So many states of a step that show nothing new are laid out: those that show most."""
LAID = frozenset({"laid", "laid_expired"})
"""A card was laid: whose it is, and the same with more to know."""
RECEIPT = "receipt"


@dataclass(frozen=True)
class Scene:
    """A screen, as it comes and after each of the acts. where: the part of the service shown, () for all."""

    where: Where
    build: Callable[[Ui], Screen]
    acts: tuple[Act, ...] = ()


class _Host(FlowHost):
    """Its run stays where it is: in one language the screen is given the same in every look."""

    def __init__(self, run: FlowRun) -> None:
        super().__init__(run)
        self._views: dict[str, View] = {}

    def view(self, ui: Ui) -> View:
        """What the step's screen is given."""
        if ui.locale not in self._views:
            self._views[ui.locale] = super().view(ui)
        return self._views[ui.locale]


@dataclass
class _States:
    """The states of one step that show different things, by what they show; a run for each."""

    runs: dict[frozenset[str], FlowRun] = field(default_factory=dict)

    def kept(self) -> list[FlowRun]:
        """Those that show most, until nothing new is shown; and some more, the longest first."""
        seen: set[str] = set()
        found: list[FlowRun] = []
        for shows in sorted(self.runs, key=lambda each: (-len(each), sorted(each))):
            if len(found) < MOST_STATES or not shows <= seen:
                seen |= shows
                found.append(self.runs[shows])
        return found


def scenes(release: Release, hall: Hall, today: date) -> tuple[list[Scene], int]:
    """The screens in the order of the steps; and how many states are left out, as they show nothing new.

    Raises ValueError for a flow of which no step applies.
    """
    flow = release.flow
    walked = explore(flow, today)
    states = _all_states(flow, walked, today)
    found = [Scene((), _home(release, hall))]
    left_out = 0
    for index, step in enumerate(flow.steps):
        where: Where = ("steps", index)
        if step.id in states:
            kept = states[step.id].kept()
            left_out += len(states[step.id].runs) - len(kept)
            acts = tuple(_acts(step))
            found += [Scene(where, _Host(run).build, acts if run is kept[0] else ()) for run in kept]
    found += [Scene(where, answered_screen(run, value)) for where, run, value in _counted(flow, walked)]
    for run in states[RECEIPT].kept() if RECEIPT in states else ():
        found += [Scene(("next_steps",), shot.build) for shot in receipt_shots(run, hall, today)]
    found += [Scene(("glossary",), shot.build) for shot in glossary_shots(release)]
    found += [Scene(("answers",), shot.build) for shot in ready_shots(release)]
    return found, left_out


def _home(release: Release, hall: Hall) -> Callable[[Ui], Screen]:
    home = Scenes(hall)
    home.releases = (release,)
    return home.home


def _acts(step: m.Step) -> Iterator[Act]:
    """What puts other words beside the service's own: a refusal, then a card that was laid."""
    if step.kind in REFUSED_BY:
        yield _refused(REFUSED_BY[step.kind])
    if step.kind == "card":
        for name, act in entry_acts(step.kind):
            if name in LAID:
                yield act


def _refused(prefix: str) -> Act:
    def act(frame: Frame) -> None:
        assert frame.screen_shown is not None
        refuse_at_length(frame.screen_shown, prefix)

    return act


def _all_states(flow: m.Flow, walked: Map, today: date) -> dict[str, _States]:
    states: dict[str, _States] = {}

    def note(run: FlowRun) -> None:
        step = run.step
        if step is not None:
            states.setdefault(step.id, _States()).runs.setdefault(_shows(run, step), run.fork())
            if step.kind == "review":
                lines = frozenset(line.id for line in run.next_steps())
                states.setdefault(RECEIPT, _States()).runs.setdefault(lines, run.fork())

    for node in walked.nodes:
        note(node.run)
    for walk in walks(walked):
        run = walked.nodes[0].run.fork()
        for _, value in walk.answers:
            note(run)
            run.answer(value)
        note(run)
    lists: tuple[tuple[Sequence[m.Material | m.FeeLine], str], ...] = (
        (flow.materials, "checklist"),
        (flow.fees, "fee"),
        (flow.next_steps, "review"),
    )
    for lines, kind in lists:
        at = RECEIPT if kind == "review" else next((s.id for s in flow.steps if s.kind == kind), "")
        for line in lines:
            known = states[at].runs if at in states else {}
            if line.when is not None and not any(line.id in shows for shows in known):
                _, there = seek(flow, today, line.when, kind)
                if there is not None:
                    note(there.run)
    return states


def _shows(run: FlowRun, step: m.Step) -> frozenset[str]:
    shows = {choice.id for choice in run.choices(step)}
    match step:
        case m.Checklist():
            shows |= {each.id for each in run.materials()}
        case m.FeeNotice():
            shows |= {each.id for each in run.fees()}
        case m.Review():
            shows |= {line.step.id for line in run.review()}
        case _:
            pass
    return frozenset(shows)


def _counted(flow: m.Flow, walked: Map) -> Iterator[tuple[Where, FlowRun, Answer]]:
    """Each number that was given, so that its unit stands beside it."""
    place, seen = flow.places(), set[str]()
    for node in walked.nodes:
        step = node.step
        if isinstance(step, m.Number) and step.id not in seen:
            for pick, _ in node.edges:
                if pick.label != "unknown":
                    seen.add(step.id)
                    yield ("steps", place[step.id]), node.run.fork(), pick.make(node.run)
                    break
