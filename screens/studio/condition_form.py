"""A condition, put together from sentences: which step, how it is looked at, and what its answer is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.studio.condition_words import Data, step_of, steps_of
from kiosk.studio.uses import without_condition
from screens.desk.look import button, label
from screens.studio.fields import NumberField, OneOf
from screens.studio.form import Form, Studio

CHANGED, ADDED, REMOVED = (
    Message("studio.did.condition"),
    Message("studio.did.condition_added"),
    Message("studio.did.condition_removed"),
)
_HOWS = {
    "yes_no": ("is", "is_not", "unknown", "known"),
    "consent": ("is", "is_not"),
    "card": ("is", "is_not"),
    "choice": ("is", "is_not", "in", "in_not", "unknown", "known"),
    "choices": ("has", "has_not", "unknown", "known"),
    "checklist": ("has", "has_not"),
    "number": ("at_least", "not_at_least", "unknown", "known"),
    "identity_number": ("age_at_least", "not_age_at_least", "unknown", "known"),
    "date": ("before", "not_before", "age_at_least", "not_age_at_least", "unknown", "known"),
}
"""How the answer of a step can be looked at, by its kind; of all others, whether it was known."""
_KNOWN = ("unknown", "known")


def how_of(condition: Data) -> str:
    """How a condition on one step looks at it; "" where it is another one."""
    inner = condition.get("not")
    leaf, no = (inner, True) if isinstance(inner, dict) else (condition, False)
    if "step" not in leaf:
        return ""
    if "unknown" in leaf:
        return "known" if (leaf["unknown"] is False) is not no else "unknown"
    if leaf.get("kind") == "before":
        return "not_before" if no else "before"
    for field in ("is", "has", "in"):
        if field in leaf:
            return f"{field}_not" if no else field
    for field in ("at_least", "age_at_least"):
        if field in leaf:
            return f"not_{field}" if no else field
    return ""


def made(step: object, how: str, answer: object) -> dict[str, object]:
    """A condition on one step."""
    no = how.endswith("_not") or how.startswith("not_")
    field = how.removesuffix("_not").removeprefix("not_")
    leaf: dict[str, object] = {"step": step}
    if field in _KNOWN:
        leaf["unknown"] = field == "unknown"
    elif field == "before":
        leaf |= {"kind": "before", "before_days": answer if isinstance(answer, int) else 0}
    elif field in ("at_least", "age_at_least"):
        number = answer if isinstance(answer, int) and not isinstance(answer, bool) else 1
        leaf[field] = number
    elif field == "in":
        leaf[field] = answer if isinstance(answer, list) else [answer]
    else:
        leaf[field] = answer
    return {"not": leaf} if no else leaf


class ConditionForm(Form):
    """The condition at ``where``. left: back to what it is a condition of."""

    left = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self.where: Where = ()
        self._inner: list[Where] = []

    def begin(self, where: Where) -> None:
        """Another condition."""
        self.where, self._inner = where, []
        self.show_condition()

    @property
    def _here(self) -> Where:
        return self._inner[-1] if self._inner else self.where

    def show_condition(self) -> None:
        """As the draft has it now."""
        if not self.where:
            return
        document = self._work.document
        while self._inner and document.at(self._inner[-1]) is None:
            self._inner.pop()
        self.show_part((self._here, repr(document.at(self._here)), len(self._earlier())), self._build)

    def _earlier(self) -> Sequence[Data]:
        """The steps that can be looked at: those before this one, or all."""
        steps = steps_of(self._work.document.data)
        return steps[: int(self.where[1])] if self.where[0] == "steps" else steps

    def _build(self) -> None:
        say = self._say
        condition = self._work.document.at(self._here)
        self.heading(say("studio.condition_head"))
        flow = self._work.document.data
        sentence = (
            say("studio.condition_none")
            if condition is None
            else self._condition_words.sentence(condition, flow)
        )
        self.add(label(sentence, "bold", wrap=True))
        several = next((s for s in ("all", "any") if isinstance(condition, dict) and s in condition), "")
        parts = condition[several] if several and isinstance(condition, dict) else [condition]
        if several:
            joined = OneOf(say("studio.condition_joined"))
            joined.offer([(s, say(f"studio.condition_{s}")) for s in ("all", "any")], several)
            joined.picked.connect(lambda value: self._join(str(value), parts))
            self.add(joined)
        for number, part in enumerate(parts if isinstance(parts, list) else []):
            if isinstance(part, dict):
                self._row((*self._here, several, number) if several else self._here, part)
        row = QHBoxLayout()
        add = button(say("studio.condition_part_add"))
        add.setEnabled(bool(self._lookable()))
        add.clicked.connect(lambda: self._add(condition, several))
        back = button(say("studio.done"), "go")
        back.clicked.connect(self._back)
        row.addWidget(add)
        row.addStretch(1)
        row.addWidget(back)
        self.add(row)

    def _lookable(self) -> list[Data]:
        return [
            step
            for step in self._earlier()
            if step.get("kind") not in ("notice", "fee", "review", "own_wish")
        ]

    def _row(self, where: Where, part: Data) -> None:
        say, flow = self._say, self._work.document.data
        self.begin_card()
        upper, lower = QHBoxLayout(), QHBoxLayout()
        gone = button(say("studio.remove"), name=say("studio.condition_remove"))
        gone.clicked.connect(
            lambda: self._work.do(lambda d: without_condition(d, where), REMOVED, self.where)
        )
        how = how_of(part)
        inner = part.get("not")
        leaf: Data = inner if isinstance(inner, dict) else part
        if how:
            step = step_of(flow, leaf.get("step"))
            who = OneOf(say("studio.condition_step"))
            names = [(s.get("id"), self._condition_words.name(s, s.get("id"))) for s in self._lookable()]
            who.offer(names, leaf.get("step"))
            who.picked.connect(lambda id_: self._look_at(where, id_))
            upper.addWidget(who, 1)
            upper.addWidget(gone)
            kind = "" if step is None else str(step.get("kind"))
            hows = OneOf(say("studio.condition_how"))
            hows.offer([(h, say(f"studio.how.{h}")) for h in _HOWS.get(kind, _KNOWN)], how)
            hows.picked.connect(
                lambda new: self._put(where, made(leaf.get("step"), str(new), self._first(step, str(new))))
            )
            lower.addWidget(hows, 1)
            answer = self._answer(where, leaf, how, step)
            if answer is not None:
                self.add(upper)
                self.add(lower)
                upper, lower = QHBoxLayout(), QHBoxLayout()
                upper.addWidget(answer, 1)
        else:
            upper.addWidget(label(self._condition_words.sentence(part, flow), wrap=True), 1)
            inside = self._inside(where, part)
            if inside is not None:
                change = button(say("studio.condition_inside"))
                change.clicked.connect(lambda: self._go_into(inside))
                lower.addWidget(change)
                lower.addStretch(1)
            upper.addWidget(gone)
        self.add(upper)
        self.add(lower)
        self.end_card()

    def _inside(self, where: Where, part: Data) -> Where | None:
        """Where a nested condition can be changed as one of its own."""
        if where == self._here:
            return None
        return (*where, "not") if "not" in part else where

    def _answer(self, where: Where, leaf: Data, how: str, step: Data | None) -> QWidget | None:
        field = how.removesuffix("_not").removeprefix("not_")
        if field in _KNOWN:
            return None
        name = self._say("studio.condition_answer")
        if field in ("at_least", "age_at_least", "before"):
            key = "before_days" if field == "before" else field
            number = NumberField(name, -36500 if field == "before" else 0, 36500)
            number.show_number(leaf.get(key))
            inside = (*where, "not") if "not" in how else where
            number.given.connect(lambda value: self._put((*inside, key), value))
            return number
        if field == "in":
            return self._several(where, leaf, how, step)
        offered = OneOf(name)
        offered.offer(list(self._condition_words.answers(step, self._work.document.data)), leaf.get(field))
        offered.picked.connect(lambda value: self._put(where, made(leaf.get("step"), how, value)))
        return offered

    def _several(self, where: Where, leaf: Data, how: str, step: Data | None) -> QWidget:
        """Any of the answers; the last one stays."""
        listed = leaf.get("in")
        asked = list(listed) if isinstance(listed, list) else []
        several = QWidget()
        column = QVBoxLayout(several)
        column.setContentsMargins(0, 0, 0, 0)
        answers = list(self._condition_words.answers(step, self._work.document.data))
        for value, words in answers:
            row, key = self.tick_row(words)
            key.setChecked(value in asked)
            key.setText(self._say("studio.on" if value in asked else "studio.off"))
            wanted = [v for v, _ in answers if (v in asked) != (v == value)]
            key.setEnabled(bool(wanted))
            key.clicked.connect(lambda _on, w=wanted: self._put(where, made(leaf.get("step"), how, w)))
            column.addLayout(row)
        return several

    # --- changing -------------------------------------------------------------------------------------

    def _put(self, where: Where, condition: object) -> None:
        self._work.put(where, condition, CHANGED)

    def _first(self, step: Data | None, how: str) -> object:
        """What stands there at first."""
        if how.endswith("at_least"):
            return 60 if how.endswith("age_at_least") else 1
        answers = self._condition_words.answers(step, self._work.document.data)
        return next((value for value, _ in answers), 0)

    def _fresh(self, step_id: object) -> dict[str, object]:
        step = step_of(self._work.document.data, step_id)
        how = _HOWS.get(str(None if step is None else step.get("kind")), _KNOWN)[0]
        return made(step_id, how, self._first(step, how))

    def _look_at(self, where: Where, step_id: object) -> None:
        self._put(where, self._fresh(step_id))

    def _add(self, condition: object, several: str) -> None:
        part = self._fresh(self._lookable()[-1].get("id"))
        here = self._here
        if condition is None:
            self._work.put(here, part, ADDED)
        elif several:
            at = (*here, several)
            self._work.do(lambda d: d.insert(at, d.count(at), part), ADDED, here)
        else:
            self._work.put(here, {"all": [condition, part]}, ADDED)

    def _join(self, several: str, parts: object) -> None:
        self._put(self._here, {several: parts})

    def _go_into(self, where: Where) -> None:
        self._inner.append(where)
        self.show_condition()

    def _back(self) -> None:
        if self._inner:
            self._inner.pop()
            self.show_condition()
        else:
            self.left.emit()
