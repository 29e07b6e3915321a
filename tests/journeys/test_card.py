"""An identity card laid on the reader saves the writing; the reader is a real serial line."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.flow.answer import CardData, CardLaid, IdentityNo, Written
from kiosk.flow.load import load
from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import ROOT, Hall
from tests.journeys.resident import NAME, Resident
from tests.services.conftest import number_of

pytestmark = pytest.mark.journey


def test_a_card_laid_fills_name_and_number(hall: Hall) -> None:
    number = number_of(date(1948, 3, 1))
    simulator = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "card-simulator"],
        cwd=ROOT,
        env=hall.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert simulator.stdin is not None
        assert simulator.stdout is not None
        path = next(word for word in simulator.stdout.readline().split() if word.startswith("/dev/"))
        hall.start("run", KIOSK_ID_READER=path)
        release = load(Paths.here().flows / "residence_permit.yaml")
        words = Words.load(Paths.here().locales, "zh_CN")
        resident = Resident(hall, release, words, {"wanted": "apply"}, number, SystemClock().today())
        resident.start()
        resident.go(stop="card")
        simulator.stdin.write(f"{NAME}|{number}\n")
        simulator.stdin.flush()
        resident.run.answer(CardLaid(card=CardData(name=NAME, identity_number=number)))
        resident.arrived()
        assert resident.run.answers()["name"] == Written(text=NAME)
        assert resident.run.answers()["identity_number"] == IdentityNo(number=number)
        assert resident.run.step is not None
        assert resident.run.step.id not in ("name", "identity_number")
    finally:
        simulator.kill()
        simulator.communicate()
    for file in Path(hall.data / "log").iterdir():
        assert number not in file.read_text(encoding="utf-8")
