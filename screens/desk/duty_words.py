"""The duty roster in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from kiosk.duty.edit import Gap, Part
from kiosk.duty.roster import WEEK, Absence, Cover, Shift, Weekday
from kiosk.words import Words


class DutyWords:
    """In one language."""

    def __init__(self, words: Words) -> None:
        self._say = words.say

    def weekday(self, day: date) -> str:
        """Written out."""
        return self._say(f"desk.weekday.{WEEK[day.weekday()]}")

    def days(self, days: Sequence[Weekday]) -> str:
        """Several of a week; three or more in a row as from the first to the last."""
        if set(days) == set(WEEK):
            return self._say("desk.days_every")
        runs: list[list[Weekday]] = []
        for number, day in enumerate(WEEK):
            if day in days:
                if number and WEEK[number - 1] in days:
                    runs[-1].append(day)
                else:
                    runs.append([day])
        told: list[str] = []
        for run in runs:
            names = [self._say(f"desk.weekday_short.{day}") for day in run]
            if len(names) > 2:
                names = [self._say("desk.days_from_to", first=names[0], last=names[-1])]
            told += names
        return self._say("desk.kiosk_and").join(told)

    def part(self, part: Part) -> str:
        """One line of the roster."""
        match part:
            case Shift():
                days = self.days(part.days)
                return self._say(
                    "desk.duty_part_shift", officer=part.officer, days=days, **span(part.begins, part.ends)
                )
            case Cover():
                return self._say(
                    "desk.duty_part_cover",
                    officer=part.officer,
                    by=part.by,
                    **span(part.begins, part.ends),
                )
            case Absence():
                return self._say(
                    "desk.duty_part_absence",
                    officer=part.officer,
                    deputy=part.deputy,
                    first=str(part.first),
                    last=str(part.last),
                )

    def gap(self, gap: Gap) -> str:
        """When nobody is on duty."""
        weekday = self._say(f"desk.weekday.{gap.day}")
        if gap.begins is None or gap.ends is None:
            return self._say("desk.duty_gap_day", weekday=weekday)
        return self._say("desk.duty_gap", weekday=weekday, **span(gap.begins, gap.ends))


def span(begins: time, ends: time) -> dict[str, str]:
    """Both times as they fill a sentence."""
    return {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
