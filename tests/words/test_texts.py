"""Every text that residents read or hear is kind: the interface's and the services'."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.flow import rules
from kiosk.flow.glossary import used
from kiosk.flow.kindness import sentences, unkind
from kiosk.flow.load import Release, load_folder
from kiosk.flow.rules_words import word_problems
from kiosk.flow.source import read
from kiosk.locales import found as every_locale
from kiosk.words import STAFF, Words
from tests.flow.in_words import in_english

ROOT = Path(__file__).parents[2]
LOCALES = ("zh_CN", "en")
AMISS = (
    "field.",
    "device.",
    "flow.wrong.",
    "entry.no_such_sound",
    "entry.pick_first",
    "handin.failed_help",
    "print.failed",
    "print.no_printer",
    "guide.failed_sub",
    "guide.nobody_sub",
    "focus.no_sound_help",
    "home.none",
)
"""Said when something went amiss. The titles among them (handin.failed_title ...) have such a help below."""


@pytest.mark.parametrize("locale", LOCALES)
def test_the_interface_speaks_kindly(locale: str) -> None:
    words = Words.load(ROOT / "locales", locale)
    found = [
        f"{id_}: {u.message}"
        for id_ in sorted(words.ids)
        if not id_.startswith(STAFF)
        for u in unkind(words.text(id_), locale, amiss=id_.startswith(AMISS))
    ]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("release", load_folder(ROOT / "assets" / "flows")[0], ids=lambda r: str(r.flow.id))
def test_a_service_speaks_kindly(release: Release) -> None:
    """Office words may stand where the glossary of the service explains them."""
    written = rules.Written(release.flow, read(release.source, release.path.name))
    known = every_locale(ROOT / "locales")
    problems = word_problems(written, LOCALES, known)
    found = [f"{p.file}:{p.line}: {p.field}: {in_english(p)}" for p in problems]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("release", load_folder(ROOT / "assets" / "flows")[0], ids=lambda r: str(r.flow.id))
@pytest.mark.parametrize("locale", LOCALES)
def test_an_explanation_names_its_word_first(release: Release, locale: str) -> None:
    """Where several are explained together, nothing else says of which word each speaks."""
    assert release.flow.glossary
    for term in release.flow.glossary:
        first = sentences(term.explanation.in_(locale), locale)[0]
        assert term in used([first], release.flow.glossary, locale), term.id
