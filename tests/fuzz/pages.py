"""What browsers send to the portal."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cache
from urllib.parse import urlencode

from kiosk.flow.fits import WrongAnswer, taken
from kiosk.flow.load import load_folder
from kiosk.flow.model import Step
from kiosk.paths import Paths
from kiosk.portal.asking import READERS, Now, read
from kiosk.portal.drafts import Fault
from kiosk.portal.posted import NotTaken, fields
from tests.fuzz.parser import Parser

TODAY = date(2026, 11, 27)
_NOW = Now(TODAY, lambda address: ((), address))


@cache
def _steps() -> tuple[Step, ...]:
    """One of each kind."""
    flows = [release.flow for release in load_folder(Paths.here().flows)[0]]
    return tuple({step.kind: step for flow in flows for step in flow.steps if step.kind in READERS}.values())


def _answers(data: bytes) -> None:
    """Whatever a form holds is read, or told what to do about, at a step of each kind."""
    entries = fields(data)
    for step in _steps():
        answer = read(step, entries, _NOW)
        if not isinstance(answer, Fault):
            with suppress(WrongAnswer):
                taken(step, answer, ("a", "b"), TODAY)


def _good() -> list[bytes]:
    given = (
        {"value": "沈月英", "mark": "0" * 64, "form": "abc", "page": "7", "do": "next"},
        {"value": ["a", "b", "?"]},
        {"year": "1949", "month": "12", "day": "31", "long_term": "yes"},
        {"value": "11010519491231002X"},
        {"value": "上海市崇明区城桥镇人民路1号"},
        {"value": "+86 138-1234-5678"},
    )
    return [urlencode(each, doseq=True).encode() for each in given]


PAGES: dict[str, Parser] = {
    "portal form": Parser(fields, NotTaken, _good),
    "portal answer": Parser(_answers, NotTaken, _good),
}
