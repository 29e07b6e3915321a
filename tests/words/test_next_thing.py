"""Whatever goes amiss has a sentence that says the next thing to do; every countdown can be stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.flow.kindness import unkind
from kiosk.words import Words

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "kiosk").rglob("*.py"), *(ROOT / "screens").rglob("*.py")]
AMISS = re.compile(r'"((?:field\.\w+|device\.\w+|flow\.wrong)\.\w+)"')
STOPS = {"zh_CN": "点一下屏幕", "en": "Touch the screen"}


def raised() -> set[str]:
    """The ids of what can go amiss, as the sources name them."""
    return {id_ for path in SOURCES for id_ in AMISS.findall(path.read_text("utf-8"))}


def test_the_sources_name_what_can_go_amiss() -> None:
    kinds = {id_.rsplit(".", 1)[0] for id_ in raised()}
    assert {
        "field.identity",
        "field.phone",
        "field.name",
        "field.day",
        "device.reader",
        "flow.wrong",
    } <= kinds
    assert len(raised()) > 40


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_what_can_go_amiss_says_the_next_thing_to_do(locale: str) -> None:
    words = Words.load(ROOT / "locales", locale)
    assert raised() - words.ids == set()
    mute = [
        i for i in sorted(raised()) if "next" in {u.rule for u in unkind(words.text(i), locale, amiss=True)}
    ]
    assert mute == []


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_the_only_countdown_says_how_to_stop_it(locale: str) -> None:
    """What counts seconds down before residents has the gap {seconds}; staff's waits count up."""
    words = Words.load(ROOT / "locales", locale)
    counting = {
        i
        for i in words.ids
        if "{seconds}" in words.text(i) and not i.startswith(("desk.", "figures.", "practice."))
    }
    assert counting == {"idle.help"}
    assert STOPS[locale] in words.text("idle.help")
