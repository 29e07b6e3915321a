"""The real flow files, walked as a resident walks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.load import Release, load
from kiosk.flow.model import Flow
from kiosk.flow.run import FlowRun

FLOWS = Path(__file__).parents[2] / "assets" / "flows"
TODAY = date(2026, 11, 24)
Given = str | bool | int | date | Answer
"""What a test says of a step: a choice, a yes or no or consent, a number, a date, or an answer as it is."""


def number_of(birth: date) -> str:
    """A right identity number of someone born on that day (GB 11643)."""
    head = f"310230{birth:%Y%m%d}002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11]


@dataclass
class Walk:
    """One resident's way: every step they met, in order, and the run where it came to rest."""

    run: FlowRun
    met: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    @property
    def materials(self) -> set[str]:
        return {m.id for m in self.run.materials()}

    @property
    def spare(self) -> set[str]:
        return {m.id for m in self.run.materials() if m.spare}

    @property
    def fees(self) -> set[str]:
        return {f.id for f in self.run.fees()}

    @property
    def next_steps(self) -> list[str]:
        return [n.id for n in self.run.next_steps()]

    @property
    def asked(self) -> list[str]:
        """The questions among the steps met."""
        told = ("notice", "fee", "review")
        return [i for i in self.met if self.run.flow.step(i).kind not in told]

    def go(self, given: dict[str, Given]) -> Walk:
        """Answer what is asked as given, and "I don't know" where nothing is given, up to the end."""
        unused = set(given)
        while (step := self.run.step) is not None:
            self.met.append(step.id)
            if step.kind == "review":
                break
            assert len(self.met) < 60
            unused.discard(step.id)
            effect = self.run.answer(_answer(step.kind, given.get(step.id)))
            if effect.call is not None:
                self.calls.append(f"{step.id}:{effect.call}")
        assert not unused, f"never asked: {sorted(unused)}"
        return self


def _answer(kind: str, given: Given | None) -> Answer:
    match kind, given:
        case (("notice" | "fee"), None):
            return Seen()
        case "consent", None:
            return Agreed(agreed=True)
        case "card", None:
            return CardLaid(card=None)
        case "checklist", None:
            return ChosenSeveral(ids=())
        case _, None:
            return Unknown()
        case "yes_no", bool():
            return Yes(yes=given)
        case "consent", bool():
            return Agreed(agreed=given)
        case "choice", str():
            return Chosen(id=given)
        case (("name" | "text"), str()):
            return Written(text=given)
        case "identity_number", str():
            return IdentityNo(number=given)
        case "number", int():
            return Count(number=given)
        case "phone", str():
            return PhoneNo(number=given)
        case "address", str():
            return Place(detail=given)
        case "own_wish", "yes" | "no" | "unsure":
            return Wish(wish=given)
        case "date", date():
            return Day(day=given)
        case _, str() | bool() | int() | date():
            raise AssertionError(f"{given!r} answers no {kind}")
        case _:
            return given


SERVICES = (
    "household",
    "residence_permit",
    "endorsement",
    "question",
    "homestay",
    "truck_pass",
    "special_trade",
)


@pytest.fixture(scope="session")
def releases() -> dict[str, Release]:
    return {name: load(FLOWS / f"{name}.yaml") for name in SERVICES}


@pytest.fixture(scope="session")
def flows(releases: dict[str, Release]) -> dict[str, Flow]:
    return {name: release.flow for name, release in releases.items()}


@pytest.fixture
def walk(flows: dict[str, Flow]) -> Callable[..., Walk]:
    """``walk("household", for_whom="me", ...)``: to the review or an ending notice."""

    def go(service: str, today: date = TODAY, /, **given: Given) -> Walk:
        return Walk(FlowRun(flows[service], lambda: today)).go(given)

    return go


@pytest.fixture
def born() -> Callable[..., str]:
    """``born(1948)`` or ``born(1948, 3, 1)``: a right identity number."""

    def number(year: int, month: int = 1, day: int = 1) -> str:
        return number_of(date(year, month, day))

    return number


@pytest.fixture
def laid() -> Callable[[str], CardLaid]:
    """The identity card with this number, laid and read."""

    def card(number: str) -> CardLaid:
        return CardLaid(card=CardData(name="王某", identity_number=number, address="上海市崇明区某镇某路1号"))

    return card
