"""How a kiosk stands: what is said of it, who comes first, and when it counts as offline."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.duty.kiosks import (
    BEAT_S,
    FORGOTTEN_S,
    OFFLINE_S,
    ORDER,
    TROUBLES,
    Condition,
    KioskReport,
    KioskStanding,
    by_urgency,
    standing,
)
from kiosk.version import VERSION

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
WELL = KioskReport("03", "03号机", "大厅", False, True, True, True, "0.1.0")
reports = st.builds(
    KioskReport,
    kiosk=st.sampled_from(["01", "02", "03", "04"]),
    kiosk_name=st.just("号机"),
    place=st.just("大厅"),
    in_use=st.booleans(),
    in_service=st.booleans(),
    voice_ok=st.booleans(),
    paper_ok=st.booleans(),
    version=st.just("0.1.0"),
)
standings = st.builds(KioskStanding, reports, st.just(NOW), st.booleans())


@pytest.mark.parametrize(
    ("said", "conditions"),
    [
        ({}, [Condition.IDLE]),
        ({"in_use": True}, [Condition.IN_USE]),
        ({"voice_ok": False}, [Condition.SILENT]),
        ({"paper_ok": False, "in_use": True}, [Condition.NO_PAPER, Condition.IN_USE]),
        ({"in_service": False, "voice_ok": False}, [Condition.OUT_OF_SERVICE, Condition.SILENT]),
    ],
    ids=["idle", "in use", "silent", "no paper", "out of service"],
)
def test_what_is_said_of_a_kiosk(said: dict[str, bool], conditions: list[Condition]) -> None:
    assert list(KioskStanding(replace(WELL, **said), NOW, False).conditions) == conditions


def test_one_that_declines_a_service_wants_somebody_and_works_on() -> None:
    standing = KioskStanding(replace(WELL, in_use=True), NOW, False, declines=True)
    assert standing.conditions == (Condition.OLD_SERVICE, Condition.IN_USE)
    assert standing.in_trouble
    assert KioskStanding(WELL, NOW, True, declines=True).conditions == (Condition.OFFLINE,)


def test_what_an_offline_kiosk_said_last_is_not_told_as_true() -> None:
    assert KioskStanding(replace(WELL, paper_ok=False), NOW, True).conditions == (Condition.OFFLINE,)


@given(standings)
def test_something_is_always_said_the_worst_first(one: KioskStanding) -> None:
    places = [ORDER.index(condition) for condition in one.conditions]
    assert places
    assert places == sorted(places)
    assert one.in_trouble == (one.conditions[0] in TROUBLES)


@given(st.lists(standings))
def test_those_in_trouble_come_first_and_nobody_is_left_out(several: list[KioskStanding]) -> None:
    ordered = by_urgency(several)
    assert sorted(map(repr, ordered)) == sorted(map(repr, several))
    troubled = [each.in_trouble for each in ordered]
    assert troubled == sorted(troubled, reverse=True)
    well = [each.report.kiosk for each in ordered if not each.in_trouble]
    assert well == sorted(well)


def test_a_kiosk_is_offline_after_several_lost_beats_and_is_forgotten_at_last() -> None:
    def after(seconds: float) -> KioskStanding | None:
        return standing(WELL, NOW, NOW + timedelta(seconds=seconds))

    assert OFFLINE_S > 2 * BEAT_S
    assert after(OFFLINE_S) == KioskStanding(WELL, NOW, False)
    assert after(OFFLINE_S + 1) == KioskStanding(WELL, NOW, True)
    assert after(-3600) == KioskStanding(WELL, NOW, True), "the clock was set back"
    assert after(FORGOTTEN_S + 1) is None


def test_a_report_has_no_place_for_anything_of_a_resident() -> None:
    assert {field.name for field in fields(KioskReport)} == {
        "kiosk", "kiosk_name", "place", "in_use", "in_service", "voice_ok", "paper_ok", "version",
    }  # fmt: skip


def test_the_version_is_the_programs() -> None:
    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["version"] == VERSION
