"""Steps that are answered by choosing: yes or no, one of several, several, agree, own wish."""

from __future__ import annotations

from kiosk.flow.answer import Agreed, Answer, Chosen, ChosenSeveral, Unknown, Wish, Yes
from kiosk.flow.model import (
    Checklist,
    Choice,
    ChooseOne,
    ChooseSeveral,
    Consent,
    Material,
    OwnWish,
    YesNo,
)
from screens.screen import NavKey
from screens.steps.step import StepScreen, View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Mark
from screens.widgets.label import Label

UNSURE = "?"
"""The id of "I don't know" among the keys; no slug can be so."""


class ChoosingScreen(StepScreen):
    """Keys that select; going on is a key of its own (touching a choice sends nothing on)."""

    several = False
    guide_sees_choices = True
    """Whether a guide who sees the screen may read what there is to choose; never what is chosen."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        self._keys: dict[str, Key] = {}

    def offer(self, id_: str, text: str, sub: str = "") -> None:
        """Add something to choose."""
        mark = Mark.BOX if self.several and id_ != UNSURE else Mark.RADIO
        key = Key(self.ui, text, sub=sub, mark=mark, role=Role.CHOICE, bold=False)
        key.clicked.connect(lambda _checked=False, i=id_: self._touched(i))
        # "I don't know" among boxes may be unchosen like a box.
        key.setAutoExclusive(not self.several)
        self._keys[id_] = key
        if self.guide_sees_choices:
            let_guide_see(key)
        self.add(key)

    def offer_unsure(self) -> None:
        """Add "I don't know"."""
        self.offer(UNSURE, self.ui.say("steps.unsure"))

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these as chosen."""
        for id_, key in self._keys.items():
            key.setChecked(id_ in ids)

    def chosen(self) -> tuple[str, ...]:
        """What is chosen, in order."""
        return tuple(id_ for id_, key in self._keys.items() if key.isChecked())

    def _touched(self, id_: str) -> None:
        now = self._keys[id_].isChecked()
        if not self.several or id_ == UNSURE:
            self.select((id_,) if now or not self.several else ())
        elif now and UNSURE in self._keys:
            self._keys[UNSURE].setChecked(False)
        self.said.emit(self._keys[id_].text())
        self.nav_changed.emit()

    def complete(self) -> bool:
        """Whether enough is chosen to go on."""
        return bool(self.chosen())

    def nav(self) -> tuple[NavKey, ...]:
        """Back, and forward as soon as something is chosen."""
        return self.back_and(self.forward_text(), enabled=self.complete())

    def draft(self) -> object:
        """The chosen ids."""
        return self.chosen()

    def restore(self, draft: object) -> None:
        """Choose them again."""
        if isinstance(draft, tuple):
            self.select(draft)

    def go_forward(self) -> None:
        """Answer with what is chosen."""
        if self.complete():
            self.answered.emit(self.answer())

    def answer(self) -> Answer:
        """The answer that the chosen keys mean."""
        raise NotImplementedError


class YesNoScreen(ChoosingScreen):
    """Yes, no, or I don't know."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        step = view.step
        assert isinstance(step, YesNo)
        self.offer("yes", step.yes.in_(ui.locale) if step.yes else ui.say("steps.yes"))
        self.offer("no", step.no.in_(ui.locale) if step.no else ui.say("steps.no"))
        self.offer_unsure()
        match view.value:
            case Yes(yes=yes):
                self.select(("yes" if yes else "no",))
            case Unknown():
                self.select((UNSURE,))

    def answer(self) -> Answer:
        """Yes or no."""
        (id_,) = self.chosen()
        return Unknown() if id_ == UNSURE else Yes(yes=id_ == "yes")


class ChooseOneScreen(ChoosingScreen):
    """One of several."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, ChooseOne)
        offer_choices(self, view.choices)
        self.offer_unsure()
        match view.value:
            case Chosen(id=id_):
                self.select((id_,))
            case Unknown():
                self.select((UNSURE,))

    def answer(self) -> Answer:
        """The one chosen."""
        (id_,) = self.chosen()
        return Unknown() if id_ == UNSURE else Chosen(id=id_)


