"""The hall's line as sentences at the desk: numbers and services, never who it is."""

from __future__ import annotations

from datetime import datetime

from kiosk.cases.appointment import Appointment
from kiosk.words import Words
from screens.desk.parts import Titles


class WaitingWords:
    """In the officer's language."""

    def __init__(self, words: Words, titles: Titles) -> None:
        self._words, self._titles = words, titles

    def row(self, kept: Appointment, now: datetime) -> str:
        """One of the line: its number and service, how long it waits, and why it comes when it does."""
        say = self._words.say
        facts = []
        if kept.arrived_at is not None:
            facts.append(say("waiting.minutes", n=max(0, int((now - kept.arrived_at).total_seconds() // 60))))
        if kept.half is not None:
            facts.append(say("waiting.booked", time=f"{kept.half.begins:%H:%M}"))
        if kept.elderly:
            facts.append(say("waiting.elderly"))
        return "  ".join((self.number(kept), *facts))

    def number(self, kept: Appointment) -> str:
        """Its number and what they come for."""
        return self._words.say("waiting.number", number=kept.number or 0, service=self.service(kept.service))

    def called(self, kept: Appointment) -> str:
        """Who is called to this window, and how often."""
        return self._words.say(
            "waiting.called", number=kept.number or 0, service=self.service(kept.service), count=kept.calls
        )

    def called_elsewhere(self, kept: Appointment) -> str:
        """Who is called to a window that the plan has no more."""
        return self._words.say(
            "waiting.called_elsewhere",
            number=kept.number or 0,
            service=self.service(kept.service),
            window=kept.window or 0,
        )

    def service(self, service: str) -> str:
        """What it is called."""
        return self._titles(service, None, self._words.locale)[0]
