"""What a resident handed in, as they correct it where they ask where it is: the rules, without pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.cases.correcting import PASSED, answered, corrected_by_resident
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, IdentityNo
from kiosk.flow.run import NOT_REVIEWED, FlowRun, ReviewLine

NOT_ASKED_HERE = frozenset({"card", "own_wish"})
"""What is not asked here though a change should make it apply: the window looks at the card, and asks for the
resident's own wish apart from companions."""


@dataclass(frozen=True)
class Given:
    """flow: the release that it was filed under, on that day in the hall. The private wish is not in it."""

    flow: m.Flow
    answers: Mapping[str, Answer] = field(repr=False)
    filed_on: date


@dataclass(frozen=True)
class Change:
    """An answer before and after. None: it was not asked then, or is not any more."""

    step: m.Step
    was: Answer | None = field(repr=False)
    now: Answer | None = field(repr=False)

    @property
    def shown(self) -> bool:
        """Whether it may be shown: an identity number that stands in the case is not."""
        return not isinstance(self.was, IdentityNo)


class Correction:
    """One resident's way through what they handed in. Raises :class:`~kiosk.cases.difficult.Refused` where
    the answers do not lead to the review of their release."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.run: FlowRun = answered(given.flow, given.answers, given.filed_on)
        self._before = self.run

    def lines(self) -> tuple[ReviewLine, ...]:
        """What can be changed here, as it is now. No identity number: whoever it is for is known by it."""
        return tuple(line for line in self.run.review() if line.step.kind != "identity_number")

    def change(self, step_id: str) -> None:
        """Go to one of the lines. Raises KeyError for any other."""
        if step_id not in {line.step.id for line in self.lines()}:
            raise KeyError(step_id)
        self._before = self.run.fork()
        self.run.change(step_id)

    def undo(self) -> None:
        """As it was before the last :meth:`change`."""
        self.run = self._before

    def go_on(self) -> None:
        """Past what is not asked here."""
        while self.run.step is not None and self.run.step.kind in NOT_ASKED_HERE:
            self.run.answer(PASSED[self.run.step.kind])

    def changed(self) -> tuple[Change, ...]:
        """What is another answer now, in the flow's order."""
        now, was = self.run.answers(), self.given.answers
        return tuple(
            Change(step, was.get(step.id), now.get(step.id))
            for step in self.given.flow.steps
            if was.get(step.id) != now.get(step.id) and step.kind not in NOT_REVIEWED
        )

    def changes(self) -> dict[str, Answer]:
        """What is sent: answers that are others now. Raises ``Refused`` where that cannot be done here."""
        now, was = self.run.answers(), self.given.answers
        found = {step: answer for step, answer in now.items() if was.get(step) != answer}
        if found:
            corrected_by_resident(self.given.flow, was, found, self.given.filed_on)
        return found
