"""Which release is in force on a machine, and who said so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.flow.load import Release, load
from kiosk.paths import Paths
from kiosk.studio.here import InForce, Origin, in_force
from kiosk.studio.in_force import NOT_OFFERED, Event, History, Kind

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
FILE: Path = Paths.here().flows / "question.yaml"


@pytest.fixture(scope="module")
def shipped() -> Release:
    return load(FILE)


def numbered(release: Release, number: int) -> Release:
    return Release(
        release.flow.model_copy(update={"version": number}), f"{number}", release.source, release.path
    )


def done(number: int, kind: Kind = Kind.PUBLISHED, starts_on: date | None = None) -> Event:
    return Event(number or 9, "question", number, kind, "0700", NOW - timedelta(hours=1), starts_on)


def test_what_came_with_the_product(shipped: Release) -> None:
    assert in_force([shipped], {}, (), {}, NOW) == (InForce("question", 1, Origin.PRODUCT),)


@pytest.mark.parametrize(("hall", "origin"), [((), Origin.HERE), (("question",), Origin.HALL)])
def test_who_published_it(shipped: Release, hall: tuple[str, ...], origin: Origin) -> None:
    later = date(2026, 12, 1)
    history = History((done(2), done(3, starts_on=later)))
    (one,) = in_force([numbered(shipped, 2)], {"question": history}, hall, {}, NOW)
    assert one == InForce("question", 2, origin, ((3, later),))


def test_what_is_not_offered_any_more(shipped: Release) -> None:
    history = History((done(NOT_OFFERED, Kind.RETIRED),))
    assert in_force([], {"question": history}, ("question",), {}, NOW) == (
        InForce("question", None, Origin.HALL),
    )


def test_what_cannot_be_served_leaves_what_was_before_and_is_named(shipped: Release) -> None:
    spoilt = in_force([shipped], {"question": History((done(2),))}, (), {}, NOW)
    assert spoilt == (InForce("question", 1, Origin.PRODUCT, (), 2),)
    declined = in_force([shipped], {}, (), {"question": 2, "parking": 1}, NOW)
    assert declined == (
        InForce("parking", None, Origin.PRODUCT, (), 1),
        InForce("question", 1, Origin.PRODUCT, (), 2),
    )
