"""The base of the screens of a flow's steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from kiosk.flow.answer import Answer, Place
from kiosk.flow.glossary import Term
from kiosk.flow.model import Choice, FeeLine, Material, Step
from kiosk.flow.part import Text
from kiosk.message import Message
from screens.screen import NavKey, Screen, Spoken
from screens.ui import Ui
from screens.visit.glossary import add_explain_key
from screens.widgets.key import Key


@dataclass(frozen=True)
class ReviewRow:
    """A line of the review: the step's short name and the answer in words."""

    step_id: str
    label: str
    value: str


@dataclass(frozen=True)
class View:
    """What a step's screen shows: the step, the value so far, and what applies to this resident now.

    terms: the office words that it uses. recent: addresses given earlier in this visit, the last one first.
    """

    step: Step
    value: Answer | None = None
    progress: tuple[int, int] = (1, 1)
    choices: tuple[Choice, ...] = ()
    materials: tuple[Material, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    fee_fen: int = 0
    review: tuple[ReviewRow, ...] = ()
    terms: tuple[Term, ...] = ()
    recent: tuple[Place, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)


class StepScreen(Screen):
    """A step: its title, its help, its progress; forward answers, back goes back."""

    shows_progress = True
    explains = True
    """Whether office words are explained here; where a keypad needs the room, the steps before did."""

    def __init__(self, ui: Ui, view: View) -> None:
        step = view.step
        help_ = step.help.in_(ui.locale) if step.help else ""
        super().__init__(ui, step.title.in_(ui.locale), help_)
        self.view = view
        self._own = frozenset(_texts(step, ui.locale))
        if self.shows_progress:
            self.set_progress(*view.progress)
        self.explain_key: Key | None = None
        if view.terms and self.explains:
            self.explain_key = add_explain_key(self, view.terms)

    def is_own(self, text: str) -> bool:
        """The flow file's words for this step too."""
        return text in self._own or super().is_own(text)

    def forward_text(self) -> str:
        """The forward key's words: the step's own, or "next"."""
        step = self.view.step
        return step.forward.in_(self.ui.locale) if step.forward else self.ui.say("steps.next")

    def back_and(
        self, words: str, *, enabled: bool = True, also: tuple[str, ...] = (), tells: bool = False
    ) -> tuple[NavKey, NavKey]:
        """Back, and the one way forward. also: what forward says at other times on this screen."""
        return (
            NavKey("back", self.ui.say("steps.back"), icon="back"),
            NavKey("forward", words, go=True, enabled=enabled, icon="forward", also=also, tells=tells),
        )

    def nav(self) -> tuple[NavKey, ...]:
        """Back and forward."""
        return self.back_and(self.forward_text())

    def press(self, key: str) -> None:
        """Back leads to the page before, then to the step before; forward shows all pages first."""
        if key == "back":
            if self.page > 0:
                self.turn(-1)
            else:
                self.back_wanted.emit()
        elif key == "forward":
            self.go_forward()

    def go_forward(self) -> None:
        """Answer."""
        raise NotImplementedError

    def refuse(self, message: Message) -> None:
        """Say what to do about an entry that cannot be right; it stays as entered."""
        if self.help is not None:
            self.help.set_text(self.ui.tell(message))
        self.relayout()
        self.said.emit(self.ui.tell(message))

    def spoken(self) -> tuple[Spoken, ...]:
        """The step's own spoken words in place of its title, where it has any."""
        said = super().spoken()
        own = self.view.step.spoken
        if own is None or not said:
            return said
        return (Spoken(own.in_(self.ui.locale), self.title), *said[1:])


def _texts(value: object, locale: str) -> Iterator[str]:
    """All words of a part of a flow file, in one language."""
    if isinstance(value, Text):
        yield value.in_(locale)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), locale)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _texts(each, locale)
