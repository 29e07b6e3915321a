"""Everything that changes during a run, and how a draft writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, StrictBool, StrictStr, ValidationError

from kiosk.flow.answer import ANSWERS, SCHEMA_VERSION, Answer, Wish

_WISHES: tuple[tuple[str, Wish | None], ...] = (
    ("-", None),
    ("y", Wish(wish="yes")),
    ("n", Wish(wish="no")),
    ("u", Wish(wish="unsure")),
)
"""How a draft writes the wish: always one letter, so that not even a sealed draft's length tells it."""


class _Draft(BaseModel):
    """A dump as it must be, beside what says of which flow it is."""

    at: StrictStr | None
    answers: dict[str, Answer]
    wish: Literal["-", "y", "n", "u"]
    filled: list[StrictStr]
    listed: dict[str, list[StrictStr]]
    ticked: dict[str, Answer]
    changing: StrictBool
    told: StrictBool


@dataclass
class State:
    """at: the step the resident stands at. filled: steps that a card answered. listed: the materials or
    fees that a step showed when it was answered. ticked: a checklist's answer from before its list grew,
    shown when it is asked again. changing: on the way back to the review. told: an ending notice was read.
    """

    at: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    wish: Wish | None = None
    filled: set[str] = field(default_factory=set)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ticked: dict[str, Answer] = field(default_factory=dict)
    changing: bool = False
    told: bool = False

    def copy(self) -> State:
        """One that changes alone; the answers themselves are frozen and shared."""
        return State(
            self.at,
            dict(self.answers),
            self.wish,
            set(self.filled),
            dict(self.listed),
            dict(self.ticked),
            self.changing,
            self.told,
        )

    def forget(self, step_id: str) -> None:
        """Drop a step's answer and all that goes with it."""
        self.answers.pop(step_id, None)
        self.filled.discard(step_id)
        self.listed.pop(step_id, None)
        self.ticked.pop(step_id, None)

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "schema": SCHEMA_VERSION,
            "answers": ANSWERS.dump_python(self.answers, mode="json"),
            "wish": next(letter for letter, wish in _WISHES if wish == self.wish),
            "filled": sorted(self.filled),
            "listed": {k: list(v) for k, v in self.listed.items()},
            "ticked": ANSWERS.dump_python(self.ticked, mode="json"),
            "at": self.at,
            "changing": self.changing,
            "told": self.told,
        }

    @classmethod
    def load(cls, dump: Mapping[str, Any]) -> State:
        """Read a dump. Raises ValueError where it is none, or of another schema version."""
        if dump.get("schema") != SCHEMA_VERSION:
            raise ValueError("the draft is of another schema version")
        try:
            draft = _Draft.model_validate(dump)
        except ValidationError:
            raise ValueError("this is no draft of a run") from None  # what pydantic says quotes answers
        return cls(
            at=draft.at,
            answers=draft.answers,
            wish=dict(_WISHES)[draft.wish],
            filled=set(draft.filled),
            listed={step: tuple(lines) for step, lines in draft.listed.items()},
            ticked=draft.ticked,
            changing=draft.changing,
            told=draft.told,
        )
