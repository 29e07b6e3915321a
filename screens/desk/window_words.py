"""Cases at the window as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.cases import window_deeds as d
from kiosk.cases.number import grouped
from kiosk.cases.window import Lateness, Opinion
from kiosk.cases.window_desk import KeptDeed, WindowCase
from kiosk.cases.window_rising import Risen
from kiosk.figures.period import local
from kiosk.flow.answer_lines import lines_of
from kiosk.flow.model import Flow, Material
from kiosk.words import Words
from kiosk.working_days import WorkingDays
from screens.desk.days import written
from screens.desk.parts import Titles

MARKS = {Lateness.LATE: "▲ ", Lateness.SOON: "△ ", Lateness.CALM: ""}
"""A shape beside the words and the colour."""
PARTS = {Lateness.LATE: "alert", Lateness.SOON: "soon"}
"""The look of a row that stands out."""


class WindowWords:
    """In the officer's language. today: in the hall."""

    def __init__(
        self, words: Words, titles: Titles, calendar: WorkingDays, today: Callable[[], date]
    ) -> None:
        self._words, self._titles, self._calendar, self._today = words, titles, calendar, today

    def line(self, case: WindowCase) -> str:
        """For the list; nothing personal. What is late, or whom it is for, comes first."""
        say = self._words.say
        lines = [MARKS[case.lateness] + self.service(case)]
        if case.priority:
            lines.append(say("window.elderly"))
        lines.append(self.number(case))
        lines.append(f"{self.state(case)}　{self.handler(case)}")
        due = case.standing.next_due()
        if due is not None:
            lines.append(self.due(due))
        if case.damaged:
            lines.append(say("window.damaged"))
        return "\n".join(lines)

    def service(self, case: WindowCase) -> str:
        """Its service's name."""
        return self._titles(case.service, None, self._words.locale)[0]

    def number(self, case: WindowCase) -> str:
        """Its registration number, in groups."""
        return self._words.say("window.number", number=grouped(case.number))

    def state(self, case: WindowCase) -> str:
        """Where it stands."""
        return self._words.say(f"window.state.{case.standing.state}")

    def handler(self, case: WindowCase) -> str:
        """Who has it."""
        officer = case.standing.handler
        if case.standing.over:
            return ""
        return (
            self._words.say("window.nobody_has_it")
            if officer is None
            else self._words.say("window.has_it", officer=officer)
        )

    def due(self, day: date) -> str:
        """By when, and how many working days are left."""
        left, say = self._calendar.left(self._today(), day), self._words.say
        told = written(day, self._words)
        if self._today() > day:
            return say("window.due_late", day=told)
        return say("window.due_left", day=told, count=left) if left else say("window.due_today", day=told)

    def facts(self, case: WindowCase, flow: Flow | None) -> str:
        """What an officer must know of it before all else."""
        say, now = self._words.say, case.standing
        at = local(case.filed_at)
        lines = [f"{self.state(case)}　{self.handler(case)}".rstrip()]
        lines.append(
            say("window.filed_on", day=written(at.date(), self._words), time=f"{at:%H:%M}", kiosk=case.kiosk)
        )
        if now.due is not None and not now.over and now.decided_on is None:
            lines.append(self.due(now.due))
            if not now.due_certain:
                lines.append(say("window.uncertain"))
        lines += [self._opinion(each, flow) for each in now.opinions]
        return "\n".join(lines)

    def answers(self, case: WindowCase, flow: Flow | None) -> tuple[tuple[str, str], ...]:
        """What the resident said, under the release that it was filed with."""
        return lines_of(flow, case.answers, self._words)

    def material(self, flow: Flow | None, slug: str, *, spare: bool = False) -> str:
        """A material by its name. spare: it may be missing."""
        found = _material(flow, slug)
        name = slug if found is None else found.text.in_(self._words.locale)
        return self._words.say("window.spare", name=name) if spare else name

    def reviewer(self, flow: Flow | None, slug: str) -> str:
        """A reviewer by name."""
        for each in () if flow is None else flow.reviewers:
            if each.id == slug:
                return each.text.in_(self._words.locale)
        return slug

    def look_at(self, flow: Flow | None, slug: str) -> tuple[str, ...]:
        """What this reviewer looks at on the spot, a line each."""
        asked = () if flow is None else flow.reviewers
        lines = (line for each in asked if each.id == slug for line in each.look_at)
        return tuple(line.in_(self._words.locale) for line in lines)

    def _looked(self, deed: d.Reviewed, flow: Flow | None) -> str:
        """What was not so on the spot."""
        lines = self.look_at(flow, deed.reviewer)
        amiss = [line for place, line in enumerate(lines) if place not in deed.fine]
        if not amiss:
            return self._words.say("window.looked_fine") if lines else ""
        return self._words.say("window.looked_amiss", lines=self._words.say("window.and").join(amiss))

    def deed(self, kept: KeptDeed, flow: Flow | None) -> str:
        """What was done, by whom and when."""
        at = local(kept.at)
        by = self._words.say("window.resident") if kept.deed.by == d.RESIDENT else kept.deed.by
        when = self._words.say(
            "window.when", day=written(at.date(), self._words), time=f"{at:%H:%M}", officer=by
        )
        return f"{when} {self._done(kept.deed, flow)}".rstrip()

    def _done(self, deed: d.AnyDeed, flow: Flow | None) -> str:
        say, parts = self._words.say, [self._words.say(f"window.deed.{deed.kind}")]
        match deed:
            case d.MaterialsSeen(materials=materials):
                parts.append(self._list(materials, flow))
            case d.Returned(missing=missing, note=note):
                parts += [self._list(missing, flow), note]
            case d.Reviewed(reviewer=reviewer, agrees=agrees, reason=reason):
                thinks = say("window.agrees" if agrees else "window.disagrees")
                parts += [self.reviewer(flow, reviewer), thinks, self._looked(deed, flow), reason]
            case d.Decided(granted=granted, reason=reason):
                parts += [say("window.granted" if granted else "window.refused"), reason]
            case d.Declined(reason=reason) | d.Withdrawn(reason=reason):
                parts.append(reason)
            case d.Issued(collector=collector, checked=checked, name=name):
                parts += [say(f"window.collector.{collector}"), name, say(f"window.checked.{checked}")]
            case _:
                pass
        return "　".join(part for part in parts if part)

    def _list(self, slugs: tuple[str, ...], flow: Flow | None) -> str:
        return self._words.say("window.and").join(self.material(flow, each) for each in slugs)

    def _opinion(self, each: Opinion, flow: Flow | None) -> str:
        say, name = self._words.say, self.reviewer(flow, each.reviewer)
        if each.agrees is None:
            waits = say("window.asked", reviewer=name, due=self.due(each.due))
            return waits if each.certain else f"{waits}　{say('window.uncertain')}"
        thinks = say("window.agrees" if each.agrees else "window.disagrees")
        return say("window.thinks", reviewer=name, thinks=thinks, officer=each.by or "")

    def risen(self, found: Risen) -> str:
        """What is told on every page of the desk."""
        say, lines = self._words.say, []
        if found.late:
            lines.append("▲ " + say("window.late_now", count=found.late))
            if found.leader:
                lines.append(say("window.for_leader"))
        if found.soon:
            lines.append("△ " + say("window.soon_now", count=found.soon))
        if found.mine:
            lines.append(say("window.mine_now", count=found.mine))
        return "　".join(lines)


def _material(flow: Flow | None, slug: str) -> Material | None:
    if flow is None:
        return None
    return next((each for each in flow.materials if each.id == slug), None)


def digits_of(text: str) -> str:
    """The registration number in what was typed or read by a scanner, which may be ``service:number``."""
    return "".join(sign for sign in text.rpartition(":")[2] if sign.isascii() and sign.isdigit())
