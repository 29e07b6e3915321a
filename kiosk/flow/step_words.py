"""The words that a step shows a resident, and the office words among them."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.flow import model as m
from kiosk.flow.glossary import used
from kiosk.flow.run import FlowRun


def terms_here(run: FlowRun, locale: str) -> tuple[m.Term, ...]:
    """The glossary's terms that the present step uses in ``locale``, in reading order.

    The private question and the review have none: the one is asked in everyday words, the other says again
    what was explained where it was asked.
    """
    step = run.step
    if step is None or isinstance(step, (m.OwnWish, m.Review)):
        return ()
    return used((text.in_(locale) for text in _shown(run, step)), run.flow.glossary, locale)


def _shown(run: FlowRun, step: m.Step) -> Iterator[m.Text]:
    yield step.title
    yield from _given(step.help, step.forward)
    match step:
        case m.Notice(body=body) | m.Consent(body=body):
            yield from body
        case m.YesNo(yes=yes, no=no):
            yield from _given(yes, no)
        case m.ChooseOne() | m.ChooseSeveral():
            for choice in run.choices(step):
                yield choice.text
                yield from _given(choice.help)
        case m.Checklist():
            for material in run.materials():
                yield material.text
                yield from _given(material.note)
        case m.FeeNotice():
            for fee in run.fees():
                yield fee.text
        case _:
            pass


def _given(*texts: m.Text | None) -> Iterator[m.Text]:
    yield from (text for text in texts if text is not None)
