"""The answer to a question in sentences of one language, as its resident reads it at the kiosk."""

from __future__ import annotations

from datetime import date

from kiosk.cases.question import QuestionState
from kiosk.cases.question_due import answer_by
from kiosk.cases.question_told import AnswerTold, QuestionAnswers, can_be
from kiosk.cases.question_told import NotTold as NoAnswer
from kiosk.cases.where_told import Told
from kiosk.cases.whereabouts import Enquiry, NotTold, Whereabouts, WhereaboutsBook
from kiosk.clock import HALL_ZONE
from kiosk.dates import written_out
from kiosk.failure import StoreFailed
from kiosk.words import Words
from kiosk.working_days import WorkingDays


async def case_or_question(
    book: WhereaboutsBook, answers: QuestionAnswers | None, enquiry: Enquiry
) -> Whereabouts | AnswerTold:
    """Where a case of this number is, or the answer to a question of it.

    A wrong try is told in one way, whichever of the two it would have been. Raises ``NotTold`` and
    ``StoreFailed``.
    """
    try:
        return await book.ask(enquiry)
    except NotTold as refused:
        if answers is None or not can_be(enquiry.number, enquiry.last_four):
            raise
        try:
            return await answers.told(enquiry.number, enquiry.last_four, enquiry.at)
        except StoreFailed:
            if refused.wait_s:  # that it is shut is known here, whoever does not answer
                raise refused from None
            raise
        except NoAnswer as no_answer:
            raise NotTold(max(refused.wait_s, no_answer.wait_s)) from None


def read(found: AnswerTold, words: Words, today: date, calendar: WorkingDays) -> Told:
    """What is told: the answer word for word, or by when there is one."""
    asked = words.say("asked.on", day=_day(found.asked_at.astimezone(HALL_ZONE).date(), words))
    if found.state is QuestionState.UNREACHED:
        return Told(words.say("asked.unreached_title"), (asked,), (), (words.say("asked.unreached"),))
    if found.state is QuestionState.OPEN:
        until = answer_by(found.asked_at.astimezone(HALL_ZONE).date(), calendar)
        late = until < today
        when = words.say("asked.late") if late else words.say("asked.until", day=_day(until, words))
        return Told(words.say("asked.open_title"), (asked,), (), (when,))
    if found.answered_at is None or not found.text:
        return Told(words.say("asked.gone_title"), (asked,), (), (words.say("asked.gone"),))
    day = _day(found.answered_at.astimezone(HALL_ZONE).date(), words)
    return Told(
        words.say("asked.title"),
        (asked,),
        (),
        (),
        written=found.text,
        written_title=words.say("asked.answer", day=day),
    )


def _day(day: date, words: Words) -> str:
    return written_out(day, words.locale)
