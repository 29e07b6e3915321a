"""Texts that are too long, planted into a sound service: each is found at its own place, in its language."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kiosk.flow.laid_out import LaidOut, Rule, misfit_problems, never_shown
from kiosk.flow.load import Release
from kiosk.flow.problem import Problem, told
from kiosk.outfit import load_words
from kiosk.paths import Paths
from screens.fit import run
from screens.fit.run import FitParts, lay_out
from screens.theme import Size
from screens.tour.pictures import Looks
from tests.fit.conftest import Data, Written

WORD = "unbelievably" * 4
LONG = "considerations notwithstanding " * 20
LONG_CHINESE = "请您慢慢看清楚这一句很长很长的话" * 12

Planted = tuple[str, tuple[str | int, ...], str, str]
PLANTED: tuple[Planted, ...] = (
    ("title", ("steps", 1, "title"), "en", f"Title {LONG}"),
    ("title_chinese", ("steps", 5, "title"), "zh_CN", f"标题{LONG_CHINESE}"),
    ("word", ("steps", 3, "choices", 0, "text"), "en", WORD),
    ("choice", ("steps", 5, "choices", 1, "text"), "en", f"Choice {LONG}"),
    ("yes", ("steps", 2, "yes"), "en", f"Yes {LONG}"),
    ("help", ("steps", 9, "help"), "zh_CN", f"说明{LONG_CHINESE}"),
    ("body", ("steps", 0, "body", 0), "en", f"Body {LONG}{LONG}"),
    ("consent", ("steps", 20, "body", 0), "zh_CN", f"同意{LONG_CHINESE}{LONG_CHINESE}"),
    ("forward", ("steps", 4, "forward"), "en", f"Forward {LONG}"),
    ("confirm", ("steps", 8, "confirm"), "en", f"Confirm {LONG}"),
    ("label", ("steps", 13, "label"), "en", f"label{WORD}"),
    ("unit", ("steps", 14, "unit"), "en", f"units {LONG}"),
    ("note", ("materials", 1, "note"), "zh_CN", f"备注{LONG_CHINESE}"),
    ("fee", ("fees", 1, "text"), "en", f"fee{WORD}"),
    ("next_step", ("next_steps", 0, "text"), "en", f"Next {LONG}{LONG}"),
    ("summary", ("summary",), "en", f"Summary {LONG}"),
    ("explanation", ("glossary", 1, "explanation"), "zh_CN", f"解释{LONG_CHINESE}{LONG_CHINESE}"),
)


def plant(data: Any, where: tuple[str | int, ...], locale: str, said: str) -> None:
    *way, last = where
    for key in way:
        data = data[key]
    data[last] = {
        "zh_CN": "好",
        "en": "Good",
        **(data.get(last, {}) if isinstance(data, dict) else data[last]),
    }
    data[last][locale] = said


@pytest.fixture(scope="module")
def amiss(everything: Data, written: Written) -> Release:
    data = copy.deepcopy(everything)
    for _, where, locale, said in PLANTED:
        plant(data, where, locale, said)
    return written(data)


@pytest.fixture(scope="module")
def laid(parts: FitParts, amiss: Release) -> LaidOut:
    return lay_out(parts, amiss)


@pytest.fixture(scope="module")
def found(amiss: Release, laid: LaidOut) -> tuple[Problem, ...]:
    return misfit_problems(amiss, laid)


@pytest.mark.parametrize(("where", "locale"), [p[1:3] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_text_too_long_is_found_in_its_place(
    found: tuple[Problem, ...], amiss: Release, where: tuple[str | int, ...], locale: str
) -> None:
    field = ".".join(map(str, (*where, locale)))
    (problem,) = [p for p in found if p.field == field]
    assert (problem.kind, problem.severity) == ("does_not_fit", "error")
    assert problem.line <= amiss.source.count("\n") + 1


def test_nothing_else_is_blamed(found: tuple[Problem, ...]) -> None:
    planted = {".".join(map(str, (*where, locale))) for _, where, locale, _ in PLANTED}
    assert {p.field for p in found} <= planted


def test_a_word_that_no_line_holds_is_cut(laid: LaidOut) -> None:
    (rule,) = {m.rule for m in laid.misfits if m.where == ("steps", 3, "choices", 0, "text")}
    assert rule is Rule.CUT


def test_it_is_told_in_words_with_its_look(found: tuple[Problem, ...]) -> None:
    words = load_words(Paths.here().locales)
    problem = next(p for p in found if p.field == "steps.3.choices.0.text.en")
    assert told(problem.message, words["en"]) == (
        "“unbelievablyunbelievably…” (en) does not fit on an upright panel, in standard letters: "
        "words are cut off. Make it shorter."
    )
    assert "有字被切掉" in told(problem.message, words["zh_CN"])
    assert all(told(p.message, words[locale]) for p in found for locale in ("en", "zh_CN"))


def test_a_sound_service_fits_and_every_text_of_it_was_seen(
    parts: FitParts, everything: Data, written: Written
) -> None:
    sound = written(everything)
    laid = lay_out(parts, sound)
    assert misfit_problems(sound, laid) == ()
    assert never_shown(sound, laid) == ()
    assert laid.looks == 2 * 3 * 3


def test_shares_together_are_the_whole(
    parts: FitParts, everything: Data, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "every_look", lambda _locales, _panels: [Looks("en", Size.STANDARD)])
    data = copy.deepcopy(everything)
    plant(data, ("steps", 1, "title"), "en", LONG)
    release = written(data)
    one, two = (lay_out(parts, release, k, 2) for k in range(2))
    whole = lay_out(parts, release)
    both = one.with_other(two)
    assert set(both.misfits) == set(whole.misfits)
    assert (both.screens, both.shown) == (whole.screens, whole.shown)
