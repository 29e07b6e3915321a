"""An identity card laid on the reader saves the writing; the reader is a real serial line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow import model as m
from kiosk.flow.answer import CardData, CardLaid, IdentityNo, Place, Written
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import ROOT, Hall, until
from tests.journeys.resident import NAME, Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey


@pytest.fixture(params=[(), ("--sdt",)], ids=["sends", "is asked"])
def simulator(request: pytest.FixtureRequest, hall: Hall) -> Iterator[subprocess.Popen[str]]:
    """A stand-in for a reader, of either kind."""
    simulator = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "card-simulator", *request.param],
        cwd=ROOT,
        env=hall.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield simulator
    simulator.kill()
    simulator.communicate()


def lay(simulator: subprocess.Popen[str], card: CardData | None) -> None:
    assert simulator.stdin is not None
    words = f"{card.name}|{card.identity_number}|{card.address}" if card is not None else ""
    simulator.stdin.write(f"{words}\n")
    simulator.stdin.flush()


def confirm(hall: Hall, words: Words, card: CardData) -> None:
    """Wait until it is asked whose card it is, and say that it is right."""
    shown = f"{card.name} {words.say('card.ends_in', last=card.identity_number[-4:])}"
    until(lambda: shown in {n.name for n in hall.showing()}, shown, hall)


def test_cards_laid_fill_a_service(hall: Hall, simulator: subprocess.Popen[str]) -> None:
    own = CardData(
        name=NAME, identity_number=number_of(date(1948, 3, 1)), address="上海市崇明县堡镇解放街12号"
    )
    wrong = CardData(name="李秀英", identity_number=number_of(date(1950, 4, 2)))
    family = CardData(
        name="李建国", identity_number=number_of(date(1946, 5, 2)), address="上海市崇明区城桥镇某路2号"
    )
    assert simulator.stdout is not None
    path = next(word for word in simulator.stdout.readline().split() if word.startswith("/dev/"))
    hall.start("run", KIOSK_ID_READER=path)
    release = load(Paths.here().flows / "household.yaml")
    words = Words.load(Paths.here().locales, "zh_CN")
    choices = {"wanted": "join_family"}
    resident = Resident(hall, release, words, choices, own.identity_number, SystemClock().today())
    resident.start()
    resident.go(stop="card")

    lay(simulator, wrong)
    confirm(hall, words, wrong)
    hall.tap(words.say("card.not_this"))
    until(lambda: hall.key(words.say("entry.no_card")) is not None, "laying another card", hall)
    lay(simulator, None)
    lay(simulator, own)
    confirm(hall, words, own)
    hall.tap(words.say("card.you"))
    split = {"divisions": ("上海市", "崇明区", "堡镇"), "detail": "解放街12号"}
    resident.run.answer(CardLaid(card=own.model_copy(update=split)))
    resident.arrived()
    assert resident.run.answers()["old_address"] == Place(**split)

    resident.go(stop="card_family")
    # The own card lies there still: it is no relative's.
    same = words.say("device.reader.same")
    if "--sdt" not in simulator.args:
        until(lambda: same in {n.name for n in hall.showing()}, same, hall)
    lay(simulator, None)
    lay(simulator, family)
    confirm(hall, words, family)
    step = resident.run.step
    assert isinstance(step, m.Card)
    assert step.right is not None
    hall.tap(step.right.in_("zh_CN"))
    there = {"divisions": ("上海市", "崇明区", "城桥镇"), "detail": "某路2号"}
    resident.run.answer(CardLaid(card=family.model_copy(update=there)))
    resident.arrived()
    assert resident.run.answers()["relative_name"] == Written(text="李建国")
    assert resident.run.answers()["identity_number"] == IdentityNo(number=own.identity_number)
    resident.go()
    resident.hand_in()
    until(lambda: hall.json("cases", "list", "--json"), "the case", hall)
    for file in Path(hall.data / "log").iterdir():
        told = file.read_text(encoding="utf-8")
        assert own.identity_number not in told
        assert wrong.name not in told
