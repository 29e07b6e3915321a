"""Where a resident is in a service, what they answered, what comes next. Plain Python, without a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from kiosk.flow import model as m
from kiosk.flow import settling
from kiosk.flow.answer import Answer, CardLaid, Chosen, PhoneNo, Unknown, Wish
from kiosk.flow.card import Known
from kiosk.flow.condition import holds
from kiosk.flow.fits import FITS, WrongAnswer, taken
from kiosk.flow.settling import NOTHING
from kiosk.flow.state import State
from kiosk.message import Message

__all__ = ["FITS", "NOT_REVIEWED", "Effect", "FlowRun", "ReviewLine", "WrongAnswer"]

NOT_REVIEWED = frozenset({"notice", "fee", "card", "own_wish", "consent", "review"})
NOT_LISTED = frozenset({"notice", "fee", "card", "own_wish", "review"})


@dataclass(frozen=True)
class Effect:
    """What an answer asks of the shell: nothing, a guide, or a guide without any sign of it."""

    call: Literal["open", "quiet"] | None = None


@dataclass(frozen=True)
class ReviewLine:
    """An answered question."""

    step: m.Step
    value: Answer


class FlowRun:
    """One resident's way through one flow.

    Answers survive going back. An answer whose step no longer applies, or whose choice is no longer
    offered, is dropped as soon as a changed earlier answer makes it so. A checklist whose list has grown
    is asked again, with what was ticked. The own-wish answer is kept apart from all others and appears in
    no listing; no condition can depend on it. A run keeps the date on which it began: midnight changes no
    question under a resident's hand. Raises ValueError for a flow of which no step applies.
    """

    def __init__(self, flow: m.Flow, today: Callable[[], date], known: Known = NOTHING) -> None:
        """known: from a service before in the same visit."""
        self._known = known
        self.flow = flow
        self.today: date = today()
        self._steps = {s.id: s for s in flow.steps}
        self._now = State()
        steps = self.applicable()
        if not steps:
            raise ValueError("no step of the flow applies at its beginning")
        self._now.at = steps[0].id

    # --- where --------------------------------------------------------------------------------

    @property
    def step(self) -> m.Step | None:
        """The step the resident stands at; None when the service ended without handing in."""
        return None if self._now.at is None else self._steps[self._now.at]

    @property
    def ended(self) -> Literal["told"] | None:
        """ "told": an ending notice was read."""
        return "told" if self._now.told else None

    @property
    def ready(self) -> bool:
        """Standing at the review with every question before it answered."""
        step = self.step
        return step is not None and step.kind == "review" and self._first_open() == step.id

    @property
    def filled(self) -> frozenset[str]:
        """The ids of the steps that a card answered: not asked, but on the review, and changeable there."""
        return frozenset(self._now.filled)

    def applicable(self) -> tuple[m.Step, ...]:
        """The steps that apply as far as is known, in order, up to an ending notice."""
        steps: list[m.Step] = []
        for step in self.flow.steps:
            if step.when is None or self.holds(step.when):
                steps.append(step)
                if step.kind == "notice" and step.ends:
                    break
        return tuple(steps)

    def progress(self) -> tuple[int, int]:
        """(k, n): at the k-th of the n steps that apply as far as is known now."""
        ids = self._asked()
        return (ids.index(self._now.at) + 1 if self._now.at in ids else len(ids), max(1, len(ids)))

    # --- what was answered ----------------------------------------------------------------------

    def value(self, step_id: str) -> Answer | None:
        """The answer of a step, or None; of a checklist to be asked again, what was ticked. KeyError."""
        step = self._steps[step_id]
        if step.kind == "own_wish":
            return self._now.wish
        if step_id in self._now.answers:
            return self._now.answers[step_id]
        ticked = self._now.ticked.get(step_id)
        return None if ticked is None else settling.trimmed(ticked, self._offered(self._steps[step_id]))

    def answers(self) -> dict[str, Answer]:
        """All answers by step id, in the flow's order, without the private one and what was merely read."""
        return self._answered(NOT_LISTED)

    def wish(self) -> Wish | None:
        """The private answer, for the officer alone."""
        return self._now.wish

    def review(self) -> tuple[ReviewLine, ...]:
        """The answered questions, in order."""
        return tuple(ReviewLine(self._steps[i], v) for i, v in self._answered(NOT_REVIEWED).items())

    def learnt(self) -> Known:
        """What a further service in the same visit need not ask again."""
        given = {s.id: (s, self._now.answers[s.id]) for s in self.applicable() if s.id in self._now.answers}
        known = self._known
        for step, value in given.values():
            if isinstance(step, m.Card) and step.own and isinstance(value, CardLaid) and value.card:
                known = replace(known, card=value.card)
            elif isinstance(value, PhoneNo):
                known = replace(known, phone=value)
        return known

    def laid_before(self) -> frozenset[str]:
        """The identity numbers of the cards that were laid at other steps than the present one."""
        cards = (
            v.card for i, v in self._now.answers.items() if isinstance(v, CardLaid) and i != self._now.at
        )
        return frozenset(card.identity_number for card in cards if card is not None)

    def _answered(self, without: frozenset[str]) -> dict[str, Answer]:
        given = self._now.answers
        return {s.id: given[s.id] for s in self.applicable() if s.kind not in without and s.id in given}

    # --- what applies ---------------------------------------------------------------------------

    def holds(self, condition: m.Condition | None) -> bool:
        """Whether a condition of the flow holds now."""
        return holds(condition, self._now.answers, self.today)

    def choices(self, step: m.Step) -> tuple[m.Choice, ...]:
        """The choices offered now."""
        if isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            return tuple(c for c in step.choices if self.holds(c.when))
        return ()

    def materials(self) -> tuple[m.Material, ...]:
        """The materials that this resident needs."""
        return tuple(x for x in self.flow.materials if self.holds(x.when))

    def next_steps(self) -> tuple[m.Material, ...]:
        """What comes after handing in."""
        return tuple(x for x in self.flow.next_steps if self.holds(x.when))

    def reviewers(self) -> tuple[m.Reviewer, ...]:
        """To whom a case with these answers is circulated."""
        return tuple(x for x in self.flow.reviewers if self.holds(x.when))

    def fees(self) -> tuple[m.FeeLine, ...]:
        """The fees that apply."""
        return tuple(x for x in self.flow.fees if self.holds(x.when))

    def fee_fen(self) -> int:
        """Their sum in fen."""
        return sum(x.fen for x in self.fees())

    def priority(self) -> bool:
        """Whether this resident is served first."""
        return self.flow.priority is not None and self.holds(self.flow.priority)

    def _offered(self, step: m.Step) -> tuple[str, ...]:
        return settling.offered(self.flow, step, self._now.answers, self.today)

    # --- moving ---------------------------------------------------------------------------------

    def answer(self, value: Answer) -> Effect:
        """Answer the present step and go on. Raises :class:`WrongAnswer`; nothing changes then."""
        step = self.step
        if step is None:
            raise WrongAnswer(Message("flow.wrong.ended"))
        if step.kind == "own_wish" and isinstance(value, Unknown):
            value = Wish(wish="unsure")
        value = taken(step, value, self._offered(step), self.today)
        before = self._now.copy()
        try:
            return self._take(step, value)
        except WrongAnswer:
            self._now = before
            raise

    def _take(self, step: m.Step, value: Answer) -> Effect:
        now = self._now
        if isinstance(value, Wish):
            now.wish = value
            self._go_on(step)
            return Effect("quiet" if value.wish != "yes" else None)
        now.answers[step.id] = value
        now.filled.discard(step.id)
        if isinstance(step, m.Card):
            settling.lay(self.flow, now, step, value, self.today)
        if isinstance(step, (m.Checklist, m.FeeNotice)):
            now.listed[step.id] = self._offered(step)
            now.ticked.pop(step.id, None)
        settling.settle(self.flow, now, self.today, self._known)
        if isinstance(step, m.Notice) and step.ends:
            now.told, now.at, now.changing = True, None, False
        else:
            self._go_on(step)
        return Effect("open" if self._calls_guide(step, value) else None)

    def _calls_guide(self, step: m.Step, value: Answer) -> bool:
        if isinstance(value, Unknown):
            return isinstance(step, m.Question) and step.unsure == "guide"
        return isinstance(value, Chosen) and any(c.guide and c.id == value.id for c in self.choices(step))

    def _go_on(self, step: m.Step) -> None:
        now = self._now
        now.at = self._first_open() if now.changing else self._after(step.id)
        if self._steps[now.at].kind == "review":
            # A later answer can have made a checklist's list grow: what is open comes before the review.
            now.at = self._first_open()
            now.changing = self._steps[now.at].kind != "review"

    def back(self) -> bool:
        """Go to the step before; False at the first. From a change with nothing left open: to the review."""
        now = self._now
        if now.at is None:
            return False
        if now.changing:
            open_ = self._first_open()
            if self._steps[open_].kind == "review":
                now.at, now.changing = open_, False
                return True
        before = self._asked()
        index = before.index(now.at)
        if index == 0:
            return False
        now.at = before[index - 1]
        return True

    def reached(self) -> tuple[m.Step, ...]:
        """The applicable steps up to the first open one, that one included."""
        steps = self.applicable()
        ids = [step.id for step in steps]
        return steps[: ids.index(self._first_open()) + 1]

    def stand_at(self, step_id: str) -> None:
        """Go to one of the steps reached, as whoever turns pages does. Raises KeyError for any other.

        Where the resident stands there already nothing changes; a change begun at the review stays one.
        """
        if step_id not in {step.id for step in self.reached()}:
            raise KeyError(step_id)
        if step_id != self._now.at:
            self._now.at, self._now.told, self._now.changing = step_id, False, False

    def change(self, step_id: str) -> None:
        """From the review to one of its lines; answering it returns to the review.

        Raises KeyError where the resident is not at the review, or it has no such line.
        """
        step = self.step
        if step is None or step.kind != "review" or step_id not in self._answered(NOT_REVIEWED):
            raise KeyError(step_id)
        self._now.at, self._now.changing = step_id, True

    def _asked(self) -> list[str]:
        """The applicable steps without those that a card answered, except where the resident stands."""
        now = self._now
        return [s.id for s in self.applicable() if s.id not in now.filled or s.id == now.at]

    def _after(self, step_id: str) -> str:
        seen = False
        for step in self.applicable():
            if seen and step.id not in self._now.filled:
                return step.id
            seen = seen or step.id == step_id
        raise WrongAnswer(Message("flow.wrong.dead_end"))

    def _first_open(self) -> str:
        """The first applicable step without an answer; the review never has one."""
        for step in self.applicable():
            if self._now.wish is None if step.kind == "own_wish" else step.id not in self._now.answers:
                return step.id
        raise WrongAnswer(Message("flow.wrong.dead_end"))

    # --- drafts and copies --------------------------------------------------------------------------

    def fork(self) -> FlowRun:
        """A run that stands where this one stands and goes its own way."""
        other = object.__new__(FlowRun)
        other.flow, other.today, other._steps = self.flow, self.today, self._steps
        other._known = self._known
        other._now = self._now.copy()
        return other

    def dump(self) -> dict[str, Any]:
        """Everything, as plain JSON, for a sealed draft."""
        return {"flow": self.flow.id, "version": self.flow.version, **self._now.dump()}

    @classmethod
    def load(
        cls, flow: m.Flow, dump: Mapping[str, Any], today: Callable[[], date], known: Known = NOTHING
    ) -> FlowRun:
        """Take up a dumped run. Raises ValueError where it is of another flow or version, or no draft.

        On another day than it was left, answers that the new date makes impossible are dropped, and where
        that takes away the step the resident stood at, they stand at the first open question.
        """
        if (dump.get("flow"), dump.get("version")) != (flow.id, flow.version):
            raise ValueError("the draft belongs to another release")
        run = cls(flow, today, known)
        run._now = State.load(dump)
        settling.drop_wrong(flow, run._now, run.today)
        if run._now.told:
            run._now.at = None
        elif run._now.at not in {s.id for s in run.applicable()}:
            run._now.at, run._now.changing = run._first_open(), True
        return run
