"""What whoever asked a question is told of when it is answered: only what is known."""

from __future__ import annotations

from datetime import date

from kiosk.cases.question_due import answer_by
from kiosk.dates import written_out
from kiosk.flow.answer import Chosen
from kiosk.flow.model import ChooseOne
from kiosk.flow.run import FlowRun
from kiosk.working_days import WorkingDays
from screens.ui import Ui


def answered_when(ui: Ui, run: FlowRun, today: date, calendar: WorkingDays, *, officer: bool) -> str:
    """The sentence; "" where nothing was asked, or a guide was called to answer here and now.

    officer: whether one is at a desk, who is told of it at once.
    """
    if not run.flow.is_consultation or _waits_here(run):
        return ""
    day = written_out(answer_by(today, calendar), ui.locale)
    return ui.say("receipt.officer_here" if officer else "receipt.answer_by", day=day)


def _waits_here(run: FlowRun) -> bool:
    calling = {
        (step.id, choice.id)
        for step in run.flow.steps
        if isinstance(step, ChooseOne)
        for choice in step.choices
        if choice.guide
    }
    return any(isinstance(v, Chosen) and (step, v.id) in calling for step, v in run.answers().items())
