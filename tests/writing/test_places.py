"""The divisions where the kiosk stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.writing.places import load

DATA = Path(__file__).resolve().parents[2] / "assets" / "data"


def test_the_district_has_its_eighteen_towns_and_townships() -> None:
    places = load(DATA / "places.json")
    assert places.divisions == ("上海市", "崇明区")
    assert len(places.towns) == 18
    assert sum(town.endswith("镇") for town in places.towns) == 16
    assert {"堡镇", "新村乡", "横沙乡"} <= set(places.towns)


def test_a_file_without_towns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    path.write_text('{"divisions": ["上海市"]}', "utf-8")
    with pytest.raises(ValueError):
        load(path)


def test_every_town_has_its_villages() -> None:
    places = load(DATA / "places.json")
    assert set(places.villages) == set(places.towns)
    assert {"解放", "四滧村", "五滧村"} <= set(places.villages["堡镇"])
