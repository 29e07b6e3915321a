"""Difficult cases and their steps as sentences."""

from __future__ import annotations

from datetime import date

from kiosk.cases.difficult import DifficultCase, DifficultStep
from kiosk.figures.period import local
from kiosk.words import Words
from screens.desk.days import written
from screens.desk.parts import Titles


class DifficultWords:
    """In the officer's language."""

    def __init__(self, words: Words, titles: Titles) -> None:
        self._words, self._titles = words, titles

    def line(self, case: DifficultCase, today: date) -> str:
        """For the list: by when, whose, what it came from."""
        say = self._words.say
        due = say(
            "difficult.overdue" if case.overdue(today) else "difficult.due",
            day=written(case.due, self._words),
        )
        owner = say("difficult.nobody") if case.owner is None else say("difficult.owner", officer=case.owner)
        return f"{due}\n{owner}\n{self._about(case)}"

    def head(self, case: DifficultCase) -> str:
        """What it is about: an officer's line, or what it came from."""
        return case.subject or self._about(case)

    def facts(self, case: DifficultCase, today: date) -> str:
        """By when, whose, and how it began."""
        day = written(local(case.opened_at).date(), self._words)
        began = self._words.say(f"difficult.from.{case.source}", day=day)
        return f"{self.line(case, today)}\n{began}"

    def step(self, step: DifficultStep) -> str:
        """What was done, by whom and when."""
        say, at = self._words.say, local(step.at)
        way = "" if step.way is None else say(f"difficult.way.{step.way}")
        done = say(f"difficult.step.{step.kind}", way=way, owner=step.owner or "")
        told = say(
            "difficult.step_line",
            day=written(at.date(), self._words),
            time=f"{at:%H:%M}",
            officer=step.by,
            done=done,
        )
        return f"{told} {step.text}".rstrip()

    def _about(self, case: DifficultCase) -> str:
        if case.service is None:
            return self._words.say(f"difficult.source.{case.source}")
        service, _ = self._titles(case.service, None, self._words.locale)
        source = self._words.say(f"difficult.source.{case.source}")
        return f"{service}\n{source}"
