"""Where a resident is in a service, what they answered, and what comes next. Plain Python, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kiosk.flow import model as m
from kiosk.flow.answer import (
    ANSWERS,
    SCHEMA_VERSION,
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Value,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.condition import holds
from kiosk.message import Message

FITS: dict[str, type[Value]] = {
    "notice": Seen,
    "yes_no": Yes,
    "choice": Chosen,
    "choices": ChosenSeveral,
    "checklist": ChosenSeveral,
    "card": CardLaid,
    "name": Written,
    "text": Written,
    "number": Count,
    "identity_number": IdentityNo,
    "phone": PhoneNo,
    "date": Day,
    "address": Place,
    "consent": Agreed,
    "own_wish": Wish,
    "fee": Seen,
}
"""The answer that each kind of step takes, besides "I don't know"; a review takes none."""

NOT_REVIEWED = frozenset({"notice", "fee", "card", "own_wish", "consent", "review"})


class WrongAnswer(Exception):
    """An answer that this step cannot take; nothing was changed. ``message`` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


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
    offered, is dropped as soon as a changed earlier answer makes it so. The own-wish answer is kept
    apart from all others and appears in no listing; no condition can depend on it.
    """

    def __init__(self, flow: m.Flow, today: Callable[[], date]) -> None:
        self.flow = flow
        self._today = today
        self._answers: dict[str, Answer] = {}
        self._wish: Wish | None = None
        self._filled: set[str] = set()
        self._at: str | None = None
        self._changing = False
        self._told = False
        self._at = self._first()

    # --- where --------------------------------------------------------------------------------

    @property
    def step(self) -> m.Step | None:
        """The step the resident stands at; None when the service ended without handing in."""
        return None if self._at is None else self.flow.step(self._at)

    @property
    def ended(self) -> Literal["told"] | None:
        """ "told": an ending notice was read."""
        return "told" if self._told else None

    @property
    def ready(self) -> bool:
        """Standing at the review with every question before it answered."""
        step = self.step
        return step is not None and step.kind == "review" and self._first_open() == step.id

    def applicable(self) -> tuple[m.Step, ...]:
        """The steps that apply as far as is known, in order, up to an ending notice."""
        steps: list[m.Step] = []
        for step in self.flow.steps:
            if self._applies(step):
                steps.append(step)
                if isinstance(step, m.Notice) and step.ends:
                    break
        return tuple(steps)

    def progress(self) -> tuple[int, int]:
        """(k, n): at the k-th of the n steps that apply as far as is known now."""
        shown = [s for s in self.applicable() if s.id not in self._filled or s.id == self._at]
        ids = [s.id for s in shown]
        return (ids.index(self._at) + 1 if self._at in ids else len(ids), max(1, len(ids)))

    # --- what was answered ----------------------------------------------------------------------

    def value(self, step_id: str) -> Answer | None:
        """The answer of a step, or None."""
        if self.flow.step(step_id).kind == "own_wish":
            return self._wish
        return self._answers.get(step_id)

    def answers(self) -> dict[str, Answer]:
        """All answers by step id, without the private one and without what was merely read."""
        return {k: v for k, v in self._answers.items() if not isinstance(v, (Seen, CardLaid))}

    def wish(self) -> Wish | None:
        """The private answer, for the officer alone."""
        return self._wish

    def review(self) -> tuple[ReviewLine, ...]:
        """The answered questions, in order."""
        return tuple(
            ReviewLine(step, self._answers[step.id])
            for step in self.applicable()
            if step.kind not in NOT_REVIEWED and step.id in self._answers
        )

    # --- what applies ---------------------------------------------------------------------------

    def _holds(self, condition: m.Condition | None) -> bool:
        return holds(condition, self._answers, self._today())

    def _applies(self, step: m.Step) -> bool:
        return self._holds(step.when)

    def choices(self, step: m.Step) -> tuple[m.Choice, ...]:
        """The choices offered now."""
        if isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            return tuple(c for c in step.choices if self._holds(c.when))
        return ()

    def materials(self) -> tuple[m.Material, ...]:
        """The materials that this resident needs."""
        return tuple(x for x in self.flow.materials if self._holds(x.when))

    def next_steps(self) -> tuple[m.Material, ...]:
        """What comes after handing in."""
        return tuple(x for x in self.flow.next_steps if self._holds(x.when))

    def fees(self) -> tuple[m.FeeLine, ...]:
        """The fees that apply."""
        return tuple(x for x in self.flow.fees if self._holds(x.when))

    def fee_fen(self) -> int:
        """Their sum in fen."""
        return sum(x.fen for x in self.fees())

    def priority(self) -> bool:
        """Whether this resident is served first."""
        return self.flow.priority is not None and self._holds(self.flow.priority)

    # --- moving ---------------------------------------------------------------------------------

    def answer(self, value: Answer) -> Effect:
        """Answer the present step and go on. Raises :class:`WrongAnswer`; nothing changes then."""
        step = self.step
        if step is None:
            raise WrongAnswer(Message("flow.wrong.ended"))
        if step.kind == "own_wish" and isinstance(value, Unknown):
            value = Wish(wish="unsure")
        self._check(step, value)
        effect = Effect()
        if isinstance(value, Wish):
            self._wish = value
            effect = Effect("quiet" if value.wish != "yes" else None)
        else:
            self._answers[step.id] = value
            self._filled.discard(step.id)
            if isinstance(step, m.Card) and isinstance(value, CardLaid):
                self._fill(step, value.card)
            if isinstance(value, Unknown) and getattr(step, "unsure", "go_on") == "guide":
                effect = Effect("open")
        self._drop_impossible()
        if isinstance(step, m.Notice) and step.ends:
            self._told, self._at = True, None
            return effect
        self._at = self._first_open() if self._changing else self._after(step.id)
        if self._changing and self.step is not None and self.step.kind == "review":
            self._changing = False
        return effect

    def back(self) -> bool:
        """Go to the step before; False at the first."""
        before = [s.id for s in self.applicable() if s.id not in self._filled]
        if self._at not in before:
            return False
        index = before.index(self._at)
        if index == 0:
            return False
        self._at = before[index - 1]
        self._changing = False
        return True

    def change(self, step_id: str) -> None:
        """From the review to one of its steps; answering it returns to the review. Raises KeyError."""
        if step_id not in {line.step.id for line in self.review()}:
            raise KeyError(step_id)
        self._at, self._changing = step_id, True

    def _first(self) -> str:
        return self.applicable()[0].id

    def _after(self, step_id: str) -> str | None:
        seen = False
        for step in self.applicable():
            if seen and step.id not in self._filled:
                return step.id
            seen = seen or step.id == step_id
        raise WrongAnswer(Message("flow.wrong.dead_end"))

    def _first_open(self) -> str | None:
        """The first applicable step without an answer; the review has none."""
        for step in self.applicable():
            answered = self._wish is not None if step.kind == "own_wish" else step.id in self._answers
            if not answered:
                return step.id
        raise WrongAnswer(Message("flow.wrong.dead_end"))

    def _drop_impossible(self) -> None:
        """Drop what no longer applies, until nothing more falls: one drop can make the next."""
        while True:
            applying = {s.id: s for s in self.flow.steps if self._applies(s)}
            gone = [
                k for k, v in self._answers.items() if k not in applying or not self._possible(applying[k], v)
            ]
            if not gone:
                break
            for step_id in gone:
                del self._answers[step_id]
                self._filled.discard(step_id)
        if not any(s.kind == "own_wish" for s in applying.values()):
            self._wish = None
        offered = {x.id for x in self.materials()}
        for step in applying.values():
            ticked = self._answers.get(step.id)
            if step.kind == "checklist" and isinstance(ticked, ChosenSeveral):
                self._answers[step.id] = ChosenSeveral(ids=tuple(i for i in ticked.ids if i in offered))

    def _possible(self, step: m.Step, value: Answer) -> bool:
        offered = {c.id for c in self.choices(step)}
        match value:
            case Chosen(id=slug):
                return slug in offered
            case ChosenSeveral(ids=slugs) if step.kind == "choices":
                return set(slugs) <= offered
            case _:
                return True

    def _fill(self, step: m.Card, card: CardData | None) -> None:
        for target in step.fills.values():
            if target in self._filled:
                self._answers.pop(target, None)
                self._filled.discard(target)
        if card is None:
            return
        read: dict[str, Answer] = {
            "name": Written(text=card.name),
            "identity_number": IdentityNo(number=card.identity_number),
        }
        if card.address:
            read["address"] = Place(detail=card.address)
        for what, target in step.fills.items():
            if what in read:
                self._answers[target] = read[what]
                self._filled.add(target)

    def _check(self, step: m.Step, value: Answer) -> None:
        if isinstance(value, Unknown) and isinstance(step, m.Question):
            return
        fits = FITS.get(step.kind)
        if fits is None or not isinstance(value, fits):
            raise WrongAnswer(Message("flow.wrong.kind"))
        if not self._possible(step, value):
            raise WrongAnswer(Message("flow.wrong.choice"))
        match step, value:
            case m.ChooseSeveral(least=least), ChosenSeveral(ids=ids) if len(ids) < least:
                raise WrongAnswer(Message("flow.wrong.choose_more", {"least": least}))
            case m.Checklist(), ChosenSeveral(ids=ids) if not set(ids) <= {x.id for x in self.materials()}:
                raise WrongAnswer(Message("flow.wrong.choice"))
            case m.Number(least=least, most=most), Count(number=number) if not least <= number <= most:
                raise WrongAnswer(Message("flow.wrong.range", {"least": least, "most": most}))
            case m.Date(long_term=False), Day(day=None):
                raise WrongAnswer(Message("flow.wrong.long_term"))
            case m.Name(), Written(text=text) if not 1 <= len(text) <= 50:
                raise WrongAnswer(Message("flow.wrong.name_length"))
            case m.TextEntry(longest=longest), Written(text=text) if not 1 <= len(text) <= longest:
                raise WrongAnswer(Message("flow.wrong.text_length", {"most": longest}))

    # --- drafts -----------------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """Everything, as plain JSON, for a sealed draft."""
        return {
            "schema": SCHEMA_VERSION,
            "flow": self.flow.id,
            "version": self.flow.version,
            "answers": ANSWERS.dump_python(self._answers, mode="json"),
            "wish": self._wish.wish if self._wish else None,
            "filled": sorted(self._filled),
            "at": self._at,
            "changing": self._changing,
            "told": self._told,
        }

    @classmethod
    def load(cls, flow: m.Flow, dump: Mapping[str, Any], today: Callable[[], date]) -> FlowRun:
        """Take up a dumped run. Raises ValueError where it is of another flow or version."""
        if (dump["flow"], dump["version"], dump["schema"]) != (flow.id, flow.version, SCHEMA_VERSION):
            raise ValueError("the draft belongs to another release")
        run = cls(flow, today)
        run._answers = ANSWERS.validate_python(dump["answers"])
        run._wish = Wish(wish=dump["wish"]) if dump["wish"] else None
        run._filled = set(dump["filled"])
        run._at, run._changing, run._told = dump["at"], dump["changing"], dump["told"]
        return run
