"""A resident who reads the screen and touches it; a mirror run tells what a flow asks, not where."""

from __future__ import annotations

from datetime import date

from kiosk.clock import SystemClock
from kiosk.field import phone
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.words import Words
from tests.journeys.conftest import Hall, until

PLATE = ("A", "12345")
NAME, NAME_LETTERS = "王桂兰", "wangguilan"
TOWN, ROAD, ROAD_LETTERS = "堡镇", "解放街", "jiefangjie"
PHONE = "13812345678"
DIVISIONS = ("上海市", "崇明区", TOWN)


class Resident:
    """Walks one service in Chinese at caring size. choices: the choice to take at a step, else the first."""

    def __init__(
        self, hall: Hall, release: Release, words: Words, choices: dict[str, str], number: str, day: date
    ) -> None:
        self._hall, self._words, self._choices = hall, words, choices
        self._number, self._day = number, day
        self.run = FlowRun(release.flow, SystemClock().today)

    def start(self) -> None:
        """From the attract screen to the service's first question."""
        self._hall.tap("开始")
        if self.run.flow.audience == "enterprises":
            self._hall.tap(self._say("home.to_enterprises"))
        title = self.run.flow.title.in_("zh_CN")
        self._hall.tap(f"{title} ", starts=True)
        self.arrived()

    def go(self, stop: str | None = None) -> None:
        """Answer step after step up to ``stop`` or the review."""
        while (step := self.run.step) is not None and step.id != stop and step.kind != "review":
            self.run.answer(self._do(step))
            self.arrived()

    def hand_in(self) -> None:
        """Look through the review and hand in."""
        self.pages()
        self._hall.tap(self._say("steps.hand_in"))

    # --- what one does at a step ----------------------------------------------------------------

    def _say(self, id_: str) -> str:
        return self._words.say(id_)

    def arrived(self) -> None:
        """Wait for the present step's own screen."""
        step = self.run.step
        assert step is not None
        at, of = self.run.progress()
        progress, title = self._words.say("shell.progress", step=at, of=of), step.title.in_("zh_CN")
        until(
            lambda: {progress, title} <= {n.name for n in self._hall.showing()},
            f"{progress}: {title}",
            self._hall,
        )

    def _forward(self, step: m.Step) -> None:
        self.pages()
        words = step.forward.in_("zh_CN") if step.forward else self._say("steps.next")
        self._hall.tap(words)

    def pages(self) -> None:
        """Turn to the last page."""
        while self._hall.key(self._say("shell.more")) is not None:
            before = [n.name for n in self._hall.showing()]
            self._hall.tap(self._say("shell.more"))
            until(lambda: [n.name for n in self._hall.showing()] != before, "the next page", self._hall)  # noqa: B023

    def _do(self, step: m.Step) -> Answer:
        match step.kind:
            case "notice" | "fee":
                self._forward(step)
                return Seen()
            case "choice":
                choices = self.run.choices(step)
                wanted = self._choices.get(step.id, choices[0].id)
                choice = next(c for c in choices if c.id == wanted)
                self._choose(choice.text.in_("zh_CN"))
                self._forward(step)
                return Chosen(id=choice.id)
            case "choices":
                (first, *_, last) = self.run.choices(step)
                for choice in (first, last):
                    self._choose(choice.text.in_("zh_CN"))
                self._forward(step)
                return ChosenSeveral(ids=(first.id, last.id))
            case "yes_no":
                assert isinstance(step, m.YesNo)
                self._choose(step.yes.in_("zh_CN") if step.yes else self._say("steps.yes"))
                self._forward(step)
                return Yes(yes=True)
            case "checklist":
                first = self.run.materials()[0]
                self._choose(first.text.in_("zh_CN"))
                self.pages()
                self._hall.tap(self._say("steps.not_all_here"))
                return ChosenSeveral(ids=(first.id,))
            case "own_wish":
                self._choose(self._say("steps.wish_no"))
                self._forward(step)
                return Wish(wish="no")
            case "consent":
                self._choose(self._say("steps.agree"))
                self._forward(step)
                return Agreed(agreed=True)
            case "card":
                self._hall.tap(self._say("entry.no_card"))
                return CardLaid(card=None)
            case _:
                answer = self._enter(step)
                self._hall.tap(self._say("entry.done"))
                return answer

    def _choose(self, text: str) -> None:
        """Touch a choice, on whichever page it stands."""
        while self._hall.key(text, starts=True) is None and self._hall.key(self._say("shell.more")):
            self._hall.tap(self._say("shell.more"))
        self._hall.tap(text, starts=True)

    def spell(self, letters: str) -> None:
        """Type letters; where the pad for the hand shows, its key leads to them."""
        until(
            lambda: self._hall.key(letters[0]) or self._hall.key(self._say("pad.way_pinyin")),
            "letters, or the key that leads to them",
            self._hall,
        )
        if self._hall.key(letters[0]) is None:
            self._hall.tap(self._say("pad.way_pinyin"))
        self._hall.type(letters)

    def _enter(self, step: m.Step) -> Answer:
        match step.kind:
            case "identity_number":
                self._hall.type(self._number)
                return IdentityNo(number=self._number)
            case "phone":
                self._hall.type(PHONE)
                assert isinstance(phone.read(PHONE), PhoneNo)
                return PhoneNo(number=PHONE)
            case "date" if isinstance(step, m.Date) and step.near is not None:
                for words in (
                    f"{self._day.year}",
                    self._words.say("entry.month_of", value=self._day.month),
                    f"{self._day.day}",
                ):
                    self._hall.tap(words)
                return Day(day=self._day)
            case "date":
                for part, digits in (
                    ("year", f"{self._day.year}"),
                    ("month", f"{self._day.month}"),
                    ("day", f"{self._day.day}"),
                ):
                    self._hall.tap(self._say(f"entry.{part}"))
                    self._hall.type(digits)
                return Day(day=self._day)
            case "name":
                self.spell(NAME_LETTERS.upper())
                self._hall.tap(NAME)
                return Written(text=NAME)
            case "text" if isinstance(step, m.TextEntry) and step.capitals:
                letter, digits = PLATE
                self.spell(letter)
                self._hall.tap(self._say("entry.digits"))
                self._hall.type(digits)
                return Written(text=letter + digits)
            case "address":
                self._hall.tap(TOWN)
                self._hall.tap(self._say("steps.next"))
                self.spell(ROAD_LETTERS.upper())
                self._hall.tap(ROAD)
                self._hall.tap(self._say("entry.digits"))
                self._hall.type("12")
                self._hall.tap("号")
                return Place(divisions=DIVISIONS, detail=f"{ROAD}12号")
            case _:
                raise AssertionError(f"no way to enter a {step.kind}")
