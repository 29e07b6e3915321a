"""What a call says to officers, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.assist.call import Call
from kiosk.words import Words

Titles = Callable[[str, str | None, str], tuple[str, str]]
"""(service, step, locale) -> what both are called; the step's is empty where the step is ``None``.

Slugs that no flow knows any more (an older release, another kiosk's) come back as they are.
"""


@dataclass(frozen=True)
class CallText:
    """A call in words. step: empty where there is none to name; hint: how to go about it, mostly empty."""

    where: str
    service: str
    step: str
    language: str
    priority: str
    hint: str

    @property
    def details(self) -> str:
        """All but where and how, in one line."""
        return " · ".join(x for x in (self.priority, self.service, self.step, self.language) if x)


class Wording:
    """Puts calls into words of the officer's language."""

    def __init__(self, words: Words, titles: Titles) -> None:
        self.words, self._titles = words, titles

    def text(self, call: Call) -> CallText:
        """A quiet call names its service alone, and asks to be discreet."""
        say = self.words.say
        service, step = say("desk.no_service"), ""
        if call.service is not None:
            known = None if call.quiet else call.step
            service, step = self._titles(call.service, known, self.words.locale)
        language = f"desk.language.{call.locale}"
        # A kiosk's name stays on one line ("Kiosk 2").
        kiosk = call.kiosk_name.replace(" ", "\u00a0")
        return CallText(
            where=say("desk.where", place=call.place, kiosk=kiosk),
            service=service,
            step="" if call.quiet else step,
            language=say(language) if language in self.words.ids else call.locale,
            priority=say("desk.priority") if call.priority else "",
            hint=say("desk.quiet") if call.quiet else "",
        )

    def waited(self, call: Call, now: datetime) -> str:
        """How long the call has waited."""
        return self._lasting("desk.waited", call.created_at, now)

    def gone_for(self, call: Call, now: datetime) -> str:
        """How long ago it was claimed."""
        return self._lasting("desk.gone_for", call.claimed_at or call.created_at, now)

    def _lasting(self, id_: str, since: datetime, now: datetime) -> str:
        # A kiosk's clock may be a little ahead.
        seconds = max(0, int((now - since).total_seconds()))
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return self.words.say(f"{id_}_hours", hours=hours, minutes=f"{minutes:02}")
        if minutes:
            return self.words.say(f"{id_}_minutes", minutes=minutes, seconds=f"{rest:02}")
        return self.words.say(f"{id_}_seconds", seconds=rest)
