"""What a page of a form shows: a step, in words of one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.dates import date_order, written_out
from kiosk.flow import model as m
from kiosk.flow.run import FlowRun
from kiosk.flow.step_words import terms_here
from kiosk.flow.tell import money_told, told
from kiosk.message import Message
from kiosk.portal.asking import DAY_PARTS, LONG_TERM, UNSURE, VALUE, entries_of
from kiosk.portal.drafts import Draft, Entries, Fault
from kiosk.words import Words


@dataclass(frozen=True)
class Option:
    """Something to choose, with a line below it that may be empty."""

    id: str
    text: str
    more: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the review: which step, its short name, the answer in words."""

    place: int
    label: str
    value: str


@dataclass(frozen=True)
class Thing:
    """Something to bring, or to pay, with a line below it that may be empty."""

    text: str
    more: str = ""


@dataclass(frozen=True)
class StepView:
    """kind: of the step. place: its number among the steps of the service. at, of: as it is counted for the
    reader. first: nothing lies before it. fields: what stands in the fields for writing. error: what is to be
    done, with the field it stands at."""

    kind: str
    place: int
    at: int
    of: int
    first: bool
    title: str
    help: str
    body: tuple[str, ...]
    forward: str
    options: tuple[Option, ...]
    fields: Entries
    parts: tuple[str, ...]
    long_term: bool
    today: str
    unit: str
    longest: int
    unsure: bool
    error: str
    error_field: str
    things: tuple[Thing, ...]
    fees: tuple[Thing, ...]
    fee_sum: str
    next_steps: tuple[str, ...]
    rows: tuple[Row, ...]
    terms: tuple[Thing, ...]
    ready: tuple[Thing, ...]

    def field(self, name: str = VALUE) -> str:
        """What stands in a field for writing."""
        return next(iter(self.fields.get(name, ())), "")


def place_of(flow: m.Flow, step_id: str) -> int:
    """The number of a step, from 1, by which pages are addressed: it tells no answer. Raises KeyError."""
    return flow.places()[step_id] + 1


def step_at(flow: m.Flow, place: int) -> m.Step:
    """The step of that number. Raises KeyError."""
    if not 1 <= place <= len(flow.steps):
        raise KeyError(place)
    return flow.steps[place - 1]


def said(words: Words, message: str | Message) -> str:
    """A text as it is, a message in words."""
    return message if isinstance(message, str) else words.say(message.id, **message.params)


def view(draft: Draft, step: m.Step, words: Words, ready: Sequence[m.ReadyAnswer] = ()) -> StepView:
    """How a step that was reached is shown. Changes nothing. Raises KeyError where it was not reached.

    ready: what is often asked, with the answers, before something is written.
    """
    run = draft.run.fork()
    run.stand_at(step.id)
    locale = words.locale
    fault = draft.faults.get(step.id)
    entries = draft.entries.get(step.id)
    if entries is None:
        entries = entries_of(step, run.value(step.id))
    at, of = run.progress()
    reached = run.reached()
    return StepView(
        kind=step.kind,
        place=place_of(run.flow, step.id),
        at=at,
        of=of,
        first=reached[0].id == step.id,
        title=_title(step, words),
        help=_help(step, words),
        body=tuple(t.in_(locale) for t in step.body) if isinstance(step, (m.Notice, m.Consent)) else (),
        forward=_forward(step, words),
        options=_options(run, step, words, entries),
        fields=entries,
        parts=date_order(locale) if isinstance(step, m.Date) else (),
        long_term=isinstance(step, m.Date) and step.long_term,
        today=written_out(run.today, locale, weekday=True) if isinstance(step, m.Date) else "",
        unit=step.unit.in_(locale) if isinstance(step, m.Number) and step.unit else "",
        longest=step.longest if isinstance(step, m.TextEntry) else 0,
        unsure=isinstance(step, m.Question),
        error=said(words, fault.message) if fault else "",
        error_field=_field(step, fault) if fault else "",
        things=_things(run, locale) if isinstance(step, m.Checklist) else (),
        fees=_fees(run, words) if isinstance(step, (m.Checklist, m.FeeNotice)) else (),
        fee_sum=said(words, money_told(run.fee_fen())),
        next_steps=tuple(t.text.in_(locale) for t in run.next_steps())
        if isinstance(step, m.Checklist)
        else (),
        rows=_rows(run, words) if isinstance(step, m.Review) else (),
        terms=tuple(Thing(t.term.in_(locale), t.explanation.in_(locale)) for t in terms_here(run, locale)),
        ready=tuple(Thing(each.question.in_(locale), each.answer.in_(locale)) for each in ready),
    )


def _title(step: m.Step, words: Words) -> str:
    # "Do you have these with you?" is for the hall; at home they are laid ready.
    return words.say("portal.bring.title") if isinstance(step, m.Checklist) else step.title.in_(words.locale)


def _help(step: m.Step, words: Words) -> str:
    if isinstance(step, m.Checklist):
        return words.say("portal.bring.help")
    return step.help.in_(words.locale) if step.help else ""


def _forward(step: m.Step, words: Words) -> str:
    if step.forward is not None:
        return step.forward.in_(words.locale)
    if isinstance(step, m.Notice) and step.ends:
        return words.say("steps.end")
    return words.say("portal.bring.forward" if isinstance(step, m.Checklist) else "steps.next")


def _field(step: m.Step, fault: Fault) -> str:
    """Where an error leads: the field, or the first thing to choose."""
    if fault.field in (*DAY_PARTS, LONG_TERM):
        return fault.field
    return VALUE


def _options(run: FlowRun, step: m.Step, words: Words, entries: Entries) -> tuple[Option, ...]:
    chosen, locale = entries.get(VALUE, ()), words.locale
    offered: list[tuple[str, str, str]] = []
    match step:
        case m.YesNo(yes=yes, no=no):
            offered.append(("yes", yes.in_(locale) if yes else words.say("steps.yes"), ""))
            offered.append(("no", no.in_(locale) if no else words.say("steps.no"), ""))
        case m.Consent():
            offered.append(("agree", words.say("steps.agree"), ""))
            offered.append(("refuse", words.say("steps.refuse"), ""))
        case m.ChooseOne() | m.ChooseSeveral():
            for choice in run.choices(step):
                more = choice.help.in_(locale) if choice.help else ""
                offered.append((choice.id, choice.text.in_(locale), more))
        case m.Checklist():
            for material in run.materials():
                note = material.note.in_(locale) if material.note else ""
                offered.append((material.id, material.text.in_(locale), note))
        case _:
            return ()
    if not isinstance(step, m.Checklist):
        offered.append((UNSURE, words.say("steps.unsure"), ""))
    return tuple(Option(id, text, more, id in chosen) for id, text, more in offered)


def _things(run: FlowRun, locale: str) -> tuple[Thing, ...]:
    return tuple(Thing(x.text.in_(locale), x.note.in_(locale) if x.note else "") for x in run.materials())


def _fees(run: FlowRun, words: Words) -> tuple[Thing, ...]:
    return tuple(Thing(x.text.in_(words.locale), said(words, money_told(x.fen))) for x in run.fees())


def _rows(run: FlowRun, words: Words) -> tuple[Row, ...]:
    rows = []
    for line in run.review():
        label = line.step.label or line.step.title
        value = said(words, told(line.step, line.value, words.locale))
        if isinstance(line.step, m.Checklist):
            value = words.say("portal.bring.ready", count=len(getattr(line.value, "ids", ())))
        rows.append(Row(place_of(run.flow, line.step.id), label.in_(words.locale), value))
    return tuple(rows)
