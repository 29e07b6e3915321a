"""Figures of the whole hall: a leader's desk asks, the hub reckons from its book."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.clock import Clock, SystemClock
from kiosk.figures.period import Period
from kiosk.figures.questions import QuestionFigures
from kiosk.figures.ratings import RatingFigures
from kiosk.figures.tally import Tally
from kiosk.figures.visits import VisitFigures
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.call_tally import Times, tally
from kiosk.hub.fact_rows import ratings_of, thanked, visits_of
from kiosk.hub.figures_line import AskFigures, HallFiguresForm
from kiosk.hub.officers import may_lead
from kiosk.hub.part import Part
from kiosk.hub.question_rows import questions_of
from kiosk.message import Message
from kiosk.working_days import WorkingDays

LONGEST_DAYS = 800


AT_ONCE = 2
"""So many are reckoned at a time, on two connections each: most of the pool is there for calls."""


class HallFigures(Feature):
    """calendar, clock: for the questions that nobody has answered in time."""

    def __init__(self, calendar: WorkingDays | None = None, clock: Clock | None = None) -> None:
        self._calendar, self._clock = calendar or WorkingDays(), clock or SystemClock()
        self._few = asyncio.Semaphore(AT_ONCE)

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"figures.read": self._read}

    async def _read(self, room: Room, body: Body) -> Form:
        asked = read_body(AskFigures, body)
        if room.part is not Part.DESK or not await may_lead(room.pool, room.who, asked.officer):
            raise NotAnswered(Message("hub.leaders_only"))
        try:
            period = Period(asked.first, asked.last)
        except ValueError:
            raise NotAnswered(Message("hub.malformed")) from None
        if (period.last - period.first).days > LONGEST_DAYS:
            raise NotAnswered(Message("hub.malformed"))
        async with self._few:
            counted = await tally(room.pool, period)
            ratings, visits = await ratings_of(room.pool, period), await visits_of(room.pool, period)
            thanks = await thanked(room.pool, period)
            questions = await questions_of(room.pool, period, self._clock.today(), self._calendar)
            # A year takes a moment: the calls of the hall must not wait for it.
            return await asyncio.to_thread(_form, counted, period, ratings, visits, thanks, questions)


def _form(
    counted: Tally[Times],
    period: Period,
    ratings: RatingFigures | None,
    visits: VisitFigures | None,
    thanks: Mapping[str, int],
    questions: QuestionFigures,
) -> HallFiguresForm:
    return HallFiguresForm(
        calls=counted.calls(period),
        officers=counted.officers(thanks),
        ratings=ratings,
        visits=visits,
        questions=questions,
    )