def offer_choices(screen: ChoosingScreen, choices: tuple[Choice, ...]) -> None:
    """Offer a step's choices in the screen's language."""
    for choice in choices:
        help_ = choice.help.in_(screen.ui.locale) if choice.help else ""
        screen.offer(choice.id, choice.text.in_(screen.ui.locale), help_)


class ChooseSeveralScreen(ChoosingScreen):
    """Any number of several."""

    several = True

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, ChooseSeveral)
        self._least = view.step.least
        offer_choices(self, view.choices)
        self.offer_unsure()
        match view.value:
            case ChosenSeveral(ids=ids):
                self.select(ids)
            case Unknown():
                self.select((UNSURE,))

    def complete(self) -> bool:
        """Enough of them, or "I don't know"."""
        chosen = self.chosen()
        return UNSURE in chosen or len(chosen) >= self._least

    def answer(self) -> Answer:
        """Those chosen."""
        chosen = self.chosen()
        return Unknown() if UNSURE in chosen else ChosenSeveral(ids=chosen)


class ChecklistScreen(ChoosingScreen):
    """ "Bring these": touched is in hand. Going on is always possible; the forward key says how it stands."""

    several = True
    guide_sees_choices = False  # what somebody must bring follows from what they answered

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, Checklist)
        self._materials: tuple[Material, ...] = view.materials
        for material in self._materials:
            note = material.note.in_(ui.locale) if material.note else ""
            self.offer(material.id, material.text.in_(ui.locale), note)
        self.offer_unsure()
        match view.value:
            case ChosenSeveral(ids=ids):
                self.select(ids)
            case Unknown():
                self.select((UNSURE,))

    def _all_here(self) -> bool:
        chosen = set(self.chosen())
        return all(m.id in chosen or m.spare for m in self._materials)

    def complete(self) -> bool:
        """One can always go on; the window tells once what is missing."""
        return True

    def nav(self) -> tuple[NavKey, ...]:
        """Back, print the list, and forward in words that follow what is in hand."""
        here, not_here = self.ui.say("steps.all_here"), self.ui.say("steps.not_all_here")
        words = onward = self.ui.say("steps.next")
        if self.last_page:
            words = here if self._all_here() else not_here
        back, forward = self.back_and(words, also=(here, not_here, onward), tells=True)
        return back, NavKey("print", self.ui.say("steps.print")), forward

    def press(self, key: str) -> None:
        """Print makes the slip with the list."""
        if key == "print":
            self.acted.emit("print_materials", "")
        else:
            super().press(key)

    def answer(self) -> Answer:
        """The materials in hand."""
        chosen = self.chosen()
        return Unknown() if UNSURE in chosen else ChosenSeveral(ids=chosen)


class ConsentScreen(ChoosingScreen):
    """Something to read and to agree to."""

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, Consent)
        for line in view.step.body:
            label = Label(ui, line.in_(ui.locale), Role.BODY)
            let_guide_see(label)
            self.add(label)
        self.offer("agree", ui.say("steps.agree"))
        self.offer("refuse", ui.say("steps.refuse"))
        self.offer_unsure()
        match view.value:
            case Agreed(agreed=agreed):
                self.select(("agree" if agreed else "refuse",))
            case Unknown():
                self.select((UNSURE,))

    def answer(self) -> Answer:
        """Agreed or not."""
        (id_,) = self.chosen()
        return Unknown() if id_ == UNSURE else Agreed(agreed=id_ == "agree")


class OwnWishScreen(ChoosingScreen):
    """The private question. The three answers look and lead on alike, and none is said aloud."""

    private_choice = True

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, OwnWish)
        for id_ in ("yes", "no", "unsure"):
            self.offer(id_, ui.say(f"steps.wish_{id_}"))
        if isinstance(view.value, Wish):
            self.select((view.value.wish,))

    def _touched(self, id_: str) -> None:
        # Said aloud, the answer would be heard by whoever stands beside (law on the elderly, art. 55).
        self.select((id_,))
        self.nav_changed.emit()

    def answer(self) -> Answer:
        """The wish."""
        (id_,) = self.chosen()
        if id_ == "yes":
            return Wish(wish="yes")
        return Wish(wish="no") if id_ == "no" else Wish(wish="unsure")
