"""What residents hear, and that the packs which come with the kiosk have all of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from kiosk.locales import USUAL as LOCALES
from kiosk.outfit import load_aids, load_releases, load_words
from kiosk.paths import Paths
from kiosk.settings import Settings
from kiosk.voice.build import check
from kiosk.voice.compose import clips
from kiosk.voice.pack import Pack
from kiosk.voice.wanted import Wanted
from screens.shell.parts import Hall
from screens.theme import Panel
from screens.tour.run import TourParts
from screens.tour.sentences import Heard, How, sentences, wanted

PATHS = Paths.here()
NOW = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)


def _parts(only: str) -> TourParts:
    settings = Settings()
    return TourParts(
        hall=Hall(
            station=settings.station_name,
            kiosk_no=settings.kiosk_no,
            kiosk_name=settings.kiosk_name,
            place=settings.place,
            staffed_window=settings.staffed_window,
        ),
        panel=Panel(),
        locales=LOCALES,
        load_words=partial(load_words, PATHS.locales),
        load_releases=partial(load_releases, PATHS.flows),
        load_aids=partial(load_aids, PATHS.data),
        icons=PATHS.icons,
        fonts=PATHS.fonts,
        now=NOW,
        today=NOW.date(),
        only=only,
    )


@pytest.fixture(scope="module")
def of_calls(qapp: Any) -> dict[str, tuple[Heard, ...]]:
    """What is heard of the guide bar's states, and of what is said everywhere."""
    return {locale: sentences(_parts("guide-"), locale) for locale in LOCALES}


def _texts(found: tuple[Heard, ...], **having: object) -> set[str]:
    return {each.text for each in found if all(getattr(each, k) == v for k, v in having.items())}


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_keys_notices_and_refusals_are_heard(of_calls: dict[str, Any], locale: str) -> None:
    words, found = load_words(PATHS.locales)[locale], of_calls[locale]
    uses = {use.how for each in found for use in each.uses}
    assert uses == set(How)
    texts = _texts(found)
    for id_ in (
        "home.title_residents",
        "guide.call",
        "guide.saving",
        "rating.level_1",
        "field.name.none",
        "focus.greeting",
    ):
        if id_ in words.ids:
            assert words.say(id_) in texts, id_


@pytest.mark.parametrize("locale", LOCALES)
def test_what_changes_by_the_day_or_the_resident_is_told_from_what_does_not(
    of_calls: dict[str, Any], locale: str
) -> None:
    varying = _texts(of_calls[locale], varies=True)
    assert any("0123" in text for text in varying)  # the officer who comes
    steady = _texts(of_calls[locale], varies=False)
    assert not any("0123" in text for text in steady)
    assert load_words(PATHS.locales)[locale].say("guide.call") in steady


def test_a_pack_is_asked_for_the_pieces_of_what_varies(qapp: Any) -> None:
    found = wanted(_parts("guide-bar-coming"), "en")
    assert "Coming" in found.sentences
    assert not any("0123" in text for text in found.sentences)
    assert "120" not in found.units
    assert {"0", "20", "hundred", "yuan", "month-3", "day-25"} <= set(found.units)


def test_a_person_has_fewer_units_to_record(qapp: Any) -> None:
    parts = _parts("guide-bar-coming")
    assert len(wanted(parts, "zh_CN", recorded=True).units) < len(wanted(parts, "zh_CN").units) / 3


# --- the packs that come with the kiosk ----------------------------------------------------------


@cache
def _all_wanted(locale: str) -> Wanted:
    return wanted(_parts(""), locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_shipped_pack_has_every_sentence(qapp: Any, locale: str) -> None:
    pack = Pack.load(PATHS.voice / locale)
    found = check(pack, _all_wanted(locale), decode=True)
    lacking = [*found.missing, *found.missing_units, *found.damaged]
    assert not lacking, f"{len(lacking)} sounds are missing, such as {lacking[:3]}. Mend it with: make voice"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("zh_CN", "一共137元"),
        ("zh_CN", "0 1 0 0 0 1 3"),
        ("zh_CN", "第13步 共19步"),
        ("zh_CN", "请 1 0 7 号到 12 号窗口。"),
        ("zh_CN", "今天星期一，2027年3月8日"),
        ("en", "Total: 137 yuan"),
        ("en", "0 1 0 0 0 1 3"),
        ("en", "Step 13 of 19"),
        ("en", "Number 1 0 7, please go to window 12."),
        ("en", "Today: Monday, 8 March 2027"),
    ],
)
def test_the_shipped_pack_says_numbers_that_it_has_not_as_a_whole(locale: str, text: str) -> None:
    pack = Pack.load(PATHS.voice / locale)
    found = clips(text, pack)
    assert found is not None, "Mend it with: make voice"
    assert len(found) > 1


def test_the_packs_are_a_few_megabytes_and_tell_whose_they_are() -> None:
    size = sum(path.stat().st_size for path in PATHS.voice.rglob("*") if path.is_file())
    assert size < 4_000_000 * len(list(PATHS.flows.glob("*.yaml")))
    for locale in LOCALES:
        manifest = Pack.load(PATHS.voice / locale).manifest
        assert (manifest.locale, manifest.dialect, manifest.recorded) == (locale, "", False)
        assert manifest.licence == "Apache-2.0"
    assert (Path(PATHS.voice) / "README.md").is_file()
