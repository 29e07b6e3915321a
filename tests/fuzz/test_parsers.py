"""Bad input is refused in the parser's own way, never otherwise; the long run is benchmarks/fuzz.py."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.parsers import PARSERS, forms
from tests.fuzz.spoiling import spoilt

FINDINGS = sorted((Path(__file__).parent / "findings").glob("*/*"))
"""What once broke a parser, in a folder of its name."""


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_good_is_taken(name: str) -> None:
    parser = PARSERS[name]
    taken = 0
    for data in parser.good():
        try:
            parser.ask(data)
        except parser.refuses:
            continue
        taken += 1
    assert taken


def test_every_message_of_the_hub_has_a_good_one() -> None:
    parser, taken = PARSERS["hub form"], set()
    for data in parser.good():
        try:
            parser.ask(data)
        except parser.refuses:
            continue
        taken.add(data[0])
    assert len(taken) > len(forms()) * 0.6


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_what_is_bad_is_refused(name: str, seed: int) -> None:
    parser = PARSERS[name]
    with suppress(parser.refuses):
        parser.ask(spoilt(parser.good(), Random(seed)))


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    parser = PARSERS[path.parent.name.replace("_", " ")]
    with suppress(parser.refuses):
        parser.ask(path.read_bytes())
